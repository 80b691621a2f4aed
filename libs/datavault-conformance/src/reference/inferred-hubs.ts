import type { HubModel, LinkBase, LinkFeed } from '@vaultwright/datavault-core/model';
import { inArrivalOrder, type Candidate } from './first-seen.ts';
import { businessKey } from './hub.ts';
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
import { derivedResult } from './zero-key-rows.ts';

/**
 * Before any link is loaded, every hub of a link that infers is given the business keys that the link's rows with a key
 * name and the hub does not hold: the first mention counts, its attributes are NULL, and it is counted as derived. Links
 * come in declared order, and their hubs in the order of participants.
 */
export function inferHubs(state: ReferenceState, batch: ReferenceBatch): EntityOutcome {
  let current = state;
  const results: EntityOutcome['results'][number][] = [];
  for (const link of batch.vault.entities) {
    if (!('participants' in link) || link.orphans !== 'infer') continue;
    if (feedsIn(link.feeds, batch).length === 0) continue;
    for (const name of new Set(link.participants.map(({ hub }) => hub))) {
      const inferred = inferHub(current, link, name, batch);
      current = withRows(current, { [name]: inferred });
      results.push(...derivedResult(name, inferred.length));
    }
  }
  return { state: current, results };
}

function inferHub(
  state: ReferenceState,
  link: LinkBase,
  name: string,
  batch: ReferenceBatch,
): readonly ReferenceRow[] {
  const { vault } = batch;
  const hub = vault.entities.find(
    (entity): entity is HubModel => entity.kind === 'hub' && entity.name === name,
  );
  if (hub === undefined) throw new TypeError(`no hub ${name}`);
  const named = feedsIn(link.feeds, batch).flatMap(({ feed, rows }, index) =>
    rows
      .filter((row) => keyOf(vault, feed.source, feed.key, row) !== null)
      .flatMap((row) => mentions(hub, link, feed, row, batch))
      .map((row): Candidate => ({ feed: index, row })),
  );
  const stored = new Map(rowsOf(state, name).map((row) => [row[hub.hashKey], row]));
  const inferred: ReferenceRow[] = [];
  for (const { row } of inArrivalOrder(named, vault.naming, hub.businessKey)) {
    const first = stored.get(row[hub.hashKey]);
    if (first === undefined) {
      stored.set(row[hub.hashKey], row);
      inferred.push(row);
    } else if (hub.collisions === 'fail' && businessKey(hub, batch, first) !== businessKey(hub, batch, row)) {
      throw new RefusedBatch(hub.name, 'collision');
    }
  }
  return inferred;
}

/** The hub rows that one staged row of a link names. */
function mentions(
  hub: HubModel,
  link: LinkBase,
  feed: LinkFeed,
  row: ReferenceRow,
  batch: ReferenceBatch,
): readonly ReferenceRow[] {
  return link.participants.flatMap(({ hub: named }, place) => {
    const recipe = feed.key.participants[place];
    const key = recipe === undefined ? null : keyOf(batch.vault, feed.source, recipe, row);
    if (named !== hub.name || key === null) return [];
    const own: Record<string, string | null> = { [hub.hashKey]: key };
    hub.businessKey.forEach(({ name }, part) => (own[name] = row[feed.parts[place]?.[part] ?? ''] ?? null));
    hub.extra.forEach(({ name }) => (own[name] = null));
    return [{ ...own, ...arrivalOf(batch, feed.source, row) }];
  });
}
