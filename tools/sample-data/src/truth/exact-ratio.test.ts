import { describe, expect, it } from 'vitest';
import { exactRatio } from './exact-ratio.ts';

describe('exact ratio', () => {
  it('is decimal text rounded half-up in its last digit', () => {
    expect(exactRatio(40, 50)).toBe('0.800000000000000000');
    expect(exactRatio(2, 3)).toBe('0.666666666666666667');
    expect(exactRatio(1, 3)).toBe('0.333333333333333333');
    expect(exactRatio(1, 8, 2)).toBe('0.13');
    expect(exactRatio(7, 2, 3)).toBe('3.500');
    expect(exactRatio(0, 9, 3)).toBe('0.000');
  });

  it('is null where nobody joined', () => {
    expect(exactRatio(2, 0)).toBeNull();
  });
});
