import { ghostLoadDate, ghostRecordSource, zeroKeyText } from './reserved-rows.ts';
import { asVersionedSatellite } from '@vaultwright/datavault-core/model';
import type { Vault } from '@vaultwright/datavault-core';
import { Counts } from './counts.ts';
import { rowsOf, withRows, type EntityOutcome, type ReferenceState } from './state.ts';

/**
 * The ghost record: one row per satellite that a point-in-time table may answer with it, once.
 *
 * Key and hash diff have only zero bytes, at full width; the payload is NULL; it is older than everything loaded.
 */
export function applyGhost(
  state: ReferenceState,
  entity: Vault['entities'][number],
  vault: Vault,
): EntityOutcome {
  const satellite = asVersionedSatellite(entity);
  if (satellite === null || !isAnswer(entity, vault)) return { state, results: [] };
  const { naming, hashProfile } = vault;
  const zero = zeroKeyText(hashProfile, 'unknown');
  const stored = rowsOf(state, entity.name).some(
    (row) =>
      row[satellite.hashKey] === zero &&
      row[naming.loadDate] === ghostLoadDate &&
      row[naming.recordSource] === ghostRecordSource,
  );
  if (stored) return { state, results: [] };
  const counts = new Counts();
  counts.remark('derived');
  const ghost = {
    [satellite.hashKey]: zero,
    ...(satellite.hashDiff === null ? {} : { [satellite.hashDiff]: zero }),
    [naming.loadDate]: ghostLoadDate,
    [naming.recordSource]: ghostRecordSource,
  };
  return {
    state: withRows(state, { [entity.name]: [ghost] }),
    results: [counts.result(entity.name, null)],
  };
}

/** True when a point-in-time table of the vault answers "no version yet" with the ghost record of this satellite. */
function isAnswer({ name }: Vault['entities'][number], { entities }: Vault): boolean {
  return entities.some(
    (entity) =>
      entity.kind === 'pointInTime' &&
      entity.missing === 'ghost' &&
      entity.satellites.some((satellite) => satellite.name === name),
  );
}
