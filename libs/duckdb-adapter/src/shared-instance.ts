import { existsSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { VaultwrightError } from '@vaultwright/datavault-core';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { loadDriver, type DuckDbDriver } from './duckdb-driver.ts';
import type { DuckDbOptions } from './duckdb-settings.ts';
import { engineError } from './engine-error.ts';
import { LockFile } from './lock-file.ts';
import { Mutex } from './mutex.ts';
import { quoteText } from './sql-literal.ts';

/** The one engine instance of a database file in this process, and what its users share. */
export interface SharedInstance {
  readonly driver: DuckDbDriver;
  readonly vaultMutex: (vault: string) => Mutex;
  readonly lock: LockFile | null;
  connect(): Promise<DuckDBConnection>;
  /** The last user closes the database and gives up the lock file; close your connections first. */
  release(): void;
}

/** Readers never create or change a database. */
export type Access = 'read' | 'write';

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
  const driver = await loadDriver();
  const lock = inMemory ? null : takeLock(`${path}.vaultwright.lock`, access);
  try {
    const instance = await driver.DuckDBInstance.fromCache(path, {
      access_mode: access === 'read' ? 'READ_ONLY' : 'READ_WRITE',
      memory_limit: options.memoryLimit ?? '2GB',
      temp_directory:
        options.tempDirectory ?? (inMemory ? join(tmpdir(), `vaultwright-${process.pid}`) : `${path}.tmp`),
      // Rows have no order of their own; keeping the file's order would double the time of a CSV load.
      preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    });
    try {
      await configure(instance, options);
    } catch (error) {
      instance.closeSync();
      throw error;
    }
    return { driver, instance, lock };
  } catch (error) {
    lock?.release();
    throw engineError(error, `open ${path}`);
  }
}

/** What the engine accepts only once it is open. */
async function configure(instance: DuckDBInstance, { allowedDirectories }: DuckDbOptions): Promise<void> {
  const connection = await instance.connect();
  try {
    await connection.run("set global TimeZone = 'UTC'");
    if (allowedDirectories === undefined) return;
    const folders = allowedDirectories.map((folder) => quoteText(resolve(folder)));
    await connection.run(`set global allowed_directories = [${folders.join(', ')}]`);
    await connection.run('set global enable_external_access = false');
    await connection.run('set global lock_configuration = true');
  } finally {
    connection.closeSync();
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

function takeLock(lockPath: string, access: Access): LockFile | null {
  try {
    if (access === 'write') return LockFile.acquire(lockPath);
    LockFile.refuseHeld(lockPath);
    return null;
  } catch (cause) {
    if (cause instanceof VaultwrightError) throw cause;
    throw new VaultwrightError({
      code: 'E-CONFIG-PATH',
      family: 'configuration',
      title: 'the lock file beside the database cannot be used',
      where: lockPath,
      found: cause instanceof Error ? cause.message : String(cause),
      allowed: 'a folder that this user may write',
      fix: 'give this user write access to the folder, or choose another path',
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
