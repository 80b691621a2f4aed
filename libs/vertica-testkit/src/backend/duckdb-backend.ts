import type { LintOptions } from '../lint/lint-options.ts';
import type { LintRule } from '../lint/lint-rule.ts';
import { Catalogue } from './catalogue.ts';
import { DuckDbBackendSession, type SharedServer } from './duckdb-session.ts';
import { catalogueTables, engineMacros } from './engine-macros.ts';
import type { BackendSession, SqlBackend } from './sql-backend.ts';
import { TableLocks } from './table-locks.ts';
import { WireText } from './wire-text.ts';

export interface DuckDbBackendOptions {
  /** How long a statement waits for a table lock before SQLSTATE 55V03; 0 does not wait. Units: ms; 5000 by default. */
  readonly lockTimeoutMs?: number;
  /** True: a statement that would commit open work, or an explicit transaction, fails with SQLSTATE 25001 instead. */
  readonly strictTransactions?: boolean;
  /** Lint rules that do not apply, for example `ksafe`, or `order-nulls` for queries written by hand. */
  readonly allow?: readonly LintRule[];
  /** Stored tables that may lose rows, because a load computes them anew; none by default. */
  readonly replaceable?: LintOptions['replaceable'];
}

/**
 * An in-memory DuckDB that answers the statements Vaultwright sends to Vertica. It is not Vertica.
 *
 * Every statement passes the lint before it is translated; what is not on the list is refused and never guessed.
 * `@duckdb/node-api`, an optional peer, is loaded with the first connection.
 * Shape: one database per backend, one engine connection per session.
 */
export function duckDbBackend(options: DuckDbBackendOptions = {}): SqlBackend {
  let opened: Promise<OpenedServer> | null = null;
  const sessions = new Set<BackendSession>();
  return {
    async open(startup) {
      opened ??= openServer(options);
      const { server, connect } = await opened;
      const session = new DuckDbBackendSession(server, await connect(), startup);
      sessions.add(session);
      const close = session.close.bind(session);
      session.close = async () => {
        if (sessions.delete(session)) await close();
      };
      return session;
    },
    async close() {
      await Promise.all([...sessions].map((session) => session.close()));
      const server = await opened;
      opened = null;
      server?.close();
    },
  };
}

interface OpenedServer {
  readonly server: SharedServer;
  readonly connect: () => Promise<import('@duckdb/node-api').DuckDBConnection>;
  readonly close: () => void;
}

async function openServer({
  lockTimeoutMs = 5000,
  strictTransactions = false,
  allow = [],
  replaceable = () => false,
}: DuckDbBackendOptions): Promise<OpenedServer> {
  const driver = await import('@duckdb/node-api');
  // Statements of tests are small: waking more threads costs more than they save.
  const instance = await driver.DuckDBInstance.create(':memory:', { threads: '1' });
  const connect = async () => {
    const connection = await instance.connect();
    await connection.run("set TimeZone = 'UTC'");
    return connection;
  };
  const first = await connect();
  await first.run([...catalogueTables, ...engineMacros].join(';\n'));
  first.closeSync();
  let last: Promise<unknown> = Promise.resolve();
  return {
    connect,
    close: () => instance.closeSync(),
    server: {
      wire: new WireText(driver),
      catalogue: new Catalogue(),
      locks: new TableLocks(lockTimeoutMs),
      strictTransactions,
      allow,
      replaceable,
      define: (work) => {
        const next = last.then(work);
        last = next.catch(() => undefined);
        return next;
      },
    },
  };
}
