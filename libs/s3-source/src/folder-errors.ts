import { VaultwrightError } from '@vaultwright/datavault-core';
import type { ListedObject } from '@vaultwright/datavault-core/warehouse';

/** Runs a file system call; errors: `E-SOURCE-MISSING`, `E-SOURCE-KIND` for a link, else `E-SOURCE-READ`. */
export async function reading<T>(where: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP') throw kindError(where);
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    throw new VaultwrightError({
      code: missing ? 'E-SOURCE-MISSING' : 'E-SOURCE-READ',
      family: 'source',
      title: missing ? `nothing is there: ${where}` : `cannot read ${where}`,
      where,
      found: missing ? 'no such file or folder' : message,
      allowed: 'a folder and files that this user may read',
      fix: missing ? 'check the path, or list again' : 'check the permissions',
      cause: error,
    });
  }
}

/** `E-SOURCE-CHANGED`: the file is not, or no longer, the one that was listed. */
export function fileChangedError(where: string, object: ListedObject, found: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-SOURCE-CHANGED',
    family: 'source',
    title: `${where} is not the file that was listed`,
    where,
    found,
    allowed: `${object.etag} (size-mtime), unchanged while it is read`,
    fix: 'wait until the file is complete, then list again',
    retryable: true,
  });
}

export function kindError(where: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-SOURCE-KIND',
    family: 'source',
    title: `${where} is not a regular file`,
    where,
    found: 'a link, a pipe, a socket or a device',
    allowed: 'regular files and folders',
    fix: 'put the file itself there, or move the entry out of the folder',
  });
}
