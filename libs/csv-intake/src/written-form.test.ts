import {
  date,
  decimal,
  defineSource,
  float,
  int,
  text,
  time,
  timestamp,
  timestamptz,
  type Column,
} from '@vaultwright/datavault-core';
import type { ValueFormat } from '@vaultwright/datavault-core/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalForm } from './canonical-form.ts';
import type { CsvScan } from './csv-scan.ts';
import { parseOf, scanOf, type Parsed } from './fixtures/outcome.ts';
import { regularFile } from './regular-file.ts';

const seed = 20_261_130;
function reading(column: Column, written: ValueFormat): (text: string) => string | null {
  const form = canonicalForm(column.definition.type, written);
  return (text) => form.read(text);
}

/** One column `v` beside an `id`: its canonical value, or the reject's code and what was expected. */
async function readOne(
  column: Column,
  written: ValueFormat | undefined,
  value: string,
): Promise<readonly unknown[]> {
  const options = written ? { written } : {};
  const { contract } = defineSource('s', { columns: { id: int(), v: column }, ...options });
  const chunks = [Buffer.from(`id,v\n1,"${value}"\n`)];
  const { rows, rejects } = (await parseOf(contract, scanOf(contract, chunks), chunks)) as Parsed;
  const [reject] = rejects;
  return reject === undefined ? [rows[0]?.[1]] : [reject.code, reject.expected];
}

describe('declared forms', () => {
  it.each<[Column, ValueFormat, string, string]>([
    [decimal(6, 2), { decimalMark: ',' }, '-12,50', '-12.5'],
    [decimal(6, 2), { decimalMark: ',' }, ',5', '0.5'],
    [decimal(6, 2), { decimalMark: ',' }, '12', '12'],
    [float(), { decimalMark: ',' }, '1,5e3', '1500'],
    [int(), { decimalMark: ',' }, '22,0', '22'],
    [date(), { date: 'dd.MM.yyyy' }, '29.02.2024', '2024-02-29'],
    [date(), { date: 'd/M/yyyy' }, '1/2/2024', '2024-02-01'],
    [date(), { date: 'yyyyMMdd' }, '20240201', '2024-02-01'],
    [timestamp(), { timestamp: 'dd.MM.yyyy HH:mm:ss' }, '01.02.2024 03:04:05', '2024-02-01 03:04:05.000000'],
    [timestamp(), { timestamp: "yyyy-MM-dd'T'H:mm" }, '2024-02-01T3:04', '2024-02-01 03:04:00.000000'],
    [
      timestamp(),
      { timestamp: 'dd.MM.yyyy HH:mm:ss,SSS' },
      '01.02.2024 03:04:05,678',
      '2024-02-01 03:04:05.678000',
    ],
    [
      timestamptz(),
      { timestamp: 'dd.MM.yyyy HH:mmXXX' },
      '01.02.2024 03:04+03:00',
      '2024-02-01 00:04:00.000000Z',
    ],
    [timestamp(), { offset: 'toUtc' }, '2024-01-01T01:00:00+03:00', '2023-12-31 22:00:00.000000'],
    [timestamp(), { offset: 'toUtc' }, '2024-01-01 01:00:00.5Z', '2024-01-01 01:00:00.500000'],
    [
      timestamp(),
      { offset: 'toUtc', timestamp: 'dd.MM.yyyy HH:mm XXX' },
      '01.02.2024 03:04 -0130',
      '2024-02-01 04:34:00.000000',
    ],
    [
      timestamp(),
      { subMicroseconds: 'truncate' },
      '2024-01-01 01:00:00.123456789',
      '2024-01-01 01:00:00.123456',
    ],
    [
      timestamp(),
      { subMicroseconds: 'truncate', offset: 'toUtc' },
      '2024-01-01T01:00:00.999999999Z',
      '2024-01-01 01:00:00.999999',
    ],
    [
      timestamptz(),
      { subMicroseconds: 'truncate' },
      '2024-01-01T01:00:00.1234567+01:00',
      '2024-01-01 00:00:00.123456Z',
    ],
    [time(), { subMicroseconds: 'truncate' }, '01:00:00.9999999', '01:00:00.999999'],
  ])('%# of %j is read', async (column, written, value, canonical) => {
    expect(await readOne(column, written, value)).toEqual([canonical]);
    expect(await readOne(column.written(written), undefined, value)).toEqual([canonical]);
  });

  it.each<[Column, ValueFormat, string, string, string]>([
    [
      decimal(6, 2),
      { decimalMark: ',' },
      '12.50',
      'TYPE_DECIMAL',
      'a decimal number with at most 4 digits before and 2 after the comma',
    ],
    [
      decimal(6, 2),
      { decimalMark: ',' },
      '1.234,50',
      'TYPE_DECIMAL',
      'a decimal number with at most 4 digits before and 2 after the comma',
    ],
    [float(), { decimalMark: ',' }, '1,2,3', 'TYPE_FLOAT', 'a finite number with a decimal comma'],
    [date(), { date: 'dd.MM.yyyy' }, '30.02.2024', 'TYPE_DATE', 'a date dd.MM.yyyy'],
    [date(), { date: 'dd.MM.yyyy' }, '2024-02-01', 'TYPE_DATE', 'a date dd.MM.yyyy'],
    [date(), { date: 'dd.MM.yyyy' }, '1.2.2024', 'TYPE_DATE', 'a date dd.MM.yyyy'],
    [date(), { date: 'dd.MM.yyyy' }, '01x02x2024', 'TYPE_DATE', 'a date dd.MM.yyyy'],
    [
      timestamp(),
      { timestamp: 'dd.MM.yyyy HH:mm' },
      '01.02.2024 24:00',
      'TYPE_TIMESTAMP',
      'a timestamp dd.MM.yyyy HH:mm',
    ],
    [
      timestamp(),
      { offset: 'toUtc' },
      '2024-01-01 01:00:00',
      'TYPE_TIMESTAMP',
      'a timestamp YYYY-MM-DD HH:MM[:SS[.ffffff]] with Z or an offset',
    ],
    [
      timestamp(),
      { offset: 'toUtc' },
      '0001-01-01 00:00:00+01:00',
      'TYPE_TIMESTAMP',
      'a timestamp YYYY-MM-DD HH:MM[:SS[.ffffff]] with Z or an offset',
    ],
  ])('%# of %j refuse all others', async (column, written, value, code, expected) => {
    expect(await readOne(column, written, value)).toEqual([code, expected]);
  });

  it('of a column count before those of its source, setting by setting', async () => {
    const source: ValueFormat = { decimalMark: ',', subMicroseconds: 'truncate' };
    expect(await readOne(decimal(3, 1).written({ decimalMark: '.' }), source, '1.5')).toEqual(['1.5']);
    const nanoseconds = '2024-01-01 00:00:00.1234567Z';
    const zoned = timestamp().written({ offset: 'toUtc' });
    expect(await readOne(zoned, source, nanoseconds)).toEqual(['2024-01-01 00:00:00.123456']);
    const strict = timestamp().written({ offset: 'toUtc', subMicroseconds: 'refuse' });
    expect((await readOne(strict, source, nanoseconds))[0]).toBe('TYPE_TIMESTAMP');
  });

  it.each<[ValueFormat, Column, string, string]>([
    [{ offset: 'toUtc' }, timestamp(), '2024-01-01 00:00:00.1234567Z', "written.subMicroseconds 'truncate'"],
    [{ date: 'dd.MM.yyyy' }, time(), '00:00:00.1234567', "written.subMicroseconds 'truncate'"],
    [{ subMicroseconds: 'truncate' }, timestamp(), '2024-01-01 00:00:00Z', "written.offset 'toUtc'"],
    [{ date: 'dd.MM.yyyy' }, timestamp(), '01.02.2024 00:00', 'written.timestamp'],
    [{ timestamp: 'dd.MM.yyyy HH:mm' }, date(), '01.02.2024', 'written.date'],
    [{ date: 'dd.MM.yyyy' }, decimal(3, 1), '1,5', "written.decimalMark ','"],
  ])('%j allow nothing of another setting', async (written, column, value, setting) => {
    const [code, expected] = await readOne(column, written, value);
    expect(code).toMatch(/^TYPE_/);
    expect(expected).toContain(`; ${setting}`);
  });

  it('keep an engine from reading the file', () => {
    const chunks = [Buffer.from('id,v\n1,2\n')];
    const scanned = (column: Column, written?: ValueFormat): CsvScan => {
      const options = written ? { written } : {};
      const { contract } = defineSource('s', { columns: { id: int(), v: column }, ...options });
      return scanOf(contract, chunks) as CsvScan;
    };
    const declared = [{ code: 'OTHER_VALUES', line: 1, count: 1 }];
    expect(scanned(decimal(3, 1), { decimalMark: ',' }).irregularities).toEqual(declared);
    expect(scanned(decimal(3, 1).written({ decimalMark: ',' })).irregularities).toEqual(declared);
    expect(regularFile(scanned(int(), { decimalMark: ',' }), '/f.csv')).toBeNull();
    expect(regularFile(scanned(int()), '/f.csv')).not.toBeNull();
  });
});

describe('what is not declared', () => {
  it.each<[Column, string, string]>([
    [decimal(6, 2), '12,50', "written.decimalMark ','"],
    [float(), '-1,5', "written.decimalMark ','"],
    [int(), '22,0', "written.decimalMark ','"],
    [date(), '01.02.2024', 'written.date'],
    [date(), '1/2/2024', 'written.date'],
    [timestamp(), '01.02.2024 03:04', 'written.timestamp'],
    [timestamptz(), '2024/02/01 03:04Z', 'written.timestamp'],
    [timestamp(), '2024-02-01T03:04:05+03:00', "written.offset 'toUtc'"],
    [timestamp(), '2024-02-01 03:04Z', "written.offset 'toUtc'"],
    [timestamp(), '2024-02-01 03:04:05.123456789', "written.subMicroseconds 'truncate'"],
    [timestamptz(), '2024-02-01 03:04:05.0000001Z', "written.subMicroseconds 'truncate'"],
    [time(), '03:04:05.1234567', "written.subMicroseconds 'truncate'"],
  ])('%# is refused, and the setting that would read it named', async (column, value, setting) => {
    const [code, expected] = await readOne(column, undefined, value);
    expect(code).toMatch(/^TYPE_/);
    expect(expected).toContain(`; ${setting}`);
  });

  it.each<[Column, string]>([
    [decimal(6, 2), '1.234,50'],
    [date(), '2024-02-30'],
    [timestamp(), '2024-02-01 25:00'],
    [text(2), '1,5x'],
  ])('%# that no setting would read names none', async (column, value) => {
    expect((await readOne(column, undefined, value))[1]).not.toContain('written.');
  });
});

describe('a value in a declared form', () => {
  const two = (value: number): string => String(value).padStart(2, '0');
  const instant = fc.date({
    min: new Date('0001-01-03T00:00:00Z'),
    max: new Date('9999-12-29T00:00:00Z'),
    noInvalidDate: true,
  });

  it('with a comma is the number with a point', () => {
    const point = reading(decimal(20, 6), {});
    const comma = reading(decimal(20, 6), { decimalMark: ',' });
    const number = fc.stringMatching(/^-?[0-9]{0,16}[.]?[0-9]{0,8}$/);
    fc.assert(
      fc.property(number, (value) => {
        expect(comma(value.replace('.', ','))).toBe(point(value));
      }),
      { numRuns: 1000, seed },
    );
  });

  it('of day, month and year is the same day in canonical form', () => {
    const read = reading(date(), { date: 'dd.MM.yyyy' });
    fc.assert(
      fc.property(instant, (day) => {
        const [iso = ''] = day.toISOString().split('T');
        expect(read(iso.split('-').toReversed().join('.'))).toBe(iso);
      }),
      { numRuns: 500, seed },
    );
  });

  it('with an offset is the instant in UTC', () => {
    const read = reading(timestamp(), { offset: 'toUtc', timestamp: 'dd.MM.yyyy HH:mm:ss.SSSXXX' });
    const offset = fc.integer({ min: -15 * 60, max: 15 * 60 });
    fc.assert(
      fc.property(instant, offset, (at, minutes) => {
        const local = new Date(at.getTime() + minutes * 60_000).toISOString();
        const [year = '', month = '', day = ''] = local.slice(0, 10).split('-');
        const distance = Math.abs(minutes);
        const zone = `${minutes < 0 ? '-' : '+'}${two(Math.floor(distance / 60))}:${two(distance % 60)}`;
        const utc = at.toISOString();
        expect(read(`${day}.${month}.${year} ${local.slice(11, 23)}${zone}`)).toBe(
          `${utc.slice(0, 10)} ${utc.slice(11, 23)}000`,
        );
      }),
      { numRuns: 500, seed },
    );
  });

  it('of any length of fraction is cut to six digits, or as it was', () => {
    const truncating = reading(timestamp(), { subMicroseconds: 'truncate' });
    const digits = fc.stringMatching(/^[0-9]{1,12}$/);
    fc.assert(
      fc.property(digits, (fraction) => {
        const kept = fraction.slice(0, 6).padEnd(6, '0');
        expect(truncating(`2024-01-01 00:00:00.${fraction}`)).toBe(`2024-01-01 00:00:00.${kept}`);
        const exact = reading(timestamp(), {})(`2024-01-01 00:00:00.${fraction}`);
        expect(exact).toBe(/^0*$/.test(fraction.slice(6)) ? `2024-01-01 00:00:00.${kept}` : null);
      }),
      { numRuns: 500, seed },
    );
  });
});
