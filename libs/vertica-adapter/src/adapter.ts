import type { Knex } from 'knex';
import type { WarehouseAdapter } from '@vaultwright/datavault-core/warehouse';
import { openVertica } from './open-vertica.ts';
import { verifyVertica } from './verify/verify-vertica.ts';
import { verticaDialect } from './vertica-dialect.ts';
import { parseVerticaSettings, type VerticaOptions } from './vertica-settings.ts';

/**
 * What a program finds in this package by its name. Protocol-tested, not server-tested.
 *
 * Shape: settings are those of {@link openVertica}; the knex instance has connections of its own and is for reading.
 */
export const adapter: WarehouseAdapter = {
  dialect: verticaDialect,
  notice: 'protocol-tested, not server-tested; `vaultwright verify` tries its claims on your server',
  open: async (settings, access) => openVertica(settings as unknown as VerticaOptions, access),
  verify: verifyVertica,
  openKnex: async (settings) => {
    parseVerticaSettings(settings);
    const [{ default: knex }, { VerticaKnexClient }] = await Promise.all([
      import('knex'),
      import('./vertica-knex-client.ts'),
    ]);
    return knex({
      client: VerticaKnexClient,
      connection: { ...settings } as Knex.StaticConnectionConfig,
    });
  },
};
