import { engineStatement } from '@vaultwright/datavault-core/sql';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
import { batches, BulkLoadBench } from '../test/bulk-load-bench.ts';

let bench: BulkLoadBench;
beforeEach(async () => {
  bench = await BulkLoadBench.open();
});
afterEach(() => bench.close());

describe('a regular file', () => {
  it('is mapped by the given order of its columns, and columns nobody asked for are left out', async () => {
    const load = await bench.staged({ id: int(), word: text(9), note: text(9).nullable() });
    const file = bench.csvFile('whatever,id,extra\nx,1,9\ny,2,8\n', ['word', 'id', null], 2);
    await bench.session.loadRegularFile(load, file);
    expect(await bench.dump(load)).toMatchObject([
      { id: '1', word: 'x', note: null },
      { id: '2', word: 'y', note: null },
    ]);
  });

  it('tells a quoted empty from NULL for text, and knows only NULL for other types', async () => {
    const load = await bench.staged({ id: int().nullable(), word: text(9).nullable() });
    await bench.session.loadRegularFile(load, bench.csvFile('id,word\n"",""\n,\n3,"a"\n', ['id', 'word'], 3));
    expect(await bench.dump(load)).toMatchObject([
      { id: '3', word: 'a' },
      { id: null, word: '' },
      { id: null, word: null },
    ]);
  });

  it('without quoting takes quotes as data', async () => {
    const load = await bench.staged({ id: int(), word: text(9).nullable() }, 'in', { quote: null });
    await bench.session.loadRegularFile(
      load,
      bench.csvFile('id,word\n1,""\n2,x"y\n3,\n4,"a\n', ['id', 'word'], 4),
    );
    expect((await bench.dump(load)).map((each) => (each as { word: unknown }).word)).toEqual([
      '""',
      'x"y',
      null,
      '"a',
    ]);
  });

  it('may hold only a header, no final newline, or a record longer than the engine reads by default', async () => {
    const load = await bench.staged({ id: int(), word: text(65_000) });
    expect(await bench.session.loadRegularFile(load, bench.csvFile('id,word\n', ['id', 'word'], 0))).toBe(0n);
    expect(await bench.session.loadRegularFile(load, bench.csvFile('id,word\n1,x', ['id', 'word'], 1))).toBe(
      1n,
    );
    const long = `id,word,ignored\n2,y,${'z'.repeat(3_000_000)}\n`;
    expect(await bench.session.loadRegularFile(load, bench.csvFile(long, ['id', 'word', null], 1))).toBe(1n);
  });

  it.each([
    ['f*', 'fa'],
    ['f?', 'fb'],
    ['[a]', 'a'],
    ["it's {x}.gz", 'x'],
  ])('named %s is read, and not the file %s that the name would match as a pattern', async (name, decoy) => {
    const load = await bench.staged({ id: int() });
    for (const [folder, id] of [
      [name, 7],
      [decoy, 8],
    ] as const) {
      mkdirSync(join(bench.folder, folder));
      for (const file of [name, decoy])
        writeFileSync(join(bench.folder, folder, file), `id\n${file === name ? id : 9}\n`);
    }
    const file = {
      path: join(bench.folder, name, name),
      fileColumns: ['id'],
      records: 1,
      longestRecord: 1,
      newline: 'lf',
    } as const;
    expect(await bench.session.loadRegularFile(load, file)).toBe(1n);
    expect(await bench.dump(load)).toMatchObject([{ id: '7' }]);
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
    const load = await bench.staged(definition);
    const names = Object.keys(definition);
    const file = bench.csvFile(`${names.join(',')}\n${cell}\n`, names, 1);
    expect(await bench.outcome(load, file)).toMatchObject({
      code: 'E-DATA-GUARD',
      family: 'data',
      retryable: false,
    });
    expect(await bench.dump(load)).toEqual([]);
  });

  it('accepts every spelling that the guards let pass', async () => {
    const load = await bench.staged({
      flag: boolean(),
      at: timestamp(),
      instant: timestamptz(),
      clock: time(),
      size: float(),
      token: uuid(),
      bytes: binary(2),
      amount: decimal(5, 2),
    });
    const file = bench.csvFile(
      [
        Object.keys(load.source.columns).join(','),
        'tRuE,2020-01-01T10:20,2020-01-01 10:20:30+05:30,10:20,-12,9DD4E461-268C-8034-F5C8-564E155C67A6,AAff,-0',
        '0,2020-01-01 10:20:30.5,2020-01-01T10:20:30.123456Z,10:20:30.000001,0.1,9dd4e461-268c-8034-f5c8-564e155c67a6,00,999.99',
        '',
      ].join('\n'),
      Object.keys(load.source.columns),
      2,
    );
    await bench.session.loadRegularFile(load, file);
    expect(await bench.dump(load)).toMatchObject([
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
    const load = await bench.staged({ v: int() });
    expect(await bench.outcome(load, bench.csvFile('v\n1\n2\n', ['v'], 3))).toMatchObject({
      code: 'E-DATA-GUARD',
      found: '2 rows stored',
    });
    expect(await bench.dump(load)).toEqual([]);
  });

  it('names the column that missed its guard, and no value', async () => {
    const load = await bench.staged({ v: int(), w: date() });
    const miss = await bench.outcome(load, bench.csvFile('v,w\n1,secret\n', ['v', 'w'], 1));
    expect(miss).toMatchObject({ found: 'guard missed in column w', where: 'source people into stage.in' });
    const impossible = await bench.outcome(load, bench.csvFile('v,w\n1,2021-02-30\n', ['v', 'w'], 1));
    const broken = await bench.outcome(load, bench.csvFile('v,w\n1,secret,3\n', ['v', 'w'], 1));
    for (const error of [miss, impossible, broken]) {
      expect(JSON.stringify(error)).not.toMatch(/secret|02-30/);
      expect((error as Error).message).not.toMatch(/secret|02-30/);
    }
  });

  it('refused inside a vault transaction leaves nothing after the rollback, and the canonical road works next', async () => {
    const load = await bench.staged({ v: int() });
    const bad = bench.csvFile('v\n1\nx\n', ['v'], 2);
    const work = async (): Promise<void> => {
      await bench.session.loadRows(load, batches([['7']]));
      await bench.session.loadRegularFile(load, bad);
    };
    await expect(bench.session.vaultTransaction('v', 'run', work)).rejects.toThrow('E-DATA-GUARD');
    expect(await bench.dump(load)).toEqual([]);
    await bench.session.vaultTransaction('v', 'run', () => bench.session.loadRows(load, batches([['1']])));
    expect(await bench.dump(load)).toHaveLength(1);
  });

  it('that is not there, or a table that is not there, is no fault of the data', async () => {
    const load = await bench.staged({ v: int() });
    const gone = { ...bench.csvFile('v\n', ['v'], 0), path: join(bench.folder, 'gone') };
    expect(await bench.outcome(load, gone)).toMatchObject({ code: 'E-WH-STATEMENT' });
    const nowhere = { ...load, target: { schema: 'stage', name: 'nowhere' } };
    expect(await bench.outcome(nowhere, bench.csvFile('v\n1\n', ['v'], 1))).toMatchObject({
      code: 'E-WH-STATEMENT',
    });
  });

  it('full of quoted line breaks is read right by several threads, or refused, but never read wrong', async () => {
    const load = await bench.staged({ id: text(9), word: text(60_000) });
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
      const path = join(bench.folder, 'breaks');
      const lines = Array.from({ length: records }, (_, index) => `${index},"${quoted[index % 60]}"\n`);
      writeFileSync(path, `id,word\n${lines.join('')}`);
      const file = {
        path,
        fileColumns: ['id', 'word'],
        records,
        longestRecord: 20_000,
        newline: 'lf',
      } as const;
      const outcome = (await bench.outcome(load, file)) as { stored?: bigint; code?: string };
      outcomes.push(outcome.code ?? 'stored');
      const [row] = await bench.session.query(
        engineStatement(
          'query',
          'select count(distinct id) as n, cast(coalesce(sum(length(word)), 0) as bigint) as size from stage."in"',
        ),
      );
      const size = lines.reduce((sum, _, index) => sum + (pool[index % 60]?.length ?? 0), 0);
      expect(row).toEqual(
        outcome.code === undefined ? { n: BigInt(records), size: BigInt(size) } : { n: 0n, size: 0n },
      );
      await bench.session.execute(engineStatement('dml', 'delete from stage."in"'));
    }
    expect(outcomes[0]).toBe('stored');
    expect(['stored', 'E-DATA-GUARD']).toContain(outcomes[1]);
  });
});
