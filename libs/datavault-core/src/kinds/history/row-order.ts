import { and, column, equal, isNotNull, isNull, or, same, type Expression } from '../../sql/expression.ts';
import type { TableColumn } from '../../sql/query.ts';

/** A column that takes part in an order or a comparison. */
export type OrderedColumn = Pick<TableColumn, 'name' | 'nullable'>;
/** Where the value of a column is found on one side of a comparison. */
export type ValueOf = (name: string) => Expression;

/** The columns of a relation; `prefix` is what their names begin with there. */
export const valuesIn =
  (relation: string, prefix = ''): ValueOf =>
  (name) =>
    column(relation, `${prefix}${name}`);

/**
 * Left comes after right: column by column, NULL before every value.
 *
 * Invariant: never NULL when the first column is not.
 */
export function isAfter(columns: readonly OrderedColumn[], left: ValueOf, right: ValueOf): Expression {
  const [first, ...rest] = columns;
  if (first === undefined) throw new TypeError('an order has at least one column');
  const { name, nullable } = first;
  const greater: Expression = { node: 'compare', operator: '>', left: left(name), right: right(name) };
  const after = nullable ? and(isNotNull(left(name)), or(isNull(right(name)), greater)) : greater;
  if (rest.length === 0) return after;
  return or(after, and(sameIn(first, left, right), isAfter(rest, left, right)));
}

/** Left and right agree in every column, NULL equal to NULL. */
export function isSame(columns: readonly OrderedColumn[], left: ValueOf, right: ValueOf): Expression {
  return and(...columns.map((item) => sameIn(item, left, right)));
}

function sameIn({ name, nullable }: OrderedColumn, left: ValueOf, right: ValueOf): Expression {
  return (nullable ? same : equal)(left(name), right(name));
}
