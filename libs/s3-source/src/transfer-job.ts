import type { ByteTap, ListedObject } from '@vaultwright/datavault-core/warehouse';
import type { ByteRange, ObjectAnswer, ObjectStore } from './object-store.ts';
import { BodyFailure } from './body-failure.ts';
import { changedError, notAnObjectError } from './source-errors.ts';
import type { PrivateFile } from './private-file.ts';
import { Reception } from './reception.ts';
import type { S3Settings } from './s3-source-options.ts';

/** All that one object's transfer needs. */
export interface TransferJob {
  readonly store: ObjectStore;
  readonly settings: S3Settings;
  readonly object: ListedObject;
  readonly file: PrivateFile;
  readonly tap: (() => ByteTap) | undefined;
  readonly signal: AbortSignal;
}

/** Starts from zero: an empty file, new digests, a new tap. */
export async function beginReception(job: TransferJob): Promise<Reception> {
  await job.file.restart();
  return new Reception(
    job.file,
    job.tap?.(),
    job.settings.etagIsMd5 && /^[0-9a-f]{32}$/.test(job.object.etag),
  );
}

/**
 * Asks for the object, pinned to what was listed, and checks what the server says of it before any byte is read.
 *
 * Errors: `E-S3-CHANGED`, `E-SOURCE-ANSWER`; `BodyFailure` of kind `short` or `rangeIgnored`.
 */
export async function openPinned(
  job: TransferJob,
  reception: Reception,
  range?: ByteRange,
): Promise<ObjectAnswer> {
  const { object, store, signal } = job;
  const pin = object.versionId === undefined ? { etag: object.etag } : { versionId: object.versionId };
  const answer = await store.get({ key: object.key, ...pin, range }, signal);
  try {
    checkAnswer(answer, object, range);
    if (answer.keyEncrypted) reception.ignoreMd5();
    return answer;
  } catch (error) {
    answer.close();
    throw error;
  }
}

function checkAnswer(answer: ObjectAnswer, object: ListedObject, range: ByteRange | undefined): void {
  const { etag, versionId, status, contentLength, contentRange } = answer;
  if (etag === undefined) throw notAnObjectError(object, answer);
  if (etag !== object.etag) throw changedError(object, `ETag ${etag}`);
  if (versionId !== undefined && object.versionId !== undefined && versionId !== object.versionId) {
    throw changedError(object, `version ${versionId}`);
  }
  if (range !== undefined) {
    const wanted = `bytes ${range.first}-${range.last}/${object.size}`;
    if (status !== 206 || contentRange !== wanted) {
      const total = /\/(\d+)$/.exec(contentRange ?? '')?.[1];
      if (total !== undefined && total !== String(object.size)) throw changedError(object, `${total} bytes`);
      throw new BodyFailure('rangeIgnored', `status ${status} for ${wanted}`);
    }
  } else if (status !== 200) {
    throw notAnObjectError(object, answer);
  }
  const expected = range === undefined ? object.size : range.last - range.first + 1;
  if (contentLength === undefined || contentLength === expected) return;
  if (contentLength > expected) throw changedError(object, `${contentLength} bytes`);
  throw new BodyFailure('short', `${contentLength} of ${expected} bytes announced`);
}
