import { afterEach, describe, expect, it } from 'vitest';
import { copyOptions, stream, testServer, type TestSession } from './fixtures/test-session.ts';

const copyNames = `copy "s"."t" ("id", "name") from local stdin ${copyOptions} abort on error no commit`;

describe('transactions', () => {
  let server = testServer();
  afterEach(() => server.close());

  async function prepared(options: Parameters<typeof testServer>[0] = {}): Promise<TestSession> {
    server = testServer(options);
    const client = await server.open();
    await client.rows('create schema "s"');
    await client.rows('create schema "ops"');
    await client.rows('create table "s"."t" ("id" int not null, "name" varchar(10))');
    await client.rows('create table "ops"."load_lock" ("vault" varchar(40), "holder" varchar(40))');
    await client.rows(`insert into "ops"."load_lock" ("vault", "holder") values ('v', '')`);
    await client.rows('commit');
    return client;
  }
  const count = async (client: TestSession): Promise<string | null | undefined> =>
    (await client.rows('select count(*) as "n" from "s"."t"'))[0]?.[0];
  const insert = `insert into "s"."t" ("id", "name") values (?, ?)`;
  const lock = `update "ops"."load_lock" set "holder" = ? where "vault" = ?`;

  it('begin with the first statement and end with COMMIT', async () => {
    const client = await prepared();
    const other = await server.open();
    expect(client.session.status).toBe('I');
    const { tag, columns, rows } = await client.session.run(insert, ['1', 'a']);
    expect({ tag, columns, rows }).toEqual({
      tag: 'INSERT',
      columns: [{ name: 'OUTPUT', oid: 6, typmod: -1 }],
      rows: [['1']],
    });
    expect(client.session.status).toBe('T');
    expect(await count(other)).toBe('0');
    await client.rows('commit');
    expect(client.session.status).toBe('I');
    expect(await count(other)).toBe('1');
  });

  it('are undone by ROLLBACK and by a lost connection', async () => {
    const client = await prepared();
    await client.rows(insert, '1', 'a');
    await client.rows('rollback');
    expect(await count(client)).toBe('0');
    await client.rows(insert, '2', 'b');
    await client.session.close();
    expect(await count(await server.open())).toBe('0');
  });

  it('commit themselves only for a client that asked for it', async () => {
    await prepared();
    const client = await server.open({ autocommit: 'on' });
    await client.rows(insert, '1', 'a');
    expect(client.session.status).toBe('I');
    await client.rows('begin');
    await client.rows(insert, '2', 'a');
    await client.rows('rollback');
    expect(await count(client)).toBe('1');
  });

  it('are committed by DDL, temporary tables included, and by functions and settings', async () => {
    for (const statement of [
      'create schema if not exists "s"',
      'create local temporary table "w" ("a" int) on commit preserve rows',
      'alter session set EnableStrictTimeCasts = 1',
      `select analyze_statistics('"s"."t"') as "done"`,
    ]) {
      const client = await prepared();
      await client.rows(insert, '1', 'a');
      await client.rows(statement);
      await client.rows('rollback');
      expect([statement, await count(client)]).toEqual([statement, '1']);
      await server.close();
    }
  });

  it('with strictTransactions such a statement fails instead, and nothing is committed', async () => {
    const client = await prepared({ strictTransactions: true });
    await client.rows('select 1 as "x"');
    await client.rows('alter session set EnableStrictTimeCasts = 1');
    await client.rows(insert, '1', 'a');
    const { state, message } = await client.failure('create schema "other"');
    expect([state, message]).toEqual(['25001', expect.stringContaining('CREATE SCHEMA')]);
    await client.rows('rollback');
    expect(await count(client)).toBe('0');
    await client.rows('begin');
    expect((await client.failure('alter session set EnableStrictTimeCasts = 1')).state).toBe('25001');
  });

  it('go on after a failed statement that has nothing to lose', async () => {
    const client = await prepared();
    await client.rows('begin');
    expect((await client.failure(`insert into "s"."t" ("id") select throw_error('x')::int`)).state).toBe(
      '22V23',
    );
    await client.rows(insert, '1', 'a');
    await client.rows('commit');
    expect(await count(client)).toBe('1');
  });

  it('that have written and failed take nothing but ROLLBACK', async () => {
    const client = await prepared();
    await client.rows(insert, '1', 'a');
    expect((await client.failure('select "nothing" from "s"."t"')).state).toBe('42703');
    expect(client.session.status).toBe('E');
    expect((await client.failure('select 1 as "x"')).state).toBe('25V02');
    expect((await client.failure('commit')).state).toBe('25V02');
    await client.rows('rollback');
    expect([client.session.status, await count(client)]).toEqual(['I', '0']);
  });

  it('leave none behind when their first statement fails', async () => {
    const client = await prepared();
    await client.failure('select "nothing" from "s"."t"');
    expect(client.session.status).toBe('I');
  });

  it('hold the lock of an updated row against others until they end', async () => {
    const first = await prepared();
    const second = await server.open();
    expect(await first.rows(lock, 'one', 'v')).toEqual([['1']]);
    const { state } = await second.failure(lock, 'two', 'v');
    expect(state).toBe('55V03');
    // Readers never wait and see what is committed.
    expect(await second.rows('select "holder" from "ops"."load_lock"')).toEqual([['']]);
    await first.rows('commit');
    expect(await second.rows(lock, 'two', 'v')).toEqual([['1']]);
    expect((await first.failure(lock, 'one', 'v')).state).toBe('55V03');
    await second.session.close();
    expect(await first.rows(lock, 'one', 'v')).toEqual([['1']]);
  });

  it('let a waiting session see what the holder committed', async () => {
    const first = await prepared({ lockTimeoutMs: 60_000 });
    const second = await server.open();
    await second.rows('select 1 as "x"');
    await first.rows(lock, 'one', 'v');
    await first.rows(insert, '1', 'a');
    const waiting = second.rows(lock, 'two', 'v');
    await first.rows('commit');
    expect(await waiting).toEqual([['1']]);
    expect(await count(second)).toBe('1');
    expect(await second.rows('select "holder" from "ops"."load_lock"')).toEqual([['two']]);
  });

  it('let inserts of two sessions into one table go together, duplicates and all', async () => {
    const first = await prepared();
    const second = await server.open();
    await first.rows(insert, '1', 'a');
    await second.rows(insert, '1', 'a');
    await first.rows('commit');
    await second.rows('commit');
    expect(await count(first)).toBe('2');
  });

  it('empty temporary tables at their end, as declared, and hide them from others', async () => {
    const client = await prepared();
    await client.rows('create local temporary table "w" ("a" int) on commit delete rows');
    await client.rows('create local temporary table "kept" ("a" int) on commit preserve rows');
    await client.rows('create local temporary table if not exists "w" ("a" int) on commit delete rows');
    for (const name of ['w', 'kept']) await client.rows(`insert into "${name}" ("a") select 1 as "a"`);
    expect(await client.rows('select "a" from "w"')).toEqual([['1']]);
    await client.rows('commit');
    expect(await client.rows('select "a" from "w"')).toEqual([]);
    expect(await client.rows('select "a" from "kept"')).toEqual([['1']]);
    const other = await server.open();
    expect((await other.failure('select "a" from "w"')).message).toContain('unqualified-name');
  });

  it('keep COPY in the open transaction', async () => {
    const client = await prepared({ strictTransactions: true });
    await client.rows(lock, 'one', 'v');
    expect(await client.copy(copyNames, stream(['1', 'a'], ['2', null]))).toEqual({
      loaded: '2',
      rejected: [],
    });
    expect(await client.rows('select "name" from "s"."t" order by "id" asc')).toEqual([['a'], [null]]);
    await client.rows('rollback');
    expect(await count(client)).toBe('0');
  });

  it('lose a COPY that is given up, and everything before it', async () => {
    const client = await prepared();
    await client.rows(insert, '1', 'a');
    const sink = await client.session.copy(copyNames);
    await sink.write(Buffer.from(stream(['2', 'b'])));
    await sink.abort();
    expect(client.session.status).toBe('E');
    await client.rows('rollback');
    expect(await count(client)).toBe('0');
    expect(await client.copy(copyNames, stream(['3', 'c']))).toEqual({ loaded: '1', rejected: [] });
  });

  it('enforce no key', async () => {
    const client = await prepared();
    await client.rows('create table "s"."k" ("id" int not null, primary key ("id") disabled)');
    await client.rows('insert into "s"."k" ("id") select 1 as "id" union all select 1 as "id"');
    expect(await client.rows('select count(*) as "n" from "s"."k"')).toEqual([['2']]);
  });

  it('refuse what is not emulated', async () => {
    const client = await prepared();
    for (const statement of ['savepoint "a"', 'rollback to savepoint "a"'])
      expect((await client.failure(statement)).state).toBe('0A000');
  });
});
