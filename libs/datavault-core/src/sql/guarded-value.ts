import type { ColumnDefinition } from '../metadata/column.ts';
import { lexicalForm } from '../metadata/lexical-form.ts';
import {
  and,
  call,
  intLiteral,
  isNotNull,
  isNull,
  or,
  textLiteral,
  when,
  type Expression,
} from './expression.ts';

/**
 * The typed value of a text read from a regular file; evaluation fails when the text misses the column's guard.
 *
 * Invariant: what passes here is exactly what the canonical parser would make of the same text.
 */
export function guardedValue(text: Expression, name: string, column: ColumnDefinition): Expression {
  const fits = isAcceptable(text, column);
  const safe = column.nullable ? or(isNull(text), fits) : and(isNotNull(text), fits);
  const value: Expression =
    column.type.kind === 'text' ? text : { node: 'cast', operand: text, type: column.type };
  const miss: Expression = {
    node: 'cast',
    operand: call('fail', textLiteral(`guard missed in column ${name}`)),
    type: column.type,
  };
  return when(safe, value, miss);
}

function isAcceptable(text: Expression, { type, accepted }: ColumnDefinition): Expression {
  if (accepted !== undefined) return { node: 'oneOf', operand: text, values: accepted.map(textLiteral) };
  if (type.kind === 'text') {
    return {
      node: 'compare',
      operator: '<=',
      left: call('codePoints', text),
      right: intLiteral(type.length),
    };
  }
  return { node: 'matches', operand: text, pattern: lexicalForm(type).guard };
}
