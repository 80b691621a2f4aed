import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintPlanner } from './lint-planner.ts';
import { lintStatement } from './lint-statement.ts';
import { plannerRules } from './planner/planner-rules.ts';

const fixtures = new URL('fixtures/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, fixtures), 'utf8');
const options = { workTables: [] };
const rulesOf = (sql: string): string[] | undefined => lintPlanner(sql, options)?.map(({ rule }) => rule);

describe('planner rules', () => {
  it('have a refused file and a twin each', () => {
    const twins = readdirSync(new URL('accepted-by-planner/', fixtures)).map((file) =>
      file.replace('.sql', ''),
    );
    expect(twins.toSorted()).toEqual(Object.keys(plannerRules).toSorted());
  });

  it.each(Object.keys(plannerRules))('%s: the refused file breaks this rule only', (rule) => {
    expect(rulesOf(read(`refused/${rule}.sql`))).toEqual([rule]);
  });

  it.each(Object.keys(plannerRules))('%s: the twin breaks no rule at all', (rule) => {
    const twin = read(`accepted-by-planner/${rule}.sql`);
    expect(rulesOf(twin)).toEqual([]);
    expect(lintStatement(twin, options).findings).toEqual([]);
  });

  it('apply in the lint of statements, and can be allowed', () => {
    const refused = read('refused/correlated-null-safe.sql');
    expect(lintStatement(refused).findings.map(({ rule }) => rule)).toEqual(['correlated-null-safe']);
    expect(lintStatement(refused, { allow: ['correlated-null-safe'] }).findings).toEqual([]);
  });

  it('know nothing of a statement that cannot be read', () => {
    expect(lintPlanner('select "a" from')).toBeNull();
  });
});

const outer = (condition: string): string =>
  `select "t"."a" from "s"."t" as "t" where exists (select 1 as "x" from "s"."u" as "u" where ${condition})`;

describe('what correlates a subquery', () => {
  it.each([
    ['"u"."a" = "t"."a"', []],
    ['("t"."a") = "u"."a" and ("u"."b" = "t"."b" and "u"."c" > 1)', []],
    ['"U"."a" = "T"."a"', []],
    ['"b" = "t"."a"', []],
    ['"u"."a" > 1', []],
    ['"t"."a" = ?', ['correlated-expression']],
    ['"t"."a" = "t"."b"', ['correlated-expression']],
    ['"t"."a" is null', ['correlated-expression']],
    ['not ("u"."a" = "t"."a")', ['correlated-expression']],
    ['"u"."a" = "t"."a"::int', ['correlated-expression']],
    ['"u"."a" between "t"."a" and 3', ['correlated-inequality']],
    ['"u"."a" <> "t"."a"', ['correlated-inequality']],
    ['case when "u"."a" = "t"."a" then 1 end = 1', ['correlated-or']],
    ['"u"."b" = 1 or "u"."a" < "t"."a"', ['correlated-or', 'correlated-inequality']],
    ['count("t"."a") over () = 1', ['analytic-place', 'correlated-aggregate']],
  ] as const)('%s', (condition, rules) => {
    expect(rulesOf(outer(condition))).toEqual(rules);
  });

  it('is told by names in sight: an inner relation hides an outer one', () => {
    const hidden = outer('"u"."a" = 1')
      .replace('"s"."u" as "u"', '"s"."u" as "t"')
      .replace('"u"."a"', '"t"."a"');
    expect(rulesOf(hidden)).toEqual([]);
  });

  it('is told by the columns of common tables and derived tables', () => {
    const common = (column: string): string =>
      `with "w" as (select "u"."a" from "s"."u" as "u")
       select "t"."b" from "s"."t" as "t" where exists (select 1 as "x" from "w" where "a" > ${column})`;
    expect(rulesOf(common('1'))).toEqual([]);
    expect(rulesOf(common('"b"'))).toEqual(['correlated-inequality']);
  });

  it('is told in every place that holds a query', () => {
    const bad = outer('"u"."a" < "t"."a"');
    const places = [
      `insert into "s"."x" ("a") ${bad}`,
      `create view "s"."x" as ${bad}`,
      `explain ${bad}`,
      `with "w" as (${bad}) select "w"."a" from "w"`,
      `select "d"."a" from (${bad}) as "d"`,
      `(${bad})`,
      `select 1 as "a" union all ${bad}`,
      `delete from "ops"."x" where exists (select 1 as "y" from "s"."u" as "u" where "u"."a" < "x"."a")`,
    ];
    expect(places.map(rulesOf)).toEqual(places.map(() => ['correlated-inequality']));
  });

  it('is found in every part of a UNION', () => {
    const parts = '"u"."a" = "t"."a" union all select 1 as "x" from "s"."v" as "v" where "v"."a" > "t"."a"';
    expect(rulesOf(outer(parts))).toEqual(['correlated-limited', 'correlated-inequality']);
  });
});
