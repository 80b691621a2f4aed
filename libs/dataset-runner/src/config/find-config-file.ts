import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { VaultwrightError } from '@vaultwright/datavault-core';

/** File names looked for in the working folder. */
const configFileNames = [
  'vaultwright.config.ts',
  'vaultwright.config.mjs',
  'vaultwright.config.js',
  'vaultwright.config.yaml',
] as const;

/**
 * Absolute path of the configuration file, or null when the folder has none.
 *
 * Errors: `E-CONFIG-FILE` when a named file does not exist or the folder holds several.
 */
export function findConfigFile(workingFolder: string, named?: string): string | null {
  if (named !== undefined) {
    const path = resolve(workingFolder, named);
    if (!isFile(path)) {
      throw new VaultwrightError({
        code: 'E-CONFIG-FILE',
        family: 'configuration',
        title: 'configuration file not found',
        where: `--config ${named}`,
        found: 'no such file',
        allowed: 'an existing .ts, .mjs, .js or .yaml file',
        fix: `check the path, or leave --config out to use ${configFileNames[0]} of the working folder`,
      });
    }
    return path;
  }
  const found = configFileNames.filter((name) => isFile(join(workingFolder, name)));
  if (found.length > 1) {
    throw new VaultwrightError({
      code: 'E-CONFIG-FILE',
      family: 'configuration',
      title: 'more than one configuration file',
      where: 'the working folder',
      found: found.join(', '),
      allowed: 'one of them',
      fix: `remove all but one, or choose: --config ${found[0]}`,
    });
  }
  return found[0] === undefined ? null : join(workingFolder, found[0]);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
