import makeKnex, { type Knex } from 'knex';
import { describe, expect, it } from 'vitest';
import { VerticaKnexClient } from './vertica-knex-client.ts';

/** Never connects. */
const offline = makeKnex({
  client: VerticaKnexClient,
  connection: { host: 'vertica.invalid', database: 'd', user: 'u' },
});

const caught = (promise: PromiseLike<unknown>): PromiseLike<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the SQL of the knex client', () => {
  const native = (query: Knex.QueryBuilder | Knex.Raw) => query.toSQL().toNative();

  it('keeps question marks as parameters, and as text where they are escaped', () => {
    expect(native(offline('s.t').where({ a: 1, b: 'x' }).select('a'))).toEqual({
      sql: 'select "a" from "s"."t" where "a" = ? and "b" = ?',
      bindings: [1, 'x'],
    });
    expect(native(offline.raw("select 'why\\?' where 1 = ?", [1])).sql).toBe("select 'why?' where 1 = ?");
  });

  it('prints row counts, and where NULL stands in windows and where it is asked for', () => {
    const ranked = offline('s.t')
      .select('a')
      .rowNumber('place', (over) => void over.partitionBy('a').orderBy('b', 'desc').orderBy('c'))
      .orderBy('a')
      .orderBy('b', 'desc', 'first')
      .limit(10)
      .offset(5);
    expect(native(ranked).sql).toBe(
      'select "a", row_number() over (partition by "a" order by "b" desc nulls last, "c" asc nulls last) as "place"' +
        ' from "s"."t" order by "a" asc, case when "b" is null then 0 else 1 end asc, "b" desc limit 10 offset 5',
    );
    expect(native(offline('s.t').select('a').groupBy('a')).sql).toBe('select "a" from "s"."t" group by "a"');
  });

  it('quotes names whatever they hold, and takes no brackets for an index', () => {
    expect(native(offline('s.t').select('x[1]', 'say "no"')).sql).toBe(
      'select "x[1]", "say ""no""" from "s"."t"',
    );
    expect(() => native(offline('s.t').select('a\0'))).toThrow('E-META-NUL');
    expect(() => (offline.client as VerticaKnexClient).wrapIdentifierImpl('')).toThrow('E-META-NAME');
  });

  it.each<[string, (knex: Knex) => { toSQL(): unknown }]>([
    ['returning', (knex) => knex('t').insert({ a: 1 }, ['a'])],
    ['returning of an update', (knex) => knex('t').update({ a: 1 }, ['a'])],
    ['returning of a delete', (knex) => knex('t').del(['a'])],
    ['onConflict ignore', (knex) => knex('t').insert({ a: 1 }).onConflict('a').ignore()],
    ['onConflict merge', (knex) => knex('t').insert({ a: 1 }).onConflict('a').merge()],
    ['several rows', (knex) => knex('t').insert([{ a: 1 }, { a: 2 }])],
    ['a with clause before an insert', (knex) => knex.with('w', knex('t')).insert({ a: 1 }).into('t')],
    ['materialized common tables', (knex) => knex.withMaterialized('w', knex('t')).from('w')],
    ['a place of NULL among distinct rows', (knex) => knex('t').distinct('a').orderBy('a', 'asc', 'last')],
    [
      'a place of NULL in a union',
      (knex) => knex('t').select('a').union(knex('u').select('a')).orderBy('a', 'asc', 'last'),
    ],
    ['a place of NULL of an expression', (knex) => knex('t').orderBy(knex.raw('a + 1'), 'asc', 'last')],
    ['only', (knex) => knex('t', { only: true }).select('a')],
    ['countDistinct of two columns', (knex) => knex('t').countDistinct('a', 'b')],
    ['increment and update of one column', (knex) => knex('t').increment('a').update({ a: 5 })],
    ['an increment by no number', (knex) => knex('t').increment('a', Number.NaN)],
    ['distinctOn', (knex) => knex('t').distinctOn('a')],
    ['truncate', (knex) => knex('t').truncate() as unknown as Knex.QueryBuilder],
    ['a delete with a join', (knex) => knex('t').join('u', 't.a', 'u.a').del()],
    ['forShare', (knex) => knex('t').forShare()],
    ['skipLocked', (knex) => knex('t').forUpdate().skipLocked()],
    ['a JSON path', (knex) => knex('t').whereJsonPath('a', '$.b', '=', 1)],
    ['columnInfo', (knex) => knex('t').columnInfo() as unknown as Knex.QueryBuilder],
    ['a table builder', (knex) => knex.schema.createTable('t', (table) => void table.increments())],
    ['a changed table', (knex) => knex.schema.alterTable('t', (table) => void table.text('a'))],
    ['a view', (knex) => knex.schema.createView('v', (view) => void view.as(knex('t')))],
    ['a look for a table', (knex) => knex.schema.hasTable('t') as unknown as Knex.QueryBuilder],
  ])('refuses %s', (_name, build) => {
    expect(() => build(offline).toSQL()).toThrow('E-KNEX-UNSUPPORTED');
  });

  type Clause = (query: Knex.QueryBuilder) => Knex.QueryBuilder;
  const clauses: Readonly<Record<string, Clause>> = {
    'a join': (query) => query.join('u', 't.a', 'u.a'),
    'a raw join': (query) => query.joinRaw('join u on true'),
    'select columns': (query) => query.select('a'),
    distinct: (query) => query.distinct('a'),
    'a union': (query) => query.unionAll([offline('u')]),
    groupBy: (query) => query.groupBy('a'),
    having: (query) => query.having('a', '>', 1),
    orderBy: (query) => query.orderBy('a'),
    limit: (query) => query.limit(1),
    'no rows at all': (query) => query.limit(0),
    offset: (query) => query.offset(1),
    forUpdate: (query) => query.forUpdate(),
    with: (query) => query.with('w', offline('u')),
  };
  const changes: Readonly<Record<string, Clause>> = {
    insert: (query) => query.insert({ a: 1 }),
    update: (query) => query.update({ a: 1 }),
    increment: (query) => query.increment('a', 1),
    del: (query) => query.del(),
  };
  it.each(
    Object.keys(changes).flatMap((change) => Object.keys(clauses).map((clause) => [change, clause] as const)),
  )('refuses %s with %s, which knex would drop or Vertica lacks', (change, clause) => {
    const given = clauses[clause]?.(offline('t'));
    expect(() => native(changes[change]?.(given as Knex.QueryBuilder) as Knex.QueryBuilder)).toThrow(
      'E-KNEX-UNSUPPORTED',
    );
  });

  it('refuses what one change lacks and another has', () => {
    expect(() => native(offline('t').where('a', 1).insert({ a: 1 }))).toThrow('an insert with a condition');
    expect(() => native(offline('t').updateFrom('u').update({ a: 1 }))).toThrow('an update with updateFrom');
    expect(() => native(offline('t').using(['u']).del())).toThrow('a delete with using');
    expect(native(offline('s.t').where('a', 1).increment('n', 2).decrement('m', 0.5))).toEqual({
      sql: 'update "s"."t" set "n" = "n" + 2, "m" = "m" - 0.5 where "a" = ?',
      bindings: [1],
    });
    expect(native(offline('s.t').whereIn('a', offline('s.u').select('a').limit(3)).del()).sql).toBe(
      'delete from "s"."t" where "a" in (select "a" from "s"."u" limit 3)',
    );
  });

  it('says in each refusal what to do instead', () => {
    expect(() => native(offline('t').join('u', 't.a', 'u.a').update({ a: 1 }))).toThrow(
      /an update with a join[^]*use a condition with whereIn or whereExists/,
    );
    expect(() => offline.schema.createTable('t', () => undefined).toSQL()).toThrow(
      /use the tables that `vaultwright run` and `vaultwright apply` make of metadata, or knex\.raw/,
    );
  });

  it('inserts from a select with common tables', () => {
    const insert = offline(offline.raw('?? (??)', ['s.t', 'a'])).insert(
      offline.with('w', offline('s.u').select('a')).from('w').select('a'),
    );
    expect(native(insert).sql).toBe(
      'insert into "s"."t" ("a") with "w" as (select "a" from "s"."u") select "a" from "w"',
    );
  });

  it('refuses streams, foreign pools, search paths and unknown isolation levels', async () => {
    const streamed = new Promise((_, reject) => void offline('t').stream().on('error', reject));
    expect(await caught(streamed)).toBeInstanceOf(Error);
    expect(() => makeKnex({ client: VerticaKnexClient, searchPath: ['x'], connection: {} })).toThrow(
      'E-KNEX-UNSUPPORTED',
    );
    const snapshot = async () => offline.transaction(async () => undefined, { isolationLevel: 'snapshot' });
    expect(await caught(snapshot())).toMatchObject({ code: 'E-KNEX-UNSUPPORTED' });
  });
});
