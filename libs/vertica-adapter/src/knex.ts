export type { IntegerForm } from './knex-integers.ts';
export { VerticaKnexClient, type VerticaKnexSettings } from './vertica-knex-client.ts';
