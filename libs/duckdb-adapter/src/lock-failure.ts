import { VaultwrightError } from '@vaultwright/datavault-core';
import { lockHeld, readOwner } from './lock-owner.ts';
import { standingOf } from './process-identity.ts';

/**
 * Does something with the lock file and tells the system's failures as ours.
 *
 * Errors: `E-WH-DISK`, `E-CONFIG-PATH`; ours as they are.
 */
export function onLockFile<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof VaultwrightError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    throw new VaultwrightError({
      ...(code === 'ENOSPC' || code === 'EDQUOT' ? diskFull : notUsable),
      where: path,
      found: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}

const diskFull = {
  code: 'E-WH-DISK',
  family: 'warehouse',
  title: 'the disk is full',
  allowed: 'free space for the lock file beside the database',
  fix: 'free space and run again; the database was not changed',
} as const;

const notUsable = {
  code: 'E-CONFIG-PATH',
  family: 'configuration',
  title: 'the lock file beside the database cannot be used',
  allowed: 'a folder that this user may write',
  fix: 'give this user write access to the folder, or choose another path',
} as const;

/** The engine knows at most the number of the process that keeps it out; the lock file knows more. */
export function namingHolder(error: unknown, path: string): unknown {
  if (!(error instanceof VaultwrightError) || error.code !== 'E-LOCK-HELD' || error.where === path)
    return error;
  const owner = readOwner(path);
  if (typeof owner !== 'object' || standingOf(owner) === 'gone') return error;
  return lockHeld(path, owner, error.found);
}
