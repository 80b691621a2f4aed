import { z } from 'zod';
import { duplicateKeyCheck, orphanCheck } from '../checks/integrity-checks.ts';
import { hashTypeOf } from '../../hash/hash-profile.ts';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import type { ColumnName, Source } from '../../metadata/source.ts';
import type { VaultModel } from '../../model/vault-model.ts';
import { refuseHeldParent } from '../../model/held-parent.ts';
import { column, isNotNull } from '../../sql/expression.ts';
import { from, table, type TableDefinition } from '../../sql/query.ts';
import { arrivalColumns } from '../../model/arrival-columns.ts';
import { pendingTable } from '../../model/aside-tables.ts';
import type { EntityKind } from '../entity-kind.ts';
import type { EntityLoad, PlanContext } from '../../stage/entity-load.ts';
import type { EntityBase, Feed, OrphanPolicy } from '../../model/entity.ts';
import { sourcesOf } from '../../metadata/fed-by.ts';
import type { Hub } from '../insert-once/hub.ts';
import type { Link } from '../insert-once/link.ts';
import { pendingInput } from '../insert-once/pending-input.ts';
import { keyOf } from '../../model/resolve-satellite.ts';
import type { ParentReference } from '../../stage/set-column.ts';
import { loadSightings, type SightingEntity } from './sighting-load.ts';

const feedShape = { from: z.string().min(1), key: z.array(z.string().min(1)).min(1).optional() };
const definition = z.strictObject({
  kind: z.literal('recordTrackingSatellite'),
  name: z.string().min(1),
  /** Hub or link whose keys are tracked. */
  of: z.string().min(1),
  ...feedShape,
  furtherSources: z.array(z.strictObject(feedShape)).default([]),
  orphans: z.enum(['hold', 'fail']).default('fail'),
});
export type RecordTrackingSatelliteDefinition = z.output<typeof definition>;

export interface RecordTrackingSatelliteModel extends EntityBase {
  readonly kind: 'recordTrackingSatellite';
  readonly parent: string;
  readonly orphans: OrphanPolicy;
}

export interface RecordTrackingSatellite<Name extends string = string, From extends Source = Source> {
  readonly kind: 'recordTrackingSatellite';
  readonly name: Name;
  readonly source: From;
  readonly sources: readonly Source[];
  readonly definition: RecordTrackingSatelliteDefinition;
}

/**
 * Declares a record tracking satellite: when each key was delivered, and by whom.
 *
 * Invariant: key, load date and record source are the whole row, each once; order-free.
 * Example: `defineRecordTrackingSatellite('rts_user', { of: hUsers, from: users })`
 */
export function defineRecordTrackingSatellite<const Name extends string, From extends Source>(
  name: Name,
  options: {
    readonly of: Hub | Link;
    readonly from: From;
    /** Columns of the parent's business key, for a source that does not feed the parent. */
    readonly key?: readonly ColumnName<From>[];
    readonly furtherSources?: readonly { readonly source: Source; readonly key?: readonly string[] }[];
    readonly orphans?: OrphanPolicy;
  },
): RecordTrackingSatellite<Name, NoInfer<From>> {
  const { of, from: source, furtherSources = [], ...rest } = knownOptions(definition, name, options);
  return {
    kind: 'recordTrackingSatellite',
    name,
    source,
    sources: sourcesOf(source, furtherSources),
    definition: parseDefinition(definition, {
      kind: 'recordTrackingSatellite',
      name,
      of: of.name,
      from: source.name,
      furtherSources: furtherSources.map(({ source: other, ...feed }) => ({ ...feed, from: other.name })),
      ...rest,
    }),
  };
}

export const recordTrackingSatellite: EntityKind<typeof definition, RecordTrackingSatelliteModel> = {
  kind: 'recordTrackingSatellite',
  wave: 'tracking',
  definition,
  rehashable: true,

  resolve(given, scope) {
    const { name, of, furtherSources, orphans } = given;
    const problems = scope.problems.length;
    const parent = scope.entity(of);
    if (parent === undefined || !['hub', 'link'].includes(parent.kind)) {
      scope.problem(
        name,
        `a record tracking satellite belongs to a hub or a link, but ${scope.describe(of)}`,
      );
      return null;
    }
    const feeds = [given, ...furtherSources].map((feed) => keyOf(name, parent, feed, scope));
    refuseHeldParent(given, scope);
    const sources = feeds.map((feed) => feed?.source);
    for (const source of new Set(sources.filter((item, place) => item && sources.indexOf(item) !== place)))
      scope.problem(name, `source ${source} is named twice`);
    scope.distinctColumns(name, [parent.hashKey, ...arrivalColumns(scope.naming).map((item) => item.name)]);
    if (scope.problems.length > problems) return null;
    return {
      kind: 'recordTrackingSatellite',
      name,
      parent: of,
      hashKey: parent.hashKey,
      orphans,
      feeds: feeds.filter((feed) => feed !== undefined),
    };
  },

  tables(model, vault) {
    const own = trackingTable(model, vault);
    return model.orphans === 'hold' ? [own, pendingTable(own, model.parent, vault.naming)] : [own];
  },

  loads: (model, feeds, context) => [
    ...(model.orphans === 'hold' ? [released(model, context)] : []),
    ...feeds.map((feed) => seen(model, feed, context)),
  ],

  checks(model, loads, context) {
    const target = trackingTable(model, context.vault);
    return loads.flatMap((load) => [
      duplicateKeyCheck(target, target.key, load),
      orphanCheck(target, parentOf(model, context), load),
    ]);
  },
};

function seen(model: RecordTrackingSatelliteModel, feed: Feed, context: PlanContext): EntityLoad {
  const stage = context.stage(feed.source);
  const workTable = model.feeds.length === 1 ? `new_${model.name}` : `new_${model.name}_${feed.source}`;
  const key = stage.key(feed.key, model.hashKey);
  const { loadDate, recordSource } = stage.arrival();
  const values = [column('staged', key.name), loadDate, recordSource];
  const columns = trackingTable(model, context.vault).columns.map((item, place) => ({
    ...item,
    nullable: place === 0 && key.nullable,
    value: values[place] ?? column('staged', item.name),
  }));
  const part = {
    rows: from(table(null, stage.tableName), 'staged'),
    ...(feed.present === null ? {} : { where: isNotNull(column('staged', stage.plain(feed.present))) }),
    columns,
    constants: {},
  };
  return loadSightings(asSightings(model, context), feed.source, workTable, [part]);
}

/** Sightings held earlier whose parents have arrived. */
function released(model: RecordTrackingSatelliteModel, context: PlanContext): EntityLoad {
  const { rows, where, workTable } = pendingInput(model.name, context.vault.naming, [
    parentOf(model, context),
  ]);
  const columns = trackingTable(model, context.vault).columns.map((item) => ({
    ...item,
    value: column('held', item.name),
  }));
  const entity = { ...asSightings(model, context), parent: null };
  return loadSightings(entity, null, workTable, [
    { rows, ...(where ? { where } : {}), columns, constants: {} },
  ]);
}

function trackingTable(
  model: RecordTrackingSatelliteModel,
  { naming, hashProfile }: VaultModel,
): TableDefinition {
  const columns = [
    { name: model.hashKey, type: hashTypeOf(hashProfile), nullable: false },
    ...arrivalColumns(naming),
  ];
  return {
    schema: naming.vaultSchema,
    name: model.name,
    role: 'satellite',
    comment: `Record tracking satellite: when each key of ${model.parent} was delivered, and by whom.`,
    columns,
    key: columns.map(({ name }) => name),
    clusterBy: [model.hashKey],
  };
}

function parentOf(model: RecordTrackingSatelliteModel, { vault }: PlanContext): ParentReference {
  return { column: model.hashKey, schema: vault.naming.vaultSchema, table: model.parent, key: model.hashKey };
}

function asSightings(model: RecordTrackingSatelliteModel, context: PlanContext): SightingEntity {
  const target = trackingTable(model, context.vault);
  return {
    target,
    naming: context.vault.naming,
    key: model.hashKey,
    identity: target.key,
    parent: model.orphans === 'hold' ? parentOf(model, context) : null,
  };
}
