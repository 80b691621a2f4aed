import makeKnex, { type Knex } from 'knex';
import { afterEach, describe, expect, it } from 'vitest';
import {
  BackendError,
  doneOf,
  duckDbBackend,
  countOf,
  oid,
  rowsOf,
  scriptedBackend,
  startVerticaTestServer,
  type ScriptedRule,
  type VerticaTestServer,
  type VerticaTestServerOptions,
} from '@vaultwright/vertica-testkit';
import { VerticaKnexClient } from './vertica-knex-client.ts';

const secret = 'test-knex-password';

let server: VerticaTestServer | undefined;
let db: Knex | undefined;
afterEach(async () => {
  await db?.destroy();
  await server?.close();
  db = server = undefined;
});

const session: ScriptedRule = { when: /^(?:alter session|set) /i, answer: doneOf('SET') };
const control: ScriptedRule = { when: /^(?:begin|savepoint|release)\b/i, answer: doneOf('BEGIN') };

async function connected(
  rules: readonly ScriptedRule[],
  options: Partial<VerticaTestServerOptions> = {},
): Promise<{ knex: Knex; statements: () => string[] }> {
  const running = await startVerticaTestServer({
    backend: scriptedBackend({ rules: [...rules, session, control] }),
    auth: { method: 'sha512', users: { tester: secret } },
    ...options,
  });
  server = running;
  db = knexOf({
    host: running.host,
    port: running.port,
    database: 'test',
    user: 'tester',
    password: secret,
    tls: { mode: 'disable' },
  });
  const setUp = new Set(['commit']);
  return {
    knex: db,
    /** What was sent after the set-up of the session. */
    statements: () => {
      const all = running.transcript.statements();
      const start = all.findIndex((sql) => setUp.has(sql));
      return all.slice(start + 1);
    },
  };
}

const knexOf = (connection: Readonly<Record<string, unknown>>): Knex =>
  makeKnex({ client: VerticaKnexClient, connection: connection as Knex.StaticConnectionConfig });

const caught = (promise: PromiseLike<unknown>): PromiseLike<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the knex client through the driver', () => {
  it('gives the values of a session, with all digits', async () => {
    const columns = {
      id: oid.int,
      price: oid.numeric,
      sold: oid.timestamp,
      open: oid.bool,
      key: oid.binary,
      name: oid.varchar,
    };
    const { knex } = await connected([
      {
        when: /from "s"\."t" where "id" = \?/,
        columns: rowsOf(columns).columns ?? [],
        answer: ({ parameters }) =>
          rowsOf(columns, [
            [String(parameters[0]), '1.50', '2020-01-02 10:00:00.5', true, '\\000\\377a', "it's"],
          ]),
      },
    ]);
    const query = knex('s.t').where('id', '9223372036854775807');
    expect(await query).toEqual([
      {
        id: 9223372036854775807n,
        price: '1.5',
        sold: '2020-01-02 10:00:00.500000',
        open: true,
        key: Buffer.from([0, 255, 97]),
        name: "it's",
      },
    ]);
    expect(await query.clone().first('id')).toMatchObject({ id: 9223372036854775807n });
    expect(await query.clone().pluck('price')).toEqual(['1.5']);
  });

  it('counts changed rows, and commits what stands outside a transaction', async () => {
    const { knex, statements } = await connected([
      { when: /^insert/, answer: countOf('INSERT', 1) },
      { when: /^update/, answer: countOf('UPDATE', 3) },
      { when: /^delete/, answer: countOf('DELETE', 0) },
    ]);
    expect(await knex('s.t').insert({ a: 1 })).toBe(1);
    expect(await knex('s.t').update({ a: 2 })).toBe(3);
    expect(await knex('s.t').del()).toBe(0);
    expect(statements()).toEqual([
      'insert into "s"."t" ("a") values (?)',
      'commit',
      'update "s"."t" set "a" = ?',
      'commit',
      'delete from "s"."t"',
      'commit',
    ]);
  });

  it('binds texts, numbers, instants as UTC and NULL; refuses what would change on the way', async () => {
    let bound: readonly (string | null)[] = [];
    const { knex } = await connected([
      {
        when: /^select/,
        columns: rowsOf({ one: oid.int }).columns ?? [],
        answer: ({ parameters }) => {
          bound = parameters;
          return rowsOf({ one: oid.int }, [[1]]);
        },
      },
    ]);
    await knex.raw('select ?, ?, ?, ?, ?, ?', [
      'a ? b',
      0.25,
      7n as never,
      true,
      new Date('2020-01-02T03:04:05.678Z'),
      null as never,
    ]);
    expect(bound).toEqual(['a ? b', '0.25', '7', 'true', '2020-01-02 03:04:05.678', null]);
    for (const binding of [Buffer.from('a'), [1], Number.NaN, { a: 1 }])
      expect(await caught(knex.raw('select :v', { v: binding as never }))).toMatchObject({
        code: 'E-KNEX-BINDING',
      });
  });

  it('commits, rolls back, and nests by savepoints, one statement at a time', async () => {
    const { knex, statements } = await connected([{ when: /^insert/, answer: countOf('INSERT', 1) }]);
    await knex.transaction(async (trx) => {
      await trx('s.t').insert({ a: 1 });
      const inner = trx.transaction(async (nested) => {
        await nested('s.t').insert({ a: 2 });
        throw new Error('inner');
      });
      await expect(inner).rejects.toThrow('inner');
      await trx('s.t').insert({ a: 3 });
    });
    const failed = knex.transaction(
      async (trx) => {
        await trx('s.t').insert({ a: 4 });
        throw new Error('stop');
      },
      { isolationLevel: 'serializable' },
    );
    await expect(failed).rejects.toThrow('stop');
    const insert = 'insert into "s"."t" ("a") values (?)';
    expect(statements().map((sql) => sql.replace(/trx[0-9]+/, 'trx'))).toEqual([
      'BEGIN',
      insert,
      'SAVEPOINT trx',
      insert,
      'ROLLBACK TO SAVEPOINT trx',
      insert,
      'COMMIT',
      'BEGIN TRANSACTION ISOLATION LEVEL serializable',
      insert,
      'ROLLBACK',
    ]);
  });

  it('fails as a warehouse error without values, rolls back, and goes on', async () => {
    const { knex, statements } = await connected([
      { when: /absent/, answer: new BackendError('Relation "absent" does not exist', '42V01') },
      { when: /^select 1/, answer: rowsOf({ one: oid.int }, [[1]]) },
    ]);
    const error = await caught(knex('s.absent').where('name', 'a secret name'));
    expect(error).toMatchObject({ code: 'E-WH-STATEMENT', family: 'warehouse' });
    expect((error as Error).message).toContain('"s"."absent"');
    expect(JSON.stringify(error) + String(error)).not.toContain('a secret name');
    expect(String(error)).not.toContain('generated');
    expect(error).toMatchObject({ fix: 'correct the query by what the server says' });
    expect(((await knex.raw('select 1')) as { rows: unknown }).rows).toEqual([{ one: 1n }]);
    expect(statements()).toContain('rollback');
  });

  it('replaces a connection that was lost', async () => {
    const { knex } = await connected([{ when: /^select 1/, answer: rowsOf({ one: oid.int }, [[1]]) }]);
    await knex.raw('select 1');
    server?.inject({ at: 'statement', phase: 'before', sql: 'select 1', do: 'reset' } as never);
    expect(await caught(knex.raw('select 1'))).toMatchObject({ family: 'warehouse' });
    server?.clearFaults();
    expect(((await knex.raw('select 1')) as { rows: unknown }).rows).toEqual([{ one: 1n }]);
  });

  it('refuses two columns of one name and tells the version', async () => {
    const twice = rowsOf({ a: oid.int }, [[1]]);
    const { knex } = await connected([
      {
        when: /join/,
        answer: {
          ...twice,
          columns: [...(twice.columns ?? []), ...(twice.columns ?? [])],
          rows: [['1', '2']],
        },
      },
      { when: 'select version() as "version"', answer: rowsOf({ version: oid.varchar }, [['an emulator']]) },
    ]);
    expect(await caught(knex('s.t').join('s.u', 't.a', 'u.a'))).toMatchObject({ code: 'E-WH-COLUMNS' });
    const client = knex.client as VerticaKnexClient;
    const connection = await client.acquireRawConnection();
    expect(await client.checkVersion(connection)).toBe('an emulator');
    await connection.close();
  });

  it('sends no password to a server that cannot prove who it is', async () => {
    const { knex } = await connected([]);
    const settings = { ...(knex.client as VerticaKnexClient).connectionSettings, tls: {} };
    const proving = knexOf({ ...settings, password: secret });
    expect(await caught(proving.raw('select 1'))).toMatchObject({ family: 'warehouse' });
    expect(server?.transcript.receivedCredentials()).toBe(false);
    await proving.destroy();
    const open = knexOf({ ...settings, host: 'vertica.invalid', tls: { mode: 'disable' } });
    expect(await caught(open.raw('select 1'))).toMatchObject({ code: 'E-CONFIG-TLS' });
    await open.destroy();
  });
});

describe('the knex client over an engine', () => {
  async function shop(): Promise<Knex> {
    const running = await startVerticaTestServer({ backend: duckDbBackend() });
    server = running;
    const { host, port } = running;
    db = knexOf({ host, port, database: 'test', user: 'tester', tls: { mode: 'disable' } });
    await db.raw('create schema if not exists "shop"');
    await db.raw(
      'create table if not exists "shop"."sale" ("id" int not null, "item" varchar(40), "price" numeric(9,2), "sold" timestamp)',
    );
    for (const row of [
      { id: 1, item: 'tea', price: '1.50', sold: '2020-01-01 10:00:00' },
      { id: 2, item: 'tea', price: '2.00', sold: new Date('2020-01-02T10:00:00.500Z') },
      { id: '9223372036854775807', item: "it's \\ ?", price: null, sold: null },
    ])
      expect(await db('shop.sale').insert(row)).toBe(1);
    return db;
  }

  it('selects, aggregates, joins and runs common tables and windows', async () => {
    const knex = await shop();
    expect(await knex('shop.sale').where('item', 'tea').orderBy('id', 'desc').limit(1)).toEqual([
      { id: 2n, item: 'tea', price: '2', sold: '2020-01-02 10:00:00.500000' },
    ]);
    expect(await knex('shop.sale').where({ item: "it's \\ ?" }).pluck('id')).toEqual([9223372036854775807n]);
    expect(
      await knex({ a: 'shop.sale' })
        .join({ b: 'shop.sale' }, 'a.item', 'b.item')
        .groupBy('a.item')
        .having(knex.raw('count(*) > ?', [1]))
        .select('a.item')
        .count({ pairs: '*' })
        .sum({ total: 'a.price' }),
    ).toEqual([{ item: 'tea', pairs: 4n, total: '7' }]);
    const ranked = knex('shop.sale')
      .select('id', 'item')
      .rowNumber('place', (over) => void over.partitionBy('item').orderBy('sold', 'desc'));
    expect(
      await knex.with('ranked', ranked).select('id').from('ranked').where('place', 1).orderBy('id'),
    ).toEqual([{ id: 2n }, { id: 9223372036854775807n }]);
  });

  it('inserts from a query, and shows committed rows only to other connections', async () => {
    const knex = await shop();
    await knex.transaction(async (trx) => {
      const into = trx.raw('?? (??, ??)', ['shop.sale', 'id', 'item']);
      const rows = trx('shop.sale').select(trx.raw('"id" + 100'), 'item').where('item', 'tea');
      expect(await trx(into).insert(rows)).toBe(2);
      expect(await knex('shop.sale').where('id', '>', 100).where('id', '<', 1000)).toEqual([]);
    });
    const failed = knex.transaction(async (trx) => {
      await trx('shop.sale').insert({ id: 200 });
      throw new Error('stop');
    });
    await expect(failed).rejects.toThrow('stop');
    expect(await knex('shop.sale').whereBetween('id', [100, 999]).orderBy('id').pluck('id')).toEqual([
      101n,
      102n,
    ]);
  });
});
