import { VaultwrightError } from '@vaultwright/datavault-core';

export type DuckDbDriver = typeof import('@duckdb/node-api');

/**
 * Loads the engine at the first use; importing this package must stay cheap.
 *
 * Errors: `E-CONFIG-DRIVER`.
 */
export async function loadDriver(): Promise<DuckDbDriver> {
  try {
    return await import('@duckdb/node-api');
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
