import fc from 'fast-check';
import type { SchemaElement } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { parquetForm } from './parquet-value.ts';

const seed = 20_261_202;
const element = (given: Omit<SchemaElement, 'name'>): SchemaElement => ({ name: 'v', ...given });
const bigEndian = (value: bigint, bytes: number): Uint8Array =>
  Uint8Array.from(
    Buffer.from(
      BigInt.asUintN(8 * bytes, value)
        .toString(16)
        .padStart(2 * bytes, '0'),
      'hex',
    ),
  );

describe('physical values', () => {
  it.each<[string, Omit<SchemaElement, 'name'>, unknown, string | null]>([
    ['boolean', { type: 'BOOLEAN' }, true, 'true'],
    ['integer', { type: 'INT32' }, -5, '-5'],
    ['integer', { type: 'INT32', converted_type: 'UINT_32' }, -1, '4294967295'],
    ['integer', { type: 'INT64', converted_type: 'UINT_64' }, -1n, '18446744073709551615'],
    ['float', { type: 'DOUBLE' }, 0.1, '0.1'],
    ['float', { type: 'DOUBLE' }, Number.NaN, 'NaN'],
    ['decimal', { type: 'INT32', converted_type: 'DECIMAL', scale: 2 }, -5, '-0.05'],
    [
      'decimal',
      { type: 'INT64', converted_type: 'DECIMAL', scale: 0 },
      9007199254740993n,
      '9007199254740993',
    ],
    ['date', { type: 'INT32', converted_type: 'DATE' }, -719162, '0001-01-01'],
    ['date', { type: 'INT32', converted_type: 'DATE' }, 2 ** 31 - 1, null],
    ['time', { type: 'INT64', converted_type: 'TIME_MICROS' }, 86_399_999_999n, '23:59:59.999999'],
    ['time', { type: 'INT32', converted_type: 'TIME_MILLIS' }, 1, '00:00:00.001'],
    ['instant', { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' }, -1n, '1969-12-31 23:59:59.999Z'],
    ['instant', { type: 'INT96' }, 1_000_000_001n, '1970-01-01 00:00:01.000000001Z'],
    [
      'timestamp',
      { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'NANOS' } },
      1n,
      '1970-01-01 00:00:00.000000001',
    ],
    ['string', { type: 'BYTE_ARRAY', converted_type: 'UTF8' }, Buffer.from('\uFEFFé'), '\uFEFFé'],
    ['string', { type: 'BYTE_ARRAY', converted_type: 'UTF8' }, Uint8Array.of(0xff), null],
    ['bytes', { type: 'BYTE_ARRAY' }, Uint8Array.of(0, 255), '00ff'],
    ['other', { type: 'FIXED_LEN_BYTE_ARRAY', converted_type: 'INTERVAL' }, Uint8Array.of(1), '01'],
    ['other', { num_children: 1 }, { a: 1 }, null],
  ])('are a %s: %j', (kind, given, value, text) => {
    const form = parquetForm(element(given));
    expect([form.kind, form.text(value)]).toEqual([kind, text]);
  });

  it('of decimals keep every digit, in integers and in bytes', () => {
    const form = parquetForm(element({ type: 'FIXED_LEN_BYTE_ARRAY', converted_type: 'DECIMAL', scale: 10 }));
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }), (value) => {
        const text = form.text(bigEndian(value, 16)) ?? '';
        const [whole = '', fraction = ''] = text.replace('-', '').split('.');
        expect(fraction).toHaveLength(10);
        expect(BigInt(`${text.startsWith('-') ? '-' : ''}${whole}${fraction}`)).toBe(value);
      }),
      { numRuns: 500, seed },
    );
  });

  it('of instants are those of the calendar', () => {
    const form = parquetForm(element({ type: 'INT64', converted_type: 'TIMESTAMP_MICROS' }));
    const instant = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 999 }), (date, micros) => {
        const iso = date.toISOString().replace('T', ' ').replace('Z', '');
        const value = BigInt(date.getTime()) * 1000n + BigInt(micros);
        expect(form.text(value)).toBe(`${iso}${String(micros).padStart(3, '0')}Z`);
      }),
      { numRuns: 500, seed },
    );
  });
});
