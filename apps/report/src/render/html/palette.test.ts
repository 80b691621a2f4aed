import { describe, expect, it } from 'vitest';
import { contrast, dark, light } from './palette.ts';
import type { Palette } from './palette.ts';

const texts: readonly (readonly [keyof Palette, keyof Palette])[] = [
  ['ink', 'page'],
  ['ink', 'surface'],
  ['ink', 'sunken'],
  ['muted', 'page'],
  ['muted', 'surface'],
  ['muted', 'sunken'],
  ['accent', 'page'],
  ['accent', 'surface'],
  ['tick', 'surface'],
  ['warnInk', 'warnSurface'],
];

const shapes: readonly (readonly [keyof Palette, keyof Palette])[] = [
  ['bar', 'surface'],
  ['barLeading', 'surface'],
  ['tick', 'surface'],
];

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('contrast of the %s palette', (_, palette) => {
  it('knows black on white', () => expect(contrast('#000000', '#ffffff')).toBe(21));
  it.each(texts)('%s text on %s', (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });
  it.each(shapes)('%s shape on %s', (shape, ground) => {
    expect(contrast(palette[shape], palette[ground])).toBeGreaterThanOrEqual(3);
  });
});
