import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDbDriver } from './duckdb-driver.ts';
import type { DuckDbOptions } from './duckdb-settings.ts';
import { engineError } from './engine-error.ts';
import { quoteText } from './sql-literal.ts';

/** Readers never create or change a database. */
export type Access = 'read' | 'write';

/** Starts the engine on a file or in memory. Errors: `E-LOCK-HELD` (retryable), `E-WH-*`. */
export async function openEngine(
  driver: DuckDbDriver,
  path: string,
  options: DuckDbOptions,
  access: Access,
): Promise<DuckDBInstance> {
  const spillFolder = path.startsWith(':memory:')
    ? join(tmpdir(), `vaultwright-${process.pid}`)
    : `${path}.tmp`;
  try {
    const instance = await driver.DuckDBInstance.fromCache(path, {
      access_mode: access === 'read' ? 'READ_ONLY' : 'READ_WRITE',
      memory_limit: options.memoryLimit ?? '2GB',
      temp_directory: options.tempDirectory ?? spillFolder,
      // Rows have no order of their own; keeping the file's order would double the time of a CSV load.
      preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    });
    try {
      await configure(instance, options);
      return instance;
    } catch (error) {
      instance.closeSync();
      throw error;
    }
  } catch (error) {
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
