import { hashText } from '../hash/hasher.ts';
import type { HubModel } from '../kinds/hub.ts';
import { Counts } from './counts.ts';
import { RefusedBatch } from './refused-batch.ts';
import { arrivalOf, keyOf } from './staged-row.ts';
import {
  feedsIn,
  rowsOf,
  withRows,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';
import { compareValues } from './value-order.ts';

/**
 * A hub: every business key once, as it was first seen.
 *
 * Rules, for each row: no key: null key. Stored before this batch: known. First of its key in this batch: inserted.
 * Else: duplicate. First means: the smallest attributes, column by column, NULL last, then the smallest spelling of the
 * key; so the order of the rows in their file decides nothing.
 */
export function applyHub(state: ReferenceState, hub: HubModel, batch: ReferenceBatch): EntityOutcome {
  let current = state;
  const results = feedsIn(hub.feeds, batch).map(({ feed, rows }) => {
    const counts = new Counts();
    current = applyRows(current, hub, feed, rows, batch, counts);
    return counts.result(hub.name, feed.source);
  });
  return { state: current, results };
}

function applyRows(
  state: ReferenceState,
  hub: HubModel,
  feed: HubModel['feeds'][number],
  rows: readonly ReferenceRow[],
  batch: ReferenceBatch,
  counts: Counts,
): ReferenceState {
  const candidates = rows.map((row): ReferenceRow => {
    const own: Record<string, string | null> = {
      [hub.hashKey]: keyOf(batch.vault, feed.source, feed.key, row),
    };
    hub.businessKey.forEach(({ name }, index) => (own[name] = row[feed.key[index] ?? ''] ?? null));
    hub.extra.forEach(({ name }, index) => (own[name] = row[feed.extra[index] ?? ''] ?? null));
    return { ...own, ...arrivalOf(batch, feed.source, row) };
  });
  candidates.sort((left, right) => {
    for (const { name, type } of [...hub.extra, ...hub.businessKey]) {
      const order = compareValues(type, left[name] ?? null, right[name] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  });

  const stored = new Map(rowsOf(state, hub.name).map((row) => [row[hub.hashKey], row]));
  const fresh = new Map<string, ReferenceRow>();
  for (const row of candidates) {
    const key = row[hub.hashKey] ?? null;
    if (key === null) {
      counts.add('nullKey');
      continue;
    }
    const before = stored.get(key);
    const first = before ?? fresh.get(key);
    if (first !== undefined && businessKey(hub, batch, first) !== businessKey(hub, batch, row)) {
      throw new RefusedBatch(hub.name, 'collision');
    }
    if (before !== undefined) counts.add('known');
    else if (first !== undefined) counts.add('duplicate');
    else {
      counts.add('inserted');
      fresh.set(key, row);
    }
  }
  return withRows(state, { [hub.name]: [...fresh.values()] });
}

/** The business key under the profile's own trimming and folding, part by part. */
function businessKey(hub: HubModel, { vault }: ReferenceBatch, row: ReferenceRow): string {
  const rules = { ...vault.hashProfile.key, escape: [], allNull: 'null' as const };
  const parts = hub.businessKey.map(({ name, type }) =>
    hashText(rules, [{ name, kind: type.kind, text: row[name] ?? null }]),
  );
  return JSON.stringify(parts);
}
