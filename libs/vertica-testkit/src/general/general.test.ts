import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServer, type TestSession } from '../backend/fixtures/test-session.ts';

const server = testServer({ mode: 'general' });
let client: TestSession;
beforeAll(async () => {
  client = await server.open({ user: 'team', database: 'shop' });
});
afterAll(() => server.close());

/** Runs statements one after another and gives the rows of the last. */
async function last(...statements: string[]) {
  let rows: readonly (readonly (string | null)[])[] = [];
  for (const sql of statements) rows = await client.rows(sql);
  return rows;
}

describe('the general mode', () => {
  it.each<[string, string | null]>([
    ['select 1 as one', '1'],
    ['SELECT One FROM (select 1 as one) X', '1'],
    ['select "ONE" from (select 1 as one) x', '1'],
    ['select x.* from (select 7 a) x', '7'],
    ['select count(*) from nodes', '1'],
    [`select count(*) from v_catalog.nodes where node_state = 'UP'`, '1'],
    ['select a from (select 1 a union all select 2 union select 2) u order by 1 desc limit 1', '2'],
    ['select r.b from (select 1 a) l right join (select 2 b) r on l.a = r.b', '2'],
    ['select count(*) from (select 1 a) l full outer join (select 2 b) r on l.a = r.b', '2'],
    ['select 1 minus select 2', '1'],
    [`select '1'::int + 1`, '2'],
    [`select 'abcdef'::varchar(3)`, 'abc'],
    [`select true::varchar`, 't'],
    [`select (1 = 1)::varchar || 'x'`, 'tx'],
    [`select case when true then 5 end::varchar`, '5'],
    [`select cast('2020-02-29' as date)::varchar`, '2020-02-29'],
    [`select 'x'::!int`, null],
    [`select upper('a')::varchar(9)::char(1)`, 'A'],
    [`select sum(1) over (partition by 1)::int`, '1'],
    ['select current_user', 'team'],
    ['select current_database()', 'shop'],
    ['select current_schema()', 'public'],
    [`select nvl(null, 'b')`, 'b'],
    [`select isnull(null, 3)`, '3'],
    [`select nvl2(null, 1, 2)`, '2'],
    [`select zeroifnull(null)`, '0'],
    [`select decode(2, 1, 'one', 2, 'two', 'many')`, 'two'],
    [`select decode(null, null, 'none', 'some')`, 'none'],
    [`select greatest(1, null)`, null],
    [`select least(3, 2)`, '2'],
    [`select 'a' <=> null`, 'f'],
    [`select concat('a', null)`, null],
    [`select listagg(a) from (select 'x' a union all select 'y') t`, 'x,y'],
    [
      `select listagg(a using parameters separator='|') within group (order by a desc) from (select 'x' a union all select 'y') t`,
      'y|x',
    ],
    [`select datediff(day, date '2020-01-01', date '2020-02-01')`, '31'],
    [`select timestampdiff('month', timestamp '2020-01-31 00:00:00', timestamp '2020-03-01 00:00:00')`, '2'],
    [`select timestampadd(day, 2, date '2020-02-28')::date`, '2020-03-01'],
    [`select add_months(date '2020-02-29', 1)`, '2020-03-31'],
    [`select dayofweek(date '2020-01-05')`, '1'],
    [`select to_char(date '2020-02-03', 'YYYY/MM/DD')`, '2020/02/03'],
    [`select to_date('03.02.2020', 'DD.MM.YYYY')`, '2020-02-03'],
    [`select regexp_substr('ab12', '[0-9]+')`, '12'],
    [`select X'41'`, 'A'],
    [`select E'a\\'b'`, `a'b`],
    [`select extract(year from date '2020-02-03')`, '2020'],
    [`select 'A' ilike 'a'`, 't'],
    [`at epoch latest select 1`, '1'],
    [`select name from (select 'b' as name union all select 'a') t order by name`, 'a'],
    ['select user_name from v_monitor.current_session', 'team'],
    ['select dummy from dual', 'X'],
    [`select '2020-01-01 10:00:00.5+02:00'::timestamp`, '2020-01-01 08:00:00.5'],
    [`select timestamp '2020-01-01 10:00:00-01'`, '2020-01-01 11:00:00'],
    [`select '2020-01-01 10:00:00'::timestamp`, '2020-01-01 10:00:00'],
    ['select sleep(0)', '0'],
    [`select sleep('0')`, '0'],
    [`select set_vertica_options('basic', 'any')`, null],
    ['select get_client_label()', ''],
    [`select mode from tls_configurations where name = 'server'`, 'DISABLE'],
    ['select effective_protocol from sessions', '3.16'],
  ])('%s', async (sql, expected) => {
    expect((await client.rows(sql))[0]?.[0]).toBe(expected);
  });

  it.each<[string, string]>([
    ['select a from nowhere', '42V01'],
    ['select nothing from nodes', '42703'],
    ['select nofunction(1)', '42883'],
    ['select sleep_ms(1)', '0A000'],
    ['select 1/0', '22012'],
    ['selec 1', '0A000'],
    ['select (1', '42601'],
    [`select 'open`, '42601'],
    ['select $1', '0A000'],
    ['select 1 from nodes qualify 1', '42601'],
    ['select 1 a union by name select 2 b', '42601'],
    ['select 1; select 2', '42601'],
    ['select * exclude (node_name) from nodes', '42601'],
    ['select distinct on (node_name) 1 from nodes', '42601'],
    ['insert into nodes values (1)', '42V01'],
    ['insert into v_catalog.nodes values (1)', '42501'],
    ['drop table v_catalog.nodes', '42501'],
    [`select array[1]`, '0A000'],
    [`select 'a' ~ 'a'`, '0A000'],
    [`select hash(1)`, '0A000'],
    [`select * from read_csv('/x')`, '0A000'],
    [`copy nodes to 'x'`, '0A000'],
    [`set timezone to 'Europe/Paris'`, '0A000'],
    [`select 1::point`, '42704'],
    ['grant select on nodes to x', '0A000'],
    ['drop view nothing', '42704'],
    ['create external table x (a int) as copy from 1', '0A000'],
    ['create table x (a int) flying', '0A000'],
    ['select * from other.s.t', '3D000'],
    ['release savepoint x', '3B001'],
  ])('refuses %s with %s', async (sql, state) => {
    expect((await client.failure(sql)).state).toBe(state);
  });
});

describe('definitions and changes', () => {
  it('creates a table with physical clauses, fills it, changes it, and tells what it is', async () => {
    await last(
      `CREATE TABLE IF NOT EXISTS public.Person (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(10) DEFAULT 'nobody' ENCODING RLE,
         born date, amount numeric(10,2), constraint u unique (name))
       ORDER BY id SEGMENTED BY hash(id) ALL NODES KSAFE 1 PARTITION BY born::date`,
      `insert into person values (1, 'Ann', '2000-01-02', 1.5), (2, 'Bob', null, 2)`,
      `insert into PERSON (id) values (3)`,
      `insert into person select id + 10, name, born, amount from person where id = 1`,
      `update person p set amount = amount * 2 where p.id = 2`,
      'delete from person where id = 11',
      'commit',
    );
    expect(await client.rows('select id, name, born, amount from shop.public.person order by id')).toEqual([
      ['1', 'Ann', '2000-01-02', '1.50'],
      ['2', 'Bob', null, '4.00'],
      ['3', 'nobody', null, null],
    ]);
    expect(
      await client.rows(
        `select column_name, data_type, character_maximum_length, is_nullable from v_catalog.columns
         where table_name = 'Person' order by ordinal_position`,
      ),
    ).toEqual([
      ['id', 'int', null, 'f'],
      ['name', 'varchar(10)', '10', 't'],
      ['born', 'date', null, 't'],
      ['amount', 'numeric(10,2)', null, 't'],
    ]);
  });

  it('holds texts to their declared octets and columns to NOT NULL', async () => {
    await last('create table sized (a varchar(3), b int not null)', 'commit');
    expect((await client.failure(`insert into sized values ('abcd', 1)`)).state).toBe('22001');
    expect((await client.failure(`insert into sized values ('abc', null)`)).state).toBe('22004');
    await last(
      `insert into sized values ('abc', 1)`,
      'alter table sized alter column a set data type varchar(4)',
    );
    expect(await last(`insert into sized values ('abcd', 1)`, 'select count(*) from sized')).toEqual([['2']]);
  });

  it('creates, replaces and drops views, tables from queries, schemas and sequences', async () => {
    expect(
      await last(
        'create schema if not exists mart',
        'create table mart.numbers as (select 1 as n union all select 2) order by n segmented by hash(n) all nodes',
        'create view mart.v as select n from mart.numbers',
        'create or replace view mart.v as select n * 10 as n from mart.numbers',
        'alter table mart.numbers rename to figures',
        'alter table mart.figures add column note varchar(5)',
        'alter table mart.figures rename column note to remark',
        'create sequence mart.s start with 5',
        `select nextval('mart.s')`,
      ),
    ).toEqual([['5']]);
    expect(await client.rows('select * from mart.figures order by n')).toEqual([
      ['1', null],
      ['2', null],
    ]);
    await last('drop view mart.v', 'truncate table mart.figures', 'drop schema mart cascade');
    expect(await last(`select count(*) from schemata where schema_name = 'mart'`)).toEqual([['0']]);
  });

  it('empties temporary tables at the end of a transaction, unless they preserve their rows', async () => {
    expect(
      await last(
        'create local temporary table short (a int)',
        'create local temporary table long on commit preserve rows as select 1 as a',
        'insert into short values (1)',
        'commit',
        'select (select count(*) from short), (select count(*) from v_temp_schema.long)',
      ),
    ).toEqual([['0', '1']]);
  });

  it('merges', async () => {
    expect(
      await last(
        'create table target (k int, v varchar(9))',
        `insert into target values (1, 'old')`,
        `merge into target t using (select 1 k, 'new' v union all select 2, 'two') s on t.k = s.k
           when matched then update set v = s.v when not matched then insert (k, v) values (s.k, s.v)`,
        'select k, v from target order by k',
      ),
    ).toEqual([
      ['1', 'new'],
      ['2', 'two'],
    ]);
  });
});

describe('settings', () => {
  it('follows the search path', async () => {
    expect(
      await last(
        'create schema other',
        'set search_path to other, public',
        'create table here (a int)',
        `select schema_name from all_tables where table_name = 'here'`,
      ),
    ).toEqual([['other']]);
    expect(await last('show search_path')).toEqual([['search_path', 'other, public, v_catalog, v_monitor']]);
    await last('set search_path = public');
  });

  it('commits each statement once autocommit is on', async () => {
    const other = await server.open();
    await other.rows('create table auto (a int)');
    await other.rows('set session autocommit to on');
    await other.rows('insert into auto values (1)');
    expect(other.session.status).toBe('I');
    expect(await client.rows('select count(*) from auto')).toEqual([['1']]);
  });
});

describe('a zone in the text of a TIMESTAMP', () => {
  it('counts in bound values and in COPY', async () => {
    await last('create table moments (moment timestamp)');
    await client.rows('insert into moments values (?)', '2020-01-01 10:00:00+02');
    await client.copy('copy moments from stdin', '2020-01-01 12:00:00+04:00\n2020-01-01 08:00:00\n');
    expect(await client.rows('select distinct moment from moments')).toEqual([['2020-01-01 08:00:00']]);
  });
});

describe('transactions', () => {
  it('undo a failed statement alone, and keep what was written before', async () => {
    expect(
      await last('create table t1 (a int not null)', 'insert into t1 values (1)').then(() =>
        client.failure('insert into t1 values (null)'),
      ),
    ).toMatchObject({ state: '22004' });
    expect(client.session.status).toBe('T');
    expect(await last('insert into t1 values (2)', 'commit', 'select count(*) from t1')).toEqual([['2']]);
  });

  it('go back to savepoints', async () => {
    expect(
      await last(
        'create table t2 (a int)',
        'begin',
        'insert into t2 values (1)',
        'savepoint one',
        'insert into t2 values (2)',
        'savepoint two',
        'insert into t2 values (3)',
        'rollback to savepoint one',
        'insert into t2 values (4)',
        'release savepoint one',
        'commit',
        'select a from t2 order by a',
      ),
    ).toEqual([['1'], ['4']]);
    expect((await client.failure('rollback to savepoint one')).state).toBe('3B001');
    await last('rollback');
  });

  it('refuse values that do not convert when they are bound', async () => {
    await expect(client.session.checkValues?.([6, 9, 5], ['x', 'y', 't'])).rejects.toMatchObject({
      sqlState: '22V02',
    });
    await expect(client.session.checkValues?.([10], ['2020-13-01'])).rejects.toMatchObject({
      sqlState: '22007',
    });
    await client.session.checkValues?.([6, 9, 5, 10, 6], ['1', 'y', 't', '2020-02-29', null]);
  });

  it('take parameters, and again after an undone statement', async () => {
    await last('create table t3 (a int not null, b varchar(9), c boolean)', 'begin');
    const insert = 'insert into t3 values (?, ?, ?)';
    expect((await client.session.describe(insert)).parameters).toEqual([6, 9, 5]);
    await client.rows(insert, '1', 'x', 't');
    await client.failure(insert, null, 'y', 'f');
    expect(await client.rows('select a, b, c from t3 where a = ?::int', '1')).toEqual([['1', 'x', 't']]);
    await last('rollback');
  });
});

describe('COPY', () => {
  const table = async (columns: string) => {
    await last('drop table if exists c', `create table c (${columns})`);
  };

  it('reads delimiters, enclosures, escapes and NULL as stated', async () => {
    await table('a int, b varchar(9)');
    const { loaded } = await client.copy(
      `COPY c (a, b) FROM STDIN DELIMITER ',' ENCLOSED BY '"' NULL AS 'nil' SKIP 1`,
      'a,b\n1,"x,\n',
      'y"\n2,nil\n3,a\\,b\n4,""\n',
    );
    expect(loaded).toBe('4');
    expect(client.session.status).toBe('I');
    expect(await client.rows('select a, b from c order by a')).toEqual([
      ['1', 'x,\ny'],
      ['2', null],
      ['3', 'a,b'],
      ['4', ''],
    ]);
  });

  it('cuts without ENFORCELENGTH, rejects with it, and gives up on ABORT ON ERROR', async () => {
    await table('a int, b varchar(2)');
    const text = '1|abc\nx|a\n2|ok';
    expect(await client.copy('copy c from local stdin returnrejected no commit', text)).toEqual({
      loaded: '2',
      rejected: [2n],
    });
    await client.rows('rollback');
    expect(await client.copy('copy c from local stdin enforcelength', text)).toEqual({
      loaded: '1',
      rejected: [],
    });
    await expect(client.copy('copy c from stdin abort on error', text)).rejects.toMatchObject({
      sqlState: '22V04',
    });
    expect(await client.rows('select a from c')).toEqual([['2']]);
  });

  it('is repeated when a later statement of its transaction fails', async () => {
    await table('a int not null');
    await client.copy('copy c from stdin no commit', '1\n2\n');
    await client.failure('insert into c values (null)');
    expect(await last('select count(*) from c', 'commit', 'select count(*) from c')).toEqual([['2']]);
  });
});
