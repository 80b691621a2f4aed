import type { SatelliteModel } from '../kinds/satellite.ts';
import { Counts } from './counts.ts';
import { RefusedBatch } from './refused-batch.ts';
import { arrivalOf, diffOf, keyOf, payloadOf } from './staged-row.ts';
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
import { compareValues } from './value-order.ts';

/**
 * A satellite: the versions of a key's payload, a row for every change, in the order (load date, hash diff).
 *
 * Rules, for each row whose parent is `present`: no parent key: null key. Equal key, load date and hash diff as another
 * row of this batch: duplicate. Then for each version, oldest first:
 * - Newer than every version stored before this batch: known when the version before it, in this batch or else stored,
 *   has the same hash diff; otherwise inserted, or held or refused when the parent does not hold the key.
 * - Not newer: known when this very version is stored, or the last version before its load date has the same hash diff;
 *   otherwise late, and kept in the late table unless it is there.
 */
export function applySatellite(
  state: ReferenceState,
  model: SatelliteModel,
  batch: ReferenceBatch,
): EntityOutcome {
  const released = model.orphans === 'hold' ? release(state, model, batch) : { state, results: [] };
  let current = released.state;
  const results = feedsIn(model.feeds, batch).map(({ feed, rows }) => {
    const counts = new Counts();
    const keyed: ReferenceRow[] = [];
    for (const row of rows) {
      const key = keyOf(batch.vault, feed.source, feed.key, row);
      if (key === null) {
        counts.add('nullKey');
        continue;
      }
      const payload = payloadOf(model, feed, row);
      keyed.push({
        [model.hashKey]: key,
        [model.hashDiff]: diffOf(batch.vault, model, payload),
        ...payload,
        ...arrivalOf(batch, feed.source, row),
      });
    }
    current = applyVersions(current, model, batch, keyed, counts);
    return counts.result(model.name, feed.source);
  });
  return { state: current, results: [...released.results, ...results] };
}

/** Pending rows whose parent holds their key by now are loaded like any others, with the arrival they came with. */
function release(state: ReferenceState, model: SatelliteModel, batch: ReferenceBatch): EntityOutcome {
  const counts = new Counts();
  const rows = rowsOf(state, `${model.name}${batch.vault.naming.pendingSuffix}`).filter((row) =>
    holds(state, model.parent, model.hashKey, row[model.hashKey] ?? ''),
  );
  return {
    state: applyVersions(state, model, batch, rows, counts),
    results: [counts.result(model.name, null)],
  };
}

function applyVersions(
  state: ReferenceState,
  model: SatelliteModel,
  { vault: { naming } }: ReferenceBatch,
  rows: readonly ReferenceRow[],
  counts: Counts,
): ReferenceState {
  const { hashKey, hashDiff, payload } = model;
  const date = naming.loadDate;
  const text = { kind: 'text', length: 1 } as const;
  const order = [...[hashKey, date, hashDiff].map((name) => ({ name, type: text })), ...payload];
  const inOrder = (versions: readonly ReferenceRow[]): ReferenceRow[] =>
    [...versions].sort((left, right) => {
      for (const { name, type } of order) {
        const found = compareValues(type, left[name] ?? null, right[name] ?? null);
        if (found !== 0) return found;
      }
      return 0;
    });
  const dateOf = (row: ReferenceRow): string => row[date] ?? '';
  const same = (left: ReferenceRow | undefined, right: ReferenceRow): boolean =>
    left !== undefined && [hashKey, date, hashDiff].every((name) => left[name] === right[name]);

  const stored = inOrder(rowsOf(state, model.name));
  const pending = `${model.name}${naming.pendingSuffix}`;
  const late = `${model.name}${naming.lateSuffix}`;
  const inserted: ReferenceRow[] = [];
  const held: ReferenceRow[] = [];
  const older: ReferenceRow[] = [];
  let before: ReferenceRow | undefined;
  for (const row of inOrder(rows)) {
    if (same(before, row)) {
      counts.add('duplicate');
      continue;
    }
    const history = stored.filter((version) => version[hashKey] === row[hashKey]);
    const latest = history.at(-1);
    if (latest === undefined || dateOf(row) > dateOf(latest)) {
      // The row before may belong to another key, or may not be newer itself.
      const isNewer = before !== undefined && (latest === undefined || dateOf(before) > dateOf(latest));
      const previous = isNewer && before?.[hashKey] === row[hashKey] ? before : latest;
      if (previous?.[hashDiff] === row[hashDiff]) counts.add('known');
      else if (holds(state, model.parent, hashKey, row[hashKey] ?? '')) {
        counts.add('inserted');
        inserted.push(row);
      } else if (model.orphans === 'hold') {
        counts.add('held');
        if (!rowsOf(state, pending).some((other) => same(other, row))) held.push(row);
      } else {
        throw new RefusedBatch(model.name, 'orphan');
      }
    } else {
      const inForceBefore = history.findLast((version) => dateOf(version) < dateOf(row));
      const known =
        history.some((version) => same(version, row)) || inForceBefore?.[hashDiff] === row[hashDiff];
      counts.add(known ? 'known' : 'late');
      if (!known && !rowsOf(state, late).some((other) => same(other, row))) {
        counts.remark('lateStored');
        older.push(row);
      }
    }
    before = row;
  }
  return withRows(state, { [model.name]: inserted, [pending]: held, [late]: older });
}
