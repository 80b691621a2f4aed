import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, rm, statfs } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { VaultwrightError } from '@vaultwright/datavault-core';
import type { ListedObject } from '@vaultwright/datavault-core/warehouse';

/** `O_NOFOLLOW` does not exist everywhere. */
const NO_FOLLOW = (constants as Partial<typeof constants>).O_NOFOLLOW ?? 0;

/** Local name of an object: says which object it is, contains nothing of its key. */
export function privateFileName({
  bucket,
  key,
  etag,
}: Pick<ListedObject, 'bucket' | 'key' | 'etag'>): string {
  return createHash('sha256').update([bucket, key, etag].join('\0')).digest('hex');
}

/**
 * A file that appears under its name only when it is whole.
 *
 * Invariant: until {@link publish} the bytes are in `<name>.part`, mode 0600, never a link, never an existing file.
 * Errors: `E-SOURCE-DISK` from every method.
 */
export class PrivateFile {
  readonly path: string;
  readonly #folder: string;
  readonly #handle: FileHandle;
  #position = 0;
  #published = false;

  private constructor(folder: string, path: string, handle: FileHandle) {
    this.#folder = folder;
    this.path = path;
    this.#handle = handle;
  }

  static async create(folder: string, name: string): Promise<PrivateFile> {
    const path = join(folder, name);
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW;
    const handle = await onDisk(folder, () => open(`${path}.part`, flags, 0o600));
    return new PrivateFile(folder, path, handle);
  }

  /** Appends all bytes. */
  async write(bytes: Uint8Array): Promise<void> {
    await onDisk(this.#folder, async () => {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, this.#position);
        done += bytesWritten;
        this.#position += bytesWritten;
      }
    });
  }

  /** Forgets what was written. */
  async restart(): Promise<void> {
    await onDisk(this.#folder, () => this.#handle.truncate(0));
    this.#position = 0;
  }

  /** Makes the bytes durable and gives the file its name. */
  async publish(): Promise<void> {
    await onDisk(this.#folder, async () => {
      await this.#handle.sync();
      await this.#handle.close();
      await rename(`${this.path}.part`, this.path);
    });
    this.#published = true;
  }

  /** Removes the unfinished file; does nothing after {@link publish}. */
  async discard(): Promise<void> {
    if (this.#published) return;
    await this.#handle.close().catch(() => undefined);
    await rm(`${this.path}.part`, { force: true });
  }
}

async function onDisk<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw await diskError(folder, error);
  }
}

/** Exported for its test: a full disk is hard to come by. */
export async function diskError(folder: string, error: unknown): Promise<VaultwrightError> {
  const { code = 'unknown', message } = error as NodeJS.ErrnoException;
  const { bavail, bsize } = await statfs(folder).catch(() => ({ bavail: 0, bsize: 0 }));
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  const found = full ? `no space left (${code}), ${bavail * bsize} bytes free` : message;
  const fix = full
    ? 'free some space, or choose another folder for runs'
    : code === 'EEXIST'
      ? 'wait for the other fetch of this object, or remove the leftover'
      : 'check that the folder exists and belongs to you';
  return new VaultwrightError({
    code: 'E-SOURCE-DISK',
    family: 'source',
    title: 'the private copy cannot be written',
    where: folder,
    found,
    allowed: 'a private folder with room for the object',
    fix,
    cause: error,
  });
}
