import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { SourceContract } from '@vaultwright/datavault-core/model';
import { objectFault } from './file-fault.ts';

const magic = Buffer.from([0x1f, 0x8b]);
const mebibyte = 2 ** 20;
const chunkSize = 64 * 1024;
const inflation = { leastBytes: 64 * mebibyte, ratio: 200, mostBytes: 20 * 1024 * mebibyte };

/** Whether the name of an object says that its bytes are compressed. */
export function isGzipName(object: string | undefined): boolean {
  return object !== undefined && /\.gz$/i.test(object);
}

/**
 * The inflated bytes of a gzip file; several members are one content, as `gunzip` reads them.
 *
 * Invariant: never gives more bytes than allowed, and holds a few blocks at a time.
 * Errors: `E-DATA-FILE`: `GZIP_EXPECTED`, `GZIP_CORRUPT`, `INFLATE_LIMIT`.
 */
export async function* gzipContent(
  path: string,
  object: string,
  contract: Pick<SourceContract, 'gzip'>,
): AsyncGenerator<Uint8Array> {
  const size = await gzipSize(path, object);
  if (size === 0) return;
  const allowed = inflationLimit(size, contract);
  const gunzip = createGunzip({ chunkSize });
  pipeline(createReadStream(path), gunzip, () => undefined);
  let inflated = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      inflated += chunk.length;
      if (inflated > allowed) throw tooLarge(object, size, allowed, contract);
      yield chunk;
    }
  } catch (error) {
    throw gzipFault(error, object) ?? error;
  } finally {
    gunzip.destroy();
  }
  const surplus = size - gunzip.bytesWritten;
  if (surplus > 0) throw objectFault('GZIP_CORRUPT', object, `${surplus} bytes after the last member`);
}

/** Stored bytes of a file that is empty or begins as gzip does. */
async function gzipSize(path: string, object: string): Promise<number> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(magic.length), position: 0 });
    const begins = magic.subarray(0, bytesRead).equals(buffer.subarray(0, bytesRead));
    if (!begins) throw objectFault('GZIP_EXPECTED', object, 'other bytes at the beginning');
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

function inflationLimit(storedBytes: number, { gzip }: Pick<SourceContract, 'gzip'>): number {
  const { leastBytes, ratio, mostBytes } = inflation;
  return gzip?.maxInflatedBytes ?? Math.min(mostBytes, Math.max(leastBytes, ratio * storedBytes));
}

function tooLarge(
  object: string,
  storedBytes: number,
  allowed: number,
  { gzip }: Pick<SourceContract, 'gzip'>,
): Error {
  const rule =
    gzip === undefined
      ? `the larger of 64 MiB and ${inflation.ratio} times the stored bytes, at most 20 GiB`
      : 'gzip.maxInflatedBytes of the source contract';
  return objectFault(
    'INFLATE_LIMIT',
    object,
    `more than ${allowed} bytes out of ${storedBytes}`,
    `${allowed} bytes: ${rule}`,
  );
}

/** What zlib says of bytes that are not a whole gzip file; undefined for every other failure. */
function gzipFault(error: unknown, object: string): Error | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR')
    return objectFault('GZIP_CORRUPT', object, 'the end of the file inside a member');
  if (code !== 'Z_DATA_ERROR') return undefined;
  return objectFault('GZIP_CORRUPT', object, message);
}
