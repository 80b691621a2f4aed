import type { Commands } from '../cli/commands.ts';
import { cleanVault } from '../clean/clean-vault.ts';
import { relationName } from '../clean/others-claims.ts';
import { planCleaning } from '../clean/plan-cleaning.ts';
import { vaultOf } from '../run/run-data-set.ts';
import { allDataSets, findDataSet, openConfig, withWarehouse } from './open-project.ts';

export const cleanCommand: Pick<Commands, 'clean'> = {
  async clean(request, context) {
    const loaded = await openConfig(context, request);
    const dataSet = await findDataSet(loaded, request.dataSet);
    const vault = vaultOf(dataSet, request.model);
    const configured = await allDataSets(loaded);
    return withWarehouse(loaded, 'write', async (warehouse) => {
      const session = await warehouse.connect();
      try {
        const plan = await planCleaning(session, warehouse.dialect, { dataSet, vault }, configured);
        if (request.confirmed) await cleanVault(session, warehouse.dialect, vault, plan);
        return {
          schema: 'vaultwright.clean/1',
          target: loaded.targetName,
          objects: [...plan.views, ...plan.tables].map(relationName),
          rows: plan.rows,
          kept: plan.kept,
          dropped: request.confirmed,
        };
      } finally {
        await session.close();
      }
    });
  },
};
