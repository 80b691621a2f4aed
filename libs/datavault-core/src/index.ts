export * from './errors.ts';
export * from './hash/hash-profile.ts';
export * from './hash/hasher.ts';
export * from './hash/presets.ts';
export { defineHub, type Hub } from './kinds/hub.ts';
export { defineLink, type Link } from './kinds/link.ts';
export {
  defineNonHistorizedSatellite,
  type NonHistorizedSatellite,
} from './kinds/non-historized-satellite.ts';
export { defineSatellite, type Satellite } from './kinds/satellite.ts';
export { constant } from './kinds/satellite-payload.ts';
export * from './kinds/parameters.ts';
export * from './metadata/column.ts';
export * from './metadata/lexical-form.ts';
export { stagedColumns } from './metadata/resolve-scope.ts';
export * from './metadata/source.ts';
export * from './metadata/vault.ts';
export * from './plan/execute-plan.ts';
export * from './plan/explain-plan.ts';
export type * from './plan/load-result.ts';
export * from './plan/plan-load.ts';
export * from './plan/plan-tables.ts';
export * from './plan/render-plan.ts';
export * from './plan/staging-tables.ts';
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
