import { describe, expect, it } from 'vitest';
import { lintPlanner } from '@vaultwright/vertica-testkit/lint';
import { plannerClaims } from './probes/planner.ts';

// No server here plans them, so the probes are at least held against the lint's model of a planner.
describe.each(Object.entries(plannerClaims))('probe %s', (_id, { expected, queries }) => {
  it.each(queries('"s"."t" as "t"', '"s"."u" as "u"'))('%s', (sql) => {
    const findings = lintPlanner(`explain ${sql}`, { workTables: [] });
    expect(findings).not.toBeNull();
    expect(findings?.length === 0 ? 'accepted' : 'refused').toBe(expected);
  });
});
