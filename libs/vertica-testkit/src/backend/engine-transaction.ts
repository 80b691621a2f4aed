import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteName } from './table-definition.ts';
import type { LockMode, TableLocks } from './table-locks.ts';

/**
 * The transaction of one session, as Vertica is said to have it, over the engine's own.
 *
 * The first statement begins it. The engine's begins with the first write only: until then every statement sees what
 * others have committed, as READ COMMITTED asks, and a lock that was waited for shows its former holder's work.
 * After the first write the engine's snapshot is fixed, which READ COMMITTED is not.
 */
export class EngineTransaction {
  #isActive = false;
  #isExplicit = false;
  #hasFailed = false;
  #isEngineOpen = false;
  #hasWritten = false;
  readonly #filled = new Set<string>();

  constructor(
    readonly connection: DuckDBConnection,
    readonly locks: TableLocks,
  ) {}

  get status(): 'I' | 'T' | 'E' {
    if (this.#hasFailed) return 'E';
    return this.#isActive ? 'T' : 'I';
  }

  /** Begun by a statement of its own. */
  get isExplicit(): boolean {
    return this.#isExplicit;
  }

  /** True when something would be committed, or a client asked for a transaction in so many words. */
  get matters(): boolean {
    return this.#isActive && (this.#isExplicit || this.#isEngineOpen);
  }

  begin(isExplicit: boolean): void {
    this.#isActive = true;
    this.#isExplicit ||= isExplicit;
  }

  /** Makes the transaction one that writes. */
  async write(table: string | null, mode: LockMode): Promise<void> {
    this.#isActive = true;
    if (table !== null) await this.locks.acquire(table, this, mode);
    if (this.#isEngineOpen) return;
    await this.connection.run('begin transaction');
    this.#isEngineOpen = true;
  }

  /** Remembers a temporary table that the end of the transaction empties. */
  fills(workTable: string): void {
    this.#filled.add(workTable);
  }

  /** A write of this transaction has succeeded. */
  wrote(): void {
    this.#hasWritten = true;
  }

  /**
   * Undoes a failed statement alone, as the manual says. The engine cannot keep earlier writes apart from it: with them the
   * transaction is spoiled, and takes ROLLBACK only.
   */
  async undoStatement(): Promise<void> {
    if (this.#hasWritten) this.#hasFailed = true;
    else if (this.#isEngineOpen) {
      await this.connection.run('rollback');
      this.#isEngineOpen = false;
    }
  }

  async commit(): Promise<void> {
    try {
      if (this.#isEngineOpen) await this.connection.run('commit');
      for (const name of this.#filled) await this.connection.run(`delete from temp.${quoteName(name)}`);
      this.#end();
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  async rollback(): Promise<void> {
    try {
      if (this.#isEngineOpen) await this.connection.run('rollback');
    } catch {
      // A failed COMMIT has ended the engine's transaction already.
    } finally {
      this.#end();
    }
  }

  #end(): void {
    this.#isActive = false;
    this.#isExplicit = false;
    this.#hasFailed = false;
    this.#isEngineOpen = false;
    this.#hasWritten = false;
    this.#filled.clear();
    this.locks.release(this);
  }
}
