import type { Expression } from '../sql/expression.ts';
import { loadDate } from './parameters.ts';

/** Later than every instant, as canonical text: the end of what is still in force. */
export const openEnd = '9999-12-31 23:59:59.999999';
export const openEndLiteral: Expression = { node: 'literal', value: openEnd, type: loadDate.type };
