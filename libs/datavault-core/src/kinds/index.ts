export { asOfInstants, grains, type AsOfInstant, type Grain } from './business-vault/as-of-instants.ts';
export { defineAsOfTable, type AsOfTable } from './business-vault/as-of-table.ts';
export { defineBridge, type Bridge } from './business-vault/bridge.ts';
export { defineCurrentView, type CurrentView } from './business-vault/current-view.ts';
export {
  defineEffectivitySatellite,
  type EffectivitySatellite,
} from './effectivity/effectivity-satellite.ts';
export { defineEndDatedView, type EndDatedView } from './business-vault/end-dated-view.ts';
export { ghostLoadDate, ghostRecordSource, zeroKeyText } from '../stage/zero-keys.ts';
export { fedBy, type FedBy, type FeedOptions } from '../metadata/fed-by.ts';
export { defineHub, type Hub } from './insert-once/hub.ts';
export { defineLink, type Link } from './insert-once/link.ts';
export {
  defineMultiActiveSatellite,
  type MultiActiveSatellite,
} from './multi-active/multi-active-satellite.ts';
export { defineNonHistorizedLink, type NonHistorizedLink } from './insert-once/non-historized-link.ts';
export {
  defineNonHistorizedSatellite,
  type NonHistorizedSatellite,
} from './insert-once/non-historized-satellite.ts';
export { definePointInTime, type PointInTime } from './business-vault/point-in-time.ts';
export { defineReferenceHub, type ReferenceHub } from './insert-once/reference-hub.ts';
export { defineReferenceSatellite, type ReferenceSatellite } from './history/reference-satellite.ts';
export { defineReferenceTable, type ReferenceTable } from './insert-once/reference-table.ts';
export { defineSatellite, type Satellite } from './history/satellite.ts';
export {
  defineExtendedTrackingSatellite,
  type ExtendedTrackingSatellite,
} from './history/extended-tracking-satellite.ts';
export {
  defineRecordTrackingSatellite,
  type RecordTrackingSatellite,
} from './history/record-tracking-satellite.ts';
export { highWater } from './history/history-load.ts';
export { defineSnapshotView, type SnapshotView } from './business-vault/snapshot-view.ts';
export { constant } from '../model/satellite-base.ts';
export {
  defineStatusTrackingSatellite,
  type StatusTrackingSatellite,
} from './status-tracking/status-tracking-satellite.ts';
export * from '../model/parameters.ts';
