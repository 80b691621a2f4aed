import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisFor } from './axis.ts';

describe('axis', () => {
  it('uses even steps', () => {
    expect(axisFor(0.576)).toMatchObject({ stops: [0, 0.2, 0.4, 0.6], digits: 0 });
    expect(axisFor(2)).toMatchObject({ stops: [0, 0.5, 1, 1.5, 2], digits: 0 });
    expect(axisFor(0)).toMatchObject({ end: 1 });
    expect(axisFor(0.004)).toMatchObject({ stops: [0, 0.001, 0.002, 0.003, 0.004], digits: 1 });
  });

  it('always reaches the longest bar, with at most five intervals', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (longest) => {
        const { end, stops } = axisFor(longest);
        expect(end).toBeGreaterThanOrEqual(longest * (1 - 1e-6));
        expect(stops.length).toBeLessThanOrEqual(6);
        expect(stops.length).toBeGreaterThanOrEqual(2);
      }),
    );
  });
});
