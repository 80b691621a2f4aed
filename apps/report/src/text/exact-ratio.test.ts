import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRatios, decimalText, distance, medianOf, ratioOf, readRatio } from './exact-ratio.ts';
import type { Ratio } from './exact-ratio.ts';

const ratio = fc
  .record({
    numerator: fc.bigInt({ min: 0n, max: 10n ** 18n }),
    denominator: fc.bigInt({ min: 1n, max: 10n ** 18n }),
  })
  .map((parts): Ratio => parts);
const of = (numerator: number, denominator: number): Ratio =>
  ratioOf(numerator, denominator) ?? { numerator: 0n, denominator: 1n };

describe('exact ratio', () => {
  it('is undefined over nothing', () => expect(ratioOf(2, 0)).toBeNull());

  it('rounds half up, once, from the fraction', () => {
    expect(decimalText(of(2760, 4794), 12)).toBe('0.575719649562');
    expect(decimalText(of(1, 3), 3)).toBe('0.333');
    expect(decimalText(of(1, 2000), 3)).toBe('0.001');
    expect(decimalText(of(999_499_999, 2_000_000_000), 3)).toBe('0.500');
    expect(decimalText(of(999, 1000), 2)).toBe('1.00');
    expect(decimalText(of(2, 1), 0)).toBe('2');
  });

  it('is within half a unit of the last digit, and a half goes up', () => {
    fc.assert(
      fc.property(ratio, fc.integer({ min: 1, max: 18 }), (value, digits) => {
        const written = BigInt(decimalText(value, digits).replace('.', ''));
        const error = 2n * (written * value.denominator - value.numerator * 10n ** BigInt(digits));
        expect(error <= value.denominator && error > -value.denominator).toBe(true);
      }),
    );
  });

  it('orders as the numbers do', () => {
    expect(compareRatios(of(1, 3), of(333_333_333, 1_000_000_000))).toBeGreaterThan(0);
    fc.assert(
      fc.property(ratio, ratio, (left, right) => {
        expect(Math.sign(compareRatios(left, right))).toBe(-Math.sign(compareRatios(right, left)) + 0);
        expect(distance(left, right).numerator === 0n).toBe(compareRatios(left, right) === 0);
      }),
    );
  });

  it('takes the middle, or the mean of the two in the middle', () => {
    expect(medianOf([])).toBeNull();
    expect(decimalText(medianOf([of(3, 1), of(1, 1), of(2, 1)]) ?? of(0, 1), 1)).toBe('2.0');
    expect(decimalText(medianOf([of(1, 2), of(1, 4)]) ?? of(0, 1), 4)).toBe('0.3750');
  });

  it('reads plain decimals and nothing else', () => {
    expect(readRatio('0.01')).toEqual({ numerator: 1n, denominator: 100n });
    for (const text of ['', '.5', '1e-2', '-1', '1,5', '0.1 ', 'x']) expect(readRatio(text)).toBeNull();
  });
});
