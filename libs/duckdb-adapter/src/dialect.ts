export { duckdbDialect } from './duckdb-dialect.ts';
