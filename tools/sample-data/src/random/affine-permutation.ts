/** `i -> (step * i + offset) mod size`, which visits every value below `size` exactly once. */
export interface AffinePermutation {
  readonly size: number;
  readonly step: number;
  readonly offset: number;
}

/** Largest product that stays an exact integer. */
const EXACT = 2 ** 53 - 1;

function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/**
 * A permutation of 0 .. `size` - 1 chosen by two draws.
 *
 * Invariant: `step * size` is an exact integer, hence so is every intermediate value.
 */
export function affinePermutation(size: number, first: number, second: number): AffinePermutation {
  if (size <= 2) return { size, step: 1, offset: size === 0 ? 0 : second % size };
  const highest = Math.min(size - 1, Math.floor((EXACT - size) / size));
  let step = 1 + (first % highest);
  while (greatestCommonDivisor(step, size) !== 1) step = step === highest ? 1 : step + 1;
  return { size, step, offset: second % size };
}

export function permuted(permutation: AffinePermutation, index: number): number {
  return (permutation.step * index + permutation.offset) % permutation.size;
}
