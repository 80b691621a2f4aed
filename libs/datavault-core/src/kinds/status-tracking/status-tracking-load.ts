import { hashTypeOf } from '../../hash/hash-profile.ts';
import type { VaultModel } from '../../model/vault-model.ts';
import { column, isNotNull } from '../../sql/expression.ts';
import { from, table, type TableDefinition } from '../../sql/query.ts';
import { arrivalColumns } from '../../model/arrival-columns.ts';
import type { EntityLoad, PlanContext } from '../../stage/entity-load.ts';
import { defaultHistoryRules, type HistoryEntity } from '../history/history-entity.ts';
import { loadHistory } from '../history/history-load.ts';
import { pendingInput } from '../insert-once/pending-input.ts';
import { diffOperands, parentReference, stagedRow } from '../../stage/staged-payload.ts';
import type { SnapshotEntity, SnapshotInput } from './snapshot-load.ts';
import type { StatusTrackingSatelliteModel } from './status-tracking-satellite.ts';

/** The key of a staged row, and where the rows lie. */
function staged(
  model: StatusTrackingSatelliteModel,
  feed: StatusTrackingSatelliteModel['feeds'][number],
  context: PlanContext,
) {
  const stage = context.stage(feed.source);
  return {
    key: stagedRow(model, feed, context).key,
    source: feed.source,
    rows: from(table(null, stage.tableName), 'staged'),
    ...(feed.present === null ? {} : { where: isNotNull(column('staged', stage.plain(feed.present))) }),
    workTable: `new_${model.name}`,
    arrival: stage.arrival(),
  };
}

/** The keys that a source lists. */
export function listedKeys(
  model: StatusTrackingSatelliteModel,
  feed: StatusTrackingSatelliteModel['feeds'][number],
  context: PlanContext,
): SnapshotInput {
  const stage = context.stage(feed.source);
  const input = staged(model, feed, context);
  const names = model.payload.map(({ name }) => name);
  const diff = (physical: string): string =>
    stage.diff(diffOperands(model, names, feed, stage), `${model.name}_${physical}`);
  return {
    ...input,
    keyed: input.key.nullable ? isNotNull(input.key.value) : null,
    hashDiff: model.hashDiff === null ? null : column('staged', diff(model.hashDiff)),
  };
}

/** The statuses that a source tells. */
export function statusOf(
  model: StatusTrackingSatelliteModel,
  feed: StatusTrackingSatelliteModel['feeds'][number],
  context: PlanContext,
): EntityLoad {
  const { key, workTable, ...input } = staged(model, feed, context);
  const value = column('staged', context.stage(feed.source).plain(feed.status ?? ''));
  const status = { name: model.status, type: model.statusType, nullable: false, value };
  return loadHistory(asHistory(model, context), {
    workTable,
    feeds: [{ ...input, columns: [key, status] }],
  });
}

/** Statuses held earlier whose parents have arrived. */
export function released(model: StatusTrackingSatelliteModel, context: PlanContext): EntityLoad {
  const entity = asHistory(model, context);
  const { workTable, ...input } = pendingInput(model.name, context.vault.naming, [
    parentReference(model, context),
  ]);
  const own = entity.target.columns.slice(0, 2);
  const columns = own.map((item) => ({ ...item, value: column('held', item.name) }));
  return loadHistory({ ...entity, parent: null }, { workTable, feeds: [{ ...input, columns }] });
}

/** The satellite's own table. */
export function statusTable(
  model: StatusTrackingSatelliteModel,
  { naming, hashProfile }: VaultModel,
): TableDefinition {
  const type = hashTypeOf(hashProfile);
  const { hashKey, status, hashDiff } = model;
  return {
    schema: naming.vaultSchema,
    name: model.name,
    role: 'satellite',
    comment: `Status tracking satellite: whether each key of ${model.parent} was there; D from its load date on it was not.`,
    columns: [
      { name: hashKey, type, nullable: false },
      { name: status, type: model.statusType, nullable: false },
      ...(hashDiff === null ? [] : [{ name: hashDiff, type, nullable: false }]),
      ...arrivalColumns(naming),
    ],
    key: [hashKey, naming.loadDate, ...(model.feed === 'cdc' ? [status] : [])],
    clusterBy: [hashKey, naming.loadDate],
  };
}

/** The satellite as lists of keys fill it. */
export function asSnapshots(model: StatusTrackingSatelliteModel, { vault }: PlanContext): SnapshotEntity {
  const { hashKey, status, hashDiff } = model;
  const target = statusTable(model, vault);
  return { target, vault, hashKey, status, hashDiff, keepsLate: model.onLate === 'quarantine' };
}

/** The satellite as versions whose content is the status. */
export function asHistory(model: StatusTrackingSatelliteModel, context: PlanContext): HistoryEntity {
  const target = statusTable(model, context.vault);
  const { schema, table: parent, column: own, key } = parentReference(model, context);
  return {
    target,
    naming: context.vault.naming,
    key: [model.hashKey],
    sequence: [],
    content: target.columns.filter(({ name }) => name === model.status),
    spelling: [],
    parent: model.orphans === 'hold' ? { schema, table: parent, columns: [{ column: own, key }] } : null,
    rules: { ...defaultHistoryRules, late: model.onLate },
    sightings: null,
  };
}
