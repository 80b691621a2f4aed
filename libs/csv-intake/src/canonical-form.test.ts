import { lexicalForm } from '@vaultwright/datavault-core/model';
import type { ColumnType } from '@vaultwright/datavault-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalForm } from './canonical-form.ts';
import { isPlainInteger, plainTimestampSuffix } from './plain-bytes.ts';

const read = (type: ColumnType, text: string): string | null => canonicalForm(type).read(text);
const runs = { numRuns: 500 };
const int: ColumnType = { kind: 'int' };
const timestamp: ColumnType = { kind: 'timestamp' };
const timestamptz: ColumnType = { kind: 'timestamptz' };

/** Texts close to numbers and times, where grammars differ. */
const near = fc
  .array(
    fc.constantFrom(
      '0',
      '00',
      '1',
      '9',
      '22',
      '-',
      '+',
      '.',
      'e',
      ':',
      ' ',
      'T',
      'Z',
      '2024-02-29',
      '10:20',
      ':30',
      '٣',
    ),
    {
      maxLength: 6,
    },
  )
  .map((pieces) => pieces.join(''));
const moment = fc.date({
  min: new Date('0001-01-02T00:00:00Z'),
  max: new Date('9999-12-30T00:00:00Z'),
  noInvalidDate: true,
});
const clockOf = (date: Date): string => date.toISOString().slice(0, 19).replace('T', ' ');

describe('int', () => {
  it('reads every 64-bit integer as itself and nothing beyond', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }), (value) => {
        const fits = BigInt.asIntN(64, value) === value;
        expect(read(int, String(value))).toBe(fits ? String(value) : null);
      }),
      runs,
    );
  });

  it('reads a float without fraction as the integer while a float holds it exactly', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
        fc.integer({ min: 1, max: 5 }),
        (value, zeros) => {
          const exact = value <= 2n ** 53n && value >= -(2n ** 53n);
          expect(read(int, `${value}.${'0'.repeat(zeros)}`)).toBe(exact ? String(value) : null);
        },
      ),
      runs,
    );
    expect(read(int, '22.0')).toBe(read(int, '22'));
  });

  it.each([
    '',
    '+1',
    '01',
    '1e5',
    ' 1',
    '1 ',
    '1.',
    '.0',
    '22.5',
    '0x1',
    '--1',
    '1_0',
    '1,0',
    '9'.repeat(500_000),
  ])('refuses %j', (text) => {
    expect(read(int, text)).toBeNull();
  });

  it('reads no negative zero', () => {
    expect([read(int, '-0'), read(int, '-0.0')]).toEqual(['0', '0']);
  });
});

describe('decimal', () => {
  const typeOf = fc
    .tuple(fc.integer({ min: 1, max: 38 }), fc.integer({ min: 0, max: 38 }))
    .map(([one, other]): [number, number] => [Math.max(one, other), Math.min(one, other)]);

  it('keeps the value exactly, or refuses it', () => {
    const parts = fc.record({
      sign: fc.constantFrom('', '-'),
      whole: fc.stringMatching(/^0{0,2}[0-9]{0,20}$/),
      fraction: fc.stringMatching(/^[0-9]{0,20}0{0,3}$/),
    });
    fc.assert(
      fc.property(typeOf, parts, ([precision, scale], { sign, whole, fraction }) => {
        fc.pre(whole !== '' || fraction !== '');
        const text = `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
        const units = BigInt(`${whole}${fraction.padEnd(50, '0')}`);
        const divisor = 10n ** BigInt(50 - scale);
        const fits = units % divisor === 0n && units / divisor < 10n ** BigInt(precision);
        const value = read({ kind: 'decimal', precision, scale }, text);
        expect(value !== null).toBe(fits);
        if (value === null) return;
        expect(value).toMatch(/^(?:0|-?[1-9][0-9]*|-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9])$/);
        const [, minus, ones, rest = ''] = /^(-?)([0-9]+)\.?([0-9]*)$/.exec(value) ?? [];
        expect(BigInt(`${ones}${rest.padEnd(50, '0')}`)).toBe(units);
        expect(minus).toBe(units === 0n ? '' : sign);
      }),
      runs,
    );
  });

  it.each([
    ['22.0', '22'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['-0', '0'],
    ['999.9', '999.9'],
    ['1000', null],
    ['0.05', null],
    ['1e2', null],
    ['NaN', null],
    ['2,5', null],
    ['', null],
    ['.', null],
  ])('decimal(4,1) reads %j as %j', (text, expected) => {
    expect(read({ kind: 'decimal', precision: 4, scale: 1 }, text)).toBe(expected);
  });
});

describe('times', () => {
  it('reads exactly the days of the calendar', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, day) => {
          const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
          const date = new Date(`${text}T00:00:00Z`);
          const real = year > 0 && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
          expect(read({ kind: 'date' }, text)).toBe(real ? text : null);
        },
      ),
      runs,
    );
  });

  it('writes six fraction digits and never loses one', () => {
    fc.assert(
      fc.property(
        moment,
        fc.constantFrom(' ', 'T'),
        fc.stringMatching(/^[0-9]{1,9}$/),
        (date, separator, fraction) => {
          const text = clockOf(date).replace(' ', separator);
          const kept = /^[0-9]{1,6}0*$/.test(fraction);
          const canonical = `${clockOf(date)}.${fraction.slice(0, 6).padEnd(6, '0')}`;
          expect(read(timestamp, `${text}.${fraction}`)).toBe(kept ? canonical : null);
          expect(read(timestamp, text)).toBe(`${clockOf(date)}.000000`);
          expect(read(timestamp, text.slice(0, 16))).toBe(`${clockOf(date).slice(0, 16)}:00.000000`);
          expect(read({ kind: 'time' }, `${text.slice(11)}.${fraction}`)).toBe(
            kept ? canonical.slice(11) : null,
          );
        },
      ),
      runs,
    );
  });

  it('converts an offset to UTC', () => {
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: -959, max: 959 }),
        fc.constantFrom(':', ''),
        (date, minutes, colon) => {
          const local = new Date(date.getTime() + minutes * 60_000);
          const two = (value: number): string => String(value).padStart(2, '0');
          const offset = `${minutes < 0 ? '-' : '+'}${two(Math.trunc(Math.abs(minutes) / 60))}${colon}${two(Math.abs(minutes) % 60)}`;
          expect(read(timestamptz, `${clockOf(local)}.25${offset}`)).toBe(`${clockOf(date)}.250000Z`);
        },
      ),
      runs,
    );
    expect(read(timestamptz, '2024-03-01 01:30:00+02')).toBe('2024-02-29 23:30:00.000000Z');
    expect(read(timestamptz, '2024-03-01T01:30Z')).toBe('2024-03-01 01:30:00.000000Z');
  });

  it.each([
    '2024-03-01 01:30:00',
    '2024-03-01 01:30:00+16:00',
    '2024-03-01 01:30:00+01:60',
    '0001-01-01 00:00:00+01:00',
    '9999-12-31 23:59:59-01:00',
    '2023-02-29 00:00:00Z',
    '2024-03-01 01:30:00 Z',
    '2024-03-01 01:30:00 Europe/Berlin',
  ])('timestamptz refuses %j', (text) => {
    expect(read(timestamptz, text)).toBeNull();
  });

  it.each(['24:00', '10:60', '10:20:60', '1:00', '10', '10:20:30.', ''])('time refuses %j', (text) => {
    expect(read({ kind: 'time' }, text)).toBeNull();
  });
});

describe('other types', () => {
  it('float reads back as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(read({ kind: 'float' }, Object.is(value, -0) ? '-0' : String(value)))).toBe(value);
      }),
      runs,
    );
    expect(read({ kind: 'float' }, '1e400')).toBeNull();
  });

  it.each([
    [{ kind: 'binary', length: 2 }, 'ABcd', 'abcd'],
    [{ kind: 'binary', length: 2 }, 'abcdef', null],
    [{ kind: 'binary', length: 2 }, 'abc', null],
    [{ kind: 'hash', bytes: 16, encoding: 'hexUpper' }, '0a'.repeat(16), '0A'.repeat(16)],
    [{ kind: 'hash', bytes: 16, encoding: 'binary' }, '0A'.repeat(16), '0a'.repeat(16)],
    [{ kind: 'hash', bytes: 16, encoding: 'binary' }, '0a', null],
    [{ kind: 'boolean' }, 'TRUE', 'true'],
    [{ kind: 'boolean' }, '0', 'false'],
    [{ kind: 'boolean' }, 'yes', null],
  ] as const)('%j reads %j as %j', (type, text, expected) => {
    expect(read(type, text)).toBe(expected);
  });

  it('text counts code points', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 8 }),
        fc.integer({ min: 1, max: 8 }),
        (text, length) => {
          expect(read({ kind: 'text', length }, text)).toBe(Array.from(text).length <= length ? text : null);
        },
      ),
      runs,
    );
  });
});

describe('agreement', () => {
  it('the byte shortcuts take nothing that the grammar reads otherwise', () => {
    const stamp = fc.stringMatching(
      /^[0-2]00[0-9]-[0-2][0-9]-[0-4][0-9] [0-3][0-9]:[0-6][0-9]:[0-6][0-9](?:[.,][0-9]{5}[0-9:])?$/,
    );
    const tokens = fc.oneof(near, stamp, fc.bigInt({ min: -99n, max: 10n ** 19n }).map(String));
    fc.assert(
      fc.property(tokens, fc.nat(3), (text, pad) => {
        const bytes = Buffer.from(`${'9'.repeat(pad)}${text}${'9'.repeat(pad)}`);
        const to = bytes.length - pad;
        if (isPlainInteger(bytes, pad, to, 18)) expect(read(int, text)).toBe(text);
        const suffix = plainTimestampSuffix(bytes, pad, to);
        if (suffix !== null) expect(read(timestamp, text)).toBe(text + suffix);
      }),
      { numRuns: 2000 },
    );
    expect(isPlainInteger(Buffer.from('22'), 0, 2, 18)).toBe(true);
    expect(plainTimestampSuffix(Buffer.from('2021-01-31 23:59:59'), 0, 19)).toBe('.000000');
    expect(plainTimestampSuffix(Buffer.from('2021-01-31 23:59:59.123456'), 0, 26)).toBe('');
  });

  it('a value that an engine may cast by its guard is never refused here', () => {
    const types: ColumnType[] = [
      int,
      timestamp,
      { kind: 'decimal', precision: 4, scale: 1 },
      { kind: 'decimal', precision: 2, scale: 2 },
      { kind: 'boolean' },
      { kind: 'time' },
      { kind: 'float' },
      { kind: 'date' },
      { kind: 'uuid' },
      { kind: 'hash', bytes: 16, encoding: 'binary' },
    ];
    for (const type of types) {
      fc.assert(
        fc.property(fc.stringMatching(new RegExp(`^(?:${lexicalForm(type).guard})$`)), (text) => {
          // Engines check the day of the month themselves.
          fc.pre(!/^[0-9]{4}-[0-9]{2}-(?:29|3[01])/.test(text));
          expect(read(type, text)).not.toBeNull();
        }),
        { numRuns: 300 },
      );
    }
  });
});
