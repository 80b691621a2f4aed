import type { ColumnType } from '../metadata/column.ts';

/** A value supplied at run time, by name: the load date of a batch, its load id, its record source. */
export interface Parameter {
  readonly name: string;
  readonly type: ColumnType;
  /** NULL when the caller gives no value; else a missing value is an error. */
  readonly optional?: boolean;
}

/** Statement text of one dialect; `parameters` in the order of their places in the text. */
export interface CompiledStatement {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/** Run-time values by parameter name, as canonical text. */
export type ParameterValues = Readonly<Record<string, string | null>>;
