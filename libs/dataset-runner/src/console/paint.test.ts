import { describe, expect, it } from 'vitest';
import { decideColour, decideUnicode } from './paint.ts';
import { shownBytes, shownCount, shownDuration } from './shown-number.ts';

describe('colour', () => {
  it.each([
    [{}, true, false, true],
    [{}, false, false, false],
    [{ NO_COLOR: '1' }, true, false, false],
    [{ NO_COLOR: '' }, true, false, true],
    [{ FORCE_COLOR: '1' }, false, false, true],
    [{ FORCE_COLOR: '0' }, true, false, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, false, true],
    [{ FORCE_COLOR: '1' }, true, true, false],
    [{ TERM: 'dumb' }, true, false, false],
  ])('%j, terminal %j, --no-color %j: %j', (environment, isTTY, noColourFlag, coloured) => {
    expect(decideColour({ environment, isTTY, noColourFlag })).toBe(coloured);
  });
});

describe('signs', () => {
  it.each([
    [{ LANG: 'en_GB.UTF-8' }, 'linux', true],
    [{ LC_ALL: 'C', LANG: 'en_GB.UTF-8' }, 'linux', false],
    [{ LC_CTYPE: 'C.utf8' }, 'linux', true],
    [{}, 'linux', false],
    [{}, 'darwin', true],
  ] as const)('%j on %s: %j', (environment, platform, unicode) => {
    expect(decideUnicode(environment, platform)).toBe(unicode);
  });
});

describe('numbers', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1 000'],
    [1_234_567, '1 234 567'],
  ])('%d is %s', (count, text) => expect(shownCount(count)).toBe(text));

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [999_950, '1.0 MB'],
    [4_100_000, '4.1 MB'],
    [12_000_000_000, '12.0 GB'],
  ])('%d bytes are %s', (bytes, text) => expect(shownBytes(bytes)).toBe(text));

  it.each([
    [0, '0.0s'],
    [412, '0.4s'],
    [59_949, '59.9s'],
    [59_960, '1m 00s'],
    [125_000, '2m 05s'],
  ])('%d ms are %s', (milliseconds, text) => expect(shownDuration(milliseconds)).toBe(text));
});
