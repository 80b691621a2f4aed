import { createRequire } from 'node:module';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBValue, Json } from '@duckdb/node-api';
import { knex } from 'knex';
import type { Knex } from 'knex';

const postgres = createRequire(import.meta.url)('knex/lib/dialects/postgres/index.js') as typeof Knex.Client;

interface Statement {
  readonly sql: string;
  readonly bindings?: DuckDBValue[];
  response?: { readonly rows: Json[]; readonly rowCount: number; readonly command: string };
}

/** A knex instance over a fresh DuckDB in memory; values arrive as the adapter gives them: int64 as text here. */
export async function openDuckDb(): Promise<Knex> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  class MemoryClient extends postgres {
    _driver(): object {
      return {};
    }
    override acquireRawConnection(): Promise<DuckDBConnection> {
      return instance.connect();
    }
    override async destroyRawConnection(connection: DuckDBConnection): Promise<void> {
      connection.closeSync();
      await Promise.resolve();
    }
    async checkVersion(): Promise<string> {
      return Promise.resolve('1');
    }
    async _query(connection: DuckDBConnection, statement: Statement): Promise<Statement> {
      const reader = await connection.runAndReadAll(statement.sql, statement.bindings);
      const rows = reader.getRowObjectsJson() as unknown as Json[];
      statement.response = { rows, rowCount: rows.length, command: 'SELECT' };
      return statement;
    }
  }
  return knex({
    client: MemoryClient as unknown as typeof Knex.Client,
    connection: {},
    pool: { min: 1, max: 1 },
  });
}
