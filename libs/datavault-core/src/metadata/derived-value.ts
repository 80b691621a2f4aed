import { z } from 'zod';
import { columnTypeSchema, type ColumnType } from './column.ts';

/** The parts of a derived value; each has a meaning in TypeScript and in every dialect. */
export type DerivedValue =
  /** A column of the source, or one derived before. */
  | { readonly node: 'column'; readonly name: string }
  /** The same value in every row, as canonical text. */
  | { readonly node: 'constant'; readonly value: string | null; readonly type: ColumnType }
  /** Texts one after another; NULL when any of them is. */
  | { readonly node: 'concat'; readonly parts: readonly DerivedValue[] }
  /** The first that is present. */
  | { readonly node: 'coalesce'; readonly parts: readonly DerivedValue[] }
  /** `result` where the condition holds, else `otherwise`; an unknown condition does not hold. */
  | {
      readonly node: 'choose';
      readonly when: DerivedCondition;
      readonly result: DerivedValue;
      readonly otherwise: DerivedValue;
    }
  /** `trim` removes U+0020 at both ends; the cases fold a to z only. */
  | {
      readonly node: 'trim' | 'upperAscii' | 'lowerAscii' | 'nullIfEmpty';
      readonly of: DerivedValue;
    }
  /** Units: code points, the first is 1. */
  | { readonly node: 'substring'; readonly of: DerivedValue; readonly from: number; readonly length: number }
  /** The canonical text of a value of any type. */
  | { readonly node: 'asText'; readonly of: DerivedValue }
  /** Exact arithmetic of integers and decimals. */
  | {
      readonly node: 'add' | 'subtract' | 'multiply';
      readonly left: DerivedValue;
      readonly right: DerivedValue;
    }
  /** Text of an expression for each engine by its dialect's name; has no meaning in TypeScript. */
  | {
      readonly node: 'sql';
      readonly texts: Readonly<Record<string, string>>;
      readonly type: ColumnType;
      readonly nullable: boolean;
    };

/** Compares null-safely, or asks for presence. */
export type DerivedCondition =
  | { readonly node: 'same'; readonly left: DerivedValue; readonly right: DerivedValue }
  | { readonly node: 'isNull'; readonly of: DerivedValue };

const value: z.ZodType<DerivedValue> = z.lazy(() => derivedValueSchema);
const condition: z.ZodType<DerivedCondition> = z.lazy(() =>
  z.discriminatedUnion('node', [
    z.strictObject({ node: z.literal('same'), left: value, right: value }),
    z.strictObject({ node: z.literal('isNull'), of: value }),
  ]),
);

/** A derived value as plain data. */
export const derivedValueSchema: z.ZodType<DerivedValue> = z.discriminatedUnion('node', [
  z.strictObject({ node: z.literal('column'), name: z.string().min(1) }),
  z.strictObject({ node: z.literal('constant'), value: z.string().nullable(), type: columnTypeSchema }),
  z.strictObject({ node: z.enum(['concat', 'coalesce']), parts: z.array(value).min(1) }),
  z.strictObject({ node: z.literal('choose'), when: condition, result: value, otherwise: value }),
  z.strictObject({ node: z.enum(['trim', 'upperAscii', 'lowerAscii', 'nullIfEmpty', 'asText']), of: value }),
  z.strictObject({
    node: z.literal('substring'),
    of: value,
    from: z.int().min(1),
    length: z.int().min(1).max(65_000),
  }),
  z.strictObject({ node: z.enum(['add', 'subtract', 'multiply']), left: value, right: value }),
  z.strictObject({
    node: z.literal('sql'),
    texts: z.record(z.string().min(1), z.string().min(1)),
    type: columnTypeSchema,
    nullable: z.boolean(),
  }),
]) as unknown as z.ZodType<DerivedValue>;

/** The values that a value is made of. */
export function partsOf(of: DerivedValue): readonly DerivedValue[] {
  switch (of.node) {
    case 'column':
    case 'constant':
    case 'sql':
      return [];
    case 'concat':
    case 'coalesce':
      return of.parts;
    case 'choose':
      return [
        ...(of.when.node === 'same' ? [of.when.left, of.when.right] : [of.when.of]),
        of.result,
        of.otherwise,
      ];
    case 'add':
    case 'subtract':
    case 'multiply':
      return [of.left, of.right];
    default:
      return [of.of];
  }
}
