import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { microText, secondsOf, secondText } from './calendar.ts';

describe('calendar', () => {
  it('writes every instant as the platform calendar does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2199, 11, 31) }),
        fc.integer({ min: 0, max: 999 }),
        (millis, micros) => {
          const [date, rest] = new Date(millis).toISOString().slice(0, -1).split('T') as [string, string];
          const instant = millis * 1000 + micros;
          expect(microText(instant)).toBe(`${date} ${rest}${String(micros).padStart(3, '0')}`);
          expect(secondText(instant)).toBe(`${date} ${rest.slice(0, 8)}`);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('starts days where the platform calendar does', () => {
    for (const [year, month, day] of [
      [1970, 1, 1],
      [2000, 2, 29],
      [2004, 8, 30],
      [2022, 12, 31],
    ] as const) {
      expect(secondsOf(year, month, day)).toBe(Date.UTC(year, month - 1, day) / 1000);
    }
  });
});
