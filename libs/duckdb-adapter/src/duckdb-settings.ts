import { VaultwrightError } from '@vaultwright/datavault-core';

/** How to open a database; what a configuration's target holds besides the adapter's name. */
export interface DuckDbOptions {
  /** Database file, created when absent; `:memory:` is a private database, `:memory:<name>` one that the process shares. */
  readonly path: string;
  /** The engine spills to disk beyond it; resident memory may exceed it by some hundred MB. Default `2GB`. */
  readonly memoryLimit?: string;
  /** Where the engine spills. Default `<path>.tmp`, beside the database. */
  readonly tempDirectory?: string;
  /** Default: all cores. */
  readonly threads?: number;
  /**
   * The only folders SQL may read or write besides the database and its temp directory; the engine cannot take it back
   * for as long as the database is open. Without it file access is free.
   */
  readonly allowedDirectories?: readonly string[];
}

const memoryPattern = /^[0-9]+(\.[0-9]+)? ?([KMGT]i?B)$/;

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string' && value.length > 0 && !value.includes('\0');

const settings: Readonly<Record<keyof DuckDbOptions, { readonly allowed: string; readonly check: Check }>> = {
  path: { allowed: 'a file path, :memory: or :memory:<name>', check: isText },
  memoryLimit: {
    allowed: 'a size such as 2GB or 512MB',
    check: (value) => typeof value === 'string' && memoryPattern.test(value),
  },
  tempDirectory: { allowed: 'a folder path', check: isText },
  threads: {
    allowed: 'a whole number from 1',
    check: (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 1,
  },
  allowedDirectories: {
    allowed: 'a list of folder paths',
    check: (value) => Array.isArray(value) && value.every(isText),
  },
};

/**
 * Checks settings that come from a configuration.
 *
 * Errors: `E-CONFIG-DUCKDB`, naming every wrong setting at once.
 */
export function parseDuckDbSettings(input: Readonly<Record<string, unknown>>): DuckDbOptions {
  const problems = Object.entries(input).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (!isSettingName(name)) return [`${name}: no such setting`];
    const { allowed, check } = settings[name];
    return check(value) ? [] : [`${name}: found ${describe(value)}, allowed ${allowed}`];
  });
  if (input['path'] === undefined) problems.unshift(`path: missing, allowed ${settings.path.allowed}`);
  if (problems.length > 0) {
    throw new VaultwrightError({
      code: 'E-CONFIG-DUCKDB',
      family: 'configuration',
      title: 'the settings of a DuckDB target are wrong',
      where: 'target settings',
      found: problems[0] ?? '',
      allowed: Object.keys(settings).join(', '),
      fix: 'correct the settings of the target',
      details: problems,
    });
  }
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  ) as unknown as DuckDbOptions;
}

function isSettingName(name: string): name is keyof DuckDbOptions {
  return Object.hasOwn(settings, name);
}

function describe(value: unknown): string {
  return typeof value === 'string'
    ? JSON.stringify(value)
    : typeof value === 'number'
      ? String(value)
      : typeof value;
}
