import { isServerError } from '../../engine-error.ts';
import type { SafeClient } from '../../safe-client.ts';
import { isUnknownHere, type ProbeBench } from '../probe-bench.ts';
import { ProbeSkipped, saw, type Probe } from '../probe.ts';

/** A query that cannot even be read says nothing about the planner. */
type Verdict = 'accepted' | 'refused' | 'not read';

const syntaxError = '42601';

/** Texts of queries over two tables `t` and `u` with the columns `a`, `b`, `c` and `flag`. */
type Queries = (t: string, u: string) => readonly string[];

/** A claim about the planner: what it says of each of these queries. */
interface PlannerClaim {
  readonly expected: Verdict;
  readonly queries: Queries;
  readonly values: readonly string[];
}

const plans = (expected: Verdict, queries: Queries, values: readonly string[] = []): PlannerClaim => ({
  expected,
  queries,
  values,
});

async function verdict(
  bench: ProbeBench,
  client: SafeClient,
  sql: string,
  values: readonly string[],
): Promise<Verdict> {
  try {
    const plan = await bench.rows(client, sql, values);
    if (plan.flat().join('\n').startsWith('emulator'))
      throw new ProbeSkipped('the test server plans nothing');
    return 'accepted';
  } catch (error) {
    if (!isServerError(error) || isUnknownHere(error)) throw error;
    await bench.run(client, 'rollback');
    return (error as { readonly code?: string }).code === syntaxError ? 'not read' : 'refused';
  }
}

const exists = (t: string, u: string, condition: string): string =>
  `select "t"."a" from ${t} where exists (select 1 as "found" from ${u} where ${condition})`;

/** Which queries the planner takes, by the id of the assumption. */
export const plannerClaims = {
  'correlated-equality': plans('accepted', (t, u) => [
    exists(t, u, '"u"."a" = "t"."a" and "u"."b" = "t"."b" and "u"."c" = \'x\''),
    exists(t, u, '"u"."a" = "t"."a" and "u"."b" = "t"."b"').replace('where exists', 'where not exists'),
  ]),
  'correlated-inequality': plans('refused', (t, u) => [
    exists(t, u, '"u"."a" = "t"."a" and "u"."b" < "t"."b"'),
    exists(t, u, '"u"."a" = "t"."a" and "u"."b" <> "t"."b"'),
  ]),
  'correlated-or': plans('refused', (t, u) => [
    exists(t, u, '"u"."a" = "t"."a" or "u"."b" = "t"."b"'),
    exists(t, u, '"u"."a" = "t"."a"').replace('where exists', 'where "t"."b" = 1 or exists'),
  ]),
  'correlated-null-safe': plans('refused', (t, u) => [
    exists(t, u, '"u"."a" = "t"."a" and "u"."b" <=> "t"."b"'),
  ]),
  'correlated-expression': plans('refused', (t, u) => [
    exists(t, u, '"u"."a" = "t"."a" and "t"."b" = 1'),
    exists(t, u, '"u"."a" = coalesce("t"."a", 0)'),
  ]),
  'correlated-aggregate': plans('refused', (t, u) => [
    `select "t"."a" from ${t} where "t"."b" = (select max("u"."b") as "x" from ${u} where "u"."a" = "t"."a")`,
  ]),
  'correlated-in': plans('refused', (t, u) => [
    `select "t"."a" from ${t} where "t"."b" in (select "u"."b" from ${u} where "u"."a" = "t"."a")`,
  ]),
  'correlated-limited': plans('refused', (t, u) => [
    exists(t, u, '"u"."a" = "t"."a" group by "u"."b"'),
    exists(t, u, '"u"."a" = "t"."a"').replace('select 1', 'select distinct 1'),
    exists(t, u, '"u"."a" = "t"."a" limit 1'),
    exists(t, u, `"u"."a" = "t"."a" union all select 2 as "found" from ${u} where "u"."b" = "t"."b"`),
  ]),
  'correlated-depth': plans('refused', (t, u) => [
    exists(t, u, `"u"."a" = "t"."a" and "u"."b" in (select "v"."b" from ${inner(u)})`),
    exists(t, u, `exists (select 1 as "x" from ${inner(u)} where "v"."a" = "u"."a" and "v"."b" = "t"."b")`),
  ]),
  'correlated-select-list': plans('refused', (t, u) => [
    `select (select "u"."b" from ${u} where "u"."a" = "t"."a") as "b" from ${t}`,
  ]),
  'predicate-place': plans('refused', (t, u) => [
    `select case when exists (select 1 as "x" from ${u} where "u"."a" = "t"."a") then 1 else 0 end as "k" from ${t}`,
    `select exists (select 1 as "x" from ${u} where "u"."a" = "t"."a") as "k" from ${t}`,
  ]),
  'subquery-in-on': plans('refused', (t, u) => [
    `select "t"."a" from ${t} join ${u} on "u"."a" = "t"."a" and "u"."b" in (select "v"."b" from ${inner(u)})`,
  ]),
  'ungrouped-subquery': plans('refused', (t, u) => [
    `select "t"."a", (select max("u"."b") as "x" from ${u}) as "b" from ${t} group by "t"."a"`,
  ]),
  'having-alias': plans('refused', (t) => [
    `select "t"."a", count(*) as "n" from ${t} group by "t"."a" having "n" > 1`,
  ]),
  'group-by-parameter': plans(
    'refused',
    (t) => [`select "t"."a", cast(? as timestamp) as "at" from ${t} group by "t"."a", cast(? as timestamp)`],
    ['2020-01-01', '2020-01-01'],
  ),
  'join-conditions': plans('accepted', (t, u) => [
    `select "t"."a" from ${t} left join ${u} on "u"."a" = "t"."a" and "u"."b" <=> "t"."b" where "u"."a" is null`,
    `select "t"."a" from ${t} left join ${u} on "u"."a" = "t"."a" and "u"."b" < "t"."b"`,
  ]),
  'aggregate-of-value': plans(
    'refused',
    (t) => [`select "t"."a", min(cast(? as varchar(80))) as "source" from ${t} group by "t"."a"`],
    ['x'],
  ),
} as const satisfies Record<string, PlannerClaim>;

export const plannerProbes: Readonly<Record<string, Probe>> = Object.fromEntries(
  Object.entries(plannerClaims).map(([id, claim]) => [id, probeOf(claim)]),
);

/** Nothing of the queries runs. */
function probeOf({ expected, queries, values }: PlannerClaim): Probe {
  return async (bench, client) => {
    const [t, u] = [bench.table('planned_t'), bench.table('planned_u')];
    const columns = '("a" int, "b" int, "c" varchar(20), "flag" boolean)';
    await bench.run(
      client,
      `create table if not exists ${t} ${columns}`,
      `create table if not exists ${u} ${columns}`,
    );
    const verdicts: Verdict[] = [];
    for (const sql of queries(`${t} as "t"`, `${u} as "u"`))
      verdicts.push(await verdict(bench, client, `explain ${sql}`, values));
    return saw(
      verdicts,
      verdicts.map(() => expected),
    );
  };
}

/** The second table under a third name. */
function inner(u: string): string {
  return u.replace(' as "u"', ' as "v"');
}
