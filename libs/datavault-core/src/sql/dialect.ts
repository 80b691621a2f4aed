import type { ColumnType } from '../metadata/column.ts';
import type { HashAlgorithm, HashEncoding, PortableFunction } from './expression.ts';
import type { PickNode, TableDefinition, WorkTable } from './query.ts';
import type { SqlCompiler } from './compile.ts';
import type { Parameter } from './statement.ts';
import type { StoredType } from './stored-type.ts';

/**
 * Everything that differs between engines, as values and small printers.
 *
 * Invariant: pure; no connection, no driver. Nothing outside an adapter's folder asks for a dialect's name.
 */
export interface SqlDialect {
  /** For messages and file names only. */
  readonly name: string;
  /** Longest identifier. Units: bytes of UTF-8. */
  readonly identifierBytes: number;
  quoteIdentifier(name: string): string;
  typeName(type: StoredType): string;
  /** The spelling of a type in the engine's catalogue, to compare a stored table with its definition. */
  catalogType(type: StoredType): string;
  literal(value: string | null, type: ColumnType): string;
  /** Position is 1-based, in order of appearance. */
  placeholder(parameter: Parameter, position: number): string;
  /** Null-safe equality of two printed operands. */
  same(left: string, right: string): string;
  call(name: PortableFunction, operands: readonly string[]): string;
  /** Full match of a pattern that JavaScript and RE2 agree on. */
  matches(operand: string, pattern: string): string;
  /** Canonical text of a value, byte for byte the text that the TypeScript hasher makes. */
  canonicalText(operand: string, type: StoredType): string;
  digest(operand: string, algorithm: HashAlgorithm, encoding: HashEncoding): string;
  /** Clauses after the column list of `create table`, for example segmentation; one line each. */
  tableClauses(table: TableDefinition): readonly string[];
  /** Opening of the statement that gives the session an empty work table of this printed name. */
  workTableOpening(name: string): string;
  /** Clauses after the column list of a work table, one line each. */
  workTableClauses(table: WorkTable): readonly string[];
  /** Statement that creates a view of this printed name, or replaces it. */
  createView(name: string, query: string): string;
  /** Statement that gives a column of a table a wider type; all three are printed. */
  widenColumn(table: string, column: string, type: string): string;
  /** What follows the type of a column that may be NULL, or may not; empty, or it begins with a space. */
  nullability(nullable: boolean): string;
  /** Smallest or largest value of a printed operand of this type. */
  extreme(name: 'min' | 'max', operand: string, type: StoredType): string;
  /**
   * The form of an anti-join over equal columns that the engine's planner takes as a join. Any other condition is a left
   * join on every engine, because some refuse it in a subquery.
   */
  readonly antiJoin: 'notExists' | 'leftJoin';
  /** Longest text that an expression can make, in octets of UTF-8; null where nothing but memory limits it. */
  readonly longestText: number | null;
  /** True when a common table is computed anew at each place that reads it; shared ones then become work tables. */
  readonly expandsCommonTables: boolean;
  /**
   * True when rows of the running transaction are read by one thread, or otherwise slowly: plans then collect and prove
   * before the transaction, which only writes.
   */
  readonly readsOwnWritesSlowly: boolean;
  /** The engine's own form of a pick; null takes the group form where it serves, else the window form. */
  pick?(node: PickNode, compiler: SqlCompiler): string | null;
}

/** Forms that most engines share; a dialect spreads them and replaces what it spells otherwise. */
export const standardForms = {
  createView: (name, query) => `create or replace view ${name} as\n${query}`,
  widenColumn: (table, column, type) => `alter table ${table} alter column ${column} set data type ${type}`,
  nullability: (nullable) => (nullable ? '' : ' not null'),
  extreme: (name, operand) => `${name}(${operand})`,
  antiJoin: 'notExists',
  expandsCommonTables: false,
  readsOwnWritesSlowly: false,
  longestText: null,
} satisfies Partial<SqlDialect>;
