import { createRequire } from 'node:module';
import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { VaultwrightError } from '@vaultwright/datavault-core';

/**
 * Loads a package that a configuration names, or a module of a folder when the name is a path.
 *
 * Errors: `E-CONFIG-PACKAGE` with the install command when it cannot be found.
 */
export async function importPackage(
  name: string,
  folder: string,
  setting: string,
): Promise<Record<string, unknown>> {
  const wanted =
    name.startsWith('.') || isAbsolute(name)
      ? pathToFileURL(isAbsolute(name) ? name : join(folder, name)).href
      : name;
  try {
    return (await import(wanted)) as Record<string, unknown>;
  } catch (error) {
    if (!isNotFound(error, name)) throw error;
  }
  try {
    // Not beside this package: look from where the configuration stands.
    const path = createRequire(join(folder, 'vaultwright.config.yaml')).resolve(name);
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    if (!isNotFound(error, name)) throw error;
    throw new VaultwrightError({
      code: 'E-CONFIG-PACKAGE',
      family: 'configuration',
      title: `package ${name} is not installed`,
      where: setting,
      found: 'no such package',
      allowed: 'an installed package, or a path that begins with a dot',
      fix: `npm install ${name}`,
      cause: error,
    });
  }
}

function isNotFound(error: unknown, name: string): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return (
    ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(String(error.code)) && error.message.includes(name)
  );
}
