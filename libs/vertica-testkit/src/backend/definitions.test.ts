import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServer, type TestSession } from './fixtures/test-session.ts';

describe('definitions and the system catalogue', () => {
  const server = testServer();
  let client: TestSession;
  beforeAll(async () => {
    client = await server.open();
    await client.rows('create schema if not exists "Dv"');
    await client.rows(`create table if not exists "Dv"."h_user" (
      "hk" binary(16) not null, "id" integer not null, "at" timestamp not null, "price" numeric(12,2) default 1.5,
      "src" varchar(6) not null, primary key ("hk") disabled)
      order by "hk" segmented by hash("hk") all nodes
      partition by "at"::date group by calendar_hierarchy_day("at"::date, 3, 2)`);
  });
  afterAll(() => server.close());

  it('remember the declared types', async () => {
    expect(
      await client.rows(
        `select "column_name", "data_type", "character_maximum_length", "numeric_scale", "is_nullable" from "v_catalog"."columns"
         where "table_schema" = 'Dv' and "table_name" = 'h_user' order by "ordinal_position" asc`,
      ),
    ).toEqual([
      ['hk', 'binary(16)', null, null, 'f'],
      ['id', 'int', null, null, 'f'],
      ['at', 'timestamp', null, null, 'f'],
      ['price', 'numeric(12,2)', null, '2', 't'],
      ['src', 'varchar(6)', '6', null, 'f'],
    ]);
    const projections = await client.rows(
      `select "projection_name", "is_segmented" from v_catalog.projections where "anchor_table_name" = 'h_user'`,
    );
    expect(projections).toEqual([['h_user_super', 't']]);
    expect(
      await client.rows('select "table_name" from v_catalog.tables where "table_schema" = \'Dv\''),
    ).toEqual([['h_user']]);
    expect(await client.rows('select "column_name", "is_enabled" from v_catalog.primary_keys')).toEqual([
      ['hk', 'f'],
    ]);
  });

  it('hold stored values to their lengths', async () => {
    const insert = (hex: string, source: string) =>
      client.failure(
        `insert into "Dv"."h_user" ("hk", "id", "at", "src") select hex_to_binary('${hex}'), 1, cast('2020-01-01' as timestamp), '${source}'`,
      );
    expect((await insert('00', 'жжж')).state).toBe('none');
    expect(await client.rows('select octet_length(to_hex("hk")), "price" from "Dv"."h_user"')).toEqual([
      ['32', '1.50'],
    ]);
    await client.rows('commit');
    const long = await insert('00', 'жжжж');
    expect([long.state, long.message]).toEqual([
      '22001',
      'String of 8 octets is too long for type Varchar(6)',
    ]);
    expect((await insert('00'.repeat(17), 'a')).state).toBe('22001');
    const missing = 'insert into "Dv"."h_user" ("id", "at", "src") select 1, cast(null as timestamp), \'a\'';
    expect((await client.failure(missing)).state).toBe('22004');
  });

  it('name tables without regard to case', async () => {
    expect(await client.rows('select count(*) as "n" from "DV"."H_USER"')).toEqual([['1']]);
    expect((await client.failure('create table "dv"."H_User" ("a" int)')).state).toBe('42710');
  });

  it('grow by a column and forget what is dropped', async () => {
    await client.rows('alter table "Dv"."h_user" add column "note" varchar(2) default \'x\'');
    expect(await client.rows('select "note" from "Dv"."h_user"')).toEqual([['x']]);
    const tooLong = `insert into "Dv"."h_user" ("hk", "id", "at", "src", "note") select hex_to_binary('00'), 1, cast('2020-01-01' as timestamp), 'a', 'abc'`;
    expect((await client.failure(tooLong)).state).toBe('22001');
    await client.rows('rollback');
    await client.rows('create or replace view "Dv"."v" as select "id", "note" from "Dv"."h_user"');
    await client.rows('create or replace view "Dv"."v" as select "id" from "Dv"."h_user"');
    expect(await client.rows('select "id" from "Dv"."v"')).toEqual([['1']]);
    expect(await client.rows('select "table_name" from v_catalog.views')).toEqual([['v']]);
    await client.rows('drop view "Dv"."v"');
    await client.rows('drop table if exists "Dv"."other"');
    expect((await client.failure('drop table "Dv"."other"')).state).toBe('42V01');
    await client.rows('drop schema if exists "Dv" cascade');
    expect(await client.rows('select "column_name" from v_catalog.columns')).toEqual([]);
    expect((await client.failure('create table "Dv"."t" ("a" int)')).state).toBe('3F000');
    await client.rows('create schema "Dv"');
    await client.rows('create table "Dv"."h_user" ("a" int)');
  });

  it('let a column be empty that might not', async () => {
    await client.rows('create schema "e"');
    await client.rows('create table "e"."t" ("a" int not null, "b" int)');
    expect((await client.failure('insert into "e"."t" ("a", "b") values (null, 1)')).state).not.toBe('none');
    await client.rows('rollback');
    await client.rows('alter table "e"."t" alter column "a" drop not null');
    await client.rows('insert into "e"."t" ("a", "b") values (null, 1)');
    await client.rows('commit');
    expect(
      await client.rows(
        `select "is_nullable" from v_catalog.columns where "table_name" = 't' and "column_name" = 'a'`,
      ),
    ).toEqual([['t']]);
    expect((await client.failure('alter table "e"."t" alter column "x" drop not null')).state).toBe('42703');
    await client.rows('rollback');
    await client.rows('drop schema "e" cascade');
  });

  it('widen and rename columns, and rename tables', async () => {
    await client.rows('create schema "e"');
    await client.rows('create table "e"."t" ("a" varchar(2), "b" numeric(4,1), primary key ("a") disabled)');
    await client.rows('create table "e"."taken" ("a" int)');
    await client.rows(`insert into "e"."t" ("a", "b") values ('жж', 1.5)`).catch(() => undefined);
    await client.rows('rollback');
    await client.rows('alter table "e"."t" alter column "a" set data type varchar(4)');
    await client.rows('alter table "e"."t" alter column "b" set data type numeric(9,2)');
    await client.rows(`insert into "e"."t" ("a", "b") values ('жж', 1234567.25)`);
    await client.rows('commit');
    expect(
      (await client.failure('alter table "e"."t" alter column "a" set data type varchar(3)')).state,
    ).toBe('0A000');
    expect(
      (await client.failure('alter table "e"."t" alter column "b" set data type numeric(9,3)')).state,
    ).toBe('0A000');
    await client.rows('alter table "e"."t" rename column "a" to "c"');
    expect((await client.failure('alter table "e"."t" rename column "c" to "B"')).state).toBe('42701');
    expect((await client.failure('alter table "e"."t" rename column "a" to "x"')).state).toBe('42703');
    expect((await client.failure('alter table "e"."t" rename to "Taken"')).state).toBe('42710');
    await client.rows('alter table "e"."t" rename to "u"');
    expect(await client.rows('select "c", "b" from "e"."u"')).toEqual([['жж', '1234567.25']]);
    expect((await client.failure('select "c" from "e"."t"')).state).not.toBe('none');
    await client.rows('rollback');
    expect(
      await client.rows(
        `select c.table_name, c.column_name, c.data_type from v_catalog.columns as c where c.table_schema = 'e' and c.table_name <> 'taken' order by c.ordinal_position`,
      ),
    ).toEqual([
      ['u', 'c', 'varchar(4)'],
      ['u', 'b', 'numeric(9,2)'],
    ]);
    expect(await client.rows(`select "column_name" from v_catalog.primary_keys`)).toEqual([['c']]);
  });

  it('leave the system catalogue alone', async () => {
    expect((await client.failure('create table "v_catalog"."x" ("a" int)')).state).toBe('42501');
  });

  it('make date casts of column values lenient unless the session is strict', async () => {
    await client.rows('create schema "c"');
    await client.rows('create table "c"."t" ("a" varchar(20))');
    await client.rows(`insert into "c"."t" ("a") values ('2020-02-30')`);
    await client.rows('commit');
    expect(await client.rows('select cast("a" as date) as "d" from "c"."t"')).toEqual([[null]]);
    expect((await client.failure(`select cast('2020-02-30' as date) as "d"`)).state).toBe('22007');
    await client.rows('rollback');
    await client.rows('alter session set EnableStrictTimeCasts = 1');
    expect((await client.failure('select cast("a" as date) as "d" from "c"."t"')).state).toBe('22007');
  });
});
