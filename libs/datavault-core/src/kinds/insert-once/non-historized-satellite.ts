import { z } from 'zod';
import { conflictCheck } from '../checks/conflict-check.ts';
import { duplicateKeyCheck, orphanCheck } from '../checks/integrity-checks.ts';
import { hashTypeOf } from '../../hash/hash-profile.ts';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import type { Source } from '../../metadata/source.ts';
import { and, column, isNotNull } from '../../sql/expression.ts';
import { from, table, type TableDefinition } from '../../sql/query.ts';
import { arrivalColumns } from '../../model/arrival-columns.ts';
import { refuseHeldParent } from '../../model/held-parent.ts';
import { pendingTable } from '../../model/aside-tables.ts';
import type { EntityKind } from '../entity-kind.ts';
import type { EntityLoad, PlanContext } from '../../stage/entity-load.ts';
import { conflictTable, eventShape, type EventPolicies } from './event-conflicts.ts';
import { pendingInput } from './pending-input.ts';
import { satelliteDefinition, type PayloadOption, type SatelliteOptions } from './satellite-payload.ts';
import { resolveSatellite } from '../../model/resolve-satellite.ts';
import { parentReference, stagedRow } from '../../stage/staged-payload.ts';
import { satelliteShape, type SatelliteBase } from '../../model/satellite-base.ts';
import { loadSet, type ConflictPolicy, type SetEntity, type SetFeed } from './set-load.ts';
import { type SetColumn } from '../../stage/set-column.ts';
import { refuseWorkColumns } from '../../model/work-columns.ts';

const definition = z.strictObject({
  kind: z.literal('nonHistorizedSatellite'),
  ...satelliteShape,
  ...eventShape,
});
export type NonHistorizedSatelliteDefinition = z.output<typeof definition>;

export interface NonHistorizedSatelliteModel extends SatelliteBase {
  readonly kind: 'nonHistorizedSatellite';
  /** Payload columns that tell events of a parent apart. */
  readonly identity: readonly string[];
  /** An event whose own key has a NULL column has no key; where the whole row is the key, NULL is a value. */
  readonly nullIdentity: 'nullKey' | 'value';
  /** Null where the whole row is the identity, so that nothing can contradict it. */
  readonly conflicts: ConflictPolicy | null;
}

export interface NonHistorizedSatellite<Name extends string = string, From extends Source = Source> {
  readonly kind: 'nonHistorizedSatellite';
  readonly name: Name;
  readonly source: From;
  readonly definition: NonHistorizedSatelliteDefinition;
}

/** Names of the columns that a payload gives. */
type PayloadName<Payload extends PayloadOption> = Payload extends readonly (infer Name)[]
  ? Name & string
  : keyof Payload & string;

/**
 * Declares a satellite of events: every fact about its parent is stored once and never changes.
 *
 * Invariant: arrival order does not matter. Without `identity` the whole row is, NULL equal to NULL; with it the parent's
 * key and those columns are, and a row that says something else about the same event is a conflict.
 */
export function defineNonHistorizedSatellite<
  const Name extends string,
  From extends Source,
  const Payload extends PayloadOption,
>(
  name: Name,
  options: SatelliteOptions<From, Payload> & EventPolicies<PayloadName<Payload>>,
): NonHistorizedSatellite<Name, NoInfer<From>> {
  const { identity, onConflict } = knownOptions(definition, name, options);
  return {
    kind: 'nonHistorizedSatellite',
    name,
    source: options.from,
    definition: parseDefinition(definition, {
      kind: 'nonHistorizedSatellite',
      ...satelliteDefinition(name, options),
      ...(identity === undefined ? {} : { identity }),
      ...(onConflict === undefined ? {} : { onConflict }),
    }),
  };
}

export const nonHistorizedSatellite: EntityKind<typeof definition, NonHistorizedSatelliteModel> = {
  kind: 'nonHistorizedSatellite',
  wave: 'satellites',
  definition,
  rehashable: true,

  resolve({ identity, onConflict, kind: _kind, ...given }, scope) {
    const names = Object.keys(given.payload);
    for (const name of (identity ?? []).filter((item) => !names.includes(item)))
      scope.problem(given.name, `identity names ${name}, which is no payload column`);
    if (given.orphans === 'hold' && onConflict === 'fail')
      scope.problem(
        given.name,
        'a held row that contradicts another would stop every batch: choose quarantine',
      );
    if (onConflict !== 'fail') refuseHeldParent(given, scope);
    refuseWorkColumns(given.name, names, scope);
    const base = resolveSatellite(given, [], scope);
    if (base === null) return null;
    const own = identity ?? names;
    return {
      kind: 'nonHistorizedSatellite',
      ...base,
      identity: own,
      nullIdentity: identity === undefined ? 'value' : 'nullKey',
      conflicts: names.every((name) => own.includes(name)) ? null : onConflict,
    };
  },

  tables(model, vault) {
    const own = satelliteTable(model, vault);
    const beside = conflictTable(model, own, vault);
    if (model.orphans !== 'hold') return [own, ...beside];
    const pending: TableDefinition = {
      ...pendingTable(own, model.parent, vault.naming),
      key: [model.hashKey, ...model.payload.map(({ name }) => name)],
    };
    return [own, ...beside, pending];
  },

  loads(model, feeds, context) {
    const entity = asSet(model, context);
    return [
      ...(model.orphans === 'hold' ? [released(model, entity, context)] : []),
      ...(feeds.length === 0
        ? []
        : [
            loadSet(
              entity,
              `new_${model.name}`,
              feeds.map((feed) => staged(model, feed, context)),
            ),
          ]),
    ];
  },

  checks(model, loads, context) {
    const target = satelliteTable(model, context.vault);
    return loads.flatMap((load) => [
      duplicateKeyCheck(target, target.key, load),
      orphanCheck(target, parentReference(model, context), load),
      ...(model.conflicts === 'fail' ? conflictCheck(model.name, load) : []),
    ]);
  },
};

/** Rows held earlier whose parents have arrived. */
function released(model: NonHistorizedSatelliteModel, entity: SetEntity, context: PlanContext): EntityLoad {
  const type = hashTypeOf(context.vault.hashProfile);
  const { workTable, ...input } = pendingInput(model.name, context.vault.naming, entity.parents);
  const key = { name: model.hashKey, type, nullable: false, value: column('held', model.hashKey) };
  const payload = model.payload.map((item) => ({ ...item, value: column('held', item.name) }));
  return loadSet({ ...entity, orphans: 'fail' }, workTable, [
    { ...input, keyed: null, ...split(model, key, payload) },
  ]);
}

function staged(
  model: NonHistorizedSatelliteModel,
  feed: NonHistorizedSatelliteModel['feeds'][number],
  context: PlanContext,
): SetFeed {
  const { key, payload } = stagedRow(model, feed, context);
  const stage = context.stage(feed.source);
  const own = payload.filter(({ name }) => model.nullIdentity === 'nullKey' && model.identity.includes(name));
  const missable = [key, ...own].filter(({ nullable }) => nullable);
  return {
    source: feed.source,
    rows: from(table(null, stage.tableName), 'staged'),
    ...(feed.present === null ? {} : { where: isNotNull(column('staged', stage.plain(feed.present))) }),
    arrival: stage.arrival(),
    keyed: missable.length === 0 ? null : and(...missable.map(({ value }) => isNotNull(value))),
    ...split(model, { ...key, nullable: false }, payload),
  };
}

/** Columns that tell events apart, and those that must then agree. */
function split(
  { identity }: NonHistorizedSatelliteModel,
  key: SetColumn,
  payload: readonly SetColumn[],
): Pick<SetFeed, 'identity' | 'content'> {
  return {
    identity: [key, ...payload.filter(({ name }) => identity.includes(name))],
    content: payload.filter(({ name }) => !identity.includes(name)),
  };
}

function satelliteTable(
  model: NonHistorizedSatelliteModel,
  { naming, hashProfile }: PlanContext['vault'],
): TableDefinition {
  const compared = model.conflicts === null || model.conflicts === 'keepAll';
  const names = compared ? model.payload.map(({ name }) => name) : model.identity;
  return {
    schema: naming.vaultSchema,
    name: model.name,
    role: 'satellite',
    comment: `Events of ${model.parent}: every distinct row that was seen, once.`,
    columns: [
      { name: model.hashKey, type: hashTypeOf(hashProfile), nullable: false },
      ...model.payload,
      ...arrivalColumns(naming),
    ],
    key: [model.hashKey, ...names],
    clusterBy: [model.hashKey],
  };
}

function asSet(model: NonHistorizedSatelliteModel, context: PlanContext): SetEntity {
  return {
    target: satelliteTable(model, context.vault),
    naming: context.vault.naming,
    parents: [parentReference(model, context)],
    orphans: model.orphans,
    conflicts: model.conflicts,
  };
}
