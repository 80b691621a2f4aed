import type { Session, Warehouse } from '@vaultwright/datavault-core/warehouse';
import { duckdbDialect } from './duckdb-dialect.ts';
import { DuckDbSession } from './duckdb-session.ts';
import { parseDuckDbSettings, type DuckDbOptions } from './duckdb-settings.ts';
import { engineError } from './engine-error.ts';
import { shareInstance, type SharedInstance } from './shared-instance.ts';

/**
 * Opens a database. For writing it is this process's own until every warehouse on it is closed; for reading it must
 * exist, and other readers may have it open.
 *
 * Errors: `E-LOCK-HELD` (retryable) naming the holder, `E-WH-MISSING` when there is nothing to read, `E-CONFIG-*`, `E-WH-*`.
 * Example: `const warehouse = await openDuckDb({ path: 'warehouse.duckdb', memoryLimit: '1GB' });`
 */
export async function openDuckDb(
  options: DuckDbOptions,
  access: 'read' | 'write' = 'write',
): Promise<Warehouse> {
  const settings = parseDuckDbSettings({ ...options });
  return new DuckDbWarehouse(settings.path, await shareInstance(settings, access));
}

class DuckDbWarehouse implements Warehouse {
  readonly dialect = duckdbDialect;
  readonly #sessions = new Set<DuckDbSession>();
  #open = true;

  constructor(
    readonly location: string,
    readonly shared: SharedInstance,
  ) {}

  async connect(): Promise<Session> {
    try {
      const session = new DuckDbSession(this.shared, await this.shared.connect(), (closed) =>
        this.#sessions.delete(closed),
      );
      this.#sessions.add(session);
      return session;
    } catch (error) {
      throw engineError(error, `connect to ${this.location}`);
    }
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await Promise.all([...this.#sessions].map((session) => session.close()));
    this.shared.release();
  }
}
