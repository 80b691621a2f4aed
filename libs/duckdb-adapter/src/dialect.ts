export { duckdbDialect, duckdbDialect as dialect } from './duckdb-dialect.ts';
