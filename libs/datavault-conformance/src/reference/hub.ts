import { comparableText, type HubModel } from '@vaultwright/datavault-core/model';
import { Counts } from './counts.ts';
import { inArrivalOrder, type Candidate } from './first-seen.ts';
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
import { addZeroKeyRows } from './zero-key-rows.ts';

/**
 * A hub: every business key once, as it was first seen.
 *
 * Rules, for each row of each source: no key: null key, or the batch is refused, as the policy says. Stored before this
 * batch: known. First of its key in this batch: inserted. Else: duplicate. First means: the earliest load date, then the
 * source that is declared first, then the record source, then the smallest attributes, column by column, NULL last, then
 * the smallest spelling of the key. Two business keys with one hash refuse the batch where the policy says so; otherwise
 * the first one is the hub's.
 */
export function applyHub(state: ReferenceState, hub: HubModel, batch: ReferenceBatch): EntityOutcome {
  const fed = feedsIn(hub.feeds, batch);
  const counts = fed.map(() => new Counts());
  const candidates = fed.flatMap(({ feed, rows }, index) =>
    rows.map((row): Candidate => ({ feed: index, row: hubRow(hub, feed, row, batch) })),
  );
  const stored = new Map(rowsOf(state, hub.name).map((row) => [row[hub.hashKey], row]));
  const fresh = new Map<string, ReferenceRow>();
  for (const { feed, row } of inArrivalOrder(candidates, batch.vault.naming, [
    ...hub.extra,
    ...hub.businessKey,
  ])) {
    const key = row[hub.hashKey] ?? null;
    if (key === null) {
      if (hub.onNullKey === 'fail') throw new RefusedBatch(hub.name, 'nullKey');
      counts[feed]?.add('nullKey');
      continue;
    }
    const before = stored.get(key);
    const first = before ?? fresh.get(key);
    const collides = first !== undefined && businessKey(hub, batch, first) !== businessKey(hub, batch, row);
    if (collides && hub.collisions === 'fail') throw new RefusedBatch(hub.name, 'collision');
    if (before !== undefined) counts[feed]?.add('known');
    else if (first !== undefined) counts[feed]?.add('duplicate');
    else {
      counts[feed]?.add('inserted');
      fresh.set(key, row);
    }
  }
  const loaded = withRows(state, { [hub.name]: [...fresh.values()] });
  const columns = { hashKeys: [hub.hashKey], others: [...hub.businessKey, ...hub.extra] };
  const zero = addZeroKeyRows(loaded, hub.name, hub.zeroKeyRows, columns, batch);
  return {
    state: zero.state,
    results: [
      ...counts.map((count, index) => count.result(hub.name, fed[index]?.feed.source ?? null)),
      ...zero.results,
    ],
  };
}

function hubRow(
  hub: HubModel,
  feed: HubModel['feeds'][number],
  row: ReferenceRow,
  batch: ReferenceBatch,
): ReferenceRow {
  const own: Record<string, string | null> = {
    [hub.hashKey]: keyOf(batch.vault, feed.source, feed.key, row),
  };
  hub.businessKey.forEach(({ name }, index) => (own[name] = row[feed.businessKey[index] ?? ''] ?? null));
  hub.extra.forEach(({ name }, index) => (own[name] = row[feed.extra[index] ?? ''] ?? null));
  return { ...own, ...arrivalOf(batch, feed.source, row) };
}

/** The business key in the form in which the profile compares it. */
export function businessKey(hub: HubModel, { vault }: ReferenceBatch, row: ReferenceRow): string {
  const parts = hub.businessKey.map(({ name, type }) =>
    comparableText(vault.hashProfile.key, { name, kind: type.kind, text: row[name] ?? null }),
  );
  return JSON.stringify(parts);
}
