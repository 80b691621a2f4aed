import fc from 'fast-check';
import { expect, it } from 'vitest';
import { microsecondsOf, timestampText } from './timestamp-text.ts';

const instants = fc.bigInt({ min: 0n, max: 253_402_300_799_999_998n });

it('text and instant are each other’s inverse, microsecond by microsecond', () => {
  fc.assert(
    fc.property(instants, (instant) => {
      expect(microsecondsOf(timestampText(instant))).toBe(instant);
    }),
  );
  expect(timestampText(1_640_995_200_000_001n)).toBe('2022-01-01 00:00:00.000001');
});
