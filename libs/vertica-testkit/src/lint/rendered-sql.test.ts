import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintPlanner } from './lint-planner.ts';
import { lintScript } from './lint-script.ts';
import { plannerRules, type PlannerRule } from './planner/planner-rules.ts';

const workspace = new URL('../../../../', import.meta.url);
const golden = new URL('libs/vertica-adapter/test/golden/', workspace);
const roots = [golden, new URL('apps/group-log-etl/test/golden-vertica/', workspace)];

const sqlFiles = roots.flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sql'))
    .map((path) => new URL(path, root)),
);
const statements = sqlFiles.flatMap((file) =>
  lintScript(readFileSync(file, 'utf8')).map(({ sql, offset }) => ({
    place: `${file.pathname.slice(workspace.pathname.length)}:${offset}`,
    sql,
    findings: lintPlanner(sql),
  })),
);

describe('the reviewed SQL and the planner', () => {
  it('is read to its last statement', () => {
    expect(statements.filter(({ findings }) => findings === null).map(({ place }) => place)).toEqual([]);
    expect(statements.length).toBeGreaterThan(1000);
  });

  it('has every concept example', () => {
    const examples = readdirSync(new URL('docs/concepts/examples/', workspace)).filter((file) =>
      file.endsWith('.ts'),
    );
    const missing = examples.filter(
      (file) => !existsSync(new URL(`concepts/${file.replace(/\.ts$/, '.sql')}`, golden)),
    );
    expect(missing).toEqual([]);
    expect(examples.length).toBeGreaterThan(10);
  });

  it.each(Object.keys(plannerRules) as PlannerRule[])('does not break %s', (rule) => {
    const places = statements.flatMap(({ place, findings }) =>
      (findings ?? []).filter((finding) => finding.rule === rule).map(({ message }) => `${place} ${message}`),
    );
    expect(places).toEqual([]);
  });
});
