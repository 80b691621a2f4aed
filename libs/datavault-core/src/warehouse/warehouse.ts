import type { ColumnType } from '../metadata/column.ts';
import type { SourceContract } from '../metadata/source.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import type { QualifiedTable, TableNode } from '../sql/query.ts';
import type { CompiledStatement, ParameterValues } from '../sql/statement.ts';

/** A value as a session returns it: 64-bit integers as bigint, binary as bytes, decimals and times as canonical text. */
export type WarehouseValue = string | bigint | number | boolean | Uint8Array | null;
export type WarehouseRow = Readonly<Record<string, WarehouseValue>>;

export interface QualifiedName {
  readonly schema: string;
  readonly name: string;
}

export interface TableDescription extends QualifiedName {
  /** In ordinal order; `type` is the engine's own spelling, comparable with `SqlDialect.catalogType`. */
  readonly columns: readonly { readonly name: string; readonly type: string; readonly nullable: boolean }[];
}

/** A file the scan found perfectly regular: the engine may read it itself. */
export interface RegularCsvFile {
  readonly path: string;
  /** Header names of the file mapped to contract columns, in file order; null = a column nobody asked for. */
  readonly fileColumns: readonly (string | null)[];
  /** Records after the header, from the scan. */
  readonly records: number;
  /** Bytes of the longest record. */
  readonly longestRecord: number;
  readonly newline: 'lf' | 'crlf';
}

/** Staged values of one record in contract column order, as canonical text; null is NULL. */
export type CanonicalRow = readonly (string | null)[];

export interface BulkLoad {
  /** A stored table, or a work table of the session when `schema` is null. */
  readonly target: Pick<TableNode, 'schema' | 'name'>;
  readonly source: Pick<SourceContract, 'name' | 'columns' | 'csv'>;
  /** Values of the technical columns, the same for every row. */
  readonly constants: readonly {
    readonly column: string;
    readonly type: ColumnType;
    readonly value: string;
  }[];
}

/**
 * One connection to a warehouse.
 *
 * Invariant: statements of one session run one after another. Outside of `vaultTransaction` every change is committed by
 * itself; nothing relies on rolling back DDL, which runs before the transaction because some engines commit on it. Work
 * tables live as long as the session and are seen by it alone. No key is relied on to be enforced: uniqueness rests on
 * the vault's lock and on the generated checks.
 */
export interface Session {
  /** Runs a statement that returns no rows. Units: rows inserted, updated or deleted. */
  execute(statement: CompiledStatement, values?: ParameterValues): Promise<bigint>;
  query(statement: CompiledStatement, values?: ParameterValues): Promise<WarehouseRow[]>;
  /**
   * Runs `work` in one transaction while holding the vault's lock; commits when it resolves, rolls back when it rejects.
   * The lock may cover more than the vault, up to the whole database, and ends with the transaction at the latest.
   * `ahead` runs first, under the same lock, and changes nothing but work tables: before the transaction begins where the
   * lock does not need one, else in it.
   * Errors: `E-LOCK-HELD` (retryable), `E-WH-UNKNOWN-COMMIT` when the outcome of COMMIT cannot be known.
   */
  vaultTransaction<T>(
    vault: string,
    holder: string,
    work: () => Promise<T>,
    ahead?: () => Promise<void>,
  ): Promise<T>;
  /**
   * Lets the engine read a regular file: text in, guarded, cast, stored in one statement. Units: rows stored.
   * Absent where the engine cannot read files of this machine: every file then goes through the canonical parser.
   * Errors: `E-DATA-GUARD` when the engine cannot read the file or any value misses its guard; an open transaction is
   * then good for rollback only, and the caller sends the file through the canonical parser.
   */
  loadRegularFile?(load: BulkLoad, file: RegularCsvFile): Promise<bigint>;
  /**
   * Stores canonical rows, all of them or none, outside of a transaction too. Units: rows stored.
   * Errors: `E-DATA-*` for a value that the engine cannot store.
   */
  loadRows(load: BulkLoad, rows: AsyncIterable<readonly CanonicalRow[]>): Promise<bigint>;
  /**
   * Lets the engine count what tables hold, so that it plans their joins well; outside of a transaction, because some
   * engines commit on it. Absent where the engine counts by itself.
   */
  analyze?(tables: readonly QualifiedTable[]): Promise<void>;
  /** Tables of the given schemas, in no particular order. */
  describe(schemas: readonly string[]): Promise<TableDescription[]>;
  close(): Promise<void>;
}

/** Port: one warehouse of one engine. */
export interface Warehouse {
  readonly dialect: SqlDialect;
  /** For people; no credential. */
  readonly location: string;
  connect(): Promise<Session>;
  close(): Promise<void>;
}

/** One claim about a server, held against it. */
export interface ClaimResult {
  readonly id: string;
  readonly claim: string;
  /** Where the claim comes from. */
  readonly source: string;
  readonly status: 'confirmed' | 'refuted' | 'skipped' | 'error';
  readonly expected: string;
  /** What the server did, or why it was not asked. */
  readonly observed: string;
  readonly sqlState: string | null;
  readonly ms: number;
}

/**
 * What an adapter found out about a server.
 *
 * Invariant: no host, user, database, certificate or data, so that anybody may see it.
 */
export interface VerifyReport {
  /** Package and version. */
  readonly driver: string;
  readonly server: {
    readonly version: string;
    readonly nodes: number | null;
    /** True for a test server, whose answers say nothing about the engine. */
    readonly emulator: boolean;
  };
  readonly tls: string;
  readonly results: readonly ClaimResult[];
}

export interface VerifyOptions {
  /** Stops after the current claim; what was created is dropped all the same. */
  readonly signal?: AbortSignal;
  /** Ids; all claims when absent. */
  readonly only?: readonly string[];
}

/**
 * What an adapter package exports as `adapter`, so that a program can find it by package name.
 *
 * Shape: `Settings` is what a configuration's target holds besides `adapter`.
 */
export interface WarehouseAdapter {
  readonly dialect: SqlDialect;
  /** What a user must know before trusting the adapter, in one line; `doctor` shows it. */
  readonly notice?: string;
  /**
   * Checks the settings and opens the warehouse; `read` never creates or changes anything.
   * Errors: `E-CONFIG-*`, `E-WH-*`, `E-LOCK-HELD`; `E-WH-MISSING` when there is nothing to read yet.
   */
  open(settings: Readonly<Record<string, unknown>>, access: 'read' | 'write'): Promise<Warehouse>;
  /** A knex instance over the same warehouse, for queries and reports; the caller destroys it. */
  openKnex(settings: Readonly<Record<string, unknown>>): Promise<unknown>;
  /**
   * Holds what the adapter believes of the engine against a server, in a schema of its own that is dropped again.
   * Absent where every claim is tested by the package itself.
   */
  verify?(settings: Readonly<Record<string, unknown>>, options?: VerifyOptions): Promise<VerifyReport>;
}
