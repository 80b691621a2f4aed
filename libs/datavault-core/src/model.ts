/**
 * What a vault is once every name is filled in: contracts of sources, and the model of each kind.
 *
 * Invariant: nothing here makes SQL, so that a second reading of a model, such as the executable definition of the
 * kinds, can stand on it.
 */
export { isCollisionSafe } from './hash/collision-safety.ts';
export {
  hashProfileSchema,
  hashRulesSchema,
  hashTypeOf,
  normalisesText,
  type TextFormat,
} from './hash/hash-profile.ts';
export { comparableText, hashText } from './hash/hasher.ts';
export { hashProfiles } from './hash/presets.ts';
export { contestedUpperCase } from './hash/upper-case.ts';
export { lexicalForm, type LexicalForm } from './metadata/lexical-form.ts';
export { columnSchema, columnTypeSchema } from './metadata/column.ts';
export type { ColumnDefinition, ColumnKind, HashType } from './metadata/column.ts';
export type { DerivedCondition, DerivedValue } from './metadata/derived-value.ts';
export { evaluateDerived } from './metadata/evaluate-derived.ts';
export { invalidMetadata } from './metadata/invalid-metadata.ts';
export { schemaMistakes } from './metadata/schema-mistakes.ts';
export type { Naming } from './metadata/naming.ts';
export { zonedInstant } from './metadata/zoned-instant.ts';
export {
  sourceContractSchema,
  type ColumnSet,
  type CsvEncoding,
  type CsvFormat,
  type SourceContract,
} from './metadata/source.ts';
export { TimePattern, type TimeParts } from './metadata/time-pattern.ts';
export type { ValueFormat } from './metadata/value-format.ts';
export { originalSuffix, type StagingRules } from './metadata/staging-rules.ts';
export { waves, type EntityBase, type Feed, type OrphanPolicy, type Wave } from './model/entity.ts';
export {
  hubKeyRecipe,
  isLinkKey,
  type HubKeyRecipe,
  type KeyRecipe,
  type LinkKeyRecipe,
} from './model/key-recipe.ts';
export { loadDate, loadId, recordSource } from './model/parameters.ts';
export { keyColumns } from './model/resolve-satellite.ts';
export type { PayloadColumn, SatelliteBase } from './model/satellite-base.ts';
export { stagedColumns, type StagedColumn } from './model/staged-columns.ts';
export type { VaultModel } from './model/vault-model.ts';
export { asVersionedSatellite, type VersionedSatellite } from './model/versioned-satellite.ts';
export type { AsOfTableModel } from './kinds/business-vault/as-of-table.ts';
export type { BridgeModel, BridgeStep } from './kinds/business-vault/bridge-model.ts';
export type { CurrentViewModel } from './kinds/business-vault/current-view.ts';
export type { EndDatedViewModel } from './kinds/business-vault/end-dated-view.ts';
export type { PointInTimeModel, PointInTimeSatellite } from './kinds/business-vault/point-in-time.ts';
export type { SatelliteViewModel } from './kinds/business-vault/satellite-view.ts';
export type { SnapshotViewModel } from './kinds/business-vault/snapshot-view.ts';
export type { EffectivityFeed, EffectivityModel } from './kinds/effectivity/effectivity-model.ts';
export type { ExtendedTrackingSatelliteModel } from './kinds/history/extended-tracking-satellite.ts';
export type { RecordTrackingSatelliteModel } from './kinds/history/record-tracking-satellite.ts';
export type { ReferenceSatelliteModel } from './kinds/history/reference-satellite.ts';
export type { SatelliteModel } from './kinds/history/satellite.ts';
export type { HubModel } from './kinds/insert-once/hub.ts';
export type { LinkBase, LinkFeed } from './kinds/insert-once/link-base.ts';
export type { LinkModel } from './kinds/insert-once/link.ts';
export type { NaturalModel } from './kinds/insert-once/natural-key.ts';
export type { NonHistorizedLinkModel } from './kinds/insert-once/non-historized-link.ts';
export type { NonHistorizedSatelliteModel } from './kinds/insert-once/non-historized-satellite.ts';
export type { ReferenceHubModel } from './kinds/insert-once/reference-hub.ts';
export type { ReferenceTableModel } from './kinds/insert-once/reference-table.ts';
export type { ConflictPolicy } from './kinds/insert-once/set-load.ts';
export type { MultiActiveSatelliteModel } from './kinds/multi-active/multi-active-satellite.ts';
export type { StatusTrackingSatelliteModel } from './kinds/status-tracking/status-tracking-satellite.ts';
export type { EntityModel } from './vault/registry.ts';
