/** Declare a vault, plan its tables and loads, run them. The other doors are `./sql`, `./warehouse` and `./model`. */
export { exitCodeOf, VaultwrightError, type ErrorDetails, type ErrorFamily } from './errors.ts';

export {
  binary,
  boolean,
  Column,
  date,
  decimal,
  float,
  int,
  prehashed,
  text,
  time,
  timestamp,
  timestamptz,
  uuid,
  type ColumnType,
} from './metadata/column.ts';
export { defineSource, type Source } from './metadata/source.ts';
export { derive } from './metadata/derive.ts';
export {
  withCleaned,
  withDerived,
  withDerivedKey,
  withLookup,
  withNullKeys,
  withRank,
} from './metadata/with-staging.ts';
export { fedBy, type FedBy } from './metadata/fed-by.ts';

export { hashProfileSchema, type HashProfile, type HashRules } from './hash/hash-profile.ts';
export { isCollisionSafe } from './hash/collision-safety.ts';
export { hashPart, type HashPart } from './hash/hash-part.ts';
export { hashDiff, hashKey } from './hash/hasher.ts';
export { automateDv, diepvries, dv4dbt1, dv4dbt2, hashProfiles, vaultwright1 } from './hash/presets.ts';

export { defineHub, type Hub } from './kinds/insert-once/hub.ts';
export { defineLink, type Link } from './kinds/insert-once/link.ts';
export { defineNonHistorizedLink, type NonHistorizedLink } from './kinds/insert-once/non-historized-link.ts';
export {
  defineNonHistorizedSatellite,
  type NonHistorizedSatellite,
} from './kinds/insert-once/non-historized-satellite.ts';
export { defineReferenceHub, type ReferenceHub } from './kinds/insert-once/reference-hub.ts';
export { defineReferenceTable, type ReferenceTable } from './kinds/insert-once/reference-table.ts';
export { constant } from './model/satellite-base.ts';
export { defineSatellite, type Satellite } from './kinds/history/satellite.ts';
export { highWater } from './kinds/history/history-load.ts';
export { defineReferenceSatellite, type ReferenceSatellite } from './kinds/history/reference-satellite.ts';
export {
  defineRecordTrackingSatellite,
  type RecordTrackingSatellite,
} from './kinds/history/record-tracking-satellite.ts';
export {
  defineExtendedTrackingSatellite,
  type ExtendedTrackingSatellite,
} from './kinds/history/extended-tracking-satellite.ts';
export {
  defineMultiActiveSatellite,
  type MultiActiveSatellite,
} from './kinds/multi-active/multi-active-satellite.ts';
export {
  defineStatusTrackingSatellite,
  type StatusTrackingSatellite,
} from './kinds/status-tracking/status-tracking-satellite.ts';
export {
  defineEffectivitySatellite,
  type EffectivitySatellite,
} from './kinds/effectivity/effectivity-satellite.ts';
export { defineAsOfTable, type AsOfTable } from './kinds/business-vault/as-of-table.ts';
export { definePointInTime, type PointInTime } from './kinds/business-vault/point-in-time.ts';
export { defineBridge, type Bridge } from './kinds/business-vault/bridge.ts';
export { defineCurrentView, type CurrentView } from './kinds/business-vault/current-view.ts';
export { defineEndDatedView, type EndDatedView } from './kinds/business-vault/end-dated-view.ts';
export { defineSnapshotView, type SnapshotView } from './kinds/business-vault/snapshot-view.ts';

export {
  automateDvCompatibility,
  datavault4dbtCompatibility,
  type Compatibility,
} from './vault/compatibility.ts';
export { defineVault, parseVault, type VaultDefinition, type VaultOptions } from './vault/define-vault.ts';
export type { Vault } from './vault/registry.ts';
export { rejectTable } from './vault/staging-tables.ts';

export {
  executeDefinitions,
  executeLoad,
  type CheckResult,
  type ExecutionListener,
  type ExecutionResult,
} from './plan/execute-plan.ts';
export type { LoadResult } from './plan/load-result.ts';
export { planBusinessVault, rawVaultEntities } from './plan/plan-business-vault.ts';
export { planLoad, type LoadPlan, type PlanOptions } from './plan/plan-load.ts';
export { planTables, vaultTables, vaultViews } from './plan/plan-tables.ts';
export { planWarnings } from './plan/plan-warnings.ts';
export { renderPlan, type SqlFile } from './plan/render-plan.ts';
export type { Step } from './plan/step.ts';

export {
  applyEvolution,
  planEvolution,
  refusedChanges,
  type EvolutionChange,
  type EvolutionPlan,
} from './evolution/evolution-plan.ts';
export { planRehash, type RehashPlan, type RehashStep } from './evolution/rehash-plan.ts';
