/** A linear axis from zero; stops include both ends. */
export interface Axis {
  readonly end: number;
  readonly stops: readonly number[];
  /** Fraction digits that a stop needs as a percentage. */
  readonly digits: number;
}

const mostIntervals = 5;

/** The shortest axis of at most five even steps (1, 2 or 5 times a power of ten) that reaches the longest bar. */
export function axisFor(longest: number): Axis {
  const wanted = longest > 0 ? longest : 1;
  const power = 10 ** Math.floor(Math.log10(wanted / mostIntervals));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => wanted / size <= mostIntervals);
  const size = step ?? wanted / mostIntervals;
  const digits = Math.max(0, Math.ceil(-Math.log10(size * 100) - 1e-9));
  const intervals = Math.ceil(wanted / size - 1e-9);
  return {
    end: intervals * size,
    stops: Array.from({ length: intervals + 1 }, (_, index) => Number((index * size).toPrecision(12))),
    digits,
  };
}
