import type { WarehouseAdapter } from '@vaultwright/datavault-core';
import { duckdbDialect } from './duckdb-dialect.ts';
import { parseDuckDbSettings } from './duckdb-settings.ts';
import { openDuckDb } from './open-duckdb.ts';

/**
 * What a program finds in this package by its name.
 *
 * Shape: settings are those of {@link openDuckDb}; the knex instance shares the database with an open warehouse.
 */
export const adapter: WarehouseAdapter = {
  dialect: duckdbDialect,
  open: async (settings) => openDuckDb(parseDuckDbSettings(settings)),
  openKnex: async (settings) => {
    const connection = parseDuckDbSettings(settings);
    const [{ default: knex }, { DuckDbKnexClient }] = await Promise.all([
      import('knex'),
      import('./duckdb-knex-client.ts'),
    ]);
    return knex({ client: DuckDbKnexClient, connection });
  },
};
