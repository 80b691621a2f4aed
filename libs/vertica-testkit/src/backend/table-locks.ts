import { BackendError } from './sql-backend.ts';

/** `insert` locks of several sessions go together; an `exclusive` one stands alone. */
export type LockMode = 'insert' | 'exclusive';

interface Waiter {
  readonly owner: object;
  readonly mode: LockMode;
  readonly grant: () => void;
}

interface TableLock {
  readonly holders: Map<object, LockMode>;
  readonly waiters: Waiter[];
}

/**
 * Locks of whole tables, held to the end of a transaction and granted in the order they were asked for.
 *
 * Errors: `BackendError` 55V03 when a lock is not granted in time; also how a deadlock ends.
 */
export class TableLocks {
  readonly #tables = new Map<string, TableLock>();

  constructor(readonly timeoutMs: number) {}

  /** Waits for the lock. */
  async acquire(table: string, owner: object, mode: LockMode): Promise<void> {
    const lock: TableLock = this.#tables.get(table) ?? { holders: new Map(), waiters: [] };
    this.#tables.set(table, lock);
    const held = lock.holders.get(owner);
    if (held === 'exclusive' || held === mode) return;
    if (lock.waiters.length === 0 && isFree(lock, owner, mode)) {
      lock.holders.set(owner, mode);
      return;
    }
    if (this.timeoutMs === 0) throw timedOut(table, mode);
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        owner,
        mode,
        grant: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        lock.waiters.splice(lock.waiters.indexOf(waiter), 1);
        this.#grant(lock);
        reject(timedOut(table, mode));
      }, this.timeoutMs);
      lock.waiters.push(waiter);
    });
  }

  /** Gives back every lock of a transaction. */
  release(owner: object): void {
    for (const lock of this.#tables.values()) {
      if (lock.holders.delete(owner)) this.#grant(lock);
    }
  }

  #grant(lock: TableLock): void {
    for (let next = lock.waiters[0]; next !== undefined; next = lock.waiters[0]) {
      if (!isFree(lock, next.owner, next.mode)) return;
      lock.waiters.shift();
      lock.holders.set(next.owner, next.mode);
      next.grant();
    }
  }
}

function isFree({ holders }: TableLock, owner: object, mode: LockMode): boolean {
  return [...holders].every(([other, held]) => other === owner || (mode === 'insert' && held === 'insert'));
}

function timedOut(table: string, mode: LockMode): BackendError {
  return new BackendError(
    `Unavailable: Locking failure: Timed out ${mode === 'exclusive' ? 'X' : 'I'} locking table ${table}`,
    '55V03',
  );
}
