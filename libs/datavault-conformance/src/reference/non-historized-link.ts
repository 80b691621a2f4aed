import { hashTypeOf, type NonHistorizedLinkModel } from '@vaultwright/datavault-core/model';
import { applyEvents, type EventEntity } from './events.ts';
import type { Candidate } from './first-seen.ts';
import { hubsHold, linkRows, toldBy } from './link-rows.ts';
import { feedsIn, rowsOf, type EntityOutcome, type ReferenceBatch, type ReferenceState } from './state.ts';

/**
 * A link of events: rows held earlier whose hubs hold their keys by now, with the arrival they came with, then the
 * batch's rows whose `present` column is. The hash key is made of the participants and the identity columns and is the
 * identity; the other payload columns are content. Where the policy is to infer, the hubs have been given their keys before.
 */
export function applyNonHistorizedLink(
  state: ReferenceState,
  link: NonHistorizedLinkModel,
  batch: ReferenceBatch,
): EntityOutcome {
  const type = hashTypeOf(batch.vault.hashProfile);
  const entity: EventEntity = {
    name: link.name,
    identity: [
      ...[link.hashKey, ...link.participants.map(({ name }) => name)].map((name) => ({ name, type })),
      ...link.childKey,
    ],
    told: (row) => toldBy(link, batch, row),
    content: link.content,
    conflicts: link.conflicts,
    orphans: link.orphans === 'hold' ? 'hold' : 'fail',
    failsOnNullKey: link.onNullKey === 'fail',
    hasParents: (current, row) => hubsHold(current, link, row),
  };
  const waiting = rowsOf(state, `${link.name}${batch.vault.naming.pendingSuffix}`)
    .filter((row) => entity.hasParents(state, row))
    .map((row): Candidate => ({ feed: 0, row }));
  const released =
    link.orphans === 'hold' ? applyEvents(state, entity, waiting, [null], batch) : { state, results: [] };
  const fed = feedsIn(link.feeds, batch);
  const sources = fed.map(({ feed }) => feed.source);
  const loaded = applyEvents(released.state, entity, linkRows(link, fed, batch), sources, batch);
  return { state: loaded.state, results: [...released.results, ...loaded.results] };
}
