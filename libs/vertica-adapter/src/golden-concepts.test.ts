import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { planLoad, renderPlan, vaultTables, type Vault } from '@vaultwright/datavault-core';
import { lintStatement } from '@vaultwright/vertica-testkit/lint';
import { verticaDialect } from './vertica-dialect.ts';

const examples = new URL('../../../docs/concepts/examples/', import.meta.url);
const golden = fileURLToPath(new URL('../test/golden/concepts/', import.meta.url));
const names = readdirSync(examples)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3));
const replaced = new Set(['asOf', 'pointInTime', 'bridge', 'reference']);

// One example for each kind: `docs/concepts` shows its metadata and rows, this its SQL for Vertica.
describe.each(names)('generated SQL of the concept %s', (name) => {
  const planned = async () => {
    const { vault } = (await import(new URL(`${name}.ts`, examples).href)) as { readonly vault: Vault };
    return planLoad(vault, { dialect: verticaDialect });
  };

  it('is as reviewed', async () => {
    const files = renderPlan(await planned()).filter(({ path }) => !path.endsWith('-model.sql'));
    await expect(files.map(({ text }) => text).join('\n')).toMatchFileSnapshot(`${golden}${name}.sql`);
  });

  it('holds only statements on the list of the lint', async () => {
    const { vault, steps } = await planned();
    const workTables = steps.flatMap(({ statement }) =>
      statement.node === 'createWorkTable' ? [statement.table.name] : [],
    );
    const computed = vaultTables(vault).filter(({ role }) => replaced.has(role));
    const replaceable = (table: { readonly schema: string; readonly name: string }): boolean =>
      computed.some((one) => one.schema === table.schema && one.name === table.name);
    const findings = steps.flatMap(({ id, compiled: { sql, parameters } }) =>
      lintStatement(sql, { workTables, parameters: parameters.length, replaceable }).findings.map(
        ({ rule, message }) => `${id}: ${rule} (${message})`,
      ),
    );
    expect(findings).toEqual([]);
  });
});
