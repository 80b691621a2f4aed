import type { DerivedShape } from '../metadata/derived-type.ts';
import type { DerivedCondition, DerivedValue } from '../metadata/derived-value.ts';
import { call, coalesce, intLiteral, isNull, same, when, type Expression } from './expression.ts';

/** What a derived value reads and what it becomes. */
export interface DerivedContext {
  readonly column: (name: string) => Expression;
  readonly shape: (of: DerivedValue) => DerivedShape;
}

/** A derived value as an expression; equal to `evaluateDerived` by test. */
export function derivedExpression(of: DerivedValue, context: DerivedContext): Expression {
  const value = (part: DerivedValue): Expression => derivedExpression(part, context);
  switch (of.node) {
    case 'column':
      return context.column(of.name);
    case 'constant': {
      const literal: Expression = { node: 'literal', value: of.value, type: { kind: 'text', length: 1 } };
      return of.type.kind === 'text' && of.value !== null
        ? literal
        : { node: 'cast', operand: literal, type: of.type };
    }
    case 'concat': {
      const [only] = of.parts;
      return of.parts.length === 1 && only ? value(only) : { node: 'concat', operands: of.parts.map(value) };
    }
    case 'coalesce':
      return coalesce(...of.parts.map(value));
    case 'choose':
      return when(condition(of.when, value), value(of.result), value(of.otherwise));
    case 'trim':
      return call('trimSpaces', value(of.of));
    case 'upperAscii':
    case 'lowerAscii':
      return call(of.node, value(of.of));
    case 'nullIfEmpty':
      return call('emptyAsNull', value(of.of));
    case 'substring':
      return call('substring', value(of.of), intLiteral(of.from), intLiteral(of.length));
    case 'asText': {
      const { type } = context.shape(of.of);
      return type.kind === 'text' ? value(of.of) : { node: 'canonicalText', operand: value(of.of), type };
    }
    case 'add':
    case 'subtract':
    case 'multiply':
      return {
        node: 'cast',
        operand: {
          node: 'arithmetic',
          operator: operators[of.node],
          left: value(of.left),
          right: value(of.right),
        },
        type: context.shape(of).type,
      };
    case 'sql':
      return { node: 'dialectSql', texts: of.texts };
  }
}

const operators = { add: '+', subtract: '-', multiply: '*' } as const;

function condition(of: DerivedCondition, value: (part: DerivedValue) => Expression): Expression {
  return of.node === 'isNull' ? isNull(value(of.of)) : same(value(of.left), value(of.right));
}
