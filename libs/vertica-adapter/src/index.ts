export { adapter } from './adapter.ts';
export { assumptions, type Assumption } from './assumptions.ts';
export type { CopyMode } from './copy-statement.ts';
export type { LoadReport, RejectedRecord } from './load-accounting.ts';
export { openVertica, type VerticaWarehouse } from './open-vertica.ts';
export type { TlsMode, TlsSettings } from './tls-options.ts';
export { verticaDialect } from './vertica-dialect.ts';
export type { CopyRowsOptions, S3Rows, VerticaSession } from './vertica-session.ts';
export type { PoolSettings, S3Settings, TimeoutSettings, VerticaOptions } from './vertica-settings.ts';
