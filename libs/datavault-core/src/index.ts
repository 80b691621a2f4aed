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
  type TextColumn,
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

export type { HashProfile, HashRules } from './hash/hash-profile.ts';
export { hashPart, type HashPart } from './hash/hash-part.ts';
export { hashDiff, hashKey } from './hash/hasher.ts';
export { automateDv, diepvries, dv4dbt1, dv4dbt2, vaultwright1 } from './hash/presets.ts';

export * from './vault/define-entities.ts';
export { constantFlag } from './model/satellite-base.ts';
export { highWater } from './kinds/history/history-load.ts';

export {
  automateDvCompatibility,
  datavault4dbtCompatibility,
  type Compatibility,
} from './vault/compatibility.ts';
export { defineVault, parseVault, type VaultDefinition, type VaultOptions } from './vault/define-vault.ts';
export type { Vault } from './vault/registry.ts';
export { rejectTable, stagingTable } from './vault/staging-tables.ts';
export { forgetRules, vaultModelTable } from './vault/rules/vault-model-table.ts';

export {
  executeDefinitions,
  executeLoad,
  LoadExecution,
  type CheckResult,
  type ExecutionListener,
  type ExecutionResult,
} from './plan/execute-plan.ts';
export type { LoadResult } from './plan/load-result.ts';
export { businessVaultEntities, planBusinessVault, rawVaultEntities } from './plan/plan-business-vault.ts';
export { planBatch, planLoad, rulesStep, type LoadPlan, type PlanOptions } from './plan/plan-load.ts';
export { entityTables, planTables, vaultTables, vaultViews } from './plan/plan-tables.ts';
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
