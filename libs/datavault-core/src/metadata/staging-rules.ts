import { z } from 'zod';
import { columnTypeSchema } from './column.ts';
import { derivedValueSchema } from './derived-value.ts';

const name = z.string().min(1);

/** Where a looked-up value comes from: rows of a source staged in the same load, or an entity's table. */
const lookupTargetSchema = z.union([z.strictObject({ source: name }), z.strictObject({ entity: name })]);

/**
 * What becomes of a source's staged rows before entities read them, as plain data.
 *
 * The order of evaluation is that of the fields; a later field may use the columns of an earlier one.
 */
export const stagingRulesSchema = z.strictObject({
  /** Column to cleaners in order; the cleaned value replaces the column. */
  clean: z
    .record(name, z.array(z.enum(['trim', 'upperAscii', 'lowerAscii', 'nullIfEmpty'])).min(1))
    .default({}),
  /** New columns computed from the row. */
  derived: z.record(name, derivedValueSchema).default({}),
  /** Column to the value that stands for NULL; the original is kept as `<column>_original`. */
  nullKeys: z.record(name, z.strictObject({ token: z.string() })).default({}),
  /** New columns fetched by equality from elsewhere; at most one row may match. */
  lookups: z
    .record(
      name,
      z.strictObject({
        from: lookupTargetSchema,
        /** Column there to column here. */
        on: z.record(name, name).refine((on) => Object.keys(on).length > 0, 'needs at least one column'),
        take: name,
        type: columnTypeSchema,
      }),
    )
    .default({}),
  /** New columns that are hashes of others. */
  hashed: z
    .record(name, z.strictObject({ of: z.array(name).min(1), rules: z.enum(['key', 'diff']).default('key') }))
    .default({}),
  /** New integer columns that number the rows of the load. */
  ranked: z
    .record(
      name,
      z.strictObject({
        by: z.enum(['rowNumber', 'rank', 'denseRank']),
        partition: z.array(name).default([]),
        order: z
          .array(
            z.strictObject({
              column: name,
              direction: z.enum(['asc', 'desc']).default('asc'),
              nulls: z.enum(['first', 'last']).default('first'),
            }),
          )
          .min(1),
      }),
    )
    .default({}),
});
export type StagingRules = z.infer<typeof stagingRulesSchema>;

/** Suffix of the column that keeps what a null-key token replaced. */
export const originalSuffix = '_original';
