import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatDay,
  formatPercent,
  formatRatio,
  formatShare,
  formatTimestamp,
  plural,
} from './display-format.ts';

const ratio = { numerator: 2760n, denominator: 4794n };

describe('numbers and dates by language', () => {
  it('groups digits in threes', () => {
    expect([0, 999, 1000, 1234567].map(formatCount)).toEqual([
      '0',
      '999',
      '1\u202f000',
      '1\u202f234\u202f567',
    ]);
  });

  it('writes ratios with three digits and percentages with one', () => {
    expect([formatRatio(ratio, 'en'), formatRatio(ratio, 'ru')]).toEqual(['0.576', '0,576']);
    expect([formatPercent(ratio, 'en'), formatPercent(ratio, 'ru')]).toEqual(['57.6\u00a0%', '57,6\u00a0%']);
    expect(formatPercent({ numerator: 25n, denominator: 1n }, 'ru')).toBe('2\u202f500,0\u00a0%');
  });

  it('does not round a small share to nothing', () => {
    expect(formatShare({ numerator: 3n, denominator: 100_000n }, 'en')).toBe('0.003\u00a0%');
    expect(formatShare({ numerator: 1n, denominator: 1_000_000n }, 'ru')).toBe('<\u00a00,001\u00a0%');
    expect(formatShare({ numerator: 0n, denominator: 5n }, 'en')).toBe('0.000\u00a0%');
  });

  it('writes days and times without a zone, keeping a fraction that says something', () => {
    expect(formatTimestamp('2021-05-28 10:03:12.000000', 'en')).toBe('28\u00a0May\u00a02021, 10:03:12');
    expect(formatTimestamp('2021-05-28 10:03:12.120000', 'ru')).toBe('28\u00a0мая\u00a02021, 10:03:12,12');
    expect(formatDay('2021-05-28 10:03:12.120000', 'ru')).toBe('28\u00a0мая\u00a02021');
  });

  it('agrees nouns with counts', () => {
    const rows = (count: number): string => plural(count, 'ru', ['строка', 'строки', 'строк']);
    expect([1, 2, 4, 5, 11, 12, 14, 21, 22, 100, 101, 111].map(rows).join(' ')).toBe(
      'строка строки строки строк строк строк строк строка строки строк строка строк',
    );
    expect([0, 1, 2].map((count) => plural(count, 'en', ['row', 'rows']))).toEqual(['rows', 'row', 'rows']);
  });
});
