import { engineStatement } from '@vaultwright/datavault-core/sql';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  binary,
  boolean,
  date,
  decimal,
  float,
  int,
  text,
  time,
  timestamp,
  timestamptz,
  uuid,
} from '@vaultwright/datavault-core';
import type { ColumnSet } from '@vaultwright/datavault-core/model';
import type { CanonicalRow } from '@vaultwright/datavault-core/warehouse';
import { batches, BulkLoadBench } from '../test/bulk-load-bench.ts';

let bench: BulkLoadBench;
beforeEach(async () => {
  bench = await BulkLoadBench.open();
});
afterEach(() => bench.close());

const nullable = {
  id: int(),
  word: text(30).nullable(),
  plain: text(30),
  amount: decimal(20, 4).nullable(),
  ratio: decimal(3, 3).nullable(),
  flag: boolean().nullable(),
  day: date().nullable(),
  clock: time().nullable(),
  at: timestamp().nullable(),
  instant: timestamptz().nullable(),
  bytes: binary(4).nullable(),
  token: uuid().nullable(),
} satisfies ColumnSet;

describe('a regular file and canonical rows', () => {
  const digits = (min: number, max: number): fc.Arbitrary<string> =>
    fc.integer({ min, max }).map((value) => String(value).padStart(2, '0'));
  const day = fc
    .tuple(fc.integer({ min: 3, max: 9998 }), digits(1, 12), digits(1, 28))
    .map(([year, month, dayOfMonth]) => `${String(year).padStart(4, '0')}-${month}-${dayOfMonth}`);
  const clock = fc
    .tuple(
      digits(0, 23),
      digits(0, 59),
      digits(0, 59),
      fc.constantFrom('000000', '000001', '120000', '999999'),
    )
    .map(([h, m, s, f]) => `${h}:${m}:${s}.${f}`);
  const hex = (bytes: number): fc.Arbitrary<string> =>
    fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((value) => Buffer.from(value).toString('hex'));
  const words = fc.string({
    unit: fc.constantFrom('a', 'я', '\u{1f44d}', ',', '"', '\n', '\r\n', ' ', "'", '~', '|', '\\', ';', '#'),
    maxLength: 8,
  });
  const fixed = (scale: number, size: number): fc.Arbitrary<string> =>
    fc
      .tuple(fc.constantFrom('', '-'), fc.bigInt({ min: 1n, max: 10n ** BigInt(size) - 1n }))
      .map(([sign, value]) => {
        const all = value.toString().padStart(scale + 1, '0');
        return `${sign}${all.slice(0, -scale)}.${all.slice(-scale)}`.replace(/\.?0+$/, '');
      });
  const mayBeNull = (value: fc.Arbitrary<string>): fc.Arbitrary<string | null> =>
    fc.option(value, { freq: 4 });
  const row = fc.tuple(
    fc.integer().map(String),
    mayBeNull(words),
    words,
    mayBeNull(fixed(4, 20)),
    mayBeNull(fixed(3, 3)),
    mayBeNull(fc.constantFrom('true', 'false')),
    mayBeNull(day),
    mayBeNull(clock),
    mayBeNull(fc.tuple(day, clock).map(([d, c]) => `${d} ${c}`)),
    mayBeNull(fc.tuple(day, clock).map(([d, c]) => `${d} ${c}Z`)),
    mayBeNull(fc.integer({ min: 1, max: 4 }).chain(hex)),
    mayBeNull(hex(16).map((h) => h.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'))),
  );

  it.each([
    ['\n', ','],
    ['\r\n', ';'],
  ])('store the same rows, with newline %j and delimiter %j', async (newline, delimiter) => {
    const names = Object.keys(nullable);
    const tables = await Promise.all([
      bench.staged(nullable, 'from_file', { delimiter }),
      bench.staged(nullable, 'from_rows', { delimiter }),
    ]);
    const [fromFile, fromRows] = tables;
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 40 }),
        fc.boolean(),
        fc.shuffledSubarray(names, { minLength: names.length }),
        async (rows, quoteAll, order) => {
          for (const { target } of tables)
            await bench.session.execute(engineStatement('dml', `delete from stage.${target.name}`));
          const cell = (value: string | null): string =>
            value === null
              ? ''
              : quoteAll || value === '' || /[",;\r\n]/.test(value)
                ? `"${value.replaceAll('"', '""')}"`
                : value;
          const lines = rows.map((values) =>
            order.map((name) => cell(values[names.indexOf(name)] ?? null)).join(delimiter),
          );
          const file = bench.csvFile([order.join(delimiter), ...lines, ''].join(newline), order, rows.length);
          expect(await bench.session.loadRegularFile(fromFile, file)).toBe(BigInt(rows.length));
          expect(await bench.session.loadRows(fromRows, batches(rows.slice(0, 3), [], rows.slice(3)))).toBe(
            BigInt(rows.length),
          );
          const stored = await bench.dump(fromFile);
          expect(stored).toEqual(await bench.dump(fromRows));
          const expected = rows.map((values) => ({
            ...Object.fromEntries(names.map((name, index) => [name, values[index]])),
            load_id: "L'1",
            load_dt: '2022-01-01 00:00:00.000001',
          }));
          const comparable = (items: readonly unknown[]): string[] =>
            items.map((item) => JSON.stringify(item)).toSorted();
          expect(comparable(stored)).toEqual(comparable(expected));
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('canonical rows', () => {
  it('keep the extremes that a file may not hold', async () => {
    const load = await bench.staged({ v: int(), w: text(9).nullable(), f: float() });
    const rows = [
      ['9223372036854775807', '', '1e300'],
      ['-9223372036854775808', null, '-0.1'],
    ];
    expect(await bench.session.loadRows(load, batches(rows))).toBe(2n);
    expect(await bench.dump(load)).toMatchObject([
      { v: '-9223372036854775808', w: null, f: -0.1 },
      { v: '9223372036854775807', w: '', f: 1e300 },
    ]);
  });

  it('may be none, or many blocks in batches of any size', async () => {
    const load = await bench.staged({ v: int(), w: text(9).nullable() });
    expect(await bench.session.loadRows(load, batches())).toBe(0n);
    const rows = Array.from({ length: 50_001 }, (_, index): CanonicalRow => [
      String(index),
      index % 3 === 0 ? null : 'x',
    ]);
    expect(
      await bench.session.loadRows(
        load,
        batches(rows.slice(0, 1), rows.slice(1, 45_000), rows.slice(45_000)),
      ),
    ).toBe(50_001n);
    const [row] = await bench.session.query(
      engineStatement(
        'query',
        'select count(distinct v) as n, count(w) as words, sum(v) as total from stage."in"',
      ),
    );
    expect(row).toEqual({ n: 50_001n, words: 33_334n, total: 1_250_025_000n });
  });

  it('leave nothing when their source fails midway, or a value does not cast', async () => {
    const load = await bench.staged({ v: int() });
    async function* failing(): AsyncGenerator<readonly CanonicalRow[]> {
      yield Array.from({ length: 30_000 }, () => ['1']);
      throw new Error('the parser stopped');
    }
    await expect(bench.session.loadRows(load, failing())).rejects.toThrow('the parser stopped');
    await expect(bench.session.loadRows(load, batches([['1'], ['x']]))).rejects.toThrow('E-WH-STATEMENT');
    expect(await bench.dump(load)).toEqual([]);
  });

  it.each<[string, readonly (string | null)[]]>([
    ['the separator inside a value', ['a\u0001b', 'c']],
    ['the mark of NULL as a value', ['\u0002', 'c']],
    ['too few values', ['a']],
    ['too many values', ['a', 'b', 'c']],
  ])('are refused with %s', async (_name, row) => {
    const load = await bench.staged({ v: text(9).nullable(), w: text(9).nullable() });
    await expect(bench.session.loadRows(load, batches([['x', 'y'], row]))).rejects.toThrow(
      /E-(DATA-GUARD|INTERNAL-ROW)/,
    );
    expect(await bench.dump(load)).toEqual([]);
  });
});
