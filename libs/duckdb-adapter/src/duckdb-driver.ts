import { createRequire } from 'node:module';
import { VaultwrightError } from '@vaultwright/datavault-core';

export type DuckDbDriver = typeof import('@duckdb/node-api');

/**
 * Loads the engine at the first use; importing this package must stay cheap.
 *
 * Required, not imported: its 181 files are CommonJS, and an import would look through each of them for names to export.
 * Errors: `E-CONFIG-DRIVER`.
 */
export function loadDriver(): DuckDbDriver {
  try {
    return createRequire(import.meta.url)('@duckdb/node-api') as DuckDbDriver;
  } catch (cause) {
    throw new VaultwrightError({
      code: 'E-CONFIG-DRIVER',
      family: 'configuration',
      title: 'the DuckDB engine is not installed or does not load on this platform',
      where: 'package @duckdb/node-api',
      found: cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : 'no package',
      allowed: '@duckdb/node-api 1.5.6-r.1',
      fix: 'npm install @duckdb/node-api@1.5.6-r.1',
      cause,
    });
  }
}
