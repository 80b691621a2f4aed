import { z } from 'zod';
import { columnTypeSchema, type ColumnType } from '../metadata/column.ts';
import type { EntityBase, Feed, OrphanPolicy } from './entity.ts';

const constantSchema = z.strictObject({ constant: z.string().nullable(), type: columnTypeSchema });

/** The same value in every row of a satellite, as canonical text. */
export type Constant = z.infer<typeof constantSchema>;

const payloadSchema = z.record(z.string().min(1), z.union([z.string().min(1), constantSchema]));

/** What a further source of a satellite says. */
export const feedShape = {
  from: z.string().min(1),
  payload: payloadSchema,
  key: z.array(z.string().min(1)).min(1).optional(),
};

/** What both kinds of satellite say about themselves. */
export const satelliteShape = {
  name: z.string().min(1),
  /** Hub or link that the rows describe. */
  of: z.string().min(1),
  from: z.string().min(1),
  /** Physical column to source column or constant, in the order of the hash diff. */
  payload: payloadSchema,
  /** Staged columns of the parent's business key, for a source that does not feed the parent. */
  key: z.array(z.string().min(1)).min(1).optional(),
  /** Further sources with the same physical columns. */
  furtherSources: z.array(z.strictObject(feedShape)).default([]),
  orphans: z.enum(['hold', 'fail']).default('fail'),
};

/** Where a payload value comes from: a staged column, or a constant. */
export type PayloadValue = string | Constant;

export interface PayloadColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** The part of a satellite's model that does not depend on how it keeps history. */
export interface SatelliteBase extends EntityBase {
  readonly parent: string;
  readonly payload: readonly PayloadColumn[];
  readonly orphans: OrphanPolicy;
  readonly feeds: readonly (Feed & { readonly values: readonly PayloadValue[] })[];
}

/** The boolean value `true` or `false` in every row. */
export const constantFlag = (value: boolean): Constant => ({
  constant: String(value),
  type: { kind: 'boolean' },
});
