import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareContents } from './compare-contents.ts';
import { readContents, type Contents } from './table-contents.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vaultwright-contents-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
async function contentsOf(...statements: readonly string[]): Promise<Contents> {
  const path = join(folder, `${(files += 1)}.duckdb`);
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run('create schema dds; create schema ops');
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
  return (await readContents({ paths: [path], schemas: ['dds'] }))[0] ?? {};
}

const hub = (rows: string, date = '2030-01-01'): string =>
  `create table dds.h_users as select id, name, timestamp '${date}' as load_dt from (values ${rows}) as r(id, name)`;

describe('two loads', () => {
  it('agree in any order of rows and columns, whatever the load dates', async () => {
    const ours = await contentsOf(
      hub(`(1, 'a'), (2, null), (2, null)`),
      'create table ops.ledger as select 1 as x',
    );
    const byHand = await contentsOf(
      `create table dds.h_users as select name, id from (values (2, null), (1, 'a'), (2, null)) as r(id, name)`,
    );
    expect(Object.keys(ours)).toEqual(['dds.h_users']);
    expect(() => compareContents('first', ours, byHand)).not.toThrow();
  });

  it('that differ in one value are refused by the name of the table, with both values', async () => {
    const ours = await contentsOf(hub(`(1, 'a'), (2, 'b')`));
    const byHand = await contentsOf(hub(`(1, 'a'), (2, 'c')`));
    expect(ours['dds.h_users']?.rows).toBe(byHand['dds.h_users']?.rows);
    expect(() => compareContents('replay', ours, byHand)).toThrow(
      /replay[^]*dds\.h_users: ours 2 rows, sum \d+, by hand 2 rows, sum \d+/,
    );
  });

  it('that differ in a repeated row are refused too', async () => {
    const [ours, byHand] = [await contentsOf(hub(`(1, 'a'), (1, 'a')`)), await contentsOf(hub(`(1, 'a')`))];
    expect(() => compareContents('first', ours, byHand)).toThrow('ours 2 rows');
  });

  it('that hold what the other has no table for are refused, unless it is empty or known to be there', async () => {
    const empty = `create table dds.late (id int)`;
    const byHand = await contentsOf(hub(`(1, 'a')`));
    const ours = await contentsOf(hub(`(1, 'a')`), empty);
    expect(() => compareContents('first', ours, byHand)).not.toThrow();
    const more = await contentsOf(hub(`(1, 'a')`), empty, 'insert into dds.late values (7)');
    expect(() => compareContents('first', more, byHand)).toThrow('dds.late: ours 1 rows');
    expect(() => compareContents('first', more, byHand, ['dds.late'])).not.toThrow();
    expect(() => compareContents('first', byHand, more)).toThrow(
      'dds.late: ours no such table, by hand 1 rows',
    );
  });
});
