import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affinePermutation, permuted } from './affine-permutation.ts';

const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('affine permutation', () => {
  it('visits every value exactly once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), uint32, uint32, (size, first, second) => {
        const permutation = affinePermutation(size, first, second);
        const seen = new Set(Array.from({ length: size }, (_, index) => permuted(permutation, index)));
        expect(seen.size).toBe(size);
        expect(Math.min(...seen)).toBe(0);
        expect(Math.max(...seen)).toBe(size - 1);
      }),
    );
  });

  it('stays exact at the largest sizes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000, max: 250_000_000 }), uint32, uint32, (size, first, second) => {
        const permutation = affinePermutation(size, first, second);
        const last = size - 1;
        const exact = (BigInt(permutation.step) * BigInt(last) + BigInt(permutation.offset)) % BigInt(size);
        expect(permuted(permutation, last)).toBe(Number(exact));
      }),
    );
  });
});
