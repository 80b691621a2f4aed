import type { Warehouse } from '@vaultwright/datavault-core/warehouse';
import { createConnector, type Connector, type ConnectorPorts } from './connect-client.ts';
import { ConnectionPool } from './connection-pool.ts';
import { engineError } from './engine-error.ts';
import { lockDefinition, lockTable } from './lock-table.ts';
import { PooledSession, type VerticaSession } from './vertica-session.ts';
import { verticaDialect } from './vertica-dialect.ts';
import { parseVerticaSettings, type VerticaOptions, type VerticaSettings } from './vertica-settings.ts';

/** A database with its pool of connections. */
export interface VerticaWarehouse extends Warehouse {
  /** What is less safe than it should be, one line each; they are also emitted as warnings of the process. */
  readonly warnings: readonly string[];
  connect(): Promise<VerticaSession>;
}

/**
 * Connects to a database; for writing it also creates the table of the vault locks when there is none.
 *
 * Errors: `E-CONFIG-VERTICA`, `E-CONFIG-TLS`, `E-CONFIG-DRIVER`, `E-CONFIG-ENVIRONMENT`, `E-WH-CONNECTION`, `E-WH-TIMEOUT`
 * (retryable), `E-WH-LOGIN`, `E-WH-TLS`, `E-WH-PERMISSION`, `E-WH-*`.
 * Example: `const warehouse = await openVertica({ host: 'db.example.org', database: 'dwh', user: 'etl', password });`
 */
export async function openVertica(
  options: VerticaOptions,
  access: 'read' | 'write' = 'write',
  ports: Partial<ConnectorPorts> = {},
): Promise<VerticaWarehouse> {
  const settings = parseVerticaSettings({ ...options });
  const connector = createConnector(settings, ports);
  for (const warning of connector.tls.warnings)
    process.emitWarning(warning, { type: 'VaultwrightWarning', code: 'VAULTWRIGHT_TLS' });
  const warehouse = new PooledWarehouse(settings, connector, access);
  try {
    await warehouse.prepare();
    return warehouse;
  } catch (error) {
    await warehouse.close();
    throw engineError(error, { doing: 'opening the warehouse', redact: connector.redact });
  }
}

class PooledWarehouse implements VerticaWarehouse {
  readonly dialect = verticaDialect;
  readonly location: string;
  readonly warnings: readonly string[];
  readonly #access: 'read' | 'write';
  readonly #connector: Connector;
  readonly #timeouts: VerticaSettings['timeouts'];
  readonly #pool: ConnectionPool;
  readonly #sessions = new Set<PooledSession>();

  constructor(
    { hosts, database, pool, timeouts }: VerticaSettings,
    connector: Connector,
    access: 'read' | 'write',
  ) {
    const names = hosts.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`);
    this.location = `vertica://${names.join(',')}/${database}`;
    this.warnings = connector.tls.warnings;
    this.#access = access;
    this.#connector = connector;
    this.#timeouts = timeouts;
    this.#pool = new ConnectionPool(
      {
        max: pool.max,
        maxUses: pool.maxUses,
        maxLifetimeMs: pool.maxLifetimeSeconds * 1000,
        idleMs: pool.idleSeconds * 1000,
      },
      () => connector.connect(),
    );
  }

  /** Connects once, so that what is wrong shows now. */
  async prepare(): Promise<void> {
    const session = this.#session();
    try {
      const tables = await session.describe([lockTable.schema]);
      if (this.#access === 'read' || tables.some(({ name }) => name.toLowerCase() === lockTable.name)) return;
      for (const statement of lockDefinition) await session.execute(statement);
    } finally {
      await session.close();
    }
  }

  async connect(): Promise<VerticaSession> {
    return this.#session();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions].map((session) => session.close()));
    await this.#pool.close();
  }

  #session(): PooledSession {
    const session = new PooledSession(
      {
        pool: this.#pool,
        redact: this.#connector.redact,
        access: this.#access,
        statementMs: this.#timeouts.statementSeconds * 1000,
        copyMs: this.#timeouts.copySeconds * 1000,
        now: () => new Date().toISOString().replace('T', ' ').slice(0, -1),
      },
      (closed) => this.#sessions.delete(closed),
    );
    this.#sessions.add(session);
    return session;
  }
}
