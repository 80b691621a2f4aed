export { VerticaKnexClient } from './vertica-knex-client.ts';
