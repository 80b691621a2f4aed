export { adapter } from './adapter.ts';
export { duckdbDialect } from './duckdb-dialect.ts';
export type { DuckDbOptions } from './duckdb-settings.ts';
export { openDuckDb } from './open-duckdb.ts';
