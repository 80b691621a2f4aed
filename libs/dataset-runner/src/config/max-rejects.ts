/** How many records of an object may be rejected: a number of records, or a share of those read such as `0.5%`. */
export type MaxRejects = number | `${number}%`;

/** Reads `3` or `0.01%`; null for anything else. */
export function parseMaxRejects(text: string): MaxRejects | null {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  return isPercentage(text) ? text : null;
}

export function isPercentage(text: string): text is `${number}%` {
  return /^\d{1,3}(?:\.\d+)?%$/.test(text) && Number.parseFloat(text) <= 100;
}

/** The limit with its unit told apart. */
export function rejectLimitOf(
  limit: MaxRejects,
): { readonly records: number } | { readonly percent: number } {
  return typeof limit === 'number' ? { records: limit } : { percent: Number.parseFloat(limit) };
}
