import { readdirSync } from 'node:fs';
import { planBusinessVault, planLoad, type Vault } from '@vaultwright/datavault-core';
import { countScans } from '@vaultwright/datavault-core/sql';
import { verticaDialect } from '@vaultwright/vertica-adapter/dialect';
import { expect, it } from 'vitest';
import { dataSet } from '../src/datasets/group_log/index.ts';

/** The most scans of one statement by kind of entity: to load it, to count what became of rows, to check it. */
const recorded: Readonly<Record<string, readonly [load: number, tally: number, check: number]>> = {
  'staged rows': [1, 0, 0],
  hub: [4, 2, 3],
  link: [4, 4, 3],
  nonHistorizedLink: [3, 2, 3],
  satellite: [7, 3, 5],
  nonHistorizedSatellite: [3, 3, 3],
  effectivitySatellite: [9, 3, 5],
  multiActiveSatellite: [7, 2, 3],
  extendedTrackingSatellite: [2, 2, 3],
  recordTrackingSatellite: [2, 2, 3],
  statusTrackingSatellite: [12, 2, 5],
  referenceHub: [4, 2, 3],
  referenceSatellite: [6, 2, 3],
  referenceTable: [4, 2, 3],
  asOfTable: [2, 2, 3],
  pointInTime: [12, 0, 2],
  bridge: [4, 0, 2],
};

const examples = new URL('../../../docs/concepts/examples/', import.meta.url);

async function vaults(): Promise<Vault[]> {
  const files = readdirSync(examples).filter((file) => file.endsWith('.ts'));
  const shown = await Promise.all(
    files.map(
      async (file) => ((await import(new URL(file, examples).href)) as { readonly vault: Vault }).vault,
    ),
  );
  return [...shown, ...Object.values(dataSet.models)];
}

/** Scans of all tables by one statement, the worst by kind. */
function mostScans(vault: Vault, most: Map<string, [number, number, number]>): void {
  const kinds = new Map(vault.entities.map(({ name, kind }) => [name, kind as string]));
  const options = { dialect: verticaDialect };
  for (const step of [...planLoad(vault, options).steps, ...planBusinessVault(vault, options).steps]) {
    if (step.kind === 'define' || step.kind === 'rules' || step.kind === 'held') continue;
    const place = { write: 0, tally: 1, check: 2 }[step.kind];
    const kind = kinds.get(step.entity ?? '') ?? 'staged rows';
    const scans = [...countScans(step.statement).values()].reduce((sum, count) => sum + count, 0);
    const known = most.get(kind) ?? [0, 0, 0];
    known[place] = Math.max(known[place] ?? 0, scans);
    most.set(kind, known);
  }
}

// Vertica computes a common table wherever it is named: what many statements share belongs into a work table.
it('no statement of the concept examples and of group_log reads more than recorded; lower the record with the statement', async () => {
  const most = new Map<string, [number, number, number]>();
  for (const vault of await vaults()) mostScans(vault, most);
  expect(Object.fromEntries(most)).toEqual(recorded);
});
