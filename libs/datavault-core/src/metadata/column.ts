import { z } from 'zod';
import { valueFormatSchema, type ValueFormat } from './value-format.ts';

/**
 * Logical value types of staged and stored columns; each engine's dialect gives them a physical name.
 *
 * `hash` is a hash key or hash diff: 16, 20 or 32 bytes, held as bytes or as hexadecimal text.
 *
 * Units: `length` of text is Unicode code points, of binary bytes; time types carry microseconds;
 * `timestamp` has no zone and is never shifted; `int` is a signed 64-bit integer.
 */
export const columnTypeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), length: z.int().min(1).max(65_000) }),
  z.strictObject({ kind: z.literal('int') }),
  z.strictObject({
    kind: z.literal('decimal'),
    precision: z.int().min(1).max(38),
    scale: z.int().min(0).max(38),
  }),
  z.strictObject({ kind: z.literal('boolean') }),
  z.strictObject({ kind: z.literal('date') }),
  z.strictObject({ kind: z.literal('time') }),
  z.strictObject({ kind: z.literal('timestamp') }),
  z.strictObject({ kind: z.literal('timestamptz') }),
  z.strictObject({ kind: z.literal('float') }),
  z.strictObject({ kind: z.literal('binary'), length: z.int().min(1).max(65_000) }),
  z.strictObject({ kind: z.literal('uuid') }),
  z.strictObject({
    kind: z.literal('hash'),
    bytes: z.union([z.literal(16), z.literal(20), z.literal(32)]),
    encoding: z.enum(['binary', 'hexLower', 'hexUpper']),
  }),
]);
export type ColumnType = z.infer<typeof columnTypeSchema>;
export type ColumnKind = ColumnType['kind'];
export type HashType = Extract<ColumnType, { kind: 'hash' }>;

/** One column of a staging contract as plain data. */
export const columnSchema = z.strictObject({
  type: columnTypeSchema,
  nullable: z.boolean().default(false),
  /** Personal data: masked in logs and peeks, refused in business keys. */
  pii: z.boolean().default(false),
  /** Other header names that mean this column. */
  aliases: z.array(z.string().min(1)).default([]),
  /** The exact set of accepted text values; anything else is a reject. */
  accepted: z.array(z.string()).optional(),
  /** How files write this column, where it differs from the other columns of the source. */
  written: valueFormatSchema.optional(),
});
export type ColumnDefinition = z.infer<typeof columnSchema>;

/**
 * A typed column under construction; every method returns a new column.
 *
 * Shape: `Kind` and `Nullable` are carried in the type, so that metadata built on the column is checked by the compiler.
 */
export class Column<Kind extends ColumnKind = ColumnKind, Nullable extends boolean = boolean> {
  declare readonly __kind: Kind;
  declare readonly __nullable: Nullable;

  constructor(readonly definition: ColumnDefinition) {}

  /** The column may be empty in the file; it is then NULL. */
  nullable(): Column<Kind, true> {
    return new Column({ ...this.definition, nullable: true });
  }

  /** Marks personal data. */
  pii(): Column<Kind, Nullable> {
    return new Column({ ...this.definition, pii: true });
  }

  /** Accepts further header names for this column. */
  aliases(...names: string[]): Column<Kind, Nullable> {
    return new Column({ ...this.definition, aliases: [...this.definition.aliases, ...names] });
  }

  /** Says how files write the values. Example: `date().written({ date: 'dd.MM.yyyy' })` */
  written(format: ValueFormat): Column<Kind, Nullable> {
    return new Column({ ...this.definition, written: format });
  }
}

/** A text column, which alone can restrict itself to an exact set of values. */
export class TextColumn<Nullable extends boolean = boolean> extends Column<'text', Nullable> {
  oneOf(...values: string[]): Column<'text', Nullable> {
    return new Column({ ...this.definition, accepted: values });
  }
}

const plain = (type: ColumnType): ColumnDefinition => ({ type, nullable: false, pii: false, aliases: [] });

/** Text of at most `length` code points; longer values are rejected, never cut. */
export const text = (length: number): TextColumn<false> =>
  new TextColumn<false>(plain({ kind: 'text', length }));
/** Signed 64-bit integer. */
export const int = (): Column<'int', false> => new Column(plain({ kind: 'int' }));
/** Exact decimal; surplus fraction digits are rejected unless they are zeros. */
export const decimal = (precision: number, scale: number): Column<'decimal', false> =>
  new Column(plain({ kind: 'decimal', precision, scale }));
export const boolean = (): Column<'boolean', false> => new Column(plain({ kind: 'boolean' }));
export const date = (): Column<'date', false> => new Column(plain({ kind: 'date' }));
export const time = (): Column<'time', false> => new Column(plain({ kind: 'time' }));
/** Date and time of day without a zone, microseconds. */
export const timestamp = (): Column<'timestamp', false> => new Column(plain({ kind: 'timestamp' }));
/** Instant, held in UTC, microseconds. */
export const timestamptz = (): Column<'timestamptz', false> => new Column(plain({ kind: 'timestamptz' }));
/** Binary64; refused in keys. */
export const float = (): Column<'float', false> => new Column(plain({ kind: 'float' }));
export const binary = (length: number): Column<'binary', false> =>
  new Column(plain({ kind: 'binary', length }));
export const uuid = (): Column<'uuid', false> => new Column(plain({ kind: 'uuid' }));

/**
 * A hash key that the source has computed itself. As the whole of a business key it is stored as it is, never hashed
 * again, and must be of the type of the vault's keys.
 */
export const prehashed = (
  bytes: HashType['bytes'],
  encoding: HashType['encoding'] = 'binary',
): Column<'hash', false> => new Column(plain({ kind: 'hash', bytes, encoding }));
