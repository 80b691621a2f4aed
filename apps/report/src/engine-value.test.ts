import { describe, expect, it } from 'vitest';
import { countOf, flagOf, hashKeyText, integerText, textOf, timestampText } from './engine-value.ts';

describe('values of different drivers in one spelling', () => {
  it('hash keys: uuid, bytes, hex and integers', () => {
    const hex = '0d4b625572379c809c9981f53658a2c8';
    expect(hashKeyText('0D4B6255-7237-9C80-9C99-81F53658A2C8')).toBe(hex);
    expect(hashKeyText(Buffer.from(hex, 'hex'))).toBe(hex);
    expect(hashKeyText(`0x${hex}`)).toBe(hex);
    expect(hashKeyText(-7174329635764732197n)).toBe('-7174329635764732197');
  });

  it('counts and ids, exact', () => {
    expect([countOf(3), countOf(3n), countOf('3')]).toEqual([3, 3, 3]);
    expect(integerText('9223372036854775807')).toBe('9223372036854775807');
    expect(() => countOf('2.5')).toThrow(/E-INTERNAL-VALUE/);
    expect(() => countOf(-1)).toThrow(/E-INTERNAL-VALUE/);
    expect(() => countOf(null)).toThrow(/E-INTERNAL-VALUE/);
  });

  it('timestamps as engines print them', () => {
    expect(timestampText('2021-05-28 10:03:12')).toBe('2021-05-28 10:03:12.000000');
    expect(timestampText('2021-05-28T10:03:12.12')).toBe('2021-05-28 10:03:12.120000');
    expect(timestampText('2021-05-28')).toBe('2021-05-28 00:00:00.000000');
    expect(timestampText(null)).toBeNull();
    expect(() => timestampText(new Date(0))).toThrow(/E-INTERNAL-VALUE/);
  });

  it('booleans and texts', () => {
    expect([true, 1, 't', 'true', 0n, 'f', null].map(flagOf)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      null,
    ]);
    expect([textOf('x'), textOf(null), textOf(5n)]).toEqual(['x', null, '5']);
    expect(() => flagOf('perhaps')).toThrow(/E-INTERNAL-VALUE/);
  });
});
