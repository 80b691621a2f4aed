import type { Column, ColumnKind, ColumnType } from './column.ts';
import type { DerivedCondition, DerivedValue } from './derived-value.ts';

/** A derived value whose kind is known to the compiler. */
export interface Derived<Kind extends ColumnKind = ColumnKind> {
  readonly value: DerivedValue;
  /** Never present; carries the kind for the compiler. */
  readonly __kind?: Kind;
}

/** The columns of a source as derived values. */
export type DerivedColumns<Columns extends Readonly<Record<string, Column>>> = {
  readonly [Name in keyof Columns]: Columns[Name] extends Column<infer Kind, boolean> ? Derived<Kind> : never;
};

type Text = Derived<'text'> | string;

const text = (given: Text): DerivedValue =>
  typeof given === 'string'
    ? { node: 'constant', value: given, type: { kind: 'text', length: Math.max(1, given.length) } }
    : given.value;
const textOf =
  (node: 'trim' | 'upperAscii' | 'lowerAscii' | 'nullIfEmpty') =>
  (of: Derived<'text'>): Derived<'text'> => ({
    value: { node, of: of.value },
  });
const number =
  (node: 'add' | 'subtract' | 'multiply') =>
  <Kind extends 'int' | 'decimal'>(left: Derived<Kind>, right: Derived<Kind>): Derived<Kind> => ({
    value: { node, left: left.value, right: right.value },
  });

/**
 * Builders of derived values: each has one meaning in TypeScript and in every dialect.
 *
 * Example: `withDerived(users, (c) => ({ full_name: derive.concat(c.first, ' ', c.last) }))`
 */
export const derive = {
  /** A fixed value as canonical text. */
  constant: <Kind extends ColumnKind>(
    value: string | null,
    type: ColumnType & { readonly kind: Kind },
  ): Derived<Kind> => ({ value: { node: 'constant', value, type } }),
  /** NULL when any part is NULL. */
  concat: (...parts: readonly Text[]): Derived<'text'> => ({
    value: { node: 'concat', parts: parts.map(text) },
  }),
  /** The first that is present. */
  coalesce: <Kind extends ColumnKind>(...parts: readonly Derived<Kind>[]): Derived<Kind> => ({
    value: { node: 'coalesce', parts: parts.map(({ value }) => value) },
  }),
  /** `result` where the condition holds, else `otherwise`. */
  choose: <Kind extends ColumnKind>(
    when: DerivedCondition,
    result: Derived<Kind>,
    otherwise: Derived<Kind>,
  ): Derived<Kind> => ({ value: { node: 'choose', when, result: result.value, otherwise: otherwise.value } }),
  /** Null-safe equality. */
  same: <Kind extends ColumnKind>(left: Derived<Kind>, right: Derived<Kind>): DerivedCondition => ({
    node: 'same',
    left: left.value,
    right: right.value,
  }),
  isNull: (of: Derived): DerivedCondition => ({ node: 'isNull', of: of.value }),
  /** Without U+0020 at both ends. */
  trim: textOf('trim'),
  upperAscii: textOf('upperAscii'),
  lowerAscii: textOf('lowerAscii'),
  nullIfEmpty: textOf('nullIfEmpty'),
  /** Units: code points; the first is 1. */
  substring: (of: Derived<'text'>, from: number, length: number): Derived<'text'> => ({
    value: { node: 'substring', of: of.value, from, length },
  }),
  /** The canonical text of any value. */
  asText: (of: Derived): Derived<'text'> => ({ value: { node: 'asText', of: of.value } }),
  add: number('add'),
  subtract: number('subtract'),
  multiply: number('multiply'),
  /** An expression for each dialect by its name, over the staging table's columns; it has no meaning in TypeScript. */
  sql: <Kind extends ColumnKind>(
    texts: Readonly<Record<string, string>>,
    type: ColumnType & { readonly kind: Kind },
    nullable = true,
  ): Derived<Kind> => ({ value: { node: 'sql', texts, type, nullable } }),
};
