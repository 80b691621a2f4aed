import { createRequire } from 'node:module';
import { VaultwrightError } from '@vaultwright/datavault-core';

/** The version that package.json asks for as its peer; a test holds the two together. */
export const engineVersion = '1.5.6-r.1';

/** Looks whether the embedded engine can be loaded from here. Errors: `E-TESTKIT-ENGINE`. */
export function requireEngine(
  resolve: (name: string) => unknown = createRequire(import.meta.url).resolve,
): void {
  try {
    resolve('@duckdb/node-api');
  } catch (cause) {
    throw new VaultwrightError({
      code: 'E-TESTKIT-ENGINE',
      family: 'usage',
      title: 'The engine of the test server is not installed',
      where: 'duckDbBackend()',
      found: 'no package @duckdb/node-api, an optional peer of @vaultwright/vertica-testkit',
      allowed: `@duckdb/node-api ${engineVersion}`,
      fix: `run \`npm install --save-dev @duckdb/node-api@${engineVersion}\`, or use scriptedBackend, which needs no engine`,
      cause,
    });
  }
}
