import type { Expression } from '../../sql/expression.ts';
import { loadDate } from '../../model/parameters.ts';

/** Earlier than every instant of an as-of table. */
export const earliestInstant: Expression = {
  node: 'literal',
  value: '0001-01-01 00:00:00.000000',
  type: loadDate.type,
};
