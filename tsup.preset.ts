import type { Options } from 'tsup';

/** One build shape for every published library: ESM, CommonJS and both declaration files. */
export function library(entry: string[] | Record<string, string>): Options {
  return {
    entry,
    format: ['esm', 'cjs'],
    clean: true,
    sourcemap: true,
    target: 'node20',
    dts: { compilerOptions: { ignoreDeprecations: '6.0', customConditions: [], noEmit: false } },
  };
}

/** Apps and tools run on this machine's Node only: ESM, no declarations. */
export function program(entry: string[] | Record<string, string>): Options {
  return { entry, format: ['esm'], clean: true, sourcemap: true, target: 'node20' };
}
