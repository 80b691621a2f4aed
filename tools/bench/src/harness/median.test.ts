import { describe, expect, it } from 'vitest';
import { median, medianCost, ratio } from './median.ts';

describe('medians', () => {
  it('take the middle, whatever the order, and the mean of two middles', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  it('are taken figure by figure, and not at all where one run does not know', () => {
    const costs = [
      { wall: 1, cpu: 9, peak: 5 },
      { wall: 3, cpu: 7, peak: null },
      { wall: 2, cpu: 8, peak: 6 },
    ];
    expect(medianCost(costs)).toEqual({ wall: 2, cpu: 8, peak: null });
  });

  it('give ratios of three digits, and none without a counterpart', () => {
    expect(ratio(10, 3)).toBe(3.33);
    expect(ratio(null, 3)).toBeNull();
    expect(ratio(1, 0)).toBeNull();
  });
});
