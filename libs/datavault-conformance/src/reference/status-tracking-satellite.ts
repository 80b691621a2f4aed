import { defaultHistoryRules, applyVersions } from './versions.ts';
import type { SatelliteModel, StatusTrackingSatelliteModel } from '@vaultwright/datavault-core/model';
import { Counts } from './counts.ts';
import { RefusedBatch } from './refused-batch.ts';
import { applySnapshots } from './snapshots.ts';
import { arrivalOf, keyOf } from './staged-row.ts';
import {
  feedsIn,
  holds,
  rowsOf,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';

/**
 * A status tracking satellite: whether a key was there: I when it came, U when it changed, D when it went.
 *
 * Rules: a row without the parent's key: null key. With `feed: 'cdc'` the source says the status, and rows are versions
 * whose content is the status, see `applyVersions`; another status than I, U or D refuses the batch. With
 * `feed: 'snapshot'` a batch lists every key there is, see `applySnapshots`.
 */
export function applyStatusTrackingSatellite(
  state: ReferenceState,
  model: StatusTrackingSatelliteModel,
  batch: ReferenceBatch,
): EntityOutcome {
  if (model.feed === 'snapshot') return applySnapshots(state, model, batch);
  const satellite = asVersionedSatellite(model);
  let current = state;
  const results: EntityOutcome['results'][number][] = [];
  if (model.orphans === 'hold') {
    const counts = new Counts();
    const rows = rowsOf(state, `${model.name}${batch.vault.naming.pendingSuffix}`).filter((row) =>
      holds(state, model.parent, model.hashKey, row[model.hashKey] ?? ''),
    );
    const given = rows.map((row) => ({ row, counts, place: 0, source: null }));
    current = applyVersions(current, satellite, batch, given);
    results.push(counts.result(model.name, null));
  }
  for (const { feed, rows } of feedsIn(model.feeds, batch)) {
    const counts = new Counts();
    const given = rows.map((row): ReferenceRow => ({
      [model.hashKey]: keyOf(batch.vault, feed.source, feed.key, row),
      [model.status]: row[feed.status ?? ''] ?? null,
      ...arrivalOf(batch, feed.source, row),
    }));
    const keyed = given.filter((row) => row[model.hashKey] !== null);
    for (const row of given) if (!keyed.includes(row)) counts.add('nullKey');
    if (keyed.some((row) => !['I', 'U', 'D'].includes(row[model.status] ?? '')))
      throw new RefusedBatch(model.name, 'status');
    const versions = keyed.map((row) => ({ row, counts, place: 0, source: feed.source }));
    current = applyVersions(current, satellite, batch, versions);
    results.push(counts.result(model.name, feed.source));
  }
  return { state: current, results };
}

/** The satellite whose only attribute, compared as it is, is the status. */
function asVersionedSatellite(model: StatusTrackingSatelliteModel): SatelliteModel {
  return {
    ...model,
    kind: 'satellite',
    hashDiff: null,
    payload: [{ name: model.status, type: model.statusType, nullable: false }],
    compared: [model.status],
    sequence: [],
    keyInDiff: [],
    rules: { ...defaultHistoryRules, late: model.onLate },
    trackedBy: null,
    warnings: [],
  };
}
