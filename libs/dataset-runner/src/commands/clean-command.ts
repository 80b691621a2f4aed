import { vaultTables, vaultViews } from '@vaultwright/datavault-core';
import { compileStatement } from '@vaultwright/datavault-core/sql';
import type { QualifiedName } from '@vaultwright/datavault-core/warehouse';
import type { Commands } from '../cli/commands.ts';
import { Ledger } from '../ledger/ledger.ts';
import { ledgerSchema } from '../ledger/ledger-tables.ts';
import { vaultOf } from '../run/run-data-set.ts';
import { findDataSet, openConfig, withWarehouse } from './open-project.ts';

export const cleanCommand: Pick<Commands, 'clean'> = {
  async clean(request, context) {
    const loaded = await openConfig(context, request);
    const vault = vaultOf(await findDataSet(loaded, request.dataSet), request.model);
    const wanted = new Set(vaultTables(vault).map(nameOf));
    const summary = (objects: readonly string[], dropped: boolean) =>
      ({ schema: 'vaultwright.clean/1', target: loaded.targetName, objects, dropped }) as const;
    return withWarehouse(loaded, 'write', async (warehouse) => {
      const session = await warehouse.connect();
      try {
        const stored = await session.describe([vault.naming.stagingSchema, vault.naming.vaultSchema]);
        // Satellites and links before hubs, so that nothing is left without what it refers to.
        const tables = stored.filter((item) => wanted.has(nameOf(item))).reverse();
        // The catalogue lists tables; views go with them and are dropped first.
        const views = tables.length === 0 ? [] : vaultViews(vault).reverse();
        const names = [...views, ...tables].map(nameOf);
        if (!request.confirmed) return summary(names, false);
        const drop = async (node: 'dropView' | 'dropTable', { schema, name }: QualifiedName) =>
          session.execute(compileStatement({ node, schema, name }, warehouse.dialect));
        for (const view of views) await drop('dropView', view);
        for (const table of tables) await drop('dropTable', table);
        const hasLedger = (await session.describe([ledgerSchema])).length > 0;
        if (hasLedger) await new Ledger(session, warehouse.dialect, vault.name).forget();
        return summary(names, true);
      } finally {
        await session.close();
      }
    });
  },
};

function nameOf({ schema, name }: QualifiedName): string {
  return `${schema}.${name}`;
}
