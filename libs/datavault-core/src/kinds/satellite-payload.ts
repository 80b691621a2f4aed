import { z } from 'zod';
import { hashTypeOf } from '../hash/hash-profile.ts';
import { columnTypeSchema, type ColumnType } from '../metadata/column.ts';
import type { ResolveScope } from '../metadata/resolve-scope.ts';
import type { ColumnName, NoSuchColumn, Source } from '../metadata/source.ts';
import { column, type Expression } from '../sql/expression.ts';
import type { HashOperand } from '../sql/hash-expression.ts';
import { arrivalColumns } from './arrival-columns.ts';
import type { EntityBase, Feed, LoadContext, OrphanPolicy } from './define-kind.ts';
import type { Hub } from './hub.ts';
import type { Link } from './link.ts';
import type { ParentReference, SetColumn } from './set-load.ts';
import type { StageBuilder } from './stage-builder.ts';

const constantSchema = z.strictObject({ constant: z.string().nullable(), type: columnTypeSchema });
/** The same value in every row of a satellite, as canonical text. */
export type Constant = z.infer<typeof constantSchema>;

/** What both kinds of satellite say about themselves. */
export const satelliteShape = {
  name: z.string().min(1),
  /** Hub or link that the rows describe. */
  of: z.string().min(1),
  from: z.string().min(1),
  /** Physical column to source column or constant, in the order of the hash diff. */
  payload: z.record(z.string().min(1), z.union([z.string().min(1), constantSchema])),
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

/** Options of the satellite functions, with every column name known to the compiler. */
export interface SatelliteOptions<From extends Source, Payload extends PayloadOption> {
  readonly of: Hub | Link;
  readonly from: From;
  readonly payload: Payload extends CheckedPayload<From, Payload> ? Payload : CheckedPayload<From, Payload>;
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
    orphans,
  }: Pick<SatelliteOptions<Source, PayloadOption>, 'of' | 'from' | 'orphans'> & { readonly payload: unknown },
) {
  const named = Array.isArray(payload)
    ? Object.fromEntries((payload as readonly string[]).map((item) => [item, item]))
    : payload;
  return {
    name,
    of: of.name,
    from: from.name,
    payload: named as Record<string, PayloadValue>,
    orphans: orphans ?? ('fail' as const),
  };
}

/** Proves parent, key and payload; notes every mistake. */
export function resolveSatellite(
  definition: ReturnType<typeof satelliteDefinition>,
  ownColumns: readonly string[],
  scope: ResolveScope,
): Omit<SatelliteBase, 'kind'> | null {
  const { name, of, from: source, payload, orphans } = definition;
  const problems = scope.problems.length;
  const parent = scope.entity(of);
  if (parent === undefined || !['hub', 'link'].includes(parent.kind)) {
    scope.problem(name, `a satellite describes a hub or a link, but ${scope.describe(of)}`);
    return null;
  }
  const feed = parent.feeds.find((candidate) => candidate.source === source);
  if (feed === undefined) {
    scope.problem(
      name,
      `source ${source} does not feed ${of}, so its rows have no key; ${of} is fed by ${parent.feeds.map((item) => item.source).join(', ')}`,
    );
  }
  if (Object.keys(payload).length === 0) scope.problem(name, 'a satellite needs at least one payload column');
  const columns = Object.entries(payload).map(([physical, value]): PayloadColumn | undefined => {
    if (typeof value !== 'string')
      return { name: physical, type: value.type, nullable: value.constant === null };
    const staged = scope.column(`${name}.${physical}`, source, value);
    if (staged?.type.kind === 'float')
      scope.problem(`${name}.${physical}`, 'a float cannot be compared exactly; stage it as decimal');
    return staged && { name: physical, type: staged.type, nullable: staged.nullable };
  });
  scope.distinctColumns(name, [
    parent.hashKey,
    ...ownColumns,
    ...Object.keys(payload),
    ...arrivalColumns(scope.naming).map((item) => item.name),
  ]);
  if (scope.problems.length > problems || feed === undefined) return null;
  return {
    name,
    parent: of,
    hashKey: parent.hashKey,
    orphans,
    payload: columns.filter((item) => item !== undefined),
    feeds: [{ source, key: feed.key, present: feed.present, values: Object.values(payload) }],
  };
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

function stagedValue(value: PayloadValue, stage: StageBuilder): Expression {
  return typeof value === 'string' ? column('staged', stage.plain(value)) : constantValue(value);
}

function constantValue({ constant: text, type }: Constant): Expression {
  return { node: 'cast', operand: { node: 'literal', value: text, type: { kind: 'text', length: 1 } }, type };
}

/** The payload as operands of a hash diff, under the names the satellite gives its columns. */
export function diffOperands(
  model: SatelliteBase,
  feed: SatelliteBase['feeds'][number],
  stage: StageBuilder,
): HashOperand[] {
  return model.payload.map(({ name, type, nullable }, index) => {
    const value = feed.values[index] as PayloadValue;
    return typeof value === 'string'
      ? stage.operand(value, name)
      : { name, type, nullable, value: constantValue(value) };
  });
}
