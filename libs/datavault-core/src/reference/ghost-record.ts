import { hasGhost } from '../stage/ghost-record.ts';
import { ghostLoadDate, ghostRecordSource, zeroKeyText } from '../stage/zero-keys.ts';
import { asSatellite } from '../model/versioned-satellite.ts';
import type { Vault } from '../vault/registry.ts';
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
  const satellite = asSatellite(entity);
  if (satellite === null || !hasGhost(entity, vault)) return { state, results: [] };
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
