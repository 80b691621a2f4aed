import type {
  ExtendedTrackingSatelliteModel,
  RecordTrackingSatelliteModel,
} from '@vaultwright/datavault-core/model';
import { Counts } from './counts.ts';
import { RefusedBatch } from './refused-batch.ts';
import {
  holds,
  rowsOf,
  withRows,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';

type TrackingModel = ExtendedTrackingSatelliteModel | RecordTrackingSatelliteModel;

/**
 * Sightings: when something was delivered, each once, in any order.
 *
 * Rules, for each row: no key: null key. Stored before this batch: known. Not the first of its identity: duplicate. The
 * parent holds the key: inserted. Else: held, and kept in the pending table unless it is there; or the batch is refused.
 * The first of an identity is the one with the smallest other columns.
 */
export function applySightings(
  state: ReferenceState,
  model: TrackingModel,
  identity: readonly string[],
  { vault }: ReferenceBatch,
  rows: readonly ReferenceRow[],
  counts: Counts,
): ReferenceState {
  const pending = `${model.name}${vault.naming.pendingSuffix}`;
  const idOf = (row: ReferenceRow): string => JSON.stringify(identity.map((name) => row[name]));
  const stored = new Set(rowsOf(state, model.name).map(idOf));
  const waiting = new Set(rowsOf(state, pending).map(idOf));
  const seen = new Set<string>();
  const inserted: ReferenceRow[] = [];
  const held: ReferenceRow[] = [];
  for (const row of [...rows].sort(byAllColumns)) {
    const key = row[model.hashKey] ?? null;
    const id = idOf(row);
    if (key === null) counts.add('nullKey');
    else if (stored.has(id)) counts.add('known');
    else if (seen.has(id)) counts.add('duplicate');
    else if (holds(state, model.parent, model.hashKey, key)) {
      counts.add('inserted');
      inserted.push(row);
    } else if (model.orphans === 'hold') {
      counts.add('held');
      if (!waiting.has(id)) held.push(row);
    } else {
      throw new RefusedBatch(model.name, 'orphan');
    }
    if (key !== null) seen.add(id);
  }
  return withRows(state, { [model.name]: inserted, [pending]: held });
}

/** Sightings held earlier whose parent holds their key by now are loaded like any others. */
export function releaseSightings(
  state: ReferenceState,
  model: TrackingModel,
  identity: readonly string[],
  batch: ReferenceBatch,
): EntityOutcome {
  if (model.orphans !== 'hold') return { state, results: [] };
  const counts = new Counts();
  const rows = rowsOf(state, `${model.name}${batch.vault.naming.pendingSuffix}`).filter((row) =>
    holds(state, model.parent, model.hashKey, row[model.hashKey] ?? ''),
  );
  const next = applySightings(state, model, identity, batch, rows, counts);
  return { state: next, results: [counts.result(model.name, null)] };
}

/** All columns are hashes, names, timestamps or text: the order of their bytes is their order. */
function byAllColumns(left: ReferenceRow, right: ReferenceRow): number {
  for (const name of Object.keys(left)) {
    const order = Buffer.compare(Buffer.from(left[name] ?? ''), Buffer.from(right[name] ?? ''));
    if (order !== 0) return order;
  }
  return 0;
}
