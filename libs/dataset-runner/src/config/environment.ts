import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseEnv } from 'node:util';
import { VaultwrightError } from '@vaultwright/datavault-core';
import type { Origin } from './origin.ts';

/** Environment variables as a value; a program passes `process.env`, a test an object. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
  readonly origin: Origin;
}

/** The variables of the process, then those of the `.env` file that the process does not have. */
export interface Environment {
  /** Null when the variable is absent or empty. */
  find(name: string): EnvironmentVariable | null;
  /** Variables with a value whose names begin with the prefix, sorted by name. */
  startingWith(prefix: string): readonly EnvironmentVariable[];
  /** Names and values, for finding secrets. */
  readonly variables: EnvironmentVariables;
}

/**
 * Reads the `.env` file at `path`, when there is one, and puts the process' variables over it.
 *
 * Invariant: changes neither argument nor `process.env`; a variable the process sets to empty text stays empty.
 */
export function openEnvironment(variables: EnvironmentVariables, path: string): Environment {
  const text = readIfPresent(path);
  const file = basename(path);
  const own = text === null ? {} : parseEnv(text);

  const find = (name: string): EnvironmentVariable | null => {
    const set = variables[name];
    if (set !== undefined)
      return set === '' ? null : { name, value: set, origin: { kind: 'environment', variable: name } };
    const value = Object.hasOwn(own, name) ? own[name] : undefined;
    if (value === undefined || value === '') return null;
    return { name, value, origin: { kind: 'dotenv', file, line: lineOf(text ?? '', name), variable: name } };
  };
  return {
    find,
    startingWith: (prefix) =>
      [...new Set([...Object.keys(own), ...Object.keys(variables)])]
        .filter((name) => name.startsWith(prefix))
        .toSorted()
        .flatMap((name) => find(name) ?? []),
    variables: { ...own, ...variables },
  };
}

function readIfPresent(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw new VaultwrightError({
      code: 'E-CONFIG-FILE',
      family: 'configuration',
      title: `cannot read ${basename(path)}`,
      where: path,
      found: cause instanceof Error && 'code' in cause ? String(cause.code) : 'an error while reading',
      allowed: 'a readable file of NAME=value lines, or no such file',
      fix: `check the permissions of ${path}`,
      cause,
    });
  }
}

function lineOf(text: string, name: string): number | null {
  // the last assignment wins
  const index = text
    .split('\n')
    .findLastIndex((line) => line.replace(/^\s*(?:export\s+)?/, '').match(/^[\w.-]+/)?.[0] === name);
  return index === -1 ? null : index + 1;
}
