import {
  engineStatement,
  type CompiledStatement,
  type ParameterValues,
} from '@vaultwright/datavault-core/sql';
import { VaultwrightError } from '@vaultwright/datavault-core';
import type {
  BulkLoad,
  CanonicalRow,
  RegularCsvFile,
  Session,
  TableDescription,
  WarehouseRow,
} from '@vaultwright/datavault-core/warehouse';
import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBValue } from '@duckdb/node-api';
import { RowBlock, canonicalRowsStatement } from './canonical-rows-statement.ts';
import { guardMissed, storedCountDiffers } from './bulk-load-error.ts';
import { engineError, isFatal, isRefusedInput } from './engine-error.ts';
import { Mutex } from './mutex.ts';
import { regularFileStatement } from './regular-file-statement.ts';
import { rowsOf } from './result-rows.ts';
import type { SharedInstance } from './shared-instance.ts';
import { describeTables, tableColumnsQuery } from './table-columns.ts';

/** One connection to a DuckDB database; temporary work tables belong to it. */
export class DuckDbSession implements Session {
  readonly #statements = new Mutex();
  #inTransaction = false;
  #open = true;

  constructor(
    readonly shared: SharedInstance,
    readonly connection: DuckDBConnection,
    readonly onClose: (session: DuckDbSession) => void,
  ) {}

  async execute(statement: CompiledStatement, values: ParameterValues = {}): Promise<bigint> {
    const { rowsChanged } = await this.#run(statement, values);
    return BigInt(rowsChanged);
  }

  async query(statement: CompiledStatement, values: ParameterValues = {}): Promise<WarehouseRow[]> {
    return rowsOf(await this.#run(statement, values), this.shared.driver);
  }

  async vaultTransaction<T>(
    vault: string,
    holder: string,
    work: () => Promise<T>,
    ahead?: () => Promise<void>,
  ): Promise<T> {
    if (this.#inTransaction) throw nestedTransaction(vault);
    return this.shared.vaultMutex(vault).run(async () => {
      this.shared.lock?.name(holder);
      try {
        await ahead?.();
        return await this.#transaction(work);
      } finally {
        this.shared.lock?.name(null);
      }
    });
  }

  async loadRegularFile(load: BulkLoad, file: RegularCsvFile): Promise<bigint> {
    const { statement, values } = regularFileStatement(load, file);
    return this.#atomically(async () => {
      let stored: bigint;
      try {
        stored = await this.execute(statement, values);
      } catch (error) {
        const cause = error instanceof VaultwrightError ? error.cause : error;
        throw isRefusedInput(cause) ? guardMissed(load, file, cause) : error;
      }
      if (stored !== BigInt(file.records)) throw storedCountDiffers(load, stored, BigInt(file.records));
      return stored;
    });
  }

  async loadRows(load: BulkLoad, rows: AsyncIterable<readonly CanonicalRow[]>): Promise<bigint> {
    const statement = canonicalRowsStatement(load);
    const width = Object.keys(load.source.columns).length;
    const store = async (block: RowBlock): Promise<bigint> => {
      if (block.rows === 0) return 0n;
      const stored = await this.execute(statement, block.values(load));
      if (stored !== BigInt(block.rows)) throw storedCountDiffers(load, stored, BigInt(block.rows));
      return stored;
    };
    return this.#atomically(async () => {
      let total = 0n;
      let block = new RowBlock(width);
      // The engine stores one block while the next is filled.
      let storing = Promise.resolve(0n);
      try {
        for await (const batch of rows) {
          for (const row of batch) {
            block.add(row);
            if (!block.isFull) continue;
            total += await storing;
            storing = store(block);
            storing.catch(() => undefined);
            block = new RowBlock(width);
          }
        }
      } finally {
        await storing.catch(() => undefined);
      }
      return total + (await storing) + (await store(block));
    });
  }

  async describe(schemas: readonly string[]): Promise<TableDescription[]> {
    if (schemas.length === 0) return [];
    return describeTables(await this.query(engineStatement('query', tableColumnsQuery(schemas))));
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#statements.run(async () => this.connection.closeSync());
    this.onClose(this);
  }

  /** A failed bulk load leaves nothing, also outside a vault transaction. */
  #atomically<T>(work: () => Promise<T>): Promise<T> {
    return this.#inTransaction ? work() : this.#transaction(work);
  }

  async #transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.#control('begin transaction');
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
    }
  }

  async #commit(): Promise<void> {
    try {
      await this.#control('commit');
    } catch (error) {
      throw error instanceof VaultwrightError && isFatal(error.cause) ? unknownCommit(error.cause) : error;
    }
  }

  async #rollBack(): Promise<void> {
    try {
      await this.#control('rollback');
    } catch {
      // A failed COMMIT and a broken database have ended the transaction already; the first error is the one to tell.
    }
  }

  #control(sql: string): Promise<DuckDBMaterializedResult> {
    return this.#run(engineStatement('query', sql), {});
  }

  #run({ sql, parameters }: CompiledStatement, values: ParameterValues): Promise<DuckDBMaterializedResult> {
    return this.#statements.run(async () => {
      try {
        if (parameters.length === 0) return await this.connection.run(sql);
        const bound = parameters.map(
          ({ name, type }) => [name, this.#bound(name, type.kind, values)] as const,
        );
        return await this.connection.run(sql, Object.fromEntries(bound));
      } catch (error) {
        throw engineError(error, sql);
      }
    });
  }

  #bound(name: string, kind: string, values: ParameterValues): DuckDBValue {
    const value = values[name];
    if (value === undefined) throw missingValue(name);
    return value !== null && kind === 'binary'
      ? new this.shared.driver.DuckDBBlobValue(Buffer.from(value, 'hex'))
      : value;
  }
}

function nestedTransaction(vault: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-INTERNAL-TRANSACTION',
    family: 'internal',
    title: 'a vault transaction was opened inside another one of the same session',
    where: `vault ${vault}`,
    found: 'an open transaction',
    allowed: 'one transaction per session',
    fix: 'report this as a defect',
  });
}

function missingValue(name: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-INTERNAL-PARAMETER',
    family: 'internal',
    title: 'a statement parameter has no value',
    where: `parameter ${name}`,
    found: 'nothing',
    allowed: 'canonical text or null',
    fix: 'report this as a defect',
  });
}

function unknownCommit(cause: unknown): VaultwrightError {
  return new VaultwrightError({
    code: 'E-WH-UNKNOWN-COMMIT',
    family: 'warehouse',
    title: 'the database failed during COMMIT',
    where: 'commit',
    found: cause instanceof Error ? cause.message : String(cause),
    allowed: 'a COMMIT that the engine confirms or refuses',
    fix: 'open the database again and look into the ledger; a rerun does the same and is safe',
    cause,
  });
}
