/** A fraction of two whole numbers; the denominator is above zero. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The ratio of two counts; null when there is nothing to divide by. */
export function ratioOf(numerator: number | bigint, denominator: number | bigint): Ratio | null {
  const below = BigInt(denominator);
  return below === 0n ? null : { numerator: BigInt(numerator), denominator: below };
}

/**
 * Decimal text with a fixed number of fraction digits, rounded half up once, from the exact fraction.
 *
 * Invariant: the numerator is not negative, so "half up" and "half away from zero" agree.
 * Example: `decimalText({ numerator: 2760n, denominator: 4794n }, 3)` is `0.576`.
 */
export function decimalText(ratio: Ratio, digits: number): string {
  const scaled = ratio.numerator * 10n ** BigInt(digits) * 2n + ratio.denominator;
  const rounded = (scaled / (2n * ratio.denominator)).toString().padStart(digits + 1, '0');
  if (digits === 0) return rounded;
  return `${rounded.slice(0, -digits)}.${rounded.slice(-digits)}`;
}

/** Ascending order without dividing: negative, zero or positive like any comparator. */
export function compareRatios(left: Ratio, right: Ratio): number {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The exact distance between two ratios. */
export function distance(left: Ratio, right: Ratio): Ratio {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  return {
    numerator: difference < 0n ? -difference : difference,
    denominator: left.denominator * right.denominator,
  };
}

/** The middle of the sorted ratios, or the mean of the two middle ones; null for none. */
export function medianOf(ratios: readonly Ratio[]): Ratio | null {
  const sorted = ratios.toSorted(compareRatios);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) return null;
  return {
    numerator: lower.numerator * upper.denominator + upper.numerator * lower.denominator,
    denominator: 2n * lower.denominator * upper.denominator,
  };
}

/** Reads plain decimal text such as `0.01`; null when it is anything else. */
export function readRatio(text: string): Ratio | null {
  const match = /^([0-9]{1,9})(?:\.([0-9]{1,12}))?$/.exec(text);
  if (match === null) return null;
  const fraction = match[2] ?? '';
  return { numerator: BigInt(`${match[1]}${fraction}`), denominator: 10n ** BigInt(fraction.length) };
}

/** For drawing only: the nearest binary number. */
export function approximate(ratio: Ratio): number {
  return Number(ratio.numerator) / Number(ratio.denominator);
}
