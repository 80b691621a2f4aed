import { z } from 'zod';
import { duplicateKeyCheck, orphanCheck } from '../checks/integrity-checks.ts';
import { hashTypeOf, normalisesText } from '../hash/hash-profile.ts';
import type { Source } from '../metadata/source.ts';
import { column, isNotNull } from '../sql/expression.ts';
import { from, table, type TableDefinition } from '../sql/query.ts';
import { arrivalColumns, setAsideColumns } from './arrival-columns.ts';
import type { EntityKind, EntityLoad, LoadContext } from './define-kind.ts';
import { loadHistory, type HistoryEntity } from './history-load.ts';
import { pendingInput } from './pending-input.ts';
import {
  diffOperands,
  parentReference,
  resolveSatellite,
  satelliteDefinition,
  satelliteShape,
  stagedRow,
  type SatelliteBase,
  type PayloadOption,
  type SatelliteOptions,
} from './satellite-payload.ts';

const definition = z.strictObject({
  kind: z.literal('satellite'),
  ...satelliteShape,
  hashDiff: z.string().min(1).optional(),
});
export type SatelliteDefinition = z.output<typeof definition>;

export interface SatelliteModel extends SatelliteBase {
  readonly kind: 'satellite';
  readonly hashDiff: string;
}

export interface Satellite<Name extends string = string, From extends Source = Source> {
  readonly kind: 'satellite';
  readonly name: Name;
  readonly source: From;
  readonly definition: SatelliteDefinition;
}

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
  options: SatelliteOptions<From, Payload> & { readonly hashDiff?: string },
): Satellite<Name, From> {
  const { hashDiff } = options;
  return {
    kind: 'satellite',
    name,
    source: options.from,
    definition: {
      kind: 'satellite',
      ...satelliteDefinition(name, options),
      ...(hashDiff === undefined ? {} : { hashDiff }),
    },
  };
}

export const satellite: EntityKind<typeof definition, SatelliteModel> = {
  kind: 'satellite',
  wave: 'satellites',
  definition,

  resolve(given, scope) {
    const hashDiff = given.hashDiff ?? scope.naming.hashDiff;
    const base = resolveSatellite(given, [hashDiff], scope);
    return base && { kind: 'satellite', hashDiff, ...base };
  },

  tables(model, vault) {
    const own = satelliteTable(model, vault);
    const columns = [...own.columns, ...setAsideColumns(vault.naming)];
    const aside = (suffix: string, role: 'pending' | 'late', comment: string): TableDefinition => ({
      ...own,
      name: `${model.name}${suffix}`,
      role,
      comment,
      columns,
    });
    const late = aside(
      vault.naming.lateSuffix,
      'late',
      `Rows of ${model.name} that are older than what was stored when they came; kept, not applied.`,
    );
    if (model.orphans !== 'hold') return [own, late];
    const pending = aside(
      vault.naming.pendingSuffix,
      'pending',
      `Rows of ${model.name} whose ${model.parent} row is not known yet; tried again in every batch.`,
    );
    return [own, late, pending];
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
function released(model: SatelliteModel, context: LoadContext): EntityLoad {
  const type = hashTypeOf(context.vault.hashProfile);
  const held = (name: string) => column('held', name);
  const input = pendingInput(model.name, context.vault.naming, [parentReference(model, context)]);
  return loadHistory(
    { ...asHistory(model, context), parent: null },
    {
      ...input,
      key: { name: model.hashKey, type, nullable: false, value: held(model.hashKey) },
      hashDiff: held(model.hashDiff),
      payload: model.payload.map((item) => ({ ...item, value: held(item.name) })),
    },
  );
}

function staged(
  model: SatelliteModel,
  feed: SatelliteModel['feeds'][number],
  context: LoadContext,
): EntityLoad {
  const stage = context.stage(feed.source);
  return loadHistory(asHistory(model, context), {
    source: feed.source,
    rows: from(table(null, stage.tableName), 'staged'),
    ...(feed.present === null ? {} : { where: isNotNull(column('staged', stage.plain(feed.present))) }),
    workTable: `new_${model.name}`,
    arrival: stage.arrival(),
    ...stagedRow(model, feed, context),
    hashDiff: column(
      'staged',
      stage.diff(diffOperands(model, feed, stage), `${model.name}_${model.hashDiff}`),
    ),
  });
}

function satelliteTable(
  model: SatelliteModel,
  { naming, hashProfile }: LoadContext['vault'],
): TableDefinition {
  const type = hashTypeOf(hashProfile);
  return {
    schema: naming.vaultSchema,
    name: model.name,
    role: 'satellite',
    comment: `Satellite: how ${model.payload.map(({ name }) => name).join(', ')} of ${model.parent} changed.`,
    columns: [
      { name: model.hashKey, type, nullable: false },
      { name: model.hashDiff, type, nullable: false },
      ...model.payload,
      ...arrivalColumns(naming),
    ],
    key: [model.hashKey, naming.loadDate, model.hashDiff],
    clusterBy: [model.hashKey, naming.loadDate],
  };
}

function asHistory(model: SatelliteModel, context: LoadContext): HistoryEntity {
  return {
    target: satelliteTable(model, context.vault),
    naming: context.vault.naming,
    hashDiff: model.hashDiff,
    foldsText: normalisesText(context.vault.hashProfile.diff),
    parent: model.orphans === 'hold' ? parentReference(model, context) : null,
  };
}
