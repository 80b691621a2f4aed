import type { LintOptions } from '../lint/lint-options.ts';
import type { LintRule } from '../lint/lint-rule.ts';
import { Catalogue } from './catalogue.ts';
import { DuckDbBackendSession, type SharedServer } from './duckdb-session.ts';
import { catalogueTables, engineMacros } from './engine-macros.ts';
import { generalCatalogue, generalMacros } from '../general/general-catalogue.ts';
import { GeneralSession } from '../general/general-session.ts';
import { requireEngine } from './require-engine.ts';
import type { BackendSession, SqlBackend } from './sql-backend.ts';
import { TableLocks } from './table-locks.ts';
import { WireText } from './wire-text.ts';

export interface DuckDbBackendOptions {
  /**
   * What is taken: `strict` (the default) takes the statements that Vaultwright sends, each held against the lint; `general`
   * takes what teams write, translated token by token. Both are an emulator, and `general` is the more permissive one.
   */
  readonly mode?: 'strict' | 'general';
  /** How long a statement waits for a table lock before SQLSTATE 55V03; 0 does not wait. Units: ms; 5000 by default. */
  readonly lockTimeoutMs?: number;
  /** True: a statement that would commit open work, or an explicit transaction, fails with SQLSTATE 25001 instead. */
  readonly strictTransactions?: boolean;
  /** Strict mode: lint rules that do not apply, for example `ksafe`. */
  readonly allow?: readonly LintRule[];
  /** Strict mode: stored tables that may lose rows, because a load computes them anew; none by default. */
  readonly replaceable?: LintOptions['replaceable'];
}

/**
 * An in-memory DuckDB that answers the statements of Vertica's clients. It is not Vertica.
 *
 * What is not emulated is refused and never guessed. `@duckdb/node-api`, an optional peer, must be installed.
 * Shape: one database per backend, one engine connection per session; the engine reads and writes no file.
 * Errors: `E-TESTKIT-ENGINE` when the peer is not there.
 */
export function duckDbBackend(options: DuckDbBackendOptions = {}): SqlBackend {
  requireEngine();
  let opened: Promise<OpenedServer> | null = null;
  const sessions = new Set<BackendSession>();
  return {
    async open(startup, facts) {
      opened ??= openServer(options);
      const session = await (await opened).openSession(startup, facts);
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
  readonly openSession: SqlBackend['open'];
  readonly close: () => void;
}

async function openServer(options: DuckDbBackendOptions): Promise<OpenedServer> {
  const driver = await import('@duckdb/node-api');
  // Statements of tests are small: waking more threads costs more than they save.
  const instance = await driver.DuckDBInstance.create(':memory:', {
    threads: '1',
    enable_external_access: 'false',
  });
  const connect = async () => {
    const connection = await instance.connect();
    await connection.run("set TimeZone = 'UTC'");
    return connection;
  };
  const isGeneral = options.mode === 'general';
  const first = await connect();
  const setUp = isGeneral
    ? [...engineMacros, ...generalCatalogue, ...generalMacros]
    : [...catalogueTables, ...engineMacros];
  await first.run(setUp.join(';\n'));
  first.closeSync();
  const shared = sharedOf(options, new WireText(driver));
  const strict = { ...shared, catalogue: new Catalogue() };
  return {
    close: () => instance.closeSync(),
    openSession: async (startup, facts) => {
      const connection = await connect();
      if (!isGeneral) return new DuckDbBackendSession(strict, connection, startup);
      return new GeneralSession(shared, connection, startup).start(facts);
    },
  };
}

function sharedOf(options: DuckDbBackendOptions, wire: WireText): Omit<SharedServer, 'catalogue'> {
  const { lockTimeoutMs = 5000, strictTransactions = false, allow = [], replaceable = () => false } = options;
  let last: Promise<unknown> = Promise.resolve();
  return {
    wire,
    locks: new TableLocks(lockTimeoutMs),
    strictTransactions,
    allow,
    replaceable,
    define: (work) => {
      const next = last.then(work);
      last = next.catch(() => undefined);
      return next;
    },
  };
}
