import { z } from 'zod';
import { duplicateKeyCheck, orphanCheck } from '../checks/integrity-checks.ts';
import { hashTypeOf, normalisesText } from '../../hash/hash-profile.ts';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import type { ColumnName, Source } from '../../metadata/source.ts';
import type { VaultModel } from '../../model/vault-model.ts';
import { refuseHeldParent } from '../../model/held-parent.ts';
import { and, column, isNotNull } from '../../sql/expression.ts';
import { from, table, type TableColumn, type TableDefinition } from '../../sql/query.ts';
import { arrivalColumns } from '../../model/arrival-columns.ts';
import { lateTable, pendingTable } from '../../model/aside-tables.ts';
import type { EntityKind } from '../entity-kind.ts';
import type { EntityLoad, PlanContext } from '../../stage/entity-load.ts';
import { defaultHistoryRules, type HistoryEntity } from '../history/history-entity.ts';
import { historyChecks, loadHistory } from '../history/history-load.ts';
import { loadGroups, type GroupEntity, type GroupInput } from './multi-active-load.ts';
import { pendingInput } from '../insert-once/pending-input.ts';
import {
  satelliteDefinition,
  type PayloadOption,
  type SatelliteOptions,
} from '../insert-once/satellite-payload.ts';
import { resolveSatellite } from '../../model/resolve-satellite.ts';
import { diffOperands, parentReference, stagedRow } from '../../stage/staged-payload.ts';
import { satelliteShape, type SatelliteBase } from '../../model/satellite-base.ts';
import { refuseWorkColumns } from '../../model/work-columns.ts';

const { furtherSources: _also, ...oneSource } = satelliteShape;
const definition = z.strictObject({
  kind: z.literal('multiActiveSatellite'),
  ...oneSource,
  hashDiff: z.string().min(1).optional(),
  /** Columns that tell the rows of one parent apart: physical to staged column. */
  childKey: z.record(z.string().min(1), z.string().min(1)),
  /** `nullKey`: a row with a NULL child column has no key; `value`: NULL is a value like any other. */
  childNull: z.enum(['nullKey', 'value']).default('nullKey'),
  /** `snapshot`: the rows of a parent at one load date are all it has; `delta`: every child has a history of its own. */
  membership: z.enum(['snapshot', 'delta']).default('snapshot'),
  /** `asIs`: the load into an empty table keeps unchanged groups too, as vaults of other tools may. */
  firstLoad: z.enum(['compare', 'asIs']).default('compare'),
  ties: z.enum(['keepAll', 'fail']).default('keepAll'),
  onLate: z.enum(['quarantine', 'drop', 'fail']).default('quarantine'),
});
export type MultiActiveSatelliteDefinition = z.output<typeof definition>;

type Rules = Pick<
  MultiActiveSatelliteDefinition,
  'childNull' | 'membership' | 'firstLoad' | 'ties' | 'onLate'
>;

export interface MultiActiveSatelliteModel extends SatelliteBase, Readonly<Rules> {
  readonly kind: 'multiActiveSatellite';
  readonly hashDiff: string;
  readonly childKey: readonly TableColumn[];
  readonly feeds: readonly (SatelliteBase['feeds'][number] & {
    /** Staged columns of the child key. */
    readonly childKey: readonly Pick<TableColumn, 'name' | 'nullable'>[];
  })[];
}

export interface MultiActiveSatellite<Name extends string = string, From extends Source = Source> {
  readonly kind: 'multiActiveSatellite';
  readonly name: Name;
  readonly source: From;
  readonly definition: MultiActiveSatelliteDefinition;
}

/**
 * Declares a multi-active satellite: a parent has several rows at once, told apart by a child key.
 *
 * Invariant: the group of all rows of a parent at one load date is stored whole when it differs from the group before.
 * Example: `defineMultiActiveSatellite('s_phone', { of: hUsers, from: phones, childKey: ['kind'], payload: ['number'] })`
 */
export function defineMultiActiveSatellite<
  const Name extends string,
  From extends Source,
  const Payload extends PayloadOption,
>(
  name: Name,
  options: SatelliteOptions<From, Payload> &
    Partial<Rules> & {
      /** One source lists all that a parent has. */
      readonly furtherSources?: never;
      /** Source columns under their own names, or physical name to source column. */
      readonly childKey:
        readonly ColumnName<NoInfer<From>>[] | Readonly<Record<string, ColumnName<NoInfer<From>>>>;
      readonly hashDiff?: string;
    },
): MultiActiveSatellite<Name, NoInfer<From>> {
  const {
    of,
    from: source,
    payload,
    key,
    orphans,
    childKey,
    ...rules
  } = knownOptions(definition, name, options);
  const { furtherSources: _none, ...base } = satelliteDefinition(name, {
    of,
    from: source,
    payload,
    ...(key ? { key } : {}),
    ...(orphans ? { orphans } : {}),
  });
  const named = Array.isArray(childKey)
    ? Object.fromEntries((childKey as readonly string[]).map((item) => [item, item]))
    : childKey;
  return {
    kind: 'multiActiveSatellite',
    name,
    source,
    definition: parseDefinition(definition, {
      kind: 'multiActiveSatellite',
      ...base,
      ...rules,
      childKey: named,
    }),
  };
}

export const multiActiveSatellite: EntityKind<typeof definition, MultiActiveSatelliteModel> = {
  kind: 'multiActiveSatellite',
  wave: 'satellites',
  definition,
  rehashable: true,

  resolve(given, scope) {
    const { name, childKey, childNull, membership, firstLoad, ties, onLate } = given;
    const problems = scope.problems.length;
    const hashDiff = given.hashDiff ?? scope.naming.hashDiff;
    const physical = Object.keys(childKey);
    if (physical.length === 0) scope.problem(name, 'a multi-active satellite needs a child key');
    if (membership === 'delta' && childNull === 'value')
      scope.problem(name, "membership 'delta' needs childNull: 'nullKey'; give NULL a value while staging");
    if (membership === 'delta' && firstLoad === 'asIs')
      scope.problem(name, "firstLoad 'asIs' is about groups, so it needs membership: 'snapshot'");
    refuseWorkColumns(name, [...physical, ...Object.keys(given.payload)], scope);
    refuseHeldParent(given, scope);
    const staged = Object.entries(childKey).map(([own, from]) => {
      const found = scope.column(`${name}.${own}`, given.from, from);
      if (found?.type.kind === 'float')
        scope.problem(`${name}.${own}`, 'a float cannot be compared exactly; stage it as decimal');
      return found;
    });
    const base = resolveSatellite({ ...given, furtherSources: [] }, [hashDiff, ...physical], scope);
    if (base === null || scope.problems.length > problems) return null;
    const found = staged.filter((item) => item !== undefined);
    return {
      kind: 'multiActiveSatellite',
      ...base,
      hashDiff,
      childNull,
      membership,
      firstLoad,
      ties,
      onLate,
      childKey: found.map(({ type, nullable }, place) => ({
        name: physical[place] ?? '',
        type,
        nullable: nullable && childNull === 'value',
      })),
      feeds: base.feeds.map((feed) => ({
        ...feed,
        childKey: found.map((item) => ({ name: item.name, nullable: item.nullable })),
      })),
    };
  },

  tables(model, vault) {
    const own = satelliteTable(model, vault);
    return [
      own,
      ...(model.onLate === 'quarantine' ? [lateTable(own, vault.naming)] : []),
      ...(model.orphans === 'hold' ? [pendingTable(own, model.parent, vault.naming)] : []),
    ];
  },

  loads: (model, feeds, context) => [
    ...(model.orphans === 'hold' ? [released(model, context)] : []),
    ...feeds.map((feed) => load(model, context, staged(model, feed, context))),
  ],

  checks(model, loads, context) {
    const entity = asHistory(model, context, null);
    return loads.flatMap((item) => [
      duplicateKeyCheck(entity.target, entity.target.key, item),
      orphanCheck(entity.target, parentReference(model, context), item),
      ...historyChecks(entity, item),
    ]);
  },
};

/** Rows held earlier whose parents have arrived. */
function released(model: MultiActiveSatelliteModel, context: PlanContext): EntityLoad {
  const type = hashTypeOf(context.vault.hashProfile);
  const held = <Item extends TableColumn>(item: Item) => ({ ...item, value: column('held', item.name) });
  return load(model, context, {
    ...pendingInput(model.name, context.vault.naming, [parentReference(model, context)]),
    keyed: null,
    key: held({ name: model.hashKey, type, nullable: false }),
    childKey: model.childKey.map(held),
    hashDiff: column('held', model.hashDiff),
    payload: model.payload.map(held),
  });
}

function staged(
  model: MultiActiveSatelliteModel,
  feed: MultiActiveSatelliteModel['feeds'][number],
  context: PlanContext,
): GroupInput {
  const stage = context.stage(feed.source);
  const { key, payload } = stagedRow(model, feed, context);
  const names = model.payload.map(({ name }) => name);
  const childKey = model.childKey.map((item, place) => {
    const { name = '', nullable = false } = feed.childKey[place] ?? {};
    return { column: { ...item, value: column('staged', stage.plain(name)) }, nullable };
  });
  const required = childKey.filter(({ nullable }) => nullable && model.childNull === 'nullKey');
  const missable = [...(key.nullable ? [key] : []), ...required.map((item) => item.column)];
  return {
    source: feed.source,
    rows: from(table(null, stage.tableName), 'staged'),
    ...(feed.present === null ? {} : { where: isNotNull(column('staged', stage.plain(feed.present))) }),
    workTable: `new_${model.name}`,
    arrival: stage.arrival(),
    keyed: missable.length === 0 ? null : and(...missable.map(({ value }) => isNotNull(value))),
    key,
    childKey: childKey.map((item) => item.column),
    hashDiff: column(
      'staged',
      stage.diff(diffOperands(model, names, feed, stage), `${model.name}_${model.hashDiff}`),
    ),
    payload,
  };
}

/** Groups, or histories of their own for each child. */
function load(model: MultiActiveSatelliteModel, context: PlanContext, input: GroupInput): EntityLoad {
  const parent = model.orphans === 'hold' && input.source !== null ? parentReference(model, context) : null;
  if (model.membership === 'snapshot') return loadGroups(asGroups(model, context, parent), input);
  const type = hashTypeOf(context.vault.hashProfile);
  const { source, rows, where, arrival, keyed, key, childKey, payload, workTable } = input;
  const hashDiff = { name: model.hashDiff, type, nullable: false, value: input.hashDiff };
  const feed = { source, rows, ...(where ? { where } : {}), arrival };
  // Which rows have a key is known here; a column that is nullable there would be asked for again.
  const nullable = keyed !== null;
  const columns = [key, ...childKey].map((item) => ({ ...item, nullable }));
  return loadHistory(asHistory(model, context, parent), {
    workTable,
    feeds: [{ ...feed, columns: [...columns, hashDiff, ...payload] }],
  });
}

function satelliteTable(
  model: MultiActiveSatelliteModel,
  { naming, hashProfile }: VaultModel,
): TableDefinition {
  const type = hashTypeOf(hashProfile);
  const child = model.childKey.map(({ name }) => name);
  return {
    schema: naming.vaultSchema,
    name: model.name,
    role: 'satellite',
    comment: `Multi-active satellite: rows of ${model.parent} that are in force together, told apart by ${child.join(', ')}.`,
    columns: [
      { name: model.hashKey, type, nullable: false },
      ...model.childKey,
      { name: model.hashDiff, type, nullable: false },
      ...model.payload,
      ...arrivalColumns(naming),
    ],
    key: [model.hashKey, ...child, naming.loadDate, model.hashDiff],
    clusterBy: [model.hashKey, naming.loadDate],
  };
}

function asGroups(
  model: MultiActiveSatelliteModel,
  { vault }: PlanContext,
  parent: GroupEntity['parent'],
): GroupEntity {
  return {
    target: satelliteTable(model, vault),
    naming: vault.naming,
    hashDiff: model.hashDiff,
    foldsText: normalisesText(vault.hashProfile.diff),
    parent,
    keepsLate: model.onLate === 'quarantine',
    storesFirstLoad: model.firstLoad === 'asIs',
  };
}

/** The satellite as histories of parent and child key together. */
function asHistory(
  model: MultiActiveSatelliteModel,
  { vault }: PlanContext,
  parent: GroupEntity['parent'],
): HistoryEntity {
  const target = satelliteTable(model, vault);
  return {
    target,
    naming: vault.naming,
    key: [model.hashKey, ...model.childKey.map(({ name }) => name)],
    sequence: [],
    content: target.columns.filter(({ name }) => name === model.hashDiff),
    spelling: normalisesText(vault.hashProfile.diff) ? model.payload.map(({ name }) => name) : [],
    parent: parent && {
      schema: parent.schema,
      table: parent.table,
      columns: [{ column: parent.column, key: parent.key }],
    },
    rules: { ...defaultHistoryRules, ties: model.ties, late: model.onLate },
    sightings: null,
  };
}
