import { z } from 'zod';
import { duplicateKeyCheck, orphanCheck } from '../checks/integrity-checks.ts';
import { hashTypeOf } from '../hash/hash-profile.ts';
import type { Source } from '../metadata/source.ts';
import { column, isNotNull } from '../sql/expression.ts';
import { from, table, type TableDefinition } from '../sql/query.ts';
import { arrivalColumns, setAsideColumns } from './arrival-columns.ts';
import type { EntityKind, EntityLoad, LoadContext } from './define-kind.ts';
import { pendingInput } from './pending-input.ts';
import {
  parentReference,
  resolveSatellite,
  satelliteDefinition,
  satelliteShape,
  stagedRow,
  type SatelliteBase,
  type PayloadOption,
  type SatelliteOptions,
} from './satellite-payload.ts';
import { loadSet, type SetColumn, type SetEntity } from './set-load.ts';

const definition = z.strictObject({ kind: z.literal('nonHistorizedSatellite'), ...satelliteShape });
export type NonHistorizedSatelliteDefinition = z.output<typeof definition>;

export interface NonHistorizedSatelliteModel extends SatelliteBase {
  readonly kind: 'nonHistorizedSatellite';
}

export interface NonHistorizedSatellite<Name extends string = string, From extends Source = Source> {
  readonly kind: 'nonHistorizedSatellite';
  readonly name: Name;
  readonly source: From;
  readonly definition: NonHistorizedSatelliteDefinition;
}

/**
 * Declares a satellite of events: every distinct row is a fact that is stored once and never changes.
 *
 * Invariant: the whole row is its identity, NULL equal to NULL; arrival order does not matter.
 */
export function defineNonHistorizedSatellite<
  const Name extends string,
  From extends Source,
  const Payload extends PayloadOption,
>(name: Name, options: SatelliteOptions<From, Payload>): NonHistorizedSatellite<Name, From> {
  return {
    kind: 'nonHistorizedSatellite',
    name,
    source: options.from,
    definition: { kind: 'nonHistorizedSatellite', ...satelliteDefinition(name, options) },
  };
}

export const nonHistorizedSatellite: EntityKind<typeof definition, NonHistorizedSatelliteModel> = {
  kind: 'nonHistorizedSatellite',
  wave: 'satellites',
  definition,

  resolve(given, scope) {
    const base = resolveSatellite(given, [], scope);
    return base && { kind: 'nonHistorizedSatellite', ...base };
  },

  tables(model, vault) {
    const own = satelliteTable(model, vault);
    if (model.orphans !== 'hold') return [own];
    const comment = `Rows of ${model.name} whose ${model.parent} row is not known yet; tried again in every batch.`;
    const columns = [...own.columns, ...setAsideColumns(vault.naming)];
    return [
      own,
      { ...own, name: `${model.name}${vault.naming.pendingSuffix}`, role: 'pending', comment, columns },
    ];
  },

  loads: (model, feeds, context) => [
    ...(model.orphans === 'hold' ? [released(model, context)] : []),
    ...feeds.map((feed) => staged(model, feed, context)),
  ],

  checks(model, loads, context) {
    const target = satelliteTable(model, context.vault);
    return loads.flatMap((load) => [
      duplicateKeyCheck(target, target.key, load),
      orphanCheck(target, parentReference(model, context), load),
    ]);
  },
};

/** Rows held earlier whose parents have arrived. */
function released(model: NonHistorizedSatelliteModel, context: LoadContext): EntityLoad {
  const type = hashTypeOf(context.vault.hashProfile);
  const key = { name: model.hashKey, type, nullable: false, value: column('held', model.hashKey) };
  const payload = model.payload.map((item) => ({ ...item, value: column('held', item.name) }));
  const input = pendingInput(model.name, context.vault.naming, [parentReference(model, context)]);
  return loadSet({ ...asSet(model, [key, ...payload], context), orphans: 'fail' }, input);
}

function staged(
  model: NonHistorizedSatelliteModel,
  feed: NonHistorizedSatelliteModel['feeds'][number],
  context: LoadContext,
): EntityLoad {
  const { key, payload } = stagedRow(model, feed, context);
  const stage = context.stage(feed.source);
  return loadSet(asSet(model, [key, ...payload], context), {
    source: feed.source,
    rows: from(table(null, stage.tableName), 'staged'),
    ...(feed.present === null ? {} : { where: isNotNull(column('staged', stage.plain(feed.present))) }),
    workTable: `new_${model.name}`,
    arrival: null,
  });
}

function satelliteTable(
  model: NonHistorizedSatelliteModel,
  { naming, hashProfile }: LoadContext['vault'],
): TableDefinition {
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
    key: [model.hashKey, ...model.payload.map(({ name }) => name)],
    clusterBy: [model.hashKey],
  };
}

function asSet(
  model: NonHistorizedSatelliteModel,
  identity: readonly SetColumn[],
  context: LoadContext,
): SetEntity {
  return {
    target: satelliteTable(model, context.vault),
    naming: context.vault.naming,
    identity,
    firstSeen: [],
    required: [model.hashKey],
    parents: [parentReference(model, context)],
    orphans: model.orphans,
  };
}
