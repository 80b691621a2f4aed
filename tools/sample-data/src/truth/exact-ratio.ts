/** Digits after the point of every ratio in the truth. */
export const RATIO_DIGITS = 18;

/** `numerator / denominator` as decimal text, half-up in the last digit; null when there is nothing to divide by. */
export function exactRatio(
  numerator: number,
  denominator: number,
  digits: number = RATIO_DIGITS,
): string | null {
  if (denominator === 0) return null;
  const scaled = BigInt(numerator) * 10n ** BigInt(digits) * 2n + BigInt(denominator);
  const text = String(scaled / (2n * BigInt(denominator))).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
