import { createRequire } from 'node:module';
import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { VaultwrightError } from '@vaultwright/datavault-core';

/**
 * Loads a package that a configuration names, or a module of a folder when the name is a path.
 *
 * Shape: `entry` is an entry of the package beside its main one, without `./`; a path is its own only entry.
 * Errors: `E-CONFIG-PACKAGE` with the install command when it cannot be found, or has no such entry.
 */
export async function importPackage(
  name: string,
  folder: string,
  setting: string,
  entry?: string,
): Promise<Record<string, unknown>> {
  const path = isAbsolute(name) ? name : name.startsWith('.') ? join(folder, name) : null;
  const wanted = entry === undefined ? name : `${name}/${entry}`;
  const tried = async (load: () => Promise<unknown>): Promise<Record<string, unknown> | null> => {
    try {
      return (await load()) as Record<string, unknown>;
    } catch (error) {
      if (hasNoEntry(error)) throw noEntry(name, wanted, setting, error);
      if (isNotFound(error, path ?? name)) return null;
      throw error;
    }
  };
  if (path !== null) {
    const found = await tried(() => import(pathToFileURL(path).href));
    if (found === null) throw notInstalled(name, setting);
    return found;
  }
  return (
    (await tried(() => import(wanted))) ??
    // Not beside this package: look from where the configuration stands.
    (await tried(() => {
      const resolved = createRequire(join(folder, 'vaultwright.config.yaml')).resolve(wanted);
      return import(pathToFileURL(resolved).href);
    })) ??
    Promise.reject(notInstalled(name, setting))
  );
}

/** The module itself is missing, not one that it imports. */
function isNotFound(error: unknown, name: string): boolean {
  if (!hasCode(error, 'ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND')) return false;
  const missing = /Cannot find (?:module|package) ['"]([^'"]+)['"]/.exec(error.message)?.[1] ?? '';
  return (
    `${missing}/`.startsWith(`${name}/`) ||
    missing.includes(`/node_modules/${name}/`) ||
    missing === pathToFileURL(name).href
  );
}

function hasNoEntry(error: unknown): boolean {
  return hasCode(error, 'ERR_PACKAGE_PATH_NOT_EXPORTED');
}

function hasCode(error: unknown, ...codes: readonly string[]): error is Error {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

function notInstalled(name: string, setting: string): VaultwrightError {
  const isPath = name.startsWith('.') || isAbsolute(name);
  return new VaultwrightError({
    code: 'E-CONFIG-PACKAGE',
    family: 'configuration',
    title: isPath ? `there is no module ${name}` : `package ${name} is not installed`,
    where: setting,
    found: isPath ? 'no such file' : 'no such package',
    allowed: 'an installed package, or the path of a module that begins with a dot',
    fix: isPath ? 'correct the path' : `npm install ${name}`,
  });
}

function noEntry(name: string, wanted: string, setting: string, cause: unknown): VaultwrightError {
  return new VaultwrightError({
    code: 'E-CONFIG-PACKAGE',
    family: 'configuration',
    title: `package ${name} has no entry ${wanted}`,
    where: setting,
    found: 'a package that does not export it',
    allowed: `a package that exports ${wanted.slice(name.length + 1)}`,
    fix: `npm install ${name}@latest, or name another package`,
    cause,
  });
}
