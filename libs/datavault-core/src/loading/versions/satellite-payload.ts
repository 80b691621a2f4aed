import { z } from 'zod';
import { hashTypeOf } from '../../hash/hash-profile.ts';
import { columnTypeSchema, type ColumnType } from '../../metadata/column.ts';
import type { ColumnName, NoSuchColumn, Source } from '../../metadata/source.ts';
import { column, type Expression } from '../../sql/expression.ts';
import type { HashOperand } from '../../sql/hash-expression.ts';
import type { LoadContext } from '../../stage/entity-load.ts';
import type { EntityBase, Feed, OrphanPolicy } from '../../model/entity.ts';
import type { Hub } from '../../kinds/hub.ts';
import type { Link } from '../../kinds/link.ts';
import type { ParentReference, SetColumn } from '../sets/set-load.ts';
import type { StageBuilder } from '../stage/stage-builder.ts';

export { resolveSatellite } from './satellite-resolve.ts';

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
  also: z.array(z.strictObject(feedShape)).default([]),
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

/** Source columns under their own names, or physical name to source column or constant. */
export type PayloadOption = readonly string[] | Readonly<Record<string, string | Constant>>;

/** A payload whose columns exist; a mistake becomes a sentence in the compiler's message. */
export type CheckedPayload<From extends Source, Given> = {
  readonly [Place in keyof Given]: Given[Place] extends ColumnName<From> | Constant
    ? Given[Place]
    : NoSuchColumn<From, Given[Place]>;
};

/** A further source of a satellite, as `fedBy` gives it. */
export interface SatelliteFeed {
  readonly source: Source;
  readonly payload?: PayloadOption;
  readonly key?: readonly string[];
}

/** Options of the satellite functions, with every column name known to the compiler. */
export interface SatelliteOptions<From extends Source, Payload extends PayloadOption> {
  readonly of: Hub | Link;
  readonly from: From;
  readonly payload: Payload extends CheckedPayload<From, Payload> ? Payload : CheckedPayload<From, Payload>;
  /** Columns of the parent's business key, for a source that does not feed the parent. */
  readonly key?: readonly ColumnName<From>[];
  readonly also?: readonly SatelliteFeed[];
  readonly orphans?: OrphanPolicy;
}

/** The boolean value `true` or `false` in every row. */
export const constant = (value: boolean): Constant => ({
  constant: String(value),
  type: { kind: 'boolean' },
});

/** The plain data of what both satellite functions were given. */
export function satelliteDefinition(
  name: string,
  {
    of,
    from,
    payload,
    key,
    also = [],
    orphans,
  }: Pick<SatelliteOptions<Source, PayloadOption>, 'of' | 'from' | 'orphans'> & {
    readonly payload: unknown;
    readonly key?: readonly string[];
    readonly also?: readonly SatelliteFeed[];
  },
) {
  return {
    name,
    of: of.name,
    from: from.name,
    payload: namedColumns(payload as PayloadOption),
    ...(key ? { key: [...key] } : {}),
    also: also.map((feed) => ({
      from: feed.source.name,
      payload: namedColumns(feed.payload ?? {}),
      ...(feed.key ? { key: [...feed.key] } : {}),
    })),
    ...(orphans ? { orphans } : {}),
  };
}

/** Physical names to values; columns under their own names where only those are given. */
export function namedColumns(given: PayloadOption): Record<string, PayloadValue> {
  return Object.fromEntries(
    Array.isArray(given) ? (given as readonly string[]).map((item) => [item, item]) : Object.entries(given),
  );
}

export function parentReference(model: SatelliteBase, { vault }: LoadContext): ParentReference {
  return { column: model.hashKey, schema: vault.naming.vaultSchema, table: model.parent, key: model.hashKey };
}

/** The parent's hash key and the payload as columns of the prepared stage named `staged`. */
export function stagedRow(
  model: SatelliteBase,
  feed: SatelliteBase['feeds'][number],
  context: LoadContext,
): { key: SetColumn; payload: SetColumn[] } {
  const stage = context.stage(feed.source);
  const hashed = stage.key(feed.key, model.hashKey);
  return {
    key: {
      name: model.hashKey,
      type: hashTypeOf(context.vault.hashProfile),
      nullable: hashed.nullable,
      value: column('staged', hashed.name),
    },
    payload: model.payload.map((item, index) => ({
      ...item,
      value: stagedValue(feed.values[index] as PayloadValue, stage),
    })),
  };
}

/** A payload value as the prepared stage `staged` holds it. */
export function stagedValue(value: PayloadValue, stage: StageBuilder): Expression {
  return typeof value === 'string' ? column('staged', stage.plain(value)) : constantValue(value);
}

function constantValue({ constant: text, type }: Constant): Expression {
  return { node: 'cast', operand: { node: 'literal', value: text, type: { kind: 'text', length: 1 } }, type };
}

/** Some of the payload as operands of a hash diff, under the names the satellite gives its columns. */
export function diffOperands(
  model: SatelliteBase,
  compared: readonly string[],
  feed: SatelliteBase['feeds'][number],
  stage: StageBuilder,
): HashOperand[] {
  return model.payload.flatMap(({ name, type, nullable }, index): HashOperand[] => {
    if (!compared.includes(name)) return [];
    const value = feed.values[index] as PayloadValue;
    return [
      typeof value === 'string'
        ? stage.operand(value, name)
        : { name, type, nullable, value: constantValue(value) },
    ];
  });
}
