import type { NonHistorizedSatelliteModel } from '../kinds/non-historized-satellite.ts';
import { Counts } from './counts.ts';
import { RefusedBatch } from './refused-batch.ts';
import { arrivalOf, keyOf, payloadOf } from './staged-row.ts';
import {
  feedsIn,
  holds,
  rowsOf,
  withRows,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';

/**
 * A satellite of events: every distinct row once. The parent's key and the whole payload are the identity, NULL equal
 * to NULL; load date and record source are not part of it.
 *
 * Rules, for each row whose parent is `present`: no parent key: null key. Stored before this batch: known. Not the
 * first of its identity in this batch: duplicate. The parent holds the key: inserted. Else: held, and kept in the
 * pending table unless it is there; or the batch is refused, as the policy says.
 */
export function applyNonHistorizedSatellite(
  state: ReferenceState,
  model: NonHistorizedSatelliteModel,
  batch: ReferenceBatch,
): EntityOutcome {
  const released = model.orphans === 'hold' ? release(state, model, batch) : { state, results: [] };
  let current = released.state;
  const results = feedsIn(model.feeds, batch).map(({ feed, rows }) => {
    const counts = new Counts();
    current = applyRows(current, model, feed, rows, batch, counts);
    return counts.result(model.name, feed.source);
  });
  return { state: current, results: [...released.results, ...results] };
}

function applyRows(
  state: ReferenceState,
  model: NonHistorizedSatelliteModel,
  feed: NonHistorizedSatelliteModel['feeds'][number],
  rows: readonly ReferenceRow[],
  batch: ReferenceBatch,
  counts: Counts,
): ReferenceState {
  const pending = `${model.name}${batch.vault.naming.pendingSuffix}`;
  const stored = new Set(rowsOf(state, model.name).map((row) => identity(model, row)));
  const waiting = new Set(rowsOf(state, pending).map((row) => identity(model, row)));
  const seen = new Set<string>();
  const inserted: ReferenceRow[] = [];
  const held: ReferenceRow[] = [];
  for (const row of rows) {
    const key = keyOf(batch.vault, feed.source, feed.key, row);
    if (key === null) {
      counts.add('nullKey');
      continue;
    }
    const fresh = {
      [model.hashKey]: key,
      ...payloadOf(model, feed, row),
      ...arrivalOf(batch, feed.source, row),
    };
    const own = identity(model, fresh);
    if (stored.has(own)) counts.add('known');
    else if (seen.has(own)) counts.add('duplicate');
    else if (holds(state, model.parent, model.hashKey, key)) {
      counts.add('inserted');
      inserted.push(fresh);
    } else if (model.orphans === 'hold') {
      counts.add('held');
      if (!waiting.has(own)) held.push(fresh);
    } else {
      throw new RefusedBatch(model.name, 'orphan');
    }
    seen.add(own);
  }
  return withRows(state, { [model.name]: inserted, [pending]: held });
}

/** Pending rows whose parent holds their key by now: known when stored, else inserted with the arrival they came with. */
function release(
  state: ReferenceState,
  model: NonHistorizedSatelliteModel,
  { vault }: ReferenceBatch,
): EntityOutcome {
  const counts = new Counts();
  const stored = new Set(rowsOf(state, model.name).map((row) => identity(model, row)));
  const inserted: ReferenceRow[] = [];
  for (const row of rowsOf(state, `${model.name}${vault.naming.pendingSuffix}`)) {
    if (!holds(state, model.parent, model.hashKey, row[model.hashKey] ?? '')) continue;
    if (stored.has(identity(model, row))) counts.add('known');
    else {
      counts.add('inserted');
      inserted.push(row);
    }
  }
  return { state: withRows(state, { [model.name]: inserted }), results: [counts.result(model.name, null)] };
}

function identity(model: NonHistorizedSatelliteModel, row: ReferenceRow): string {
  return JSON.stringify([model.hashKey, ...model.payload.map(({ name }) => name)].map((name) => row[name]));
}
