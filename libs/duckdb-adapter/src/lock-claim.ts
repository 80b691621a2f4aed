import { randomUUID } from 'node:crypto';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LockFile } from './lock-file.ts';
import { lockHeld, readOwner, refuseHeld, type LockOwner } from './lock-owner.ts';
import { standingOf, thisProcess } from './process-identity.ts';
import { writeWhole } from './write-whole.ts';

/**
 * A lock file that is written but not yet in its place.
 *
 * Only a process that holds the engine's own lock moves it there, over whatever stands there: the kernel lets one
 * process at a time hold that lock and takes it from a dead one, so of all that want a dead owner's lock one gets it.
 * The engine's lock does not part the threads of one process; the file aside does, which bears the process's name.
 */
export class LockClaim {
  private constructor(
    readonly path: string,
    readonly aside: string,
    readonly owner: LockOwner,
  ) {}

  /** Before the database is opened. Errors: `E-LOCK-HELD` (retryable); file system errors as they are. */
  static write(path: string): LockClaim {
    refuseHeld(path);
    const process = thisProcess();
    const owner = { ...process, token: randomUUID(), since: new Date().toISOString(), runId: null };
    const claim = new LockClaim(path, asideOf(path, owner), owner);
    try {
      writeWhole(claim.aside, JSON.stringify(owner), 'wx');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw lockHeld(path, owner);
      throw error;
    }
    try {
      // Another thread of this process may have moved its file into place in between.
      refuseHeld(path);
      return claim;
    } catch (error) {
      claim.drop();
      throw error;
    }
  }

  /** Once the database is open. Errors: as {@link write}; the database must then be closed. */
  place(): LockFile {
    refuseHeld(this.path);
    try {
      renameSync(this.aside, this.path);
    } catch (error) {
      // Who had the lock in the meantime has taken our file for a leftover.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw lockHeld(this.path, this.owner);
      throw error;
    }
    removeLeftovers(this.path);
    return new LockFile(this.path, this.owner);
  }

  drop(): void {
    rmSync(this.aside, { force: true });
  }
}

/** One name per process, whatever its threads, and none that a later process has too. */
function asideOf(path: string, { pid, processStart, boot, pidNamespace }: LockOwner): string {
  const space = pidNamespace?.replaceAll(/\D/g, '') ?? '';
  return `${path}.${boot?.slice(0, 8) ?? ''}-${space}-${pid}-${processStart ?? ''}`;
}

/** What processes that were killed while they opened the database have left. */
function removeLeftovers(path: string): void {
  const folder = dirname(path);
  const asides = readdirSync(folder).filter((name) => name.startsWith(`${basename(path)}.`));
  for (const aside of asides.map((name) => join(folder, name))) {
    const owner = readOwner(aside);
    if (owner === 'nobody' || (owner !== 'absent' && standingOf(owner) !== 'alive'))
      rmSync(aside, { force: true });
  }
}
