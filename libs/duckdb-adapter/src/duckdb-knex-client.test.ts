import { engineStatement } from '@vaultwright/datavault-core/sql';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import makeKnex, { type Knex } from 'knex';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Warehouse } from '@vaultwright/datavault-core/warehouse';
import { adapter } from './adapter.ts';
import { DuckDbKnexClient } from './duckdb-knex-client.ts';
import { openDuckDb } from './open-duckdb.ts';

let knex: Knex;
beforeEach(async () => {
  knex = makeKnex({
    client: DuckDbKnexClient,
    connection: { path: ':memory:' } as Knex.StaticConnectionConfig,
  });
  await knex.raw('create table sale (id bigint, item varchar, price decimal(9,2), sold timestamp)');
  await knex('sale').insert([
    { id: 1n, item: 'tea', price: '1.50', sold: '2020-01-01 10:00:00' },
    { id: 2n, item: 'tea', price: '2.00', sold: new Date('2020-01-02T10:00:00.500Z') },
    { id: 9223372036854775807n, item: "it's \\ ?", price: null, sold: null },
  ]);
});
afterEach(() => knex.destroy());

const caught = (promise: PromiseLike<unknown>): PromiseLike<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the knex client', () => {
  it('selects with conditions, order and limit, and gives the values of a session', async () => {
    expect(
      await knex('sale')
        .select('id', 'price', 'sold')
        .where('item', 'tea')
        .andWhere('id', '<', 5)
        .orderBy('id', 'desc')
        .limit(1),
    ).toEqual([{ id: 2n, price: '2', sold: '2020-01-02 10:00:00.500000' }]);
    expect(await knex('sale').where({ sold: '2020-01-01 10:00:00.000000' }).first('id')).toEqual({ id: 1n });
    expect(await knex('sale').whereIn('id', [1, 2]).pluck('item')).toEqual(['tea', 'tea']);
    expect(await knex('sale').where('id', '9223372036854775807').first('item', 'price')).toEqual({
      item: "it's \\ ?",
      price: null,
    });
    expect(await knex('sale').where('id', 77).first('id')).toBeUndefined();
  });

  it('aggregates, joins, groups and unites', async () => {
    const totals = await knex('sale as a')
      .join('sale as b', 'a.item', 'b.item')
      .groupBy('a.item')
      .having(knex.raw('count(*) > ?', [1]))
      .select('a.item')
      .count({ pairs: '*' })
      .sum({ total: 'a.price' });
    expect(totals).toEqual([{ item: 'tea', pairs: 4n, total: '7' }]);
    const united = await knex('sale')
      .max({ m: 'id' })
      .where('id', '<', 5)
      .unionAll([knex('sale').min({ m: 'id' })]);
    expect(new Set(united.map(({ m }) => m as unknown))).toEqual(new Set([1n, 2n]));
  });

  it('runs common tables, windows and subqueries', async () => {
    const query = knex
      .with(
        'ranked',
        knex('sale')
          .select('id', 'item')
          .rowNumber('place', (over) => void over.partitionBy('item').orderBy('sold', 'desc')),
      )
      .select('id')
      .from('ranked')
      .where('place', 1)
      .whereExists(knex('sale').select(knex.raw('1')).whereRaw('sale.id = ranked.id'))
      .orderBy('id');
    expect(await query).toEqual([{ id: 2n }, { id: 9223372036854775807n }]);
  });

  it('quotes names', async () => {
    await knex.raw('create schema "odd one"; create table "odd one"."select" ("Größe" bigint)');
    await knex.withSchema('odd one').table('select').insert({ Größe: 3 });
    expect(await knex.withSchema('odd one').from('select').select('Größe as from')).toEqual([{ from: 3n }]);
  });

  it('updates, deletes, inserts with returning and from a query', async () => {
    expect(await knex('sale').where('id', 1).update({ item: 'coffee' })).toBe(1);
    expect(await knex('sale').where('item', 'tea').del()).toBe(1);
    expect(await knex('sale').insert({ id: 5, item: 'x' }, ['id', 'price'])).toEqual([
      { id: 5n, price: null },
    ]);
    await knex(knex.raw('?? (??, ??)', ['sale', 'id', 'item'])).insert(
      knex('sale').select(knex.raw('id + 100'), 'item').where('id', 5),
    );
    expect(await knex('sale').where('id', '>', 100).where('id', '<', 1000).select('id')).toEqual([
      { id: 105n },
    ]);
  });

  it('commits and rolls back transactions', async () => {
    await knex.transaction(async (trx) => {
      await trx('sale').insert({ id: 10, item: 'kept' });
    });
    const failed = knex.transaction(async (trx) => {
      await trx('sale').insert({ id: 11, item: 'lost' });
      throw new Error('stop');
    });
    await expect(failed).rejects.toThrow('stop');
    expect(await knex('sale').whereIn('id', [10, 11]).pluck('item')).toEqual(['kept']);
  });

  it('makes and finds tables of plain types', async () => {
    await knex.schema.createTable('made', (table) => {
      table.bigInteger('id').notNullable();
      table.string('name', 20);
    });
    expect(await knex.schema.hasTable('made')).toBe(true);
    await knex('made').insert({ id: 1, name: 'a' });
    expect(await knex('made')).toEqual([{ id: 1n, name: 'a' }]);
  });

  it('binds bytes, booleans and fractions', async () => {
    const { rows } = (await knex.raw(
      'select octet_length(?) as n, ? as yes, ? + 0.5 as f, ? is null as nothing',
      [Buffer.from('00ff', 'hex'), true, 0.25, null],
    )) as {
      rows: unknown;
    };
    expect(rows).toEqual([{ n: 2n, yes: true, f: 0.75, nothing: true }]);
    expect(await caught(knex.raw('select ?', [[1, 2] as never]))).toMatchObject({ code: 'E-KNEX-BINDING' });
  });

  it('fails as a warehouse error that shows the statement but no value', async () => {
    const error = await caught(knex('absent').where('name', 'a secret name'));
    expect(error).toMatchObject({ code: 'E-WH-STATEMENT', family: 'warehouse' });
    expect((error as Error).message).toContain('absent');
    expect((error as Error).message).not.toContain('a secret name');
  });

  it.each<[string, (db: Knex) => PromiseLike<unknown>, string]>([
    [
      'a nested transaction',
      (db) => db.transaction((trx) => trx.transaction(async () => undefined)),
      'E-KNEX-UNSUPPORTED',
    ],
    [
      'an isolation level',
      async (db) => db.transaction(async () => undefined, { isolationLevel: 'serializable' }),
      'E-KNEX-UNSUPPORTED',
    ],
    [
      'a stream',
      async (db) => new Promise((_, reject) => void db('sale').stream().on('error', reject)),
      'E-KNEX-UNSUPPORTED',
    ],
    ['a row lock', (db) => db.transaction((trx) => trx('sale').forUpdate()), 'E-WH-STATEMENT'],
  ])('refuses %s', async (_name, use, code) => {
    expect(await caught(use(knex))).toMatchObject({ code });
  });

  it('refuses a search path', () => {
    expect(() => makeKnex({ client: DuckDbKnexClient, searchPath: ['x'], connection: {} })).toThrow(
      'E-KNEX-UNSUPPORTED',
    );
  });
});

describe('the knex instance of the adapter', () => {
  let folder: string;
  let path: string;
  let warehouse: Warehouse;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vaultwright-duckdb-'));
    path = join(folder, 'w.duckdb');
    warehouse = await openDuckDb({ path });
    const session = await warehouse.connect();
    await session.execute(engineStatement('ddl', 'create table t as select 7 as a'));
  });
  afterEach(async () => {
    await warehouse.close();
    rmSync(folder, { recursive: true });
  });

  it('shares the database of an open warehouse', async () => {
    const shared = (await adapter.openKnex({ path })) as Knex;
    expect(await shared('t')).toEqual([{ a: 7n }]);
    await shared.destroy();
    expect(await (await warehouse.connect()).query(engineStatement('query', 'from t'))).toEqual([{ a: 7n }]);
  });

  it('reads alone, changes nothing and lets go of the file', async () => {
    await warehouse.close();
    const reader = (await adapter.openKnex({ path })) as Knex;
    expect(await reader('t')).toEqual([{ a: 7n }]);
    expect(await caught(reader('t').insert({ a: 8 }))).toMatchObject({ family: 'warehouse' });
    expect(existsSync(`${path}.vaultwright.lock`)).toBe(false);
    await reader.destroy();
    warehouse = await openDuckDb({ path });
  });
});
