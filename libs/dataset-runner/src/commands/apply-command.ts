import { applyEvolution, planEvolution, refusedChanges, vaultTables } from '@vaultwright/datavault-core';
import type { Commands } from '../cli/commands.ts';
import { vaultOf } from '../run/run-data-set.ts';
import { findDataSet, openConfig, withWarehouse } from './open-project.ts';

export const applyCommand: Pick<Commands, 'apply'> = {
  async apply(request, context) {
    const loaded = await openConfig(context, request);
    const vault = vaultOf(await findDataSet(loaded, request.dataSet), request.model);
    const schemas = [...new Set(vaultTables(vault).map(({ schema }) => schema))];
    return withWarehouse(loaded, 'write', async (warehouse) => {
      const session = await warehouse.connect();
      try {
        const plan = planEvolution(vault, warehouse.dialect, await session.describe(schemas));
        if (plan.refused.length > 0) throw refusedChanges(vault.name, plan.refused);
        if (request.digest !== null)
          await applyEvolution(session, vault, warehouse.dialect, { ...plan, digest: request.digest });
        return {
          schema: 'vaultwright.apply/1',
          target: loaded.targetName,
          digest: plan.digest,
          changes: plan.changes.map(({ title, compiled }) => ({ title, sql: compiled.sql })),
          applied: request.digest !== null,
        };
      } finally {
        await session.close();
      }
    });
  },
};
