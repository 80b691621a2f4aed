import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Packages a file and the files it imports at once bring into memory; types and lazy imports bring nothing. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  const statements = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)\s(?!type\s)[^;]*?from\s+'([^']+)'/gm,
  );
  for (const [, specifier = ''] of statements) {
    if (specifier.startsWith('.')) {
      for (const name of packagesOf(resolve(dirname(file), specifier), seen)) packages.add(name);
    } else if (!specifier.startsWith('node:')) packages.add(specifier);
  }
  return packages;
}

describe('start-up', () => {
  it('of the command line loads commander and no other package', () => {
    expect([...packagesOf(resolve(import.meta.dirname, 'main.ts'))]).toEqual(['commander']);
  });

  it('is judged by a walk that sees what a library file brings', () => {
    const packages = packagesOf(resolve(import.meta.dirname, '../config/load-config.ts'));
    expect([...packages].toSorted()).toEqual(['@vaultwright/datavault-core', 'fastest-levenshtein', 'zod']);
  });
});
