import type { VaultwrightConfigInput } from './config-schema.ts';

/**
 * Gives a configuration file its types; returns its argument.
 *
 * Example: `export default defineConfig({ targets: { demo: { adapter: '@vaultwright/duckdb-adapter', path: 'w.duckdb' } } })`
 */
export function defineConfig(config: VaultwrightConfigInput): VaultwrightConfigInput {
  return config;
}
