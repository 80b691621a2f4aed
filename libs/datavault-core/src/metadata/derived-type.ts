import type { ColumnType } from './column.ts';
import { partsOf, type DerivedValue } from './derived-value.ts';

/** Type of a value and whether it can be NULL. */
export interface DerivedShape {
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** A sentence about why a derived value cannot be. */
export interface DerivedMistake {
  readonly mistake: string;
}

const longestText = 65_000;
const mostDigits = 38;

/** The shape of a derived value, given the shapes of the columns it may read. */
export function derivedShape(
  of: DerivedValue,
  column: (name: string) => DerivedShape | undefined,
): DerivedShape | DerivedMistake {
  if (of.node === 'column') return column(of.name) ?? { mistake: `there is no column ${of.name} before it` };
  if (of.node === 'constant') return { type: of.type, nullable: of.value === null };
  if (of.node === 'sql') return { type: of.type, nullable: of.nullable };
  const parts: DerivedShape[] = [];
  for (const part of partsOf(of)) {
    const shape = derivedShape(part, column);
    if ('mistake' in shape) return shape;
    parts.push(shape);
  }
  return shapeOf(of, parts);
}

function shapeOf(
  of: Exclude<DerivedValue, { node: 'column' | 'constant' | 'sql' }>,
  parts: readonly DerivedShape[],
): DerivedShape | DerivedMistake {
  const anyNull = parts.some(({ nullable }) => nullable);
  switch (of.node) {
    case 'concat':
      return joined(parts) ?? { mistake: 'only texts can be joined; make the others text with asText' };
    case 'coalesce':
      return alike(
        parts,
        parts.every(({ nullable }) => nullable),
      );
    case 'choose': {
      const [compared, results] = [parts.slice(0, -2), parts.slice(-2)];
      const mismatch = alike(compared, false);
      return 'mistake' in mismatch
        ? mismatch
        : alike(
            results,
            results.some(({ nullable }) => nullable),
          );
    }
    case 'trim':
    case 'upperAscii':
    case 'lowerAscii':
    case 'nullIfEmpty': {
      const [only] = parts;
      if (only?.type.kind !== 'text') return { mistake: `${of.node} needs a text` };
      return { type: only.type, nullable: only.nullable || of.node === 'nullIfEmpty' };
    }
    case 'substring':
      return parts[0]?.type.kind === 'text'
        ? { type: { kind: 'text', length: of.length }, nullable: anyNull }
        : { mistake: 'substring needs a text' };
    case 'asText':
      return parts[0]?.type.kind === 'float'
        ? { mistake: 'a float has no exact text; stage it as decimal' }
        : { type: { kind: 'text', length: textLength(parts[0]?.type) }, nullable: anyNull };
    case 'add':
    case 'subtract':
    case 'multiply':
      return computed(of.node, parts, anyNull);
  }
}

/** Units: code points of the canonical text of a type. */
function textLength(type: ColumnType | undefined): number {
  if (type?.kind === 'text') return type.length;
  if (type?.kind === 'decimal') return type.precision + 3;
  if (type?.kind === 'binary') return Math.min(longestText, type.length * 2);
  return 64;
}

function joined(parts: readonly DerivedShape[]): DerivedShape | null {
  if (parts.some(({ type }) => type.kind !== 'text')) return null;
  const length = parts.reduce((sum, { type }) => sum + (type.kind === 'text' ? type.length : 0), 0);
  return {
    type: { kind: 'text', length: Math.min(longestText, Math.max(1, length)) },
    nullable: parts.some(({ nullable }) => nullable),
  };
}

/** One type for all: the widest text, else the very same type. */
function alike(parts: readonly DerivedShape[], nullable: boolean): DerivedShape | DerivedMistake {
  const [first, ...others] = parts;
  if (first === undefined) return { mistake: 'there is nothing to choose from' };
  const other = others.find(({ type }) => type.kind !== first.type.kind);
  if (other !== undefined) return { mistake: `${first.type.kind} and ${other.type.kind} do not mix` };
  if (first.type.kind === 'text') {
    const lengths = parts.map(({ type }) => (type.kind === 'text' ? type.length : 1));
    return { type: { kind: 'text', length: Math.max(...lengths) }, nullable };
  }
  const uneven = others.some(({ type }) => JSON.stringify(type) !== JSON.stringify(first.type));
  return uneven
    ? { mistake: `the ${first.type.kind} values differ in size` }
    : { type: first.type, nullable };
}

function computed(
  operator: 'add' | 'subtract' | 'multiply',
  parts: readonly DerivedShape[],
  nullable: boolean,
): DerivedShape | DerivedMistake {
  const sizes = parts.map(({ type }) => decimalSize(type));
  const [left, right] = sizes;
  if (!left || !right) return { mistake: `${operator} needs integers or decimals` };
  if (parts.every(({ type }) => type.kind === 'int')) return { type: { kind: 'int' }, nullable };
  const scale = operator === 'multiply' ? left.scale + right.scale : Math.max(left.scale, right.scale);
  const whole = operator === 'multiply' ? left.whole + right.whole : Math.max(left.whole, right.whole) + 1;
  return whole + scale > mostDigits
    ? { mistake: `the result of ${operator} needs ${whole + scale} digits, ${mostDigits} are possible` }
    : { type: { kind: 'decimal', precision: whole + scale, scale }, nullable };
}

function decimalSize(type: ColumnType): { readonly whole: number; readonly scale: number } | null {
  if (type.kind === 'int') return { whole: 19, scale: 0 };
  return type.kind === 'decimal' ? { whole: type.precision - type.scale, scale: type.scale } : null;
}
