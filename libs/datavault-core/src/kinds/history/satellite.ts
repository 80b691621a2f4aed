import { duplicateKeyCheck, orphanCheck } from '../checks/integrity-checks.ts';
import { hashTypeOf, normalisesText } from '../../hash/hash-profile.ts';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import type { Source, ColumnName } from '../../metadata/source.ts';
import { column, isNotNull, type Expression } from '../../sql/expression.ts';
import { from, table, type TableColumn, type TableDefinition } from '../../sql/query.ts';
import { arrivalColumns } from '../../model/arrival-columns.ts';
import { refuseHeldParent } from '../../model/held-parent.ts';
import { lateTable, pendingTable } from '../../model/aside-tables.ts';
import type { EntityKind } from '../entity-kind.ts';
import type { EntityLoad, PlanContext } from '../../stage/entity-load.ts';
import type { EntityBase } from '../../model/entity.ts';
import type { ExtendedTrackingSatellite } from './extended-tracking-satellite.ts';
import { sourcesOf } from '../../metadata/fed-by.ts';
import type { HistoryEntity, HistoryFeed, HistoryRules } from './history-entity.ts';
import { historyChecks, loadHistory } from './history-load.ts';
import type { KeyRecipe } from '../../model/key-recipe.ts';
import { pendingInput } from '../insert-once/pending-input.ts';
import {
  checkSatelliteRules,
  comparedColumns,
  historyRules,
  satelliteDefinitionSchema,
  satelliteWarnings,
  type SatelliteDefinition,
  type SatelliteRuleOptions,
} from './satellite-options.ts';
import {
  satelliteDefinition,
  type PayloadOption,
  type SatelliteFeed,
  type SatelliteOptions,
} from '../insert-once/satellite-payload.ts';
import { resolveSatellite, keyColumns } from '../../model/resolve-satellite.ts';
import { diffOperands, parentReference, stagedRow, stagedValue } from '../../stage/staged-payload.ts';
import { type PayloadColumn, type PayloadValue, type SatelliteBase } from '../../model/satellite-base.ts';
import type { SetColumn } from '../../stage/set-column.ts';
import { sightingsOf } from './sightings.ts';
import { refuseWorkColumns } from '../../model/work-columns.ts';

export type { SatelliteDefinition };

export interface SatelliteModel extends SatelliteBase {
  readonly kind: 'satellite';
  /** Null when versions are told apart by the values themselves. */
  readonly hashDiff: string | null;
  readonly sequence: readonly PayloadColumn[];
  /** Payload columns that make versions. */
  readonly compared: readonly string[];
  /** Names of the parent's key parts where the hash diff begins with them; else empty. */
  readonly keyInDiff: readonly string[];
  readonly rules: HistoryRules;
  /** The extended tracking satellite that remembers every row. */
  readonly trackedBy: string | null;
  readonly warnings: readonly string[];
}

export interface Satellite<Name extends string = string, From extends Source = Source> {
  readonly kind: 'satellite';
  readonly name: Name;
  readonly source: From;
  readonly sources: readonly Source[];
  readonly definition: SatelliteDefinition;
}

/** Physical to source column. */
type Columns<From extends Source> = Readonly<Record<string, ColumnName<From>>>;
type FurtherFeed = SatelliteFeed & {
  readonly sequence?: Readonly<Record<string, string>>;
  readonly extra?: Readonly<Record<string, string>>;
};

/**
 * Declares a satellite: how the attributes of a hub or link changed, a row for every change.
 *
 * Invariant: A, B, A at three load dates are three rows; A, A is one.
 * Example: `defineSatellite('s_user_socdem', { of: hUsers, from: users, payload: ['country', 'age'] })`
 */
export function defineSatellite<
  const Name extends string,
  From extends Source,
  const Payload extends PayloadOption,
>(
  name: Name,
  options: SatelliteOptions<From, Payload> &
    SatelliteRuleOptions & {
      /** Stored columns that order rows of one load date. */
      readonly sequence?: Columns<From>;
      /** Stored columns that make no version. */
      readonly extra?: Columns<From>;
      readonly furtherSources?: readonly FurtherFeed[];
      readonly trackedBy?: ExtendedTrackingSatellite;
    },
): Satellite<Name, NoInfer<From>> {
  const {
    of,
    from: source,
    payload,
    key,
    furtherSources = [],
    orphans,
    sequence,
    extra,
    trackedBy,
    ...rules
  } = knownOptions(satelliteDefinitionSchema, name, options);
  const base = satelliteDefinition(name, {
    of,
    from: source,
    payload,
    furtherSources,
    ...(key ? { key } : {}),
    ...(orphans ? { orphans } : {}),
  });
  return {
    kind: 'satellite',
    name,
    source,
    sources: sourcesOf(source, furtherSources),
    definition: parseDefinition(satelliteDefinitionSchema, {
      kind: 'satellite',
      ...base,
      furtherSources: base.furtherSources.map((feed, place) => ({
        ...feed,
        sequence: furtherSources[place]?.sequence ?? {},
        extra: furtherSources[place]?.extra ?? {},
      })),
      ...rules,
      sequence: sequence ?? {},
      extra: extra ?? {},
      ...(trackedBy ? { trackedBy: trackedBy.name } : {}),
    }),
  };
}

export const satellite: EntityKind<typeof satelliteDefinitionSchema, SatelliteModel> = {
  kind: 'satellite',
  wave: 'satellites',
  definition: satelliteDefinitionSchema,
  rehashable: true,

  resolve(given, scope) {
    const problems = scope.problems.length;
    const hashDiff = given.changeDetection === 'columns' ? null : (given.hashDiff ?? scope.naming.hashDiff);
    checkSatelliteRules(given, scope);
    refuseHeldParent(given, scope);
    refuseWorkColumns(given.name, storedNames(given), scope);
    const compared = comparedColumns(given, scope);
    const all = (feed: Pick<SatelliteDefinition, 'payload' | 'extra' | 'sequence'>) => ({
      ...feed.payload,
      ...feed.extra,
      ...feed.sequence,
    });
    const base = resolveSatellite(
      {
        ...given,
        payload: all(given),
        furtherSources: given.furtherSources.map((feed) => ({ ...feed, payload: all(feed) })),
      },
      hashDiff === null ? [] : [hashDiff],
      scope,
    );
    scope.distinctColumns(`${given.name}.payload, extra, sequence`, storedNames(given));
    if (base === null || scope.problems.length > problems) return null;
    const inOrder = (name: string): boolean => name in given.sequence;
    return {
      kind: 'satellite',
      hashDiff,
      ...base,
      payload: base.payload.filter(({ name }) => !inOrder(name)),
      sequence: base.payload.filter(({ name }) => inOrder(name)),
      compared,
      keyInDiff: given.includeParentKey ? keyNames(scope.entity(given.of), base.feeds[0]?.key) : [],
      rules: historyRules(given),
      trackedBy: given.trackedBy ?? null,
      warnings: satelliteWarnings(given),
    };
  },

  tables(model, vault) {
    const own = satelliteTable(model, vault);
    const keepsLate = model.rules.late === 'quarantine' && model.rules.candidates !== 'all';
    return [
      own,
      ...(keepsLate ? [lateTable(own, vault.naming)] : []),
      ...(model.orphans === 'hold' ? [pendingTable(own, model.parent, vault.naming)] : []),
    ];
  },

  loads(model, feeds, context) {
    const input = feeds.map((feed) => staged(model, feed, context));
    return [
      ...(model.orphans === 'hold' ? [released(model, context)] : []),
      ...(input.length === 0
        ? []
        : [loadHistory(asHistory(model, context), { workTable: `new_${model.name}`, feeds: input })]),
    ];
  },

  checks(model, loads, context) {
    const entity = asHistory(model, context);
    return loads.flatMap((load) => [
      duplicateKeyCheck(entity.target, entity.target.key, load),
      orphanCheck(entity.target, parentReference(model, context), load),
      ...historyChecks(entity, load),
    ]);
  },
};

function storedNames({ payload, extra, sequence }: SatelliteDefinition): string[] {
  return [payload, extra, sequence].flatMap((part) => Object.keys(part));
}

/** Logical names of the parts of the parent's key: a hub's business key columns, or the places in a link's key. */
function keyNames(parent: EntityBase | undefined, key: KeyRecipe | undefined): string[] {
  const own = parent && 'businessKey' in parent ? (parent.businessKey as readonly TableColumn[]) : [];
  return keyColumns(key ?? []).map(
    (_, place) => own[place]?.name ?? `${parent?.hashKey ?? 'key'}_${place + 1}`,
  );
}

/** Rows held earlier whose parents have arrived. */
function released(model: SatelliteModel, context: PlanContext): EntityLoad {
  const { rows, where, workTable, arrival } = pendingInput(model.name, context.vault.naming, [
    parentReference(model, context),
  ]);
  const columns = ownColumns(model, context.vault).map((item) => ({
    ...item,
    value: column('held', item.name),
  }));
  const feed: HistoryFeed = { source: null, rows, ...(where ? { where } : {}), arrival, columns };
  return loadHistory({ ...asHistory(model, context), parent: null }, { workTable, feeds: [feed] });
}

function staged(
  model: SatelliteModel,
  feed: SatelliteModel['feeds'][number],
  context: PlanContext,
): HistoryFeed {
  const stage = context.stage(feed.source);
  const { key, payload } = stagedRow(model, feed, context);
  return {
    source: feed.source,
    rows: from(table(null, stage.tableName), 'staged'),
    ...(feed.present === null ? {} : { where: isNotNull(column('staged', stage.plain(feed.present))) }),
    arrival: stage.arrival(),
    columns: [
      key,
      ...hashDiffColumn(model, feed, context),
      ...model.sequence.map((item, place) => ({
        ...item,
        value: stagedValue(feed.values[model.payload.length + place] as PayloadValue, stage),
      })),
      ...payload,
    ],
  };
}

function hashDiffColumn(
  model: SatelliteModel,
  feed: SatelliteModel['feeds'][number],
  context: PlanContext,
): SetColumn[] {
  if (model.hashDiff === null) return [];
  const type = hashTypeOf(context.vault.hashProfile);
  return [{ name: model.hashDiff, type, nullable: false, value: hashDiffOf(model, feed, context) }];
}

/** The hash diff of a row of the prepared stage `staged`. */
export function hashDiffOf(
  model: SatelliteModel,
  feed: SatelliteModel['feeds'][number],
  context: PlanContext,
): Expression {
  const stage = context.stage(feed.source);
  const operands = [
    ...model.keyInDiff.map((name, place) => stage.operand(keyColumns(feed.key)[place] ?? '', name)),
    ...diffOperands(model, model.compared, feed, stage),
  ];
  return column('staged', stage.diff(operands, `${model.name}_${model.hashDiff ?? 'diff'}`));
}

/** The stored columns but those of the arrival. */
function ownColumns(model: SatelliteModel, { hashProfile }: PlanContext['vault']): TableColumn[] {
  const type = hashTypeOf(hashProfile);
  return [
    { name: model.hashKey, type, nullable: false },
    ...(model.hashDiff === null ? [] : [{ name: model.hashDiff, type, nullable: false }]),
    ...model.sequence,
    ...model.payload,
  ];
}

function satelliteTable(model: SatelliteModel, vault: PlanContext['vault']): TableDefinition {
  const { naming } = vault;
  const content = model.hashDiff === null ? model.compared : [model.hashDiff];
  return {
    schema: naming.vaultSchema,
    name: model.name,
    role: 'satellite',
    comment: `Satellite: how ${model.payload.map(({ name }) => name).join(', ')} of ${model.parent} changed.`,
    columns: [...ownColumns(model, vault), ...arrivalColumns(naming)],
    key: [model.hashKey, naming.loadDate, ...model.sequence.map(({ name }) => name), ...content],
    clusterBy: [model.hashKey, naming.loadDate],
  };
}

function asHistory(model: SatelliteModel, context: PlanContext): HistoryEntity {
  const { vault } = context;
  const target = satelliteTable(model, vault);
  const content = model.hashDiff === null ? model.compared : [model.hashDiff];
  const folds = model.hashDiff !== null && normalisesText(vault.hashProfile.diff);
  const { schema, table: parent, column: own, key } = parentReference(model, context);
  return {
    target,
    naming: vault.naming,
    key: [model.hashKey],
    sequence: model.sequence,
    content: content.flatMap((name) => target.columns.filter((item) => item.name === name)),
    spelling: model.payload.map(({ name }) => name).filter((name) => folds || !model.compared.includes(name)),
    parent: model.orphans === 'hold' ? { schema, table: parent, columns: [{ column: own, key }] } : null,
    rules: model.rules,
    sightings: model.trackedBy === null ? null : sightingsOf(model.name, model.trackedBy, vault),
  };
}
