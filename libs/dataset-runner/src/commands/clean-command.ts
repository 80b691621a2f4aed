import { compileStatement, vaultTables } from '@vaultwright/datavault-core';
import type { Commands } from '../cli/commands.ts';
import { Ledger } from '../ledger/ledger.ts';
import { ledgerSchema } from '../ledger/ledger-tables.ts';
import { vaultOf } from '../run/run-data-set.ts';
import { findDataSet, openConfig, withWarehouse } from './open-project.ts';

export const cleanCommand: Pick<Commands, 'clean'> = {
  async clean(request, context) {
    const loaded = await openConfig(context, request);
    const vault = vaultOf(await findDataSet(loaded, request.dataSet), request.model);
    const wanted = new Set(vaultTables(vault).map(({ schema, name }) => `${schema}.${name}`));
    const summary = (objects: readonly string[], dropped: boolean) =>
      ({ schema: 'vaultwright.clean/1', target: loaded.targetName, objects, dropped }) as const;
    return withWarehouse(loaded, 'write', async (warehouse) => {
      const session = await warehouse.connect();
      try {
        const stored = await session.describe([vault.naming.stagingSchema, vault.naming.vaultSchema]);
        // Satellites and links before hubs, so that nothing is left without what it refers to.
        const present = stored.filter(({ schema, name }) => wanted.has(`${schema}.${name}`)).reverse();
        const names = present.map(({ schema, name }) => `${schema}.${name}`);
        if (!request.confirmed) return summary(names, false);
        for (const { schema, name } of present) {
          await session.execute(compileStatement({ node: 'dropTable', schema, name }, warehouse.dialect));
        }
        const hasLedger = (await session.describe([ledgerSchema])).length > 0;
        if (hasLedger) await new Ledger(session, warehouse.dialect, vault.name).forget();
        return summary(names, true);
      } finally {
        await session.close();
      }
    });
  },
};
