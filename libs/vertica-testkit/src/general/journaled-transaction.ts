import type { DuckDBConnection } from '@duckdb/node-api';
import { BackendError } from '../backend/sql-backend.ts';
import { quoteName } from '../backend/table-definition.ts';
import type { LockMode, TableLocks } from '../backend/table-locks.ts';

/** A change that succeeded, ready to be made again. */
type Repeat = () => Promise<unknown>;

interface Savepoint {
  readonly name: string;
  readonly length: number;
}

/**
 * The transaction of one session, with statements that fail alone and savepoints, which the engine has not.
 *
 * The engine's transaction begins with the first write. To undo a part of it, the engine rolls back everything and the
 * changes before that part are made again, in order.
 * Invariant: what is made again ran before in the same transaction; functions of the clock and of chance may differ.
 */
export class JournaledTransaction {
  #isActive = false;
  #isExplicit = false;
  #hasFailed = false;
  #isEngineOpen = false;
  #journal: Repeat[] = [];
  #savepoints: Savepoint[] = [];
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

  /** Makes the transaction one that writes. Shape: `table` = what is locked, null for temporary tables. */
  async open(table: string | null, mode: LockMode): Promise<void> {
    this.#isActive = true;
    if (table !== null) await this.locks.acquire(table, this, mode);
    if (this.#isEngineOpen) return;
    await this.connection.run('begin transaction');
    this.#isEngineOpen = true;
  }

  /** Remembers a change that succeeded. */
  wrote(repeat: Repeat): void {
    this.#journal.push(repeat);
  }

  /** Remembers a temporary table that the end of the transaction empties. */
  fills(workTable: string): void {
    this.#filled.add(workTable);
  }

  /** Undoes what the failed statement has done, and nothing before it. */
  undoStatement(): Promise<void> {
    return this.#keep(this.#journal.length);
  }

  savepoint(name: string): void {
    this.#isActive = true;
    const folded = name.toLowerCase();
    this.#savepoints = this.#savepoints.filter((known) => known.name !== folded);
    this.#savepoints.push({ name: folded, length: this.#journal.length });
  }

  /** Errors: `BackendError` 3B001. */
  release(name: string): void {
    this.#savepoints.length = this.#placeOf(name);
  }

  /** Errors: `BackendError` 3B001. */
  async rollbackTo(name: string): Promise<void> {
    const place = this.#placeOf(name);
    this.#savepoints.length = place + 1;
    this.#hasFailed = false;
    await this.#keep(this.#savepoints[place]?.length ?? 0);
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
    await this.#rollbackEngine();
    this.#end();
  }

  async #keep(length: number): Promise<void> {
    if (!this.#isEngineOpen) return;
    await this.#rollbackEngine();
    this.#journal.length = length;
    if (length === 0) return;
    await this.connection.run('begin transaction');
    this.#isEngineOpen = true;
    try {
      for (const repeat of this.#journal) await repeat();
    } catch {
      // Another session changed what these rows stood on; nothing of the transaction can be kept.
      await this.#rollbackEngine();
      this.#hasFailed = true;
    }
  }

  async #rollbackEngine(): Promise<void> {
    if (!this.#isEngineOpen) return;
    this.#isEngineOpen = false;
    try {
      await this.connection.run('rollback');
    } catch {
      // A failed COMMIT has ended the engine's transaction already.
    }
  }

  #placeOf(name: string): number {
    const place = this.#savepoints.findIndex((known) => known.name === name.toLowerCase());
    if (place < 0) throw new BackendError(`Savepoint "${name}" does not exist`, '3B001');
    return place;
  }

  #end(): void {
    this.#isActive = false;
    this.#isExplicit = false;
    this.#hasFailed = false;
    this.#isEngineOpen = false;
    this.#journal = [];
    this.#savepoints = [];
    this.#filled.clear();
    this.locks.release(this);
  }
}
