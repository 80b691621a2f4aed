import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsBefore, eventTime } from './event-series.ts';
import type { EventSeries } from './event-series.ts';

const series: fc.Arbitrary<EventSeries> = fc.record({
  count: fc.integer({ min: 0, max: 60 }),
  start: fc.integer({ min: 1_000_000_000, max: 1_000_000_100 }),
  span: fc.integer({ min: 1, max: 200 }),
  key: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});

describe('event series', () => {
  it('never goes back in time and stays within its span', () => {
    fc.assert(
      fc.property(series, (events) => {
        const times = Array.from({ length: events.count }, (_, number) => eventTime(events, number));
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        for (const time of times) {
          expect(time).toBeGreaterThanOrEqual(events.start);
          expect(time).toBeLessThan(events.start + events.span);
        }
      }),
    );
  });

  it('counts the events before an instant as listing them would', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: -5, max: 320 }), (events, offset) => {
        const instant = events.start + offset;
        let listed = 0;
        for (let number = 0; number < events.count; number += 1)
          listed += eventTime(events, number) < instant ? 1 : 0;
        expect(eventsBefore(events, instant)).toBe(listed);
      }),
      { numRuns: 500 },
    );
  });
});
