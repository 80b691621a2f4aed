import type { ColumnType } from '../metadata/column.ts';

/** A value supplied at run time, by name: the load date of a batch, its load id, its record source. */
export interface Parameter {
  readonly name: string;
  readonly type: ColumnType;
  /** NULL when the caller gives no value; else a missing value is an error. */
  readonly optional?: boolean;
}

/**
 * What a statement may do to the transaction it stands in: read; change rows; change the catalogue, which some engines
 * commit; load rows from a client; ask or set something of the session.
 */
export type StatementClass = 'query' | 'dml' | 'ddl' | 'copy' | 'meta';

/** Statement text of one dialect; `parameters` in the order of their places in the text. */
export interface CompiledStatement {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
  readonly class: StatementClass;
  /** The work table that the statement gives to the session. */
  readonly workTable?: string;
}

/** A statement of an engine's own, without parameters. */
export const engineStatement = (statementClass: StatementClass, sql: string): CompiledStatement => ({
  sql,
  parameters: [],
  class: statementClass,
});

/** Run-time values by parameter name, as canonical text. */
export type ParameterValues = Readonly<Record<string, string | null>>;
