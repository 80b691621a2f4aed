import {
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { VaultwrightError } from '@vaultwright/datavault-core';
import { isGone, thisProcess, type ProcessIdentity } from './process-identity.ts';

/** What a lock file says of its holder. */
export interface LockOwner extends ProcessIdentity {
  /** The run that loads at present; null between batches. */
  readonly runId: string | null;
}

/** Units: ms between signs of life. */
const heartbeat = 10_000;

/**
 * Our own claim on a database file, held for as long as the database is open.
 *
 * The engine's own lock does not suffice: the operating system drops it as soon as the process closes any descriptor
 * of the database file.
 * Invariant: taken over only from a process of this host that is gone.
 */
export class LockFile {
  readonly #timer: NodeJS.Timeout;
  #owner: LockOwner;

  private constructor(
    readonly path: string,
    owner: LockOwner,
  ) {
    this.#owner = owner;
    this.#timer = setInterval(() => this.#beat(), heartbeat).unref();
  }

  /** Errors: `E-LOCK-HELD` (retryable); file system errors as they are. */
  static acquire(path: string): LockFile {
    const owner: LockOwner = { ...thisProcess(), runId: null };
    for (;;) {
      if (create(path, owner)) return new LockFile(path, owner);
      const holder = readOwner(path);
      if (holder === 'absent') continue;
      if (holder === 'unreadable' || !isGone(holder)) throw lockHeld(path, holder);
      removeStale(path, holder);
    }
  }

  /**
   * For readers, who take no lock of their own: fails while a writer lives.
   *
   * Errors: `E-LOCK-HELD` (retryable).
   */
  static refuseHeld(path: string): void {
    const holder = readOwner(path);
    if (holder === 'absent' || (holder !== 'unreadable' && isGone(holder))) return;
    throw lockHeld(path, holder);
  }

  /** Writes the run into the file, for people who wait; a full disk must not turn a finished batch into a failed one. */
  name(runId: string | null): void {
    this.#owner = { ...this.#owner, runId };
    const fresh = `${this.path}.${process.pid}.new`;
    try {
      writeFileSync(fresh, JSON.stringify(this.#owner));
      renameSync(fresh, this.path);
    } catch {
      rmSync(fresh, { force: true });
    }
  }

  release(): void {
    clearInterval(this.#timer);
    const holder = readOwner(this.path);
    if (typeof holder === 'object' && isSame(holder, this.#owner)) unlinkSync(this.path);
  }

  #beat(): void {
    const now = new Date();
    try {
      utimesSync(this.path, now, now);
    } catch {
      // Someone removed the file by hand; the engine's lock still stands and a load must not die of it.
    }
  }
}

function create(path: string, owner: LockOwner): boolean {
  try {
    writeFileSync(path, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readOwner(path: string): LockOwner | 'absent' | 'unreadable' {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'absent';
    throw error;
  }
  try {
    const owner = JSON.parse(text) as Partial<LockOwner> | null;
    return typeof owner?.pid === 'number' && typeof owner.host === 'string'
      ? {
          pid: owner.pid,
          host: owner.host,
          processStart: owner.processStart ?? null,
          runId: owner.runId ?? null,
        }
      : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

/** Moves the file aside before deleting it, so that a lock which another process has just taken over is put back. */
function removeStale(path: string, stale: LockOwner): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readOwner(aside);
  if (typeof moved === 'object' && !isSame(moved, stale)) linkSync(aside, path);
  unlinkSync(aside);
}

function isSame(left: ProcessIdentity, right: ProcessIdentity): boolean {
  return left.pid === right.pid && left.host === right.host && left.processStart === right.processStart;
}

function lockHeld(path: string, holder: LockOwner | 'unreadable'): VaultwrightError {
  const found =
    holder === 'unreadable'
      ? 'a lock file without a readable owner'
      : `process ${holder.pid} on ${holder.host}${holder.runId === null ? '' : `, run ${holder.runId}`}`;
  return new VaultwrightError({
    code: 'E-LOCK-HELD',
    family: 'warehouse',
    title: 'another process has the database open',
    where: path,
    found: `${found}, last sign of life ${lastSignOfLife(path)}`,
    allowed: 'one process at a time',
    fix: 'wait until that process ends, or stop it; remove the lock file by hand only when it is certain that no process uses the database',
    retryable: true,
  });
}

function lastSignOfLife(path: string): string {
  try {
    return statSync(path).mtime.toISOString();
  } catch {
    return 'unknown';
  }
}
