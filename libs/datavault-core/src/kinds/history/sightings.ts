import type { VaultModel } from '../../model/vault-model.ts';
import type { ExtendedTrackingSatelliteModel } from './extended-tracking-satellite.ts';
import type { EntityBase } from '../../model/entity.ts';
import type { Sightings } from './history-entity.ts';

/** Where an extended tracking satellite keeps what it saw of a satellite. */
export function sightingsOf(
  satellite: string,
  trackedBy: string,
  { entities, naming }: VaultModel,
): Sightings {
  const tracking = entities.find(({ name }) => name === trackedBy);
  if (tracking === undefined || !isTracking(tracking))
    throw new TypeError(`${trackedBy} tracks no satellites`);
  return {
    schema: naming.vaultSchema,
    table: tracking.name,
    hashDiff: tracking.diffColumn,
    recordSource: naming.recordSource,
    satelliteColumn: tracking.satelliteColumn,
    satellite,
  };
}

function isTracking(entity: EntityBase): entity is ExtendedTrackingSatelliteModel {
  return entity.kind === 'extendedTrackingSatellite';
}
