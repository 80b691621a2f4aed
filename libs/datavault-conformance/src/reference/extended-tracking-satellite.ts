import type { ExtendedTrackingSatelliteModel } from '@vaultwright/datavault-core/model';
import { Counts } from './counts.ts';
import { satelliteRow } from './satellite.ts';
import { applySightings, releaseSightings } from './sightings.ts';
import {
  feedsIn,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';

/**
 * An extended tracking satellite: every row of every satellite it tracks is a sighting of a key, a load date, the
 * satellite's name and the row's hash diff. The record source of a sighting is the smallest one.
 */
export function applyExtendedTrackingSatellite(
  state: ReferenceState,
  model: ExtendedTrackingSatelliteModel,
  batch: ReferenceBatch,
): EntityOutcome {
  const { naming, entities } = batch.vault;
  const content = [naming.loadDate, model.satelliteColumn, model.diffColumn];
  const identity = model.identity === 'full' ? [model.hashKey, ...content] : content;
  const released = releaseSightings(state, model, identity, batch);
  const tracked = entities.filter((entity) => entity.kind === 'satellite' && entity.trackedBy === model.name);
  let current = released.state;
  const results = model.feeds.flatMap(({ source }) => {
    if (!batch.staged.has(source)) return [];
    const counts = new Counts();
    const seen = tracked.flatMap((satellite) =>
      satellite.kind !== 'satellite'
        ? []
        : feedsIn(
            satellite.feeds.filter((feed) => feed.source === source),
            batch,
          ).flatMap(({ feed, rows }) =>
            rows.map((row): ReferenceRow => {
              const version = satelliteRow(satellite, feed, batch, row);
              return {
                [model.hashKey]: version[satellite.hashKey] ?? null,
                [model.satelliteColumn]: satellite.name,
                [model.diffColumn]: version[satellite.hashDiff ?? ''] ?? null,
                [naming.loadDate]: version[naming.loadDate] ?? null,
                [naming.recordSource]: version[naming.recordSource] ?? null,
              };
            }),
          ),
    );
    current = applySightings(current, model, identity, batch, seen, counts);
    return [counts.result(model.name, source)];
  });
  return { state: current, results: [...released.results, ...results] };
}
