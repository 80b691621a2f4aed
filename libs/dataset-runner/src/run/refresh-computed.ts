import {
  businessVaultEntities,
  planBusinessVault,
  rawVaultEntities,
  type Vault,
} from '@vaultwright/datavault-core';
import type { DeliveryHistory } from '../deliveries/delivery-history.ts';
import { entityRecords, entityResults, entityRow } from './entity-counts.ts';
import { prepareWork, executePlan, inVault } from './execute-batch.ts';
import type { RunContext } from './run-context.ts';
import type { RunResult } from '../run-result.ts';

/** Point-in-time tables and bridges of a vault: what stands on satellites and is computed with them. */
export function computedEntities(vault: Vault): string[] {
  const raw = new Set(rawVaultEntities(vault));
  return vault.entities.map(({ name }) => name).filter((name) => !raw.has(name));
}

/** Computed entities that were declared after something had been loaded, and that nothing has brought up to date since. */
export function behind(vault: Vault, history: DeliveryHistory): string[] {
  if (history.versions.length === 0) return [];
  return businessVaultEntities(vault).filter((entity) => !history.isKnownEntity(entity));
}

/**
 * Computes what is {@link behind} from the vault as it stands, in a transaction of its own, and remembers that.
 *
 * Its instants reach as far as the latest delivery: the same as if it had been declared from the start.
 */
export async function refreshComputed(
  context: RunContext,
  history: DeliveryHistory,
): Promise<RunResult['entities']> {
  const { vault, warehouse, ledger } = context;
  if (behind(vault, history).length === 0) return [];
  const last = history.versions.reduce((late, version) =>
    version.loadDate > late.loadDate ? version : late,
  );
  const plan = planBusinessVault(vault, { dialect: warehouse.dialect });
  await prepareWork(context, plan);
  return inVault(context, async () => {
    const { loads } = await executePlan(context, plan, {
      loadId: context.runIds.next(),
      loadDate: last.loadDate,
    });
    // of a batch that was recorded before: the ledger knows a vault's entities by its batches
    for (const counts of entityRecords(vault, loads).filter(({ entity }) => !history.isKnownEntity(entity)))
      await ledger.recordEntity(entityRow(last.loadIds[0] ?? '', counts));
    return entityResults(vault, loads);
  });
}
