import { describe, expect, it } from 'vitest';
import { displayWidth, fitWidth } from './display-width.ts';

describe('width in a terminal', () => {
  it('counts letters once, emoji and East Asian letters twice, combining marks not at all', () => {
    expect(['abc', 'Кухня', 'e\u0301', '🎉', '👨‍👩‍👧', '漢字', '❤\ufe0f', ''].map(displayWidth)).toEqual([
      3, 5, 1, 2, 2, 4, 2, 0,
    ]);
  });

  it('shortens to a width without cutting a character in two', () => {
    expect(fitWidth('abcdef', 6)).toBe('abcdef');
    expect(fitWidth('abcdefg', 6)).toBe('abcde…');
    expect(fitWidth('🎉🎉🎉', 4)).toBe('🎉…');
    expect(displayWidth(fitWidth('семья 👨‍👩‍👧 и друзья', 9))).toBeLessThanOrEqual(9);
  });
});
