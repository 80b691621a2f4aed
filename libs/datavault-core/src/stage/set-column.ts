import type { TableColumn } from '../sql/query.ts';
import type { Expression } from '../sql/expression.ts';

/** A stored column and where its value comes from in the input. */
export interface SetColumn extends TableColumn {
  readonly value: Expression;
  /** The form in which stored and new values are compared; the value itself when absent. */
  readonly compare?: (value: Expression) => Expression;
  /** That form may be NULL although no value of the column is. */
  readonly comparesNull?: boolean;
}

/** A table that must hold the key in `column`. */
export interface ParentReference {
  readonly column: string;
  readonly schema: string;
  readonly table: string;
  readonly key: string;
}
