import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { VaultwrightError } from '@vaultwright/datavault-core';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { createDatabase } from './create-database.ts';
import { loadDriver, type DuckDbDriver } from './duckdb-driver.ts';
import type { DuckDbOptions } from './duckdb-settings.ts';
import { LockClaim } from './lock-claim.ts';
import { namingHolder, onLockFile } from './lock-failure.ts';
import type { LockFile } from './lock-file.ts';
import { refuseHeld } from './lock-owner.ts';
import { Mutex } from './mutex.ts';
import { openEngine, type Access } from './open-engine.ts';

/** The one engine instance of a database file in this process, and what its users share. */
export interface SharedInstance {
  readonly driver: DuckDbDriver;
  readonly vaultMutex: (vault: string) => Mutex;
  readonly lock: LockFile | null;
  connect(): Promise<DuckDBConnection>;
  /** The last user closes the database and gives up the lock file; close your connections first. */
  release(): void;
}

interface OpenDatabase {
  readonly access: Access;
  readonly options: string;
  readonly opened: Promise<{ driver: DuckDbDriver; instance: DuckDBInstance; lock: LockFile | null }>;
  readonly vaults: Map<string, Mutex>;
  users: number;
}

// One register per process even when the package is loaded twice, as ESM and as CommonJS.
const register = Symbol.for('@vaultwright/duckdb-adapter/open-databases');
const holder = globalThis as typeof globalThis & { [register]?: Map<string, OpenDatabase> };
const databases = (holder[register] ??= new Map<string, OpenDatabase>());
let privateDatabases = 0;

/**
 * Joins the database's instance of this process, opening it for the first user. A reader joins a writer's instance.
 *
 * Errors: `E-LOCK-HELD` (retryable), `E-WH-MISSING`, `E-CONFIG-DUCKDB`, `E-CONFIG-PATH`, `E-CONFIG-DRIVER`, `E-WH-*`.
 */
export async function shareInstance(settings: DuckDbOptions, access: Access): Promise<SharedInstance> {
  const path = databasePath(settings.path);
  const key = path === ':memory:' ? `:memory:#${++privateDatabases}` : path;
  const options = JSON.stringify({ ...settings, path }, ['memoryLimit', 'tempDirectory', 'threads']);
  const database = databases.get(key) ?? {
    access,
    options,
    opened: open(path, settings, access),
    vaults: new Map(),
    users: 0,
  };
  if (database.options !== options) throw otherUse(settings.path, 'other settings');
  if (database.access === 'read' && access === 'write') throw otherUse(settings.path, 'reading only');
  databases.set(key, database);
  database.users += 1;
  try {
    const { driver, instance, lock } = await database.opened;
    return {
      driver,
      lock,
      vaultMutex: (vault) => vaultMutex(database, vault),
      connect: () => instance.connect(),
      release: () => {
        database.users -= 1;
        if (database.users > 0) return;
        databases.delete(key);
        instance.closeSync();
        lock?.release();
      },
    };
  } catch (error) {
    if (databases.get(key) === database) databases.delete(key);
    throw error;
  }
}

function vaultMutex({ vaults }: OpenDatabase, vault: string): Mutex {
  const mutex = vaults.get(vault) ?? new Mutex();
  vaults.set(vault, mutex);
  return mutex;
}

async function open(
  path: string,
  options: DuckDbOptions,
  access: Access,
): Promise<Awaited<OpenDatabase['opened']>> {
  const inMemory = path.startsWith(':memory:');
  if (access === 'read' && (inMemory || !existsSync(path))) throw missing(options.path);
  const driver = loadDriver();
  if (inMemory) return { driver, instance: await openEngine(driver, path, options, access), lock: null };
  const lockPath = `${path}.vaultwright.lock`;
  const claim = onLockFile(lockPath, () => (access === 'write' ? LockClaim.write(lockPath) : null));
  if (claim === null) onLockFile(lockPath, () => refuseHeld(lockPath));
  try {
    if (claim !== null) await createDatabase(driver, path, `${claim.aside}.database`);
    const instance = await openEngine(driver, path, options, access);
    try {
      return { driver, instance, lock: onLockFile(lockPath, () => claim?.place() ?? null) };
    } catch (error) {
      instance.closeSync();
      throw error;
    }
  } catch (error) {
    claim?.drop();
    throw namingHolder(error, lockPath);
  }
}

/** The same text for every way of writing a path, without opening the file. */
function databasePath(path: string): string {
  if (path.startsWith(':memory:')) return path;
  const absolute = resolve(path);
  try {
    return realpathSync.native(absolute);
  } catch {
    return join(existingFolder(dirname(absolute)), basename(absolute));
  }
}

function existingFolder(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch (cause) {
    throw new VaultwrightError({
      code: 'E-CONFIG-PATH',
      family: 'configuration',
      title: 'the folder of the database does not exist',
      where: folder,
      found: 'no folder',
      allowed: 'an existing folder that this user may write',
      fix: 'create the folder, or correct the setting path',
      cause,
    });
  }
}

function otherUse(path: string, use: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-CONFIG-DUCKDB',
    family: 'configuration',
    title: 'this process has the database open for another use',
    where: path,
    found: `open for ${use}`,
    allowed: 'the same settings for every use of a database in one process, and a writer before its readers',
    fix: 'use one set of settings, or close the other use first',
  });
}

function missing(path: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-WH-MISSING',
    family: 'warehouse',
    title: 'there is no database to read',
    where: path,
    found: 'no database file',
    allowed: 'a database that a load has created',
    fix: 'run a load first, or correct the setting path',
  });
}
