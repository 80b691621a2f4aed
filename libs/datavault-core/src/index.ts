export * from './errors.ts';
export { isCollisionSafe } from './hash/collision-safety.ts';
export { hashPart } from './hash/hash-part.ts';
export * from './evolution/evolution-plan.ts';
export * from './evolution/rehash-plan.ts';
export { fingerprints, type EntityFingerprint } from './vault/rules/fingerprint.ts';
export * from './hash/hash-profile.ts';
export * from './hash/hasher.ts';
export * from './hash/presets.ts';
export * from './vault/index.ts';
export * from './metadata/column.ts';
export {
  automateDvCompatibility,
  datavault4dbtCompatibility,
  type Compatibility,
  type EntityDefaults,
} from './vault/compatibility.ts';
export * from './metadata/lexical-form.ts';
export { stagedColumns, type StagedColumn } from './model/staged-columns.ts';
export * from './metadata/derive.ts';
export type * from './metadata/derived-value.ts';
export { evaluateDerived } from './metadata/evaluate-derived.ts';
export * from './metadata/source.ts';
export type { StagingRules } from './metadata/staging-rules.ts';
export * from './metadata/with-staging.ts';
export * from './vault/define-vault.ts';
export type { Vault } from './vault/registry.ts';
export * from './plan/execute-plan.ts';
export * from './plan/explain-plan.ts';
export type * from './plan/load-result.ts';
export { planBusinessVault, rawVaultEntities } from './plan/plan-business-vault.ts';
export * from './plan/plan-load.ts';
export * from './plan/plan-tables.ts';
export * from './plan/plan-warnings.ts';
export * from './plan/render-plan.ts';
export * from './vault/staging-tables.ts';
export * from './plan/step.ts';
export * from './reference/index.ts';
export * from './sql/compile.ts';
export type * from './sql/dialect.ts';
export * from './sql/expression.ts';
export * from './sql/guarded-value.ts';
export * from './sql/hash-expression.ts';
export * from './sql/query.ts';
export type * from './sql/statement.ts';
export type * from './sql/stored-type.ts';
export type * from './warehouse/clock.ts';
export type * from './warehouse/source-reader.ts';
export type * from './warehouse/warehouse.ts';
