import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  binary,
  boolean,
  call,
  column,
  date,
  decimal,
  defineSource,
  float,
  int,
  text,
  textLiteral,
  time,
  timestamp,
  timestamptz,
  uuid,
  type BulkLoad,
  type CanonicalRow,
  type ColumnSet,
  type RegularCsvFile,
  type Session,
  type Warehouse,
} from '@vaultwright/datavault-core';
import { duckdbDialect } from './duckdb-dialect.ts';
import { openDuckDb } from './open-duckdb.ts';

let folder: string;
let warehouse: Warehouse;
let session: Session;
let files = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-duckdb-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  warehouse = await openDuckDb({ path: ':memory:' });
  session = await warehouse.connect();
});
afterEach(() => warehouse.close());

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

const constants: BulkLoad['constants'] = [
  { column: 'load_id', type: { kind: 'text', length: 64 }, value: "L'1" },
  { column: 'load_dt', type: { kind: 'timestamp' }, value: '2022-01-01 00:00:00.000001' },
];

/** A source with an empty table of its staged columns. */
async function staged(
  columns: ColumnSet,
  name = 'in',
  csv: { delimiter?: string; quote?: string | null } = {},
): Promise<BulkLoad> {
  const { contract } = defineSource('people', { columns, csv });
  const definitions = Object.entries(contract.columns).map(
    ([key, { type, nullable: mayBeNull }]) =>
      `"${key}" ${duckdbDialect.typeName(type)}${mayBeNull ? '' : ' not null'}`,
  );
  const sql = `create schema if not exists stage; create table stage."${name}" ("load_dt" timestamp, ${definitions.join(', ')}, "load_id" varchar)`;
  await session.execute({ sql, parameters: [] });
  return { target: { schema: 'stage', name }, source: contract, constants, derived: [] };
}

function csvFile(content: string, fileColumns: readonly (string | null)[], records: number): RegularCsvFile {
  const path = join(folder, `f${(files += 1)}`);
  writeFileSync(path, content);
  const longestRecord = content
    .split('\n')
    .reduce((longest, line) => Math.max(longest, Buffer.byteLength(line)), 0);
  return { path, fileColumns, records, longestRecord, newline: content.includes('\r\n') ? 'crlf' : 'lf' };
}

/** Canonical text of all stored rows, sorted by their first column. */
async function dump({ target, source }: BulkLoad): Promise<unknown[]> {
  const columns = Object.entries(source.columns).map(([name, { type }]) =>
    type.kind === 'float' ? `"${name}"` : `${duckdbDialect.canonicalText(`"${name}"`, type)} as "${name}"`,
  );
  const sql = `select ${columns.join(', ')}, "load_id", "load_dt" from "stage"."${target.name}" order by all`;
  return session.query({ sql, parameters: [] });
}

async function* batches(...rows: (readonly CanonicalRow[])[]): AsyncGenerator<readonly CanonicalRow[]> {
  yield* rows;
}

const refusal = async (load: BulkLoad, file: RegularCsvFile): Promise<unknown> =>
  session.loadRegularFile(load, file).then(
    (stored) => ({ stored }),
    (error: unknown) => error,
  );

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
      staged(nullable, 'from_file', { delimiter }),
      staged(nullable, 'from_rows', { delimiter }),
    ]);
    const [fromFile, fromRows] = tables;
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 40 }),
        fc.boolean(),
        fc.shuffledSubarray(names, { minLength: names.length }),
        async (rows, quoteAll, order) => {
          for (const { target } of tables)
            await session.execute({ sql: `delete from stage.${target.name}`, parameters: [] });
          const cell = (value: string | null): string =>
            value === null
              ? ''
              : quoteAll || value === '' || /[",;\r\n]/.test(value)
                ? `"${value.replaceAll('"', '""')}"`
                : value;
          const lines = rows.map((values) =>
            order.map((name) => cell(values[names.indexOf(name)] ?? null)).join(delimiter),
          );
          const file = csvFile([order.join(delimiter), ...lines, ''].join(newline), order, rows.length);
          expect(await session.loadRegularFile(fromFile, file)).toBe(BigInt(rows.length));
          expect(await session.loadRows(fromRows, batches(rows.slice(0, 3), [], rows.slice(3)))).toBe(
            BigInt(rows.length),
          );
          const stored = await dump(fromFile);
          expect(stored).toEqual(await dump(fromRows));
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
      { numRuns: 25 },
    );
  });

  it('compute derived columns from the typed values', async () => {
    const load = await staged({ id: int(), word: text(9).nullable() }, 'derived');
    await session.execute({
      sql: 'alter table stage.derived add column hk uuid; alter table stage.derived add column up varchar',
      parameters: [],
    });
    const withDerived: BulkLoad = {
      ...load,
      derived: [
        {
          column: 'hk',
          value: {
            node: 'digest',
            operand: { node: 'canonicalText', operand: column(null, 'id'), type: { kind: 'int' } },
            algorithm: 'md5',
            encoding: 'binary',
          },
        },
        {
          column: 'up',
          value: { node: 'concat', operands: [call('upper', column(null, 'word')), textLiteral('!')] },
        },
      ],
    };
    await session.loadRegularFile(withDerived, csvFile('word,id\nx,1001\n', ['word', 'id'], 1));
    await session.loadRows(withDerived, batches([['1001', 'x']]));
    const rows = await session.query({ sql: 'select id, hk, up from stage.derived', parameters: [] });
    const expected = { id: 1001n, hk: 'b8c37e33-defd-e51c-f91e-1e03e51657da', up: 'X!' };
    expect(rows).toEqual([expected, expected]);
  });
});

describe('a regular file', () => {
  it('is mapped by the given order of its columns, and columns nobody asked for are left out', async () => {
    const load = await staged({ id: int(), word: text(9), note: text(9).nullable() });
    const file = csvFile('whatever,id,extra\nx,1,9\ny,2,8\n', ['word', 'id', null], 2);
    await session.loadRegularFile(load, file);
    expect(await dump(load)).toMatchObject([
      { id: '1', word: 'x', note: null },
      { id: '2', word: 'y', note: null },
    ]);
  });

  it('tells a quoted empty from NULL for text, and knows only NULL for other types', async () => {
    const load = await staged({ id: int().nullable(), word: text(9).nullable() });
    await session.loadRegularFile(load, csvFile('id,word\n"",""\n,\n3,"a"\n', ['id', 'word'], 3));
    expect(await dump(load)).toMatchObject([
      { id: '3', word: 'a' },
      { id: null, word: '' },
      { id: null, word: null },
    ]);
  });

  it('without quoting takes quotes as data', async () => {
    const load = await staged({ id: int(), word: text(9).nullable() }, 'in', { quote: null });
    await session.loadRegularFile(load, csvFile('id,word\n1,""\n2,x"y\n3,\n4,"a\n', ['id', 'word'], 4));
    expect((await dump(load)).map((each) => (each as { word: unknown }).word)).toEqual([
      '""',
      'x"y',
      null,
      '"a',
    ]);
  });

  it('may hold only a header, no final newline, or a record longer than the engine reads by default', async () => {
    const load = await staged({ id: int(), word: text(65_000) });
    expect(await session.loadRegularFile(load, csvFile('id,word\n', ['id', 'word'], 0))).toBe(0n);
    expect(await session.loadRegularFile(load, csvFile('id,word\n1,x', ['id', 'word'], 1))).toBe(1n);
    const long = `id,word,ignored\n2,y,${'z'.repeat(3_000_000)}\n`;
    expect(await session.loadRegularFile(load, csvFile(long, ['id', 'word', null], 1))).toBe(1n);
  });

  it('may lie behind a path that looks like a pattern', async () => {
    const load = await staged({ id: int() });
    const strange = join(folder, "[a]*?'b=c", '{x}');
    mkdirSync(strange, { recursive: true });
    writeFileSync(join(strange, 'f[1].gz'), 'id\n7\n');
    const file = {
      path: join(strange, 'f[1].gz'),
      fileColumns: ['id'],
      records: 1,
      longestRecord: 1,
      newline: 'lf',
    } as const;
    expect(await session.loadRegularFile(load, file)).toBe(1n);
  });

  const columns = { v: int() };
  it.each<[string, ColumnSet, string]>([
    ['a fraction', columns, '1.0'],
    ['an exponent', columns, '1e5'],
    ['a plus sign', columns, '+1'],
    ['a leading zero', columns, '01'],
    ['a space', columns, ' 1'],
    ['a digit of another script', columns, '\u0663'],
    ['more than 18 digits', columns, '9223372036854775807'],
    ['NULL in a required column', columns, ''],
    ['a quoted empty in a required column', columns, '""'],
    ['NULL in a required text', { v: text(5), w: text(5).nullable() }, ',x'],
    ['a text that is too long', { v: text(2) }, 'яяя'],
    ['a word outside the accepted set', { v: text(5).oneOf('a', 'b') }, 'c'],
    ['surplus fraction digits', { v: decimal(5, 2) }, '1.234'],
    ['surplus whole digits', { v: decimal(5, 2) }, '1234.5'],
    ['a day that does not exist', { v: date() }, '2021-02-29'],
    ['the year 0', { v: date() }, '0000-01-01'],
    ['an engine word', { v: date() }, 'infinity'],
    ['hour 24', { v: time() }, '24:00:00'],
    ['second 60', { v: timestamp() }, '2020-01-01 00:00:60'],
    ['seven fraction digits', { v: timestamp() }, '2020-01-01 00:00:00.1234567'],
    ['a zone on a timestamp', { v: timestamp() }, '2020-01-01 00:00:00Z'],
    ['a timestamptz without a zone', { v: timestamptz() }, '2020-01-01 00:00:00'],
    ['an instant beyond the year 9999', { v: timestamptz() }, '9999-12-31 23:59:59-12:00'],
    ['an instant before the year 1', { v: timestamptz() }, '0001-01-01 00:00:00+14:00'],
    ['a float of 400 digits', { v: float() }, '1'.repeat(400)],
    ['NaN', { v: float() }, 'NaN'],
    ['too many bytes', { v: binary(2) }, 'aabbcc'],
    ['half a byte', { v: binary(2) }, 'aab'],
    ['NULL in required bytes', { v: binary(2) }, ''],
    ['a uuid without dashes', { v: uuid() }, '9dd4e461268c8034f5c8564e155c67a6'],
    ['a boolean word', { v: boolean() }, 'yes'],
    ['a missing field', { v: text(5), w: text(5) }, 'x'],
    ['a surplus field', { v: text(5) }, 'x,y'],
    ['an open quote', { v: text(5) }, '"x'],
    ['text after a closing quote', { v: text(5) }, '"x"y'],
  ])('with %s is refused whole, and nothing is left', async (_name, definition, cell) => {
    const load = await staged(definition);
    const names = Object.keys(definition);
    const file = csvFile(`${names.join(',')}\n${cell}\n`, names, 1);
    expect(await refusal(load, file)).toMatchObject({
      code: 'E-DATA-GUARD',
      family: 'data',
      retryable: false,
    });
    expect(await dump(load)).toEqual([]);
  });

  it('accepts every spelling that the guards let pass', async () => {
    const load = await staged({
      flag: boolean(),
      at: timestamp(),
      instant: timestamptz(),
      clock: time(),
      size: float(),
      token: uuid(),
      bytes: binary(2),
      amount: decimal(5, 2),
    });
    const file = csvFile(
      [
        Object.keys(load.source.columns).join(','),
        'tRuE,2020-01-01T10:20,2020-01-01 10:20:30+05:30,10:20,-12,9DD4E461-268C-8034-F5C8-564E155C67A6,AAff,-0',
        '0,2020-01-01 10:20:30.5,2020-01-01T10:20:30.123456Z,10:20:30.000001,0.1,9dd4e461-268c-8034-f5c8-564e155c67a6,00,999.99',
        '',
      ].join('\n'),
      Object.keys(load.source.columns),
      2,
    );
    await session.loadRegularFile(load, file);
    expect(await dump(load)).toMatchObject([
      {
        flag: 'false',
        at: '2020-01-01 10:20:30.500000',
        instant: '2020-01-01 10:20:30.123456Z',
        clock: '10:20:30.000001',
        size: 0.1,
        bytes: '00',
        amount: '999.99',
      },
      {
        flag: 'true',
        at: '2020-01-01 10:20:00.000000',
        instant: '2020-01-01 04:50:30.000000Z',
        clock: '10:20:00.000000',
        size: -12,
        bytes: 'aaff',
        amount: '0',
      },
    ]);
  });

  it('with another number of records than the scan counted is refused, and nothing is left', async () => {
    const load = await staged({ v: int() });
    expect(await refusal(load, csvFile('v\n1\n2\n', ['v'], 3))).toMatchObject({
      code: 'E-DATA-GUARD',
      found: '2 rows stored',
    });
    expect(await dump(load)).toEqual([]);
  });

  it('names the column that missed its guard, and no value', async () => {
    const load = await staged({ v: int(), w: date() });
    const miss = await refusal(load, csvFile('v,w\n1,secret\n', ['v', 'w'], 1));
    expect(miss).toMatchObject({ found: 'guard missed in column w', where: 'source people into stage.in' });
    const impossible = await refusal(load, csvFile('v,w\n1,2021-02-30\n', ['v', 'w'], 1));
    const broken = await refusal(load, csvFile('v,w\n1,secret,3\n', ['v', 'w'], 1));
    for (const error of [miss, impossible, broken]) {
      expect(JSON.stringify(error)).not.toMatch(/secret|02-30/);
      expect((error as Error).message).not.toMatch(/secret|02-30/);
    }
  });

  it('refused inside a vault transaction leaves nothing after the rollback, and the canonical road works next', async () => {
    const load = await staged({ v: int() });
    const bad = csvFile('v\n1\nx\n', ['v'], 2);
    const work = async (): Promise<void> => {
      await session.loadRows(load, batches([['7']]));
      await session.loadRegularFile(load, bad);
    };
    await expect(session.vaultTransaction('v', 'run', work)).rejects.toThrow('E-DATA-GUARD');
    expect(await dump(load)).toEqual([]);
    await session.vaultTransaction('v', 'run', () => session.loadRows(load, batches([['1']])));
    expect(await dump(load)).toHaveLength(1);
  });

  it('that is not there, or a table that is not there, is no fault of the data', async () => {
    const load = await staged({ v: int() });
    const gone = { ...csvFile('v\n', ['v'], 0), path: join(folder, 'gone') };
    expect(await refusal(load, gone)).toMatchObject({ code: 'E-WH-STATEMENT' });
    const nowhere = { ...load, target: { schema: 'stage', name: 'nowhere' } };
    expect(await refusal(nowhere, csvFile('v\n1\n', ['v'], 1))).toMatchObject({ code: 'E-WH-STATEMENT' });
  });

  it('full of quoted line breaks is read right by several threads, or refused, but never read wrong', async () => {
    const load = await staged({ id: text(9), word: text(60_000) });
    const tricky = ['\n', '"', ',', '\n1,"', '\n"x,', '1,2\n', '""', 'a'];
    let state = 7;
    const next = (limit: number): number => (state = (state * 48271) % 2147483647) % limit;
    const pool = Array.from({ length: 60 }, () =>
      Array.from({ length: 1500 + next(200) }, () => tricky[next(tricky.length)]).join(''),
    );
    const quoted = pool.map((word) => word.replaceAll('"', '""'));
    const outcomes = [];
    // The engine gives each thread a piece of 32 MB: one file fits into one piece, the other does not.
    for (const records of [3_000, 10_000]) {
      const path = join(folder, 'breaks');
      const lines = Array.from({ length: records }, (_, index) => `${index},"${quoted[index % 60]}"\n`);
      writeFileSync(path, `id,word\n${lines.join('')}`);
      const file = {
        path,
        fileColumns: ['id', 'word'],
        records,
        longestRecord: 20_000,
        newline: 'lf',
      } as const;
      const outcome = (await refusal(load, file)) as { stored?: bigint; code?: string };
      outcomes.push(outcome.code ?? 'stored');
      const [row] = await session.query({
        sql: 'select count(distinct id) as n, cast(coalesce(sum(length(word)), 0) as bigint) as size from stage."in"',
        parameters: [],
      });
      const size = lines.reduce((sum, _, index) => sum + (pool[index % 60]?.length ?? 0), 0);
      expect(row).toEqual(
        outcome.code === undefined ? { n: BigInt(records), size: BigInt(size) } : { n: 0n, size: 0n },
      );
      await session.execute({ sql: 'delete from stage."in"', parameters: [] });
    }
    expect(outcomes[0]).toBe('stored');
    expect(['stored', 'E-DATA-GUARD']).toContain(outcomes[1]);
  });
});

describe('canonical rows', () => {
  it('keep the extremes that a file may not hold', async () => {
    const load = await staged({ v: int(), w: text(9).nullable(), f: float() });
    const rows = [
      ['9223372036854775807', '', '1e300'],
      ['-9223372036854775808', null, '-0.1'],
    ];
    expect(await session.loadRows(load, batches(rows))).toBe(2n);
    expect(await dump(load)).toMatchObject([
      { v: '-9223372036854775808', w: null, f: -0.1 },
      { v: '9223372036854775807', w: '', f: 1e300 },
    ]);
  });

  it('may be none, or many blocks in batches of any size', async () => {
    const load = await staged({ v: int(), w: text(9).nullable() });
    expect(await session.loadRows(load, batches())).toBe(0n);
    const rows = Array.from({ length: 50_001 }, (_, index): CanonicalRow => [
      String(index),
      index % 3 === 0 ? null : 'x',
    ]);
    expect(
      await session.loadRows(load, batches(rows.slice(0, 1), rows.slice(1, 45_000), rows.slice(45_000))),
    ).toBe(50_001n);
    const [row] = await session.query({
      sql: 'select count(distinct v) as n, count(w) as words, sum(v) as total from stage."in"',
      parameters: [],
    });
    expect(row).toEqual({ n: 50_001n, words: 33_334n, total: 1_250_025_000n });
  });

  it('leave nothing when their source fails midway, or a value does not cast', async () => {
    const load = await staged({ v: int() });
    async function* failing(): AsyncGenerator<readonly CanonicalRow[]> {
      yield Array.from({ length: 30_000 }, () => ['1']);
      throw new Error('the parser stopped');
    }
    await expect(session.loadRows(load, failing())).rejects.toThrow('the parser stopped');
    await expect(session.loadRows(load, batches([['1'], ['x']]))).rejects.toThrow('E-WH-STATEMENT');
    expect(await dump(load)).toEqual([]);
  });

  it.each<[string, readonly (string | null)[]]>([
    ['the separator inside a value', ['a\u0001b', 'c']],
    ['the mark of NULL as a value', ['\u0002', 'c']],
    ['too few values', ['a']],
    ['too many values', ['a', 'b', 'c']],
  ])('are refused with %s', async (_name, row) => {
    const load = await staged({ v: text(9).nullable(), w: text(9).nullable() });
    await expect(session.loadRows(load, batches([['x', 'y'], row]))).rejects.toThrow(
      /E-(DATA-GUARD|INTERNAL-ROW)/,
    );
    expect(await dump(load)).toEqual([]);
  });
});
