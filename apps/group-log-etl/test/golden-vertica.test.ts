import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { planLoad, renderPlan } from '@vaultwright/datavault-core';
import { verticaDialect } from '@vaultwright/vertica-adapter/dialect';
import { lintStatement } from '@vaultwright/vertica-testkit/lint';
import { dataSet } from '../src/datasets/group_log/index.ts';

const folder = fileURLToPath(new URL('./golden-vertica/', import.meta.url));
const plans = Object.entries(dataSet.models).map(
  ([model, vault]) => [model, planLoad(vault, { dialect: verticaDialect })] as const,
);

describe.each(plans)('SQL of %s for Vertica', (model, plan) => {
  // Without its number a file keeps its name when another one is added.
  const files = renderPlan(plan).map(({ path, text }) => ({ path: path.replace(/^[0-9]+-/, ''), text }));

  // A change is shown as a difference; `npx vitest run <this file> -u` accepts it.
  it.each(files.map(({ path, text }) => [path, text] as const))('%s is as reviewed', async (path, text) => {
    await expect(text).toMatchFileSnapshot(`${folder}${model}/${path}`);
  });

  it('has no file left of former plans', () => {
    const kept = existsSync(`${folder}${model}`) ? readdirSync(`${folder}${model}`) : [];
    expect(kept.filter((path) => !files.some((file) => file.path === path))).toEqual([]);
  });

  it('holds only statements on the list of the lint', () => {
    const workTables = plan.steps.flatMap(({ statement }) =>
      statement.node === 'createWorkTable' ? [statement.table.name] : [],
    );
    const findings = plan.steps.flatMap(({ id, compiled }) =>
      lintStatement(compiled.sql, { workTables, parameters: compiled.parameters.length }).findings.map(
        ({ rule, offset, message }) =>
          `${id}: ${rule} (${message}) at ${compiled.sql.slice(offset, offset + 40).replaceAll('\n', ' ')}`,
      ),
    );
    expect(findings).toEqual([]);
  });
});
