import type { ColumnType } from '../metadata/column.ts';
import type { Query } from './query.ts';
import type { Parameter } from './statement.ts';
import type { StoredType } from './stored-type.ts';

export type HashAlgorithm = 'md5' | 'sha1' | 'sha256';
export type HashEncoding = 'binary' | 'hexLower' | 'hexUpper';

/** Scalar functions every dialect must print; arguments are text unless named otherwise. */
export type PortableFunction =
  | 'emptyAsNull' // (text)
  | 'replaceAll' // (text, from, to)
  | 'trimSpaces' // (text): U+0020 at both ends
  | 'upper' // (text): Unicode upper case of the engine
  | 'upperAscii' // (text)
  | 'lowerAscii' // (text)
  | 'substring' // (text, first code point from 1 as integer, number of code points as integer)
  | 'removeTrailing' // (text, tail): every repetition of `tail` at the end
  | 'trimTrailing' // (text, characters): every character at the end that is one of the given ASCII characters
  | 'padFraction' // (text of a decimal, digits as integer literal): zeros until the fraction has that many digits
  | 'codePoints' // (text): length as integer
  | 'minusMicroseconds' // (timestamp, number as integer literal)
  | 'fail'; // (message): raises an error when evaluated

export interface OrderTerm {
  readonly by: Expression;
  readonly direction?: 'asc' | 'desc';
  /** Always said, because engines differ in their default. */
  readonly nulls?: 'first' | 'last';
}

/** The closed set of scalar expressions. Kinds build these and never write SQL text. */
export type Expression =
  | { readonly node: 'column'; readonly relation: string | null; readonly name: string }
  | { readonly node: 'parameter'; readonly parameter: Parameter }
  | { readonly node: 'literal'; readonly value: string | null; readonly type: ColumnType }
  | {
      readonly node: 'compare';
      readonly operator: '=' | '<>' | '<' | '<=' | '>' | '>=';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly node: 'same'; readonly left: Expression; readonly right: Expression }
  | { readonly node: 'isNull'; readonly operand: Expression }
  | { readonly node: 'isNotNull'; readonly operand: Expression }
  | { readonly node: 'and' | 'or'; readonly operands: readonly Expression[] }
  | { readonly node: 'not'; readonly operand: Expression }
  | { readonly node: 'oneOf'; readonly operand: Expression; readonly values: readonly Expression[] }
  | { readonly node: 'inQuery'; readonly operand: Expression; readonly query: Query }
  | { readonly node: 'exists'; readonly query: Query }
  | {
      readonly node: 'case';
      readonly branches: readonly { readonly condition: Expression; readonly result: Expression }[];
      readonly otherwise: Expression | null;
    }
  | { readonly node: 'coalesce' | 'concat'; readonly operands: readonly Expression[] }
  | { readonly node: 'call'; readonly function: PortableFunction; readonly arguments: readonly Expression[] }
  | { readonly node: 'matches'; readonly operand: Expression; readonly pattern: string }
  /** Text that metadata gives for each dialect by its name; nothing else is known about it. */
  | { readonly node: 'dialectSql'; readonly texts: Readonly<Record<string, string>> }
  | { readonly node: 'cast'; readonly operand: Expression; readonly type: StoredType }
  | { readonly node: 'canonicalText'; readonly operand: Expression; readonly type: StoredType }
  | {
      readonly node: 'digest';
      readonly operand: Expression;
      readonly algorithm: HashAlgorithm;
      readonly encoding: HashEncoding;
      /** Longest text that is hashed, before anything is escaped. Units: Unicode code points. */
      readonly characters: number;
    }
  | { readonly node: 'aggregate'; readonly function: 'count' | 'sum'; readonly operand: Expression | null }
  | {
      readonly node: 'extreme';
      readonly function: 'min' | 'max';
      readonly operand: Expression;
      readonly type: StoredType;
    }
  | {
      readonly node: 'window';
      readonly function:
        'rowNumber' | 'rank' | 'denseRank' | 'lag' | 'lead' | 'count' | 'sum' | 'min' | 'max';
      readonly operand: Expression | null;
      readonly partitionBy: readonly Expression[];
      readonly orderBy: readonly OrderTerm[];
      /** Rows of an ordered `count`, `sum`, `min` or `max`: up to this one, or before it. Without it: the whole partition. */
      readonly frame?: 'untilCurrent' | 'beforeCurrent';
    }
  | {
      readonly node: 'arithmetic';
      readonly operator: '+' | '-' | '*';
      readonly left: Expression;
      readonly right: Expression;
    };

export const column = (relation: string | null, name: string): Expression => ({
  node: 'column',
  relation,
  name,
});
export const parameter = (value: Parameter): Expression => ({ node: 'parameter', parameter: value });
export const textLiteral = (value: string): Expression => ({
  node: 'literal',
  value,
  type: { kind: 'text', length: Math.max(1, value.length) },
});
export const intLiteral = (value: number): Expression => ({
  node: 'literal',
  value: String(value),
  type: { kind: 'int' },
});
export const equal = (left: Expression, right: Expression): Expression => ({
  node: 'compare',
  operator: '=',
  left,
  right,
});
export const same = (left: Expression, right: Expression): Expression => ({ node: 'same', left, right });
export const isNull = (operand: Expression): Expression => ({ node: 'isNull', operand });
export const isNotNull = (operand: Expression): Expression => ({ node: 'isNotNull', operand });
export const not = (operand: Expression): Expression => ({ node: 'not', operand });
export const exists = (query: Query): Expression => ({ node: 'exists', query });
export const coalesce = (...operands: Expression[]): Expression => ({ node: 'coalesce', operands });
export const extreme = (name: 'min' | 'max', operand: Expression, type: StoredType): Expression => ({
  node: 'extreme',
  function: name,
  operand,
  type,
});
export const countRows = (): Expression => ({ node: 'aggregate', function: 'count', operand: null });
export const call = (name: PortableFunction, ...operands: Expression[]): Expression => ({
  node: 'call',
  function: name,
  arguments: operands,
});

/** Conjunction; nested ones are flattened and a single operand stands for itself. */
export function and(...operands: Expression[]): Expression {
  const flat = operands.flatMap((operand) => (operand.node === 'and' ? operand.operands : [operand]));
  return flat.length === 1 ? (flat[0] as Expression) : { node: 'and', operands: flat };
}

/** Disjunction; a single operand stands for itself. */
export function or(...operands: Expression[]): Expression {
  return operands.length === 1 ? (operands[0] as Expression) : { node: 'or', operands };
}

/** `case when condition then value else otherwise end`. */
export function when(
  condition: Expression,
  result: Expression,
  otherwise: Expression | null = null,
): Expression {
  return { node: 'case', branches: [{ condition, result }], otherwise };
}
