export {
  asOfInstants,
  grains,
  type AsOfInstant,
  type Grain,
} from '../kinds/business-vault/as-of-instants.ts';
export { defineAsOfTable, type AsOfTable } from '../kinds/business-vault/as-of-table.ts';
export { defineBridge, type Bridge } from '../kinds/business-vault/bridge.ts';
export { defineCurrentView, type CurrentView } from '../kinds/business-vault/current-view.ts';
export {
  defineEffectivitySatellite,
  type EffectivitySatellite,
} from '../kinds/effectivity/effectivity-satellite.ts';
export { defineEndDatedView, type EndDatedView } from '../kinds/business-vault/end-dated-view.ts';
export { ghostLoadDate, ghostRecordSource, zeroKeyText } from '../stage/zero-keys.ts';
export { fedBy, type FedBy, type FeedOptions } from '../metadata/fed-by.ts';
export { defineHub, type Hub } from '../kinds/insert-once/hub.ts';
export { defineLink, type Link } from '../kinds/insert-once/link.ts';
export {
  defineMultiActiveSatellite,
  type MultiActiveSatellite,
} from '../kinds/multi-active/multi-active-satellite.ts';
export { defineNonHistorizedLink, type NonHistorizedLink } from '../kinds/insert-once/non-historized-link.ts';
export {
  defineNonHistorizedSatellite,
  type NonHistorizedSatellite,
} from '../kinds/insert-once/non-historized-satellite.ts';
export { definePointInTime, type PointInTime } from '../kinds/business-vault/point-in-time.ts';
export { defineReferenceHub, type ReferenceHub } from '../kinds/insert-once/reference-hub.ts';
export { defineReferenceSatellite, type ReferenceSatellite } from '../kinds/history/reference-satellite.ts';
export { defineReferenceTable, type ReferenceTable } from '../kinds/insert-once/reference-table.ts';
export { defineSatellite, type Satellite } from '../kinds/history/satellite.ts';
export {
  defineExtendedTrackingSatellite,
  type ExtendedTrackingSatellite,
} from '../kinds/history/extended-tracking-satellite.ts';
export {
  defineRecordTrackingSatellite,
  type RecordTrackingSatellite,
} from '../kinds/history/record-tracking-satellite.ts';
export { highWater } from '../kinds/history/history-load.ts';
export { defineSnapshotView, type SnapshotView } from '../kinds/business-vault/snapshot-view.ts';
export { constant } from '../model/satellite-base.ts';
export {
  defineStatusTrackingSatellite,
  type StatusTrackingSatellite,
} from '../kinds/status-tracking/status-tracking-satellite.ts';
export * from '../model/parameters.ts';
