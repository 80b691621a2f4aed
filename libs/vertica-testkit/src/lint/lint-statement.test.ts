import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintRules, type LintRule } from './lint-rule.ts';
import { lintScript } from './lint-script.ts';
import { lintStatement } from './lint-statement.ts';

const fixtures = new URL('fixtures/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, fixtures), 'utf8');
const rulesOf = (sql: string, options = {}): LintRule[] =>
  lintStatement(sql, options).findings.map(({ rule }) => rule);
/** Rules that speak about the call and not about the text. */
const aboutTheCall = ['parameter-count', 'statement-class'];

describe('negative corpus', () => {
  const files = readdirSync(new URL('refused/', fixtures));

  it('has one file for every rule', () => {
    const covered = [...files.map((file) => file.replace('.sql', '')), ...aboutTheCall];
    expect(covered.toSorted()).toEqual(Object.keys(lintRules).toSorted());
  });

  it.each(files)('%s breaks exactly its rule', (file) => {
    expect(rulesOf(read(`refused/${file}`))).toEqual([file.replace('.sql', '')]);
  });

  it('counts parameters and classes', () => {
    expect(rulesOf('select cast(? as int) as "a"', { parameters: 2 })).toEqual(['parameter-count']);
    expect(rulesOf('drop table "s"."t"', { classes: ['dml', 'copy', 'query'] })).toEqual(['statement-class']);
    expect(lintStatement(`select '?' as "?", "a?" from "s"."t" where "a" = ? -- ?`).parameters).toBe(1);
  });

  it.each([
    ['insert into "s"."t" select 1 as "a"', 'shape'],
    ['select "a" from "s"."t" union select "a" from "s"."t"', 'shape'],
    ['select "a" from "s"."t" for update', 'shape'],
    ['select "a" from "s"."t" where "b" = 1 from "s"."u"', 'clause-order'],
    ['select "a" from "s"."t" limit 1 order by "a" asc', 'clause-order'],
    ['create table "s"."t" ("a" int) unsegmented all nodes segmented by hash("a") all nodes', 'clause-order'],
    ['create table "s"."t" ("a" int not null primary key)', 'enabled-constraint'],
    ['create table "s"."t" ("a" numeric(5))', 'numeric-precision'],
    ['create table "s"."t" ("a" varchar)', 'unsized-type'],
    ['create table "s"."t" ("a" binary)', 'unsized-type'],
    ['alter table "s"."t" drop column "a"', 'shape'],
    ['alter table "s"."t" alter column "a" set data type varchar', 'unsized-type'],
    ['alter table "s"."t" rename to "s"."u"', 'shape'],
    ['select sum("a") over (order by "a" asc nulls first rows 1 preceding) from "s"."t"', 'shape'],
    [
      'select sum("a") over (order by "a" asc nulls first rows between unbounded preceding and 2 preceding) from "s"."t"',
      'shape',
    ],
    ['delete from "s"."t"', 'shape'],
    ['update "ops"."etl_load" set "a" = 1 where "b" = 2', 'update-target'],
    ['update "ops"."load_lock" set "a" = 1', 'shape'],
    [`copy "s"."t" from local '/etc/hosts'`, 'copy-source'],
    ['select lag("a") over (order by "a" asc) from "s"."t"', 'order-nulls'],
    ['select :name as "a"', 'character'],
    ['select (select "a" from "s"."t" as "t" ) + from "s"."t"', 'shape'],
  ] as const)('refuses %s', (sql, rule) => {
    expect(rulesOf(sql)).toEqual([rule]);
  });

  it('finds several faults at their places', () => {
    const sql = 'select a from "s"."t" order by "b" nulls last';
    const found = lintStatement(sql).findings.map(({ rule, offset }) => [
      rule,
      sql.slice(offset, offset + 3),
    ]);
    expect(found).toEqual([
      ['unquoted-name', 'a f'],
      ['query-order-nulls', 'nul'],
    ]);
  });

  it('knows work tables when it is told them', () => {
    const sql = 'select "a" from "Stage"';
    expect(rulesOf(sql)).toEqual([]);
    expect(rulesOf(sql, { workTables: ['stage'] })).toEqual([]);
    expect(rulesOf(sql, { workTables: [] })).toEqual(['unqualified-name']);
    const drop = 'drop table "a ""b"""';
    expect(rulesOf(drop, { workTables: ['A "b"'] })).toEqual([]);
    expect(rulesOf(drop, { workTables: ['a'] })).toEqual(['unqualified-name']);
    expect(rulesOf('with "stage" as (select 1 as "a") select "a" from "stage"', { workTables: [] })).toEqual(
      [],
    );
    expect(
      rulesOf('with "x" as (select "a" from "y"), "y" as (select 1 as "a") select "a" from "x"', {
        workTables: [],
      }),
    ).toEqual(['unqualified-name']);
  });

  it('lets replaceable tables lose rows, and no others', () => {
    const replaceable = ({ schema, name }: { schema: string; name: string }) => `${schema}.${name}` === 's.t';
    const prune = (table: string) =>
      `delete from ${table} where exists (select 1 as "found" from "fresh" as "fresh")`;
    expect(rulesOf(prune('"s"."t"'))).toEqual(['delete-target']);
    expect(rulesOf(prune('"s"."t"'), { replaceable })).toEqual([]);
    expect(rulesOf(prune('"s"."u"'), { replaceable })).toEqual(['delete-target']);
    expect(rulesOf(prune('"t"'), { replaceable, workTables: ['t'] })).toContain('delete-target');
  });

  it('lifts a rule by option', () => {
    expect(rulesOf(read('refused/ksafe.sql'), { allow: ['ksafe'] })).toEqual([]);
    expect(rulesOf(read('refused/native-hash.sql'), { allow: ['native-hash'] })).toEqual([]);
  });
});

describe('positive corpus', () => {
  it.each(readdirSync(new URL('accepted/', fixtures)))('%s is clean', (file) => {
    const statements = lintScript(read(`accepted/${file}`), {
      workTables: ['stage_users', 'new_h_users', 'w'],
    });
    expect(statements.filter(({ findings }) => findings.length > 0)).toEqual([]);
    expect(statements.length).toBeGreaterThan(5);
  });

  it.each([
    ['select 1 as "a"', 'query'],
    ['select analyze_statistics(\'"s"."t"\') as "a"', 'meta'],
    ['insert into "s"."t" ("a") values (?)', 'dml'],
    ['create schema "s"', 'ddl'],
    ['alter session set EnableStrictTimeCasts = 1', 'meta'],
    ['commit', 'transaction'],
  ] as const)('%s is of class %s', (sql, expected) => {
    expect(lintStatement(sql).class).toBe(expected);
  });
});

describe('script', () => {
  it('remembers the temporary tables of the script and shifts offsets', () => {
    const script = `create local temporary table "w" ("a" int) on commit delete rows;\nselect "a" from "w";\nselect b from "w"`;
    const statements = lintScript(script, { workTables: [] });
    expect(
      statements.map(({ findings }) => findings.map(({ rule, offset }) => [rule, script[offset]])),
    ).toEqual([[], [], [['unquoted-name', 'b']]]);
  });

  it('does not split inside texts, names and comments', () => {
    expect(lintScript(`select ';' as ";" -- ;\n; select 2 as "b" /* ; */`)).toHaveLength(2);
  });
});
