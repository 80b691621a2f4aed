import { createRequire } from 'node:module';
import { VaultwrightError } from '@vaultwright/datavault-core';
import type { Knex } from 'knex';
import { parseDuckDbSettings } from './duckdb-settings.ts';
import { KnexConnection } from './knex-connection.ts';
import type { KnexResponse, RawConnection } from './raw-connection.ts';
import { shareInstance, type SharedInstance } from './shared-instance.ts';

// knex has no entry for its dialects, so this one file reaches into the pinned version's folder. Its PostgreSQL
// dialect prints what DuckDB understands. `__filename` exists in the CommonJS build only.
const requireHere = createRequire(typeof __filename === 'string' ? __filename : import.meta.url);
const PostgresClient = requireHere('knex/lib/dialects/postgres/index.js') as typeof Knex.Client;

interface RunningQuery {
  readonly sql: string;
  readonly bindings?: readonly unknown[];
  response?: KnexResponse;
}

/**
 * A knex client for DuckDB: selects, common tables, windows, inserts with `returning`, updates, deletes, transactions.
 *
 * Values come back as from a session: 64-bit integers as bigint, decimals and times as canonical text.
 * Shape: `connection` takes the settings of `openDuckDb`, and `access: 'read'` to read only; all connections share
 * the process's one instance.
 * Errors: `E-KNEX-UNSUPPORTED` for streams, nested transactions and isolation levels; the engine's own for the rest.
 * Example: `const db = knex({ client: DuckDbKnexClient, connection: { path: 'warehouse.duckdb' } });`
 */
export class DuckDbKnexClient extends PostgresClient {
  static {
    Object.assign(this.prototype, { driverName: 'duckdb', canCancelQuery: false });
  }

  #shared: Promise<SharedInstance> | null = null;

  constructor(config: Knex.Config) {
    // Values must not enter error messages.
    super({ compileSqlOnError: false, ...config });
    if (config.searchPath !== undefined) throw unsupported('searchPath', 'qualified table names');
  }

  /** knex loads drivers while it is constructed; ours is loaded by the first connection. */
  _driver(): object {
    return {};
  }

  override poolDefaults(): ReturnType<Knex.Client['poolDefaults']> {
    return { min: 0, max: 4, propagateCreateError: true };
  }

  override async acquireRawConnection(): Promise<RawConnection> {
    this.#shared ??= this.#open();
    const shared = await this.#shared;
    return new KnexConnection(shared.driver, await shared.connect());
  }

  override async destroyRawConnection(connection: RawConnection): Promise<void> {
    connection.close();
  }

  override async validateConnection(): Promise<boolean> {
    return true;
  }

  override async destroy(callback?: (error?: unknown) => void): Promise<void> {
    await super.destroy(undefined);
    const shared = await this.#shared;
    this.#shared = null;
    shared?.release();
    callback?.();
  }

  async #open(): Promise<SharedInstance> {
    const { access, ...settings } = this.connectionSettings as Record<string, unknown>;
    try {
      return await shareInstance(parseDuckDbSettings(settings), access === 'read' ? 'read' : 'write');
    } catch (error) {
      this.#shared = null;
      throw error;
    }
  }

  async _query(connection: RawConnection, query: RunningQuery): Promise<RunningQuery> {
    if (!query.sql) throw new Error('The query is empty');
    query.response = await connection.run(query.sql, query.bindings ?? []);
    return query;
  }

  _stream(): never {
    throw unsupported('stream', 'an awaited query, in pages where the result is large');
  }

  wrapNativePool(): never {
    throw unsupported('connectionPool', 'connection settings');
  }

  override transaction(
    container: unknown,
    config: { isolationLevel?: string } | undefined,
    outerTx: unknown,
  ): ReturnType<Knex.Client['transaction']> {
    if (outerTx) throw unsupported('a transaction inside a transaction', 'one level of transactions');
    if (config?.isolationLevel)
      throw unsupported('isolationLevel', 'the snapshot isolation DuckDB always gives');
    return super.transaction(container, config, outerTx);
  }
}

function unsupported(found: string, allowed: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-KNEX-UNSUPPORTED',
    family: 'usage',
    title: 'DuckDB has no such feature',
    where: 'knex client for DuckDB',
    found,
    allowed,
    fix: `use ${allowed}`,
  });
}
