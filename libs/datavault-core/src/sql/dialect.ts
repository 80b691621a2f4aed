import type { ColumnType } from '../metadata/column.ts';
import type { HashAlgorithm, HashEncoding, PortableFunction } from './expression.ts';
import type { PickNode, TableDefinition } from './query.ts';
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
  /** Clauses after the column list of a work table. */
  workTableClauses: readonly string[];
  /** A faster form of a pick than the window form; null keeps the window form. */
  pick?(node: PickNode, compiler: SqlCompiler): string | null;
}
