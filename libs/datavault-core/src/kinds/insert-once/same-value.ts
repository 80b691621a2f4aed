import { equal, same, type Expression } from '../../sql/expression.ts';
import type { SetColumn } from '../../stage/set-column.ts';

/** The condition under which two values of a column are the same. */
export function sameValue(
  {
    nullable,
    comparesNull = false,
    compare = (value) => value,
  }: Pick<SetColumn, 'nullable' | 'comparesNull' | 'compare'>,
  left: Expression,
  right: Expression,
): Expression {
  return (nullable || comparesNull ? same : equal)(compare(left), compare(right));
}
