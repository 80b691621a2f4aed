import { hashTypeOf, type NonHistorizedSatelliteModel } from '@vaultwright/datavault-core/model';
import { applyEvents, type EventEntity } from './events.ts';
import { valuesOf, type Candidate } from './first-seen.ts';
import { arrivalOf, keyOf, payloadOf } from './staged-row.ts';
import {
  feedsIn,
  holds,
  rowsOf,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceState,
} from './state.ts';

/**
 * A satellite of events: rows held earlier whose parent holds their key by now, with the arrival they came with, then
 * the batch's rows whose `present` column is. The parent's key and the identity columns are the identity, NULL equal to
 * NULL; where the identity is not the whole row, a NULL in it is a missing key. Load date and record source count
 * neither as identity nor as content.
 */
export function applyNonHistorizedSatellite(
  state: ReferenceState,
  model: NonHistorizedSatelliteModel,
  batch: ReferenceBatch,
): EntityOutcome {
  const identity = model.payload.filter(({ name }) => model.identity.includes(name));
  const entity: EventEntity = {
    name: model.name,
    identity: [{ name: model.hashKey, type: hashTypeOf(batch.vault.hashProfile) }, ...identity],
    told: (row) => valuesOf(row, [model.hashKey, ...model.identity]),
    content: model.payload.filter(({ name }) => !model.identity.includes(name)),
    conflicts: model.conflicts,
    orphans: model.orphans,
    failsOnNullKey: false,
    hasParents: (current, row) => holds(current, model.parent, model.hashKey, row[model.hashKey] ?? ''),
  };
  const waiting = rowsOf(state, `${model.name}${batch.vault.naming.pendingSuffix}`)
    .filter((row) => entity.hasParents(state, row))
    .map((row): Candidate => ({ feed: 0, row }));
  const released =
    model.orphans === 'hold' ? applyEvents(state, entity, waiting, [null], batch) : { state, results: [] };
  const fed = feedsIn(model.feeds, batch);
  const candidates = fed.flatMap(({ feed, rows }, index) =>
    rows.map((row): Candidate => {
      const payload = payloadOf(model, feed, row);
      const isWhole =
        model.nullIdentity === 'value' || model.identity.every((name) => payload[name] !== null);
      const key = isWhole ? keyOf(batch.vault, feed.source, feed.key, row) : null;
      return {
        feed: index,
        row: { [model.hashKey]: key, ...payload, ...arrivalOf(batch, feed.source, row) },
      };
    }),
  );
  const sources = fed.map(({ feed }) => feed.source);
  const loaded = applyEvents(released.state, entity, candidates, sources, batch);
  return { state: loaded.state, results: [...released.results, ...loaded.results] };
}
