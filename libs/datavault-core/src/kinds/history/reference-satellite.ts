import { z } from 'zod';
import { duplicateKeyCheck } from '../checks/integrity-checks.ts';
import { naturalOrphanCheck } from '../checks/natural-orphans.ts';
import { hashTypeOf, normalisesText } from '../../hash/hash-profile.ts';
import type { ColumnType } from '../../metadata/column.ts';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import type { ResolveScope } from '../../model/resolve-scope.ts';
import type { ColumnName, Source } from '../../metadata/source.ts';
import type { VaultModel } from '../../model/vault-model.ts';
import { and, column, equal, exists, intLiteral, type Expression } from '../../sql/expression.ts';
import { from, table, type TableColumn, type TableDefinition } from '../../sql/query.ts';
import { arrivalColumns } from '../../model/arrival-columns.ts';
import { lateTable, pendingTable } from '../../model/aside-tables.ts';
import type { EntityKind } from '../entity-kind.ts';
import type { EntityLoad, PlanContext } from '../../stage/entity-load.ts';
import type { OrphanPolicy } from '../../model/entity.ts';
import { widerType } from '../../stage/feed-columns.ts';
import { defaultHistoryRules, type HistoryEntity, type HistoryFeed } from './history-entity.ts';
import { historyChecks, loadHistory } from './history-load.ts';
import {
  columnMap,
  naturalKeyChecks,
  naturalNullKey,
  resolveNaturalKey,
  type NaturalFeed,
  type NaturalModel,
} from '../insert-once/natural-key.ts';
import type { ReferenceHub } from '../insert-once/reference-hub.ts';

const definition = z.strictObject({
  kind: z.literal('referenceSatellite'),
  name: z.string().min(1),
  /** Reference hub that the rows describe. */
  of: z.string().min(1),
  from: z.string().min(1),
  /** Key column of the hub to source column, for a source that does not feed the hub. */
  naturalKey: columnMap.optional(),
  /** Physical column to source column, in the order of the hash diff. */
  payload: columnMap,
  hashDiff: z.string().min(1).optional(),
  orphans: z.enum(['hold', 'fail']).default('fail'),
  onNullKey: naturalNullKey,
});
export type ReferenceSatelliteDefinition = z.output<typeof definition>;

export interface ReferenceSatelliteModel extends NaturalModel {
  readonly kind: 'referenceSatellite';
  readonly parent: string;
  readonly hashDiff: string;
  /** The content, as other satellites name theirs. */
  readonly payload: readonly TableColumn[];
  readonly orphans: OrphanPolicy;
  /** The rest of the natural key, so that views tell histories apart by all of it. */
  readonly childKey: readonly TableColumn[];
  readonly membership: 'delta';
}

export interface ReferenceSatellite<Name extends string = string, From extends Source = Source> {
  readonly kind: 'referenceSatellite';
  readonly name: Name;
  readonly source: From;
  readonly definition: ReferenceSatelliteDefinition;
}

/**
 * Declares a reference satellite: how the attributes of a code changed, a row for every change, under its natural key.
 *
 * Invariant: a satellite whose key is not hashed; its hash diff is.
 * Example: `defineReferenceSatellite('rs_country', { of: rhCountry, from: countries, payload: ['title', 'currency'] })`
 */
export function defineReferenceSatellite<const Name extends string, From extends Source>(
  name: Name,
  options: {
    readonly of: ReferenceHub;
    readonly from: From;
    /** Source columns under their own names, or physical name to source column. */
    readonly payload: readonly ColumnName<From>[] | Readonly<Record<string, ColumnName<From>>>;
    /** Key column of the hub to source column, for a source that does not feed the hub. */
    readonly naturalKey?: Readonly<Record<string, ColumnName<From>>>;
    readonly hashDiff?: string;
    readonly orphans?: OrphanPolicy;
    /** Rows without a key are counted, or stop the batch. */
    readonly onNullKey?: 'skip' | 'fail';
  },
): ReferenceSatellite<Name, NoInfer<From>> {
  const { of, from: source, payload, ...rest } = knownOptions(definition, name, options);
  const named = Array.isArray(payload)
    ? Object.fromEntries((payload as readonly string[]).map((item) => [item, item]))
    : payload;
  return {
    kind: 'referenceSatellite',
    name,
    source,
    definition: parseDefinition(definition, {
      kind: 'referenceSatellite',
      name,
      of: of.name,
      from: source.name,
      payload: named,
      ...rest,
    }),
  };
}

export const referenceSatellite: EntityKind<typeof definition, ReferenceSatelliteModel> = {
  kind: 'referenceSatellite',
  wave: 'satellites',
  definition,

  resolve({ kind, name, of, from: source, naturalKey, payload, orphans, onNullKey, ...given }, scope) {
    const parent = scope.entity(of);
    if (parent === undefined || parent.kind !== 'referenceHub') {
      scope.problem(name, `a reference satellite describes a reference hub, but ${scope.describe(of)}`);
      return null;
    }
    const hub = parent as NaturalModel;
    const key = naturalKey ?? hubColumns(hub, source);
    if (key === null) {
      scope.problem(
        name,
        `source ${source} does not feed ${of}: say in naturalKey which of its columns fill ${hub.naturalKey.map((item) => item.name).join(', ')}`,
      );
      return null;
    }
    if (Object.keys(payload).length === 0)
      scope.problem(name, 'a reference satellite needs at least one payload column');
    const hashDiff = given.hashDiff ?? scope.naming.hashDiff;
    const inOrder = inHubOrder(name, hub, { source, key }, scope);
    scope.distinctColumns(`${name}.${hashDiff}`, [hashDiff, ...Object.keys(key), ...Object.keys(payload)]);
    const own =
      inOrder && resolveNaturalKey(name, [{ from: source, naturalKey: inOrder, content: payload }], scope);
    if (!own) return null;
    for (const { name: item, type } of own.content)
      if (type.kind === 'float')
        scope.problem(`${name}.${item}`, 'a float cannot be compared exactly; stage it as decimal');
    return {
      kind,
      name,
      parent: of,
      hashDiff,
      orphans,
      onNullKey,
      ...own,
      payload: own.content,
      childKey: own.naturalKey.slice(1),
      membership: 'delta',
    };
  },

  tables(model, vault) {
    const own = satelliteTable(model, vault);
    return [
      own,
      lateTable(own, vault.naming),
      ...(model.orphans === 'hold' ? [pendingTable(own, model.parent, vault.naming)] : []),
    ];
  },

  loads: (model, feeds, context) => [
    ...(model.orphans === 'hold' ? [released(model, context)] : []),
    ...feeds.map((feed) =>
      loadHistory(asHistory(model, context), {
        workTable: `new_${model.name}`,
        feeds: [staged(model, feed, context)],
      }),
    ),
  ],

  checks(model, loads, context) {
    const entity = asHistory(model, context);
    const key = model.naturalKey.map(({ name }) => name);
    const sources = loads.flatMap(({ tallies }) => tallies.map(({ source }) => source ?? ''));
    return [
      ...loads.flatMap((load) => [
        duplicateKeyCheck(entity.target, entity.target.key, load),
        naturalOrphanCheck(entity.target, model.parent, key, load),
        ...historyChecks(entity, load),
      ]),
      ...naturalKeyChecks(model, sources, context),
    ];
  },
};

/** The staged columns by which a source feeds the hub; null when it does not. */
function hubColumns(hub: NaturalModel, source: string): Readonly<Record<string, string>> | null {
  const feed = hub.feeds.find((candidate) => candidate.source === source);
  if (feed === undefined) return null;
  return Object.fromEntries(hub.naturalKey.map(({ name }, place) => [name, feed.key[place] as string]));
}

/** The key columns in the hub's order, all of them and of types that can be compared; null after a mistake was noted. */
function inHubOrder(
  name: string,
  hub: NaturalModel,
  { source, key }: { readonly source: string; readonly key: Readonly<Record<string, string>> },
  scope: ResolveScope,
): Readonly<Record<string, string>> | null {
  const expected = hub.naturalKey.map((item) => item.name);
  const given = Object.keys(key);
  if (given.length !== expected.length || given.some((item) => !expected.includes(item))) {
    scope.problem(
      name,
      `naturalKey names ${given.join(', ')}, but ${hub.name} is keyed by ${expected.join(', ')}`,
    );
    return null;
  }
  for (const { name: item, type } of hub.naturalKey) {
    const staged = scope.column(`${name}.${item}`, source, key[item] ?? '');
    if (staged !== undefined && widerType(type as ColumnType, staged.type) === null)
      scope.problem(
        `${name}.${item}`,
        `${source}.${key[item]} is ${staged.type.kind}, but ${hub.name} has ${type.kind}`,
      );
  }
  return Object.fromEntries(expected.map((item) => [item, key[item] as string]));
}

/** Rows held earlier whose codes have arrived. */
function released(model: ReferenceSatelliteModel, context: PlanContext): EntityLoad {
  const { naming } = context.vault;
  const held = (name: string): Expression => column('held', name);
  const hasParent = exists({
    node: 'select',
    columns: [{ name: 'found', value: intLiteral(1) }],
    from: from(table(naming.vaultSchema, model.parent), 'parent'),
    where: and(...model.naturalKey.map(({ name }) => equal(column('parent', name), held(name)))),
  });
  const feed: HistoryFeed = {
    source: null,
    rows: from(table(naming.vaultSchema, `${model.name}${naming.pendingSuffix}`), 'held'),
    where: hasParent,
    arrival: { loadDate: held(naming.loadDate), recordSource: held(naming.recordSource) },
    columns: ownColumns(model, context.vault).map((item) => ({ ...item, value: held(item.name) })),
  };
  const entity = { ...asHistory(model, context), parent: null };
  return loadHistory(entity, { workTable: `released_${model.name}`, feeds: [feed] });
}

function staged(model: ReferenceSatelliteModel, feed: NaturalFeed, context: PlanContext): HistoryFeed {
  const stage = context.stage(feed.source);
  const plain = (name: string | undefined): Expression => column('staged', stage.plain(name as string));
  const operands = model.payload.map(({ name }, place) => stage.operand(feed.content[place] as string, name));
  const diff = stage.diff(operands, `${model.name}_${model.hashDiff}`);
  const type = hashTypeOf(context.vault.hashProfile);
  return {
    source: feed.source,
    rows: from(table(null, stage.tableName), 'staged'),
    arrival: stage.arrival(),
    columns: [
      ...model.naturalKey.map((item, place) => ({
        ...item,
        nullable: feed.missable.includes(feed.key[place] as string),
        value: plain(feed.key[place]),
      })),
      { name: model.hashDiff, type, nullable: false, value: column('staged', diff) },
      ...model.payload.map((item, place) => ({ ...item, value: plain(feed.content[place]) })),
    ],
  };
}

/** The stored columns but those of the arrival. */
function ownColumns(model: ReferenceSatelliteModel, { hashProfile }: VaultModel): TableColumn[] {
  return [
    ...model.naturalKey,
    { name: model.hashDiff, type: hashTypeOf(hashProfile), nullable: false },
    ...model.payload,
  ];
}

function satelliteTable(model: ReferenceSatelliteModel, vault: VaultModel): TableDefinition {
  const key = model.naturalKey.map(({ name }) => name);
  return {
    schema: vault.naming.vaultSchema,
    name: model.name,
    role: 'reference',
    comment: `Reference satellite: how ${model.payload.map(({ name }) => name).join(', ')} of ${model.parent} changed.`,
    columns: [...ownColumns(model, vault), ...arrivalColumns(vault.naming)],
    key: [...key, vault.naming.loadDate, model.hashDiff],
    clusterBy: [model.hashKey, vault.naming.loadDate],
  };
}

function asHistory(model: ReferenceSatelliteModel, { vault }: PlanContext): HistoryEntity {
  const target = satelliteTable(model, vault);
  const key = model.naturalKey.map(({ name }) => name);
  const columns = key.map((name) => ({ column: name, key: name }));
  return {
    target,
    naming: vault.naming,
    key,
    sequence: [],
    content: target.columns.filter(({ name }) => name === model.hashDiff),
    spelling: normalisesText(vault.hashProfile.diff) ? model.payload.map(({ name }) => name) : [],
    parent:
      model.orphans === 'hold' ? { schema: vault.naming.vaultSchema, table: model.parent, columns } : null,
    rules: defaultHistoryRules,
    sightings: null,
  };
}
