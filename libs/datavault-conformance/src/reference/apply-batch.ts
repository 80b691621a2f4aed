import type { LoadResult, Vault } from '@vaultwright/datavault-core';
import type { CanonicalRow } from '@vaultwright/datavault-core/warehouse';
import { applyAsOfTable } from './as-of.ts';
import { applyBridge } from './bridge.ts';
import { applyGhost } from './ghost-record.ts';
import { applyEffectivitySatellite } from './effectivity-satellite.ts';
import { applyExtendedTrackingSatellite } from './extended-tracking-satellite.ts';
import { applyHub } from './hub.ts';
import { applyLink } from './link.ts';
import { inferHubs } from './inferred-hubs.ts';
import { applyMultiActiveSatellite } from './multi-active-satellite.ts';
import { applyNonHistorizedLink } from './non-historized-link.ts';
import { applyNonHistorizedSatellite } from './non-historized-satellite.ts';
import { applyPointInTime } from './point-in-time.ts';
import { applyRecordTrackingSatellite } from './record-tracking-satellite.ts';
import { applyReferenceHub } from './reference-hub.ts';
import { applyReferenceSatellite } from './reference-satellite.ts';
import { applyReferenceTable } from './reference-table.ts';
import { applySatellite } from './satellite.ts';
import { applyStatusTrackingSatellite } from './status-tracking-satellite.ts';
import { applySnapshotView } from './snapshot-view.ts';
import { stageBatch } from './stage.ts';
import { applyCurrentView, applyEndDatedView } from './views.ts';
import type { Arrival, EntityOutcome, ReferenceBatch, ReferenceState } from './state.ts';

/** A vault before its first batch. */
export const emptyState: ReferenceState = new Map();

/**
 * What loading one batch must do to a vault: the definition that generated SQL is tested against.
 *
 * Shape: `rows` by source. A result for each entity that holds rows (source null) and for each source that feeds an
 * entity, in load order. Invariant: pure; the order of `rows` decides nothing.
 * Errors: `RefusedBatch` when the policy of an entity stops the batch; the state before it then stays in force.
 */
export function applyBatch(
  state: ReferenceState,
  vault: Vault,
  rows: Readonly<Record<string, readonly CanonicalRow[]>>,
  arrival: Arrival,
): { readonly state: ReferenceState; readonly results: readonly LoadResult[] } {
  const staged = stageBatch(state, vault, rows);
  const { loadDate, recordSource, highWater } = arrival;
  const batch = { vault, loadDate, recordSource, ...(highWater ? { highWater } : {}), staged };
  let current = state;
  const results: LoadResult[] = [];
  const firstLink = vault.entities.find((entity) => 'participants' in entity);
  for (const entity of vault.entities) {
    if (entity === firstLink) {
      const inferred = inferHubs(current, batch);
      current = inferred.state;
      results.push(...inferred.results);
    }
    const outcome = applyEntity(current, entity, batch);
    const ghost = applyGhost(outcome.state, entity, vault);
    current = ghost.state;
    results.push(...outcome.results, ...ghost.results);
  }
  return { state: current, results };
}

function applyEntity(
  state: ReferenceState,
  entity: Vault['entities'][number],
  batch: ReferenceBatch,
): EntityOutcome {
  switch (entity.kind) {
    case 'hub':
      return applyHub(state, entity, batch);
    case 'link':
      return applyLink(state, entity, batch);
    case 'nonHistorizedLink':
      return applyNonHistorizedLink(state, entity, batch);
    case 'satellite':
      return applySatellite(state, entity, batch);
    case 'nonHistorizedSatellite':
      return applyNonHistorizedSatellite(state, entity, batch);
    case 'effectivitySatellite':
      return applyEffectivitySatellite(state, entity, batch);
    case 'extendedTrackingSatellite':
      return applyExtendedTrackingSatellite(state, entity, batch);
    case 'recordTrackingSatellite':
      return applyRecordTrackingSatellite(state, entity, batch);
    case 'referenceHub':
      return applyReferenceHub(state, entity, batch);
    case 'referenceSatellite':
      return applyReferenceSatellite(state, entity, batch);
    case 'referenceTable':
      return applyReferenceTable(state, entity, batch);
    case 'multiActiveSatellite':
      return applyMultiActiveSatellite(state, entity, batch);
    case 'statusTrackingSatellite':
      return applyStatusTrackingSatellite(state, entity, batch);
    case 'asOfTable':
      return applyAsOfTable(state, entity, batch);
    case 'pointInTime':
      return applyPointInTime(state, entity, batch);
    case 'bridge':
      return applyBridge(state, entity, batch);
    case 'currentView':
      return applyCurrentView(state, entity, batch);
    case 'snapshotView':
      return applySnapshotView(state, entity, batch);
    case 'endDatedView':
      return applyEndDatedView(state, entity, batch);
  }
}
