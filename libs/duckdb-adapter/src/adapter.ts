import type { Knex } from 'knex';
import type { WarehouseAdapter } from '@vaultwright/datavault-core/warehouse';
import { duckdbDialect } from './duckdb-dialect.ts';
import { parseDuckDbSettings } from './duckdb-settings.ts';
import { openDuckDb } from './open-duckdb.ts';
import { shareInstance } from './shared-instance.ts';

/**
 * What a program finds in this package by its name.
 *
 * Shape: settings are those of {@link openDuckDb}; the knex instance reads, and shares the database with a warehouse
 * that this process has open.
 */
export const adapter: WarehouseAdapter = {
  dialect: duckdbDialect,
  open: async (settings, access) => openDuckDb(parseDuckDbSettings(settings), access),
  openKnex: async (settings) => {
    const connection = parseDuckDbSettings(settings);
    const [{ default: knex }, { DuckDbKnexClient }] = await Promise.all([
      import('knex'),
      import('./duckdb-knex-client.ts'),
    ]);
    // knex connects at the first query; what is wrong with the database shall show here.
    (await shareInstance(connection, 'read')).release();
    return knex({
      client: DuckDbKnexClient,
      connection: { ...connection, access: 'read' } as Knex.StaticConnectionConfig,
      log: asWarnings,
    });
  },
};

/** knex writes to standard output, which belongs to the answer. */
const tell = (message: unknown): void => process.emitWarning(String(message), 'VaultwrightWarning');
const asWarnings = { debug: tell, warn: tell, error: tell, deprecate: tell };
