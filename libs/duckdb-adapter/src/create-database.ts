import { existsSync, linkSync, rmSync } from 'node:fs';
import type { DuckDbDriver } from './duckdb-driver.ts';
import { engineError } from './engine-error.ts';

/**
 * Makes an empty database that is never seen half made: another process would take it for a broken file, and a kill in
 * the middle would leave one for good.
 *
 * Shape: `aside` is a name in the same folder that nobody else uses.
 * Errors: `E-WH-*`.
 */
export async function createDatabase(driver: DuckDbDriver, path: string, aside: string): Promise<void> {
  if (existsSync(path)) return;
  try {
    (await driver.DuckDBInstance.create(aside, { threads: '1' })).closeSync();
    linkSync(aside, path);
  } catch (error) {
    // Another process was faster, or the file system has no links: then the engine makes it in its place.
    const isOfSystem = typeof (error as NodeJS.ErrnoException).code === 'string';
    if (!isOfSystem && !existsSync(path)) throw engineError(error, `create ${path}`);
  } finally {
    for (const file of [aside, `${aside}.wal`]) rmSync(file, { force: true });
  }
}
