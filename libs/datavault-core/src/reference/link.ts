import type { LinkModel } from '../kinds/link.ts';
import { Counts } from './counts.ts';
import { RefusedBatch } from './refused-batch.ts';
import { arrivalOf, keyOf } from './staged-row.ts';
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
 * A link: every combination of hub keys once, as it was first seen.
 *
 * Rules, for each row whose `present` column is: no key, or a participant without one: null key. Stored before this
 * batch: known. Not the first of its key in this batch: duplicate. All hubs hold their keys: inserted. Else: held, and
 * kept in the pending table unless it is there; or the batch is refused, as the policy says.
 */
export function applyLink(state: ReferenceState, link: LinkModel, batch: ReferenceBatch): EntityOutcome {
  const released = link.orphans === 'hold' ? release(state, link, batch) : { state, results: [] };
  let current = released.state;
  const results = feedsIn(link.feeds, batch).map(({ feed, rows }) => {
    const counts = new Counts();
    current = applyRows(current, link, feed, rows, batch, counts);
    return counts.result(link.name, feed.source);
  });
  return { state: current, results: [...released.results, ...results] };
}

function applyRows(
  state: ReferenceState,
  link: LinkModel,
  feed: LinkModel['feeds'][number],
  rows: readonly ReferenceRow[],
  batch: ReferenceBatch,
  counts: Counts,
): ReferenceState {
  const pending = `${link.name}${batch.vault.naming.pendingSuffix}`;
  const stored = new Map(rowsOf(state, link.name).map((row) => [row[link.hashKey], row]));
  const waiting = new Set(rowsOf(state, pending).map((row) => row[link.hashKey]));
  const seen = new Map<string, ReferenceRow>();
  const inserted: ReferenceRow[] = [];
  const held: ReferenceRow[] = [];
  for (const row of rows) {
    const key = keyOf(batch.vault, feed.source, feed.key, row);
    const own: Record<string, string | null> = { [link.hashKey]: key };
    link.participants.forEach(({ name }, index) => {
      own[name] = keyOf(batch.vault, feed.source, feed.parts[index] ?? [], row);
    });
    if (key === null || Object.values(own).includes(null)) {
      counts.add('nullKey');
      continue;
    }
    const before = stored.get(key);
    const first = before ?? seen.get(key);
    if (first !== undefined && link.participants.some(({ name }) => first[name] !== own[name])) {
      throw new RefusedBatch(link.name, 'collision');
    }
    if (before !== undefined) counts.add('known');
    else if (first !== undefined) counts.add('duplicate');
    else {
      const fresh = { ...own, ...arrivalOf(batch, feed.source, row) };
      seen.set(key, fresh);
      if (hubsHold(state, link, fresh)) {
        counts.add('inserted');
        inserted.push(fresh);
      } else if (link.orphans === 'hold') {
        counts.add('held');
        if (!waiting.has(key)) held.push(fresh);
      } else {
        throw new RefusedBatch(link.name, 'orphan');
      }
    }
  }
  return withRows(state, { [link.name]: inserted, [pending]: held });
}

/** Pending rows whose hubs hold their keys by now: known when stored, else inserted with the arrival they came with. */
function release(state: ReferenceState, link: LinkModel, { vault }: ReferenceBatch): EntityOutcome {
  const counts = new Counts();
  const inserted: ReferenceRow[] = [];
  for (const row of rowsOf(state, `${link.name}${vault.naming.pendingSuffix}`)) {
    if (!hubsHold(state, link, row)) continue;
    if (holds(state, link.name, link.hashKey, row[link.hashKey] ?? '')) counts.add('known');
    else {
      counts.add('inserted');
      inserted.push(row);
    }
  }
  return {
    state: withRows(state, { [link.name]: inserted }),
    results: [counts.result(link.name, null)],
  };
}

function hubsHold(state: ReferenceState, link: LinkModel, row: ReferenceRow): boolean {
  return link.participants.every(({ name, hub, hubKey }) => holds(state, hub, hubKey, row[name] ?? ''));
}
