import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { patternBytes, sha256Hex } from './fixtures/source-bench.ts';
import { fetchObject } from './fetch-object.ts';
import type { GetQuery, ObjectAnswer, ObjectStore } from './object-store.ts';
import { PrivateFile } from './private-file.ts';
import { readS3Options } from './s3-source-options.ts';
import type { TransferJob } from './transfer-job.ts';

const CONTENT = patternBytes(1_000);
const ETAG = 'd'.repeat(32);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vaultwright-fetch-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function job(
  change: (answer: ObjectAnswer, query: GetQuery) => Partial<ObjectAnswer>,
): Promise<TransferJob> {
  const store: ObjectStore = {
    list: () => Promise.reject(new Error('not asked for')),
    identity: () => ({ endpoint: '', region: '', keyId: '' }),
    get: (query) => {
      const { first, last } = query.range ?? { first: 0, last: CONTENT.length - 1 };
      const answer: ObjectAnswer = {
        status: query.range ? 206 : 200,
        etag: ETAG,
        versionId: undefined,
        contentLength: last - first + 1,
        contentRange: query.range && `bytes ${first}-${last}/${CONTENT.length}`,
        contentType: undefined,
        keyEncrypted: false,
        body: bodyOf(CONTENT.subarray(first, last + 1)),
        close: () => undefined,
      };
      return Promise.resolve({ ...answer, ...change(answer, query) });
    },
  };
  const transfer = { rangedFromBytes: 1, partBytes: 300, restarts: 0 };
  return {
    store,
    settings: readS3Options({ bucket: 'exports', server: 'aws', wait: () => Promise.resolve(), transfer }),
    object: { bucket: 'exports', key: 'k', etag: ETAG, size: CONTENT.length },
    file: await PrivateFile.create(folder, 'copy'),
    tap: undefined,
    signal: new AbortController().signal,
  };
}

async function* bodyOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

describe('fetchObject', () => {
  it('does not take the ETag of an object under a managed key for its md5', async () => {
    const plain = await job(() => ({}));
    await expect(fetchObject(plain, undefined)).rejects.toMatchObject({ kind: 'corrupt' });
    await plain.file.discard();
    const encrypted = await job(() => ({ keyEncrypted: true }));
    expect(await fetchObject(encrypted, undefined)).toBe(sha256Hex(CONTENT));
    await encrypted.file.discard();
  });

  it.each([
    ['no ETag', { etag: undefined }, { code: 'E-SOURCE-ANSWER' }],
    ['another ETag', { etag: 'other' }, { code: 'E-S3-CHANGED' }],
    ['status 204', { status: 204, contentRange: undefined }, { code: 'E-SOURCE-ANSWER' }],
    ['another total in Content-Range', { contentRange: 'bytes 0-299/1001' }, { code: 'E-S3-CHANGED' }],
    ['a longer Content-Length', { contentLength: 5_000 }, { code: 'E-S3-CHANGED' }],
    ['a shorter Content-Length', { contentLength: 5 }, { kind: 'short' }],
  ])('refuses %s before reading a byte, and closes the answer', async (_name, change, expected) => {
    let read = 0;
    let opened = 0;
    let closed = 0;
    const one = await job(() => {
      opened += 1;
      return {
        ...change,
        close: () => void (closed += 1),
        body: (async function* () {
          read += 1;
          yield await Promise.resolve(CONTENT);
        })(),
      };
    });
    await expect(fetchObject(one, undefined)).rejects.toMatchObject(expected);
    expect({ read, closed }).toEqual({ read: 0, closed: opened });
    await one.file.discard();
  });
});
