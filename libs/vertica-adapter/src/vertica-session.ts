import type { StatementClass } from '@vaultwright/datavault-core/sql';
import { VaultwrightError } from '@vaultwright/datavault-core';
import {
  engineStatement,
  type CompiledStatement,
  type ParameterValues,
  type QualifiedTable,
} from '@vaultwright/datavault-core/sql';
import type {
  BulkLoad,
  CanonicalRow,
  Session,
  TableDescription,
  WarehouseRow,
} from '@vaultwright/datavault-core/warehouse';
import { boundValues } from './bound-values.ts';
import type { ConnectionPool } from './connection-pool.ts';
import { ControlCharEncoder, type RefusedRecord } from './control-char-encoder.ts';
import { CopyGivenUp } from './copy-failure.ts';
import { copyFrom } from './copy-from.ts';
import { copyStatement, type CopyMode } from './copy-statement.ts';
import { engineError, isKnownRefusal } from './engine-error.ts';
import { controlByte, countsDiffer, reconcile, type LoadReport } from './load-accounting.ts';
import { addLock, takeLock } from './lock-table.ts';
import { Mutex } from './mutex.ts';
import type { Redact } from './redact.ts';
import { changedRows, rowsOf } from './result-rows.ts';
import type { SafeClient, StatementResult } from './safe-client.ts';
import * as failures from './session-failure.ts';
import { stagedCopy } from './staged-copy.ts';
import { quoteIdentifier, statisticsQuery } from './sql-literal.ts';
import { describeTables, tableColumnsQuery } from './table-columns.ts';
import { WorkTables } from './work-tables.ts';

interface SessionContext {
  readonly pool: ConnectionPool;
  readonly redact: Redact;
  readonly access: 'read' | 'write';
  /** Units: milliseconds. */
  readonly statementMs: number;
  readonly copyMs: number;
  /** Time of day for the lock row, as canonical text. */
  readonly now: () => string;
}

export interface CopyRowsOptions {
  /** Default `strict`. */
  readonly mode?: CopyMode;
  readonly signal?: AbortSignal;
}

/** An object in S3 that holds records in this package's stream format, in the order of the source's columns. */
export interface S3Rows {
  /** `s3://bucket/key` of one object. */
  readonly address: string;
  /** What the object holds. Units: records. */
  readonly records: bigint;
}

/** A session that also loads in ways only this engine has. */
export interface VerticaSession extends Session {
  /** As `loadRows`; mode `report` leaves out what the server refuses and says which records those were. */
  copyRows(
    load: BulkLoad,
    rows: AsyncIterable<readonly CanonicalRow[]>,
    options?: CopyRowsOptions,
  ): Promise<LoadReport>;
  /** Lets the server read the rows from S3 with the credentials of the settings; all of them or none. */
  copyFromS3(load: BulkLoad, rows: S3Rows): Promise<bigint>;
}

/** One connection to a database; its work tables live as long as it does. */
export class PooledSession implements VerticaSession {
  readonly #statements = new Mutex();
  readonly #workTables = new WorkTables();
  #client: SafeClient | null = null;
  /** The client holds work tables or settings of this session, so nobody else may have it. */
  #marked = false;
  #inTransaction = false;
  #open = true;

  constructor(
    private readonly context: SessionContext,
    private readonly onClose: (session: PooledSession) => void,
  ) {}

  async execute(statement: CompiledStatement, values: ParameterValues = {}): Promise<bigint> {
    this.#permit(statement, ['query', 'dml', 'ddl', 'meta']);
    if (statement.workTable !== undefined) await this.#makeRoom(statement.workTable, statement.sql);
    const result = await this.#run(statement.sql, boundValues(statement, values));
    if (statement.class === 'ddl' || statement.class === 'meta') this.#marked = true;
    if (statement.workTable !== undefined) this.#workTables.made(statement.workTable, statement.sql);
    if (statement.class !== 'dml') return 0n;
    const rows = changedRows(result);
    // Without a transaction of its own a change would wait for somebody else's COMMIT. Assumption: no-autocommit.
    if (!this.#inTransaction) await this.#commit();
    return rows;
  }

  async query(statement: CompiledStatement, values: ParameterValues = {}): Promise<WarehouseRow[]> {
    this.#permit(statement, ['query']);
    return rowsOf(await this.#run(statement.sql, boundValues(statement, values)));
  }

  async vaultTransaction<T>(
    vault: string,
    holder: string,
    work: () => Promise<T>,
    ahead?: () => Promise<void>,
  ): Promise<T> {
    if (this.#inTransaction) throw failures.nestedTransaction(vault);
    if (this.context.access === 'read') throw failures.readOnly('a vault transaction');
    // Nothing that came before may be part of the batch.
    await this.#run('commit');
    return this.#transaction(async () => {
      await this.#takeLock(vault, holder);
      await ahead?.();
      return work();
    });
  }

  async analyze(tables: readonly QualifiedTable[]): Promise<void> {
    for (const { schema, name } of tables)
      await this.execute(engineStatement('meta', statisticsQuery(schema, name)));
  }

  async loadRows(load: BulkLoad, rows: AsyncIterable<readonly CanonicalRow[]>): Promise<bigint> {
    const { stored } = await this.copyRows(load, rows);
    return stored;
  }

  copyRows(
    load: BulkLoad,
    rows: AsyncIterable<readonly CanonicalRow[]>,
    { mode = 'strict', signal }: CopyRowsOptions = {},
  ): Promise<LoadReport> {
    if (this.context.access === 'read') throw failures.readOnly('COPY');
    const { widen, ...staged } = stagedCopy(load);
    const sql = copyStatement({ ...staged, mode, source: 'client' });
    const leftOut: RefusedRecord[] = [];
    const encoder = new ControlCharEncoder(staged.columns.length, (refused) => {
      if (mode === 'strict') throw controlByte(load, refused);
      leftOut.push(refused);
    });
    return this.#atomically(async () => {
      const result = await this.#using(sql, true, (client) =>
        copyFrom(client, sql, encoder.encode(widen(rows)), {
          deadlineMs: this.context.copyMs,
          ...(signal === undefined ? {} : { signal }),
        }),
      );
      try {
        return reconcile(load, encoder, result, leftOut);
      } catch (error) {
        throw this.#asOurs(error, sql);
      }
    });
  }

  copyFromS3(load: BulkLoad, { address, records }: S3Rows): Promise<bigint> {
    if (this.context.access === 'read') throw failures.readOnly('COPY');
    const { widen: _, ...staged } = stagedCopy(load);
    if (staged.columns.length !== Object.keys(load.source.columns).length)
      throw failures.unsayableConstant(load);
    const sql = copyStatement({ ...staged, mode: 'strict', source: { s3: address } });
    return this.#atomically(async () => {
      const result = await this.#using(sql, true, (client) => client.run(sql, [], this.context.copyMs));
      const stored = changedRows(result);
      if (stored !== records) throw countsDiffer(load, `${stored} rows stored of ${records}`);
      return stored;
    });
  }

  async describe(schemas: readonly string[]): Promise<TableDescription[]> {
    if (schemas.length === 0) return [];
    return describeTables(rowsOf(await this.#run(tableColumnsQuery(schemas))), schemas);
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#statements.run(async () => {
      const client = this.#client;
      this.#client = null;
      if (client === null) return;
      if (this.#marked) this.context.pool.discard(client);
      else {
        // Reading opens a transaction as well.
        if (client.usable && client.status !== 'I') await client.run('rollback').catch(() => undefined);
        this.context.pool.release(client);
      }
    });
    this.onClose(this);
  }

  /** Drops the work table of another vault that has the name of a new one. */
  async #makeRoom(workTable: string, definition: string): Promise<void> {
    this.#dropUnusable();
    if (!this.#workTables.hasOther(workTable, definition)) return;
    await this.#run(`drop table ${quoteIdentifier(workTable)}`);
    this.#workTables.dropped(workTable);
  }

  /** A failed bulk load leaves nothing, also outside a vault transaction. */
  #atomically<T>(work: () => Promise<T>): Promise<T> {
    return this.#inTransaction ? work() : this.#run('commit').then(() => this.#transaction(work));
  }

  async #transaction<T>(work: () => Promise<T>): Promise<T> {
    this.#inTransaction = true;
    try {
      const result = await work();
      await this.#commit();
      return result;
    } catch (error) {
      await this.#rollBack();
      throw error;
    } finally {
      this.#inTransaction = false;
      this.#dropUnusable();
    }
  }

  /** Waits for whoever holds the vault. Assumption: lock-row-x. */
  async #takeLock(vault: string, holder: string): Promise<void> {
    const take = async (): Promise<bigint> =>
      changedRows(await this.#run(takeLock, [holder, this.context.now(), vault]));
    let held = await take();
    if (held === 0n) {
      await this.#run(addLock, [vault, holder, this.context.now()]);
      held = await take();
    }
    if (held !== 1n) throw failures.lockRows(vault, held);
  }

  /** Errors: `E-WH-UNKNOWN-COMMIT` unless the server itself refused, or COMMIT was never sent. */
  async #commit(): Promise<void> {
    let sent = false;
    try {
      const { command } = await this.#using('commit', false, async (client) => {
        sent = client.usable;
        return client.run('commit', [], this.context.statementMs);
      });
      if (command === 'ROLLBACK') throw failures.rolledBack();
    } catch (error) {
      if (error instanceof VaultwrightError || !sent || isKnownRefusal(error))
        throw this.#asOurs(error, 'commit');
      this.#client?.destroy(new Error('the outcome of COMMIT is unknown'));
      throw failures.unknownCommit(this.#asOurs(error, 'commit'));
    }
  }

  async #rollBack(): Promise<void> {
    const client = this.#client;
    if (client === null || !client.usable) return;
    try {
      await this.#using('rollback', false, () => client.run('rollback', [], this.context.statementMs));
    } catch {
      // The first error is the one to tell; without a connection the server rolls back by itself.
      client.destroy(new Error('ROLLBACK failed'));
    }
  }

  /** A failure outside a transaction leaves none behind that takes nothing but ROLLBACK. */
  async #run(sql: string, values: readonly (string | null)[] = []): Promise<StatementResult> {
    try {
      return await this.#using(sql, true, (client) => client.run(sql, values, this.context.statementMs));
    } catch (error) {
      if (!this.#inTransaction) await this.#rollBack();
      throw error;
    }
  }

  /** One at a time; a lost client is replaced between transactions, never inside one. */
  #using<T>(sql: string, translated: boolean, work: (client: SafeClient) => Promise<T>): Promise<T> {
    return this.#statements.run(async () => {
      if (!this.#inTransaction) this.#dropUnusable();
      if (!this.#open) throw failures.closedSession();
      try {
        this.#client ??= await this.context.pool.acquire();
        return await work(this.#client);
      } catch (error) {
        throw translated ? this.#asOurs(error, sql) : error;
      }
    });
  }

  #asOurs(error: unknown, sql: string): unknown {
    const { redact } = this.context;
    if (error instanceof CopyGivenUp) {
      return error.cause instanceof VaultwrightError ? error.cause : failures.rowsFailed(error.cause, redact);
    }
    return engineError(error, { doing: sql, redact, hidesValues: /^copy\b/i.test(sql) });
  }

  #dropUnusable(): void {
    if (this.#client === null || this.#client.usable) return;
    this.context.pool.discard(this.#client);
    this.#client = null;
    this.#marked = false;
    this.#workTables.forget();
  }

  /** Whatever may commit stays outside of transactions. Assumption: meta-commit. */
  #permit({ class: kind, sql }: CompiledStatement, allowed: readonly StatementClass[]): void {
    if (this.context.access === 'read' && kind !== 'query') throw failures.readOnly(kind);
    const fits = this.#inTransaction ? kind === 'query' || kind === 'dml' : true;
    if (!fits || !allowed.includes(kind))
      throw failures.misplacedStatement(kind, sql, this.#inTransaction, this.context.redact);
  }
}
