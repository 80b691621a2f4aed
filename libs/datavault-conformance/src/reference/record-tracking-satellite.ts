import type { RecordTrackingSatelliteModel } from '@vaultwright/datavault-core/model';
import { Counts } from './counts.ts';
import { applySightings, releaseSightings } from './sightings.ts';
import { arrivalOf, keyOf } from './staged-row.ts';
import { feedsIn, type EntityOutcome, type ReferenceBatch, type ReferenceState } from './state.ts';

/** A record tracking satellite: a sighting is a key, a load date and a record source, and nothing else. */
export function applyRecordTrackingSatellite(
  state: ReferenceState,
  model: RecordTrackingSatelliteModel,
  batch: ReferenceBatch,
): EntityOutcome {
  const { naming } = batch.vault;
  const identity = [model.hashKey, naming.loadDate, naming.recordSource];
  const released = releaseSightings(state, model, identity, batch);
  let current = released.state;
  const results = feedsIn(model.feeds, batch).map(({ feed, rows }) => {
    const counts = new Counts();
    const seen = rows.map((row) => ({
      [model.hashKey]: keyOf(batch.vault, feed.source, feed.key, row),
      ...arrivalOf(batch, feed.source, row),
    }));
    current = applySightings(current, model, identity, batch, seen, counts);
    return counts.result(model.name, feed.source);
  });
  return { state: current, results: [...released.results, ...results] };
}
