import type { Options } from 'tsup';

/** `npm run types` writes declarations, which take the longest; `npm run build` writes JavaScript only. */
const writesTypes = process.env['npm_lifecycle_event'] === 'types';

/** One build shape for every published library: ESM and CommonJS, and declaration files for both. */
export function library(entry: string[] | Record<string, string>): Options {
  return {
    entry,
    format: ['esm', 'cjs'],
    silent: true,
    // Entries of one package share what they have in common, CommonJS too: an error class must be one class.
    splitting: true,
    // Without them import.meta.url would be a syntax error in the CommonJS half of a shared chunk.
    shims: true,
    clean: !writesTypes,
    sourcemap: true,
    target: 'node20',
    dts: writesTypes ? { only: true, compilerOptions: { ignoreDeprecations: '6.0', noEmit: false } } : false,
  };
}

/** Apps and tools run on this machine's Node only: ESM, no declarations. */
export function program(entry: string[] | Record<string, string>): Options {
  return { entry, format: ['esm'], silent: true, clean: true, sourcemap: true, target: 'node20' };
}
