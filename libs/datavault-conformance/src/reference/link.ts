import type { LinkModel } from '@vaultwright/datavault-core/model';
import { Counts } from './counts.ts';
import { inArrivalOrder } from './first-seen.ts';
import { hubsHold, linkRows, toldBy } from './link-rows.ts';
import { RefusedBatch } from './refused-batch.ts';
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
import { addZeroKeyRows } from './zero-key-rows.ts';

/**
 * A link: every combination of hub keys, and of child keys where it has any, once, as it was first seen.
 *
 * Rules, for each row of each source whose `present` column is: no key: null key, or the batch is refused. Stored before
 * this batch: known. Not the first of its key in this batch: duplicate. All hubs hold their keys: inserted. Else: held,
 * and kept in the pending table unless it is there; or the batch is refused, as the policy says. Where the
 * policy is to infer, the hubs have been given their keys before. First means the same as for hubs, with the attributes of the link and
 * then the spelling of its child key.
 */
export function applyLink(state: ReferenceState, link: LinkModel, batch: ReferenceBatch): EntityOutcome {
  const released = link.orphans === 'hold' ? release(state, link, batch) : { state, results: [] };
  const fed = feedsIn(link.feeds, batch);
  const candidates = linkRows(link, fed, batch);
  const before = released.state;
  const counts = fed.map(() => new Counts());
  const pending = `${link.name}${batch.vault.naming.pendingSuffix}`;
  const stored = new Map(rowsOf(before, link.name).map((row) => [row[link.hashKey], row]));
  const waiting = new Set(rowsOf(before, pending).map((row) => row[link.hashKey]));
  const seen = new Map<string, ReferenceRow>();
  const inserted: ReferenceRow[] = [];
  const held: ReferenceRow[] = [];
  for (const { feed, row } of inArrivalOrder(candidates, batch.vault.naming, [
    ...link.content,
    ...link.childKey,
  ])) {
    const key = row[link.hashKey] ?? null;
    if (key === null) {
      if (link.onNullKey === 'fail') throw new RefusedBatch(link.name, 'nullKey');
      counts[feed]?.add('nullKey');
      continue;
    }
    const known = stored.get(key);
    const first = known ?? seen.get(key);
    if (first !== undefined && toldBy(link, batch, first) !== toldBy(link, batch, row))
      throw new RefusedBatch(link.name, 'collision');
    if (known !== undefined) counts[feed]?.add('known');
    else if (first !== undefined) counts[feed]?.add('duplicate');
    else {
      seen.set(key, row);
      if (hubsHold(before, link, row)) {
        counts[feed]?.add('inserted');
        inserted.push(row);
      } else if (link.orphans === 'hold') {
        counts[feed]?.add('held');
        if (!waiting.has(key)) held.push(row);
      } else {
        throw new RefusedBatch(link.name, 'orphan');
      }
    }
  }
  const loaded = withRows(before, { [link.name]: inserted, [pending]: held });
  const columns = {
    hashKeys: [link.hashKey, ...link.participants.map(({ name }) => name)],
    others: [...link.childKey, ...link.content],
  };
  const zero = addZeroKeyRows(loaded, link.name, link.zeroKeyRows, columns, batch);
  return {
    state: zero.state,
    results: [
      ...released.results,
      ...counts.map((count, index) => count.result(link.name, fed[index]?.feed.source ?? null)),
      ...zero.results,
    ],
  };
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
