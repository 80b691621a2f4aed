/** The functions that declare entities, and what they return; published in the main entry. */
export { defineHub, type Hub } from '../kinds/insert-once/hub.ts';
export { defineLink, type Link } from '../kinds/insert-once/link.ts';
export { defineNonHistorizedLink, type NonHistorizedLink } from '../kinds/insert-once/non-historized-link.ts';
export {
  defineNonHistorizedSatellite,
  type NonHistorizedSatellite,
} from '../kinds/insert-once/non-historized-satellite.ts';
export { defineReferenceHub, type ReferenceHub } from '../kinds/insert-once/reference-hub.ts';
export { defineReferenceTable, type ReferenceTable } from '../kinds/insert-once/reference-table.ts';
export { defineSatellite, type Satellite } from '../kinds/history/satellite.ts';
export { defineReferenceSatellite, type ReferenceSatellite } from '../kinds/history/reference-satellite.ts';
export {
  defineRecordTrackingSatellite,
  type RecordTrackingSatellite,
} from '../kinds/history/record-tracking-satellite.ts';
export {
  defineExtendedTrackingSatellite,
  type ExtendedTrackingSatellite,
} from '../kinds/history/extended-tracking-satellite.ts';
export {
  defineMultiActiveSatellite,
  type MultiActiveSatellite,
} from '../kinds/multi-active/multi-active-satellite.ts';
export {
  defineStatusTrackingSatellite,
  type StatusTrackingSatellite,
} from '../kinds/status-tracking/status-tracking-satellite.ts';
export {
  defineEffectivitySatellite,
  type EffectivitySatellite,
} from '../kinds/effectivity/effectivity-satellite.ts';
export { defineAsOfTable, type AsOfTable } from '../kinds/business-vault/as-of-table.ts';
export { definePointInTime, type PointInTime } from '../kinds/business-vault/point-in-time.ts';
export { defineBridge, type Bridge } from '../kinds/business-vault/bridge.ts';
export { defineCurrentView, type CurrentView } from '../kinds/business-vault/current-view.ts';
export { defineEndDatedView, type EndDatedView } from '../kinds/business-vault/end-dated-view.ts';
export { defineSnapshotView, type SnapshotView } from '../kinds/business-vault/snapshot-view.ts';
