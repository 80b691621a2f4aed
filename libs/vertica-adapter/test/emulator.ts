import type { SqlDialect, TableRole } from '@vaultwright/datavault-core/sql';
import type { Warehouse, WarehouseRow } from '@vaultwright/datavault-core/warehouse';
import { duckDbBackend, startVerticaTestServer, type VerticaTestServer } from '@vaultwright/vertica-testkit';
import { createConnector } from '../src/connect-client.ts';
import { openVertica } from '../src/open-vertica.ts';
import { rowsOf } from '../src/result-rows.ts';
import type { SafeClient } from '../src/safe-client.ts';
import { parseVerticaSettings } from '../src/vertica-settings.ts';

/** A connection through the real driver to the test server with an engine behind it. It is not Vertica. */
export interface Emulator {
  /** Settings of the adapter for this server. */
  readonly settings: Readonly<Record<string, unknown>>;
  query(sql: string): Promise<WarehouseRow[]>;
  close(): Promise<void>;
}

export async function startEmulator(): Promise<Emulator> {
  const server = await startVerticaTestServer({ backend: duckDbBackend() });
  const settings = settingsOf(server);
  const connector = createConnector(parseVerticaSettings(settings));
  let client: SafeClient | null = null;
  return {
    settings,
    query: async (sql) => {
      client = client?.usable ? client : await connector.connect();
      try {
        return rowsOf(await client.run(sql));
      } catch (error) {
        await client.end();
        throw error;
      }
    },
    close: async () => {
      await client?.end();
      await server.close();
    },
  };
}

/** Tables that a load computes anew; the suites also empty a staging table of their own. */
const replaced: readonly TableRole[] = ['staging', 'reference', 'asOf', 'pointInTime', 'bridge'];

/**
 * The adapter's warehouse on a server of its own, which ends with it.
 *
 * Invariant: a statement that would commit inside a batch fails, and so does a delete from a table of any role that keeps
 * what it has; which table has which role is seen when its DDL is printed.
 */
export async function openEmulatedWarehouse(): Promise<Warehouse> {
  const replaceable = new Set<string>();
  const keyOf = ({ schema, name }: { readonly schema: string; readonly name: string }): string =>
    JSON.stringify([schema, name]);
  const server = await startVerticaTestServer({
    backend: duckDbBackend({
      strictTransactions: true,
      replaceable: (table) => replaceable.has(keyOf(table)),
    }),
  });
  // Some suites leave their sessions to the end of the warehouse.
  const warehouse = await openVertica({ ...settingsOf(server), pool: { max: 100 } });
  const dialect: SqlDialect = {
    ...warehouse.dialect,
    tableClauses: (table) => {
      if (replaced.includes(table.role)) replaceable.add(keyOf(table));
      return warehouse.dialect.tableClauses(table);
    },
  };
  return {
    dialect,
    location: warehouse.location,
    connect: () => {
      // Nobody reads what happened before; a suite of many sessions would keep every statement.
      server.transcript.clear();
      return warehouse.connect();
    },
    close: async () => {
      await warehouse.close();
      await server.close();
    },
  };
}

function settingsOf({ host, port }: VerticaTestServer) {
  return { host, port, database: 'test', user: 'tester', tls: { mode: 'disable' } } as const;
}
