export { DuckDbKnexClient } from './duckdb-knex-client.ts';
