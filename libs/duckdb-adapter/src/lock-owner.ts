import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { VaultwrightError } from '@vaultwright/datavault-core';
import { isOnOneMachine } from './file-system.ts';
import { isOfThisBoot, standingOf, type ProcessIdentity } from './process-identity.ts';

/** What a lock file says of its holder; null = an older version wrote the file, or the system has no such mark. */
export interface LockOwner extends ProcessIdentity {
  /** Names this lock and no other, also none that the same process takes later. */
  readonly token: string | null;
  /** When the lock was taken, ISO 8601 in UTC. */
  readonly since: string | null;
  /** The run that loads at present; null between batches. */
  readonly runId: string | null;
}

/** `absent` = no file; `nobody` = an empty or torn file, which no complete lock ever looks like. */
export function readOwner(path: string): LockOwner | 'absent' | 'nobody' {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'absent';
    throw error;
  }
  try {
    const owner = JSON.parse(text) as Partial<Record<keyof LockOwner, unknown>> | null;
    if (!isPid(owner?.pid) || typeof owner?.host !== 'string') return 'nobody';
    const word = (value: unknown): string | null => (typeof value === 'string' ? value : null);
    return {
      pid: owner.pid,
      host: owner.host,
      processStart: word(owner.processStart),
      boot: word(owner.boot),
      pidNamespace: word(owner.pidNamespace),
      token: word(owner.token),
      since: word(owner.since),
      runId: word(owner.runId),
    };
  } catch {
    return 'nobody';
  }
}

/**
 * Whether the database may not even be opened, because the owner may live and the engine could not tell.
 *
 * An owner we cannot see is left to the engine: its lock on the database belongs to the kernel, ends with the process
 * that holds it, and counts in all containers of one machine. That fails only for an owner on another kernel, which
 * needs a file system that several machines can mount.
 */
function keepsOthersOut(owner: LockOwner, path: string): boolean {
  const standing = standingOf(owner);
  if (standing !== 'unseen') return standing === 'alive';
  return !isOfThisBoot(owner) && !isOnOneMachine(dirname(path));
}

/** Fails while the lock is somebody's. Errors: `E-LOCK-HELD` (retryable); file system errors as they are. */
export function refuseHeld(path: string): void {
  const owner = readOwner(path);
  if (typeof owner === 'object' && keepsOthersOut(owner, path)) throw lockHeld(path, owner);
}

/** `E-LOCK-HELD` with all that is known of the holder; `engine` is what the engine said, if it was asked. */
export function lockHeld(path: string, owner: LockOwner, engine?: string): VaultwrightError {
  const holder = [
    `process ${owner.pid} on ${owner.host}`,
    ...(owner.runId === null ? [] : [`run ${owner.runId}`]),
    ...(owner.since === null ? [] : [`since ${owner.since}`]),
    `last sign of life ${lastSignOfLife(path)}`,
  ].join(', ');
  const isUnknown = engine === undefined && standingOf(owner) === 'unseen';
  return new VaultwrightError({
    code: 'E-LOCK-HELD',
    family: 'warehouse',
    title: 'another process has the database open',
    where: path,
    found: engine === undefined ? holder : `${holder}; ${engine}`,
    allowed: 'one process at a time',
    fix: isUnknown
      ? 'wait until that process ends, or stop it; other machines can use this folder, so whether it lives cannot be seen from here: if it is certain that it has ended, remove the lock file by hand'
      : 'wait until that process ends, or stop it; its lock ends with it',
    retryable: true,
  });
}

/** Zero and numbers below mean groups of processes. */
function isPid(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value && value > 0;
}

function lastSignOfLife(path: string): string {
  try {
    return statSync(path).mtime.toISOString();
  } catch {
    return 'unknown';
  }
}
