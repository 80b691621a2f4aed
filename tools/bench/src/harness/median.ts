import type { Cost } from './measured-process.ts';

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The middle of each figure; null as soon as one run does not know it. */
export function medianCost(costs: readonly Cost[]): Cost {
  return {
    wall: toMilliseconds(median(costs.map(({ wall }) => wall))),
    cpu: toMilliseconds(medianOfKnown(costs.map(({ cpu }) => cpu))),
    peak: medianOfKnown(costs.map(({ peak }) => peak)),
  };
}

function toMilliseconds<Seconds extends number | null>(seconds: Seconds): Seconds {
  return (seconds === null ? null : Math.round(seconds * 1000) / 1000) as Seconds;
}

function medianOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 || known.length < values.length ? null : median(known);
}

/** Units: none; three significant digits are more than a busy machine tells. */
export function ratio(one: number | null, other: number | null): number | null {
  if (one === null || other === null || other === 0) return null;
  return rounded(one / other);
}

export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
