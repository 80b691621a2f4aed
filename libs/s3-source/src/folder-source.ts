import { constants, lstatSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type {
  FetchedObject,
  FetchOptions,
  ListedObject,
  SourceReader,
} from '@vaultwright/datavault-core/warehouse';
import { fileChangedError, kindError, reading } from './folder-errors.ts';
import { sortByKeyBytes } from './list-objects.ts';
import { PrivateFile, privateFileName } from './private-file.ts';
import { Reception } from './reception.ts';
import { safeText } from './safe-text.ts';
import { readSidecar, sidecarKey, withoutSidecars } from './sha256-sidecar.ts';
import {
  abortedError,
  digestError,
  foreignObjectError,
  sidecarError,
  tooLargeError,
} from './source-errors.ts';

export interface FolderSourceOptions {
  /** Every file must have a `<name>.sha256` beside it, which is compared and not listed; default false. */
  readonly sha256Sidecars?: boolean;
  /** Larger files are refused unread; default 20 GiB. */
  readonly maxObjectBytes?: number;
}

const CHUNK_BYTES = 2 ** 20;
const DEFAULT_MAX_BYTES = 20 * 2 ** 30;
/** Neither follow a link nor wait for the writer of a pipe that took the file's place. */
const READ_SAFELY =
  constants.O_RDONLY |
  ((constants as Partial<typeof constants>).O_NOFOLLOW ?? 0) |
  (constants.O_NONBLOCK ?? 0);

/**
 * Reads the regular files of a folder and its subfolders under the rules of an S3 source.
 *
 * Invariant: a fetched copy is the file that was listed, unchanged from its first byte to its last.
 * Errors: `E-SOURCE-MISSING`, `E-SOURCE-READ`, `E-SOURCE-KIND` (links, pipes, devices), `E-SOURCE-CHANGED` (retryable).
 * Example: `folderSource('./exports')`
 */
export function folderSource(folder: string, options: FolderSourceOptions = {}): SourceReader {
  const root = resolve(folder);
  const bucket = pathToFileURL(join(root, sep)).href;
  const { sha256Sidecars = false, maxObjectBytes = DEFAULT_MAX_BYTES } = options;

  const list: SourceReader['list'] = async ({ signal } = {}) => {
    const keys = await keysIn(root, '', bucket, signal);
    const objects = sortByKeyBytes(await describeFiles(root, keys, bucket, signal));
    return sha256Sidecars ? withoutSidecars(objects) : objects;
  };

  const fetch = async (
    object: ListedObject,
    { folder: into, tap, signal }: FetchOptions,
  ): Promise<FetchedObject> => {
    const where = `${bucket}${safeText(object.key)}`;
    if (object.bucket !== bucket || !isInside(object.key)) throw foreignObjectError(bucket, where);
    if (object.size > maxObjectBytes) throw tooLargeError(where, object.size, maxObjectBytes);
    const source = await reading(where, () => open(join(root, object.key), READ_SAFELY));
    try {
      const before = await reading(where, () => source.stat({ bigint: true }));
      if (!before.isFile()) throw kindError(where);
      if (etagOf(before) !== object.etag) throw fileChangedError(where, object, `now ${etagOf(before)}`);
      const expected = sha256Sidecars ? await readSidecarFile(root, object, bucket) : undefined;
      const file = await PrivateFile.create(into, privateFileName(object));
      try {
        const reception = new Reception(file, tap?.(), false);
        for await (const chunk of chunksOf(source, where, signal)) await reception.write(chunk);
        const after = await reading(where, () => source.stat({ bigint: true }));
        if (!isSameState(before, after) || reception.bytes !== object.size) {
          throw fileChangedError(where, object, `${reception.bytes} bytes read, now ${etagOf(after)}`);
        }
        const { sha256 } = reception.digests();
        if (expected !== undefined && expected !== sha256) {
          throw digestError(where, `sha256 ${sha256}, while the sidecar says ${expected}`);
        }
        await file.publish();
        return { ...object, path: file.path, sha256 };
      } finally {
        await file.discard();
      }
    } finally {
      await source.close();
    }
  };

  return { location: bucket, list, fetch };
}

/** Keys of all files, in folders within folders too. */
async function keysIn(
  root: string,
  prefix: string,
  bucket: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  if (signal?.aborted === true) throw abortedError(bucket, signal.reason);
  const place = `${bucket}${safeText(prefix)}`;
  const entries = await reading(place, () => readdir(join(root, prefix), { withFileTypes: true }));
  const keys: string[] = [];
  for (const entry of entries) {
    const key = `${prefix}${entry.name}`;
    if (entry.isDirectory()) {
      for (const inside of await keysIn(root, `${key}/`, bucket, signal)) keys.push(inside);
      continue;
    }
    if (!entry.isFile()) throw kindError(`${bucket}${safeText(key)}`);
    keys.push(key);
  }
  return keys;
}

/** Asks for each file at once, which is far cheaper than a turn of the event loop for each, and lets others in between. */
async function describeFiles(
  root: string,
  keys: readonly string[],
  bucket: string,
  signal: AbortSignal | undefined,
): Promise<ListedObject[]> {
  const described: ListedObject[] = [];
  for (const key of keys) {
    if (described.length % 256 === 255) await setImmediate();
    if (signal?.aborted === true) throw abortedError(bucket, signal.reason);
    const where = `${bucket}${safeText(key)}`;
    const stats = await reading(where, async () => lstatSync(join(root, key), { bigint: true }));
    described.push({ bucket, key, etag: etagOf(stats), size: Number(stats.size), modified: stats.mtime });
  }
  return described;
}

async function* chunksOf(
  source: FileHandle,
  where: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  for (;;) {
    if (signal?.aborted === true) throw abortedError(where, signal.reason);
    const { bytesRead, buffer } = await reading(where, () =>
      source.read({ buffer: Buffer.allocUnsafe(CHUNK_BYTES), length: CHUNK_BYTES }),
    );
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

async function readSidecarFile(root: string, { key }: ListedObject, bucket: string): Promise<string> {
  const where = `${bucket}${safeText(sidecarKey(key))}`;
  const text = await readFile(join(root, sidecarKey(key)), 'latin1').catch((error: unknown) => {
    throw sidecarError(where, (error as Error).message);
  });
  return readSidecar(text, where);
}

/** A key that a listing of a folder can contain; anything else could lead out of it. */
function isInside(key: string): boolean {
  const strange = sep === '/' ? /\0/ : /[\0\\:]/;
  return key.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !strange.test(part));
}

function etagOf({ size, mtimeNs }: BigIntStats): string {
  return `${size}-${mtimeNs}`;
}

function isSameState(before: BigIntStats, after: BigIntStats): boolean {
  return etagOf(before) === etagOf(after) && before.ctimeNs === after.ctimeNs;
}
