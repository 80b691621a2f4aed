import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServer, type TestSession } from '../backend/fixtures/test-session.ts';

const server = testServer({ mode: 'general' });
let client: TestSession;
beforeAll(async () => {
  client = await server.open();
});
afterAll(() => server.close());

async function run(...statements: string[]): Promise<void> {
  for (const sql of statements) await client.rows(sql);
}

const sequences = async () =>
  (await client.rows('select sequence_name from sequences order by 1')).map(([name]) => name);

describe('columns that count by themselves', () => {
  it.each<[string, string[]]>([
    ['identity', ['1', '2', '3']],
    ['auto_increment', ['1', '2', '3']],
    ['identity(1)', ['1', '2', '3']],
    ['identity(10, 5)', ['10', '15', '20']],
    ['auto_increment (3, -1, 1) primary key', ['3', '2', '1']],
  ])('%s', async (type, expected) => {
    await run(
      `create table counted (id ${type}, name varchar(9))`,
      `insert into counted (name) values ('a'), ('b')`,
      `insert into counted (name) values ('c')`,
    );
    const rows = await client.rows('select id from counted order by name');
    expect(rows.map(([id]) => id)).toEqual(expected);
    await run('drop table counted');
    expect(await sequences()).toEqual([]);
  });

  it('say so in the catalogue, with a sequence named after table and column', async () => {
    await run('create schema mart', 'create table mart.kept (id identity, name varchar(9))');
    expect(
      await client.rows(
        `select column_name, data_type, is_identity, is_nullable, column_default from columns
         where table_name = 'kept' order by ordinal_position`,
      ),
    ).toEqual([
      ['id', 'int', 't', 'f', null],
      ['name', 'varchar(9)', 'f', 't', null],
    ]);
    expect(await sequences()).toEqual(['kept_id_seq']);
    await run('alter table mart.kept rename to held', `insert into mart.held (name) values ('a')`);
    expect(await client.rows('select id from mart.held')).toEqual([['1']]);
    await run('commit', 'drop schema mart cascade');
  });

  it('count from the start again in a table made anew, and go on in one that was there', async () => {
    const create = 'create table if not exists bang (id identity, name varchar(5))';
    const insert = `insert into bang (name) values ('a')`;
    await run(create, insert, create, insert);
    expect(await client.rows('select id from bang order by id')).toEqual([['1'], ['2']]);
    await run('drop table bang', create, insert);
    expect(await client.rows('select id from bang')).toEqual([['1']]);
    await run('drop table bang');
  });

  it('never give a number twice, and follow the search path', async () => {
    await run(
      'create schema aside',
      'set search_path to aside, public',
      'create table n (id identity, a int)',
    );
    await run('insert into n (a) values (1)', 'rollback', 'set search_path to public');
    await run('insert into aside.n (a) values (2)');
    expect(await client.rows('select id, a from aside.n')).toEqual([['2', '2']]);
    await run('commit', 'alter table aside.n drop column id');
    expect(await sequences()).toEqual([]);
  });

  it.each([
    ['create local temp table t (id identity)', '0A000'],
    ['create table t (id identity(1, 2, 3, 4))', '42601'],
    [`create table t (id identity('x'))`, '42601'],
  ])('%s is refused with %s', async (sql, state) => {
    expect((await client.failure(sql)).state).toBe(state);
  });
});
