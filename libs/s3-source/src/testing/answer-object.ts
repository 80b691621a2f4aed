import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { BucketStore, StoredObject } from './bucket-store.ts';
import { errorAnswer } from './s3-answer.ts';
import type { S3Answer } from './s3-answer.ts';
import type { S3TestRequest } from './s3-test-request.ts';

const EMPTY = new Uint8Array();

/** GET and HEAD of one object with ranges, conditions, versions and checksums. */
export function answerObject(store: BucketStore, request: S3TestRequest): S3Answer {
  if (store.bucket(request.bucket) === undefined) {
    return errorAnswer(404, 'NoSuchBucket', 'The specified bucket does not exist');
  }
  const versionId = request.query.get('versionId');
  const object = store.find(request.bucket, request.key, versionId);
  if (object === undefined) {
    const code = versionId === undefined ? 'NoSuchKey' : 'NoSuchVersion';
    return errorAnswer(404, code, 'The specified key does not exist.');
  }
  const etag = `"${object.etag}"`;
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
  if (ifMatch !== undefined && !names(ifMatch, etag)) {
    return errorAnswer(
      412,
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
    );
  }
  if (ifNoneMatch !== undefined && names(ifNoneMatch, etag))
    return { status: 304, headers: { etag }, body: EMPTY };
  const headers: Record<string, string> = {
    etag,
    'accept-ranges': 'bytes',
    'content-type': 'application/octet-stream',
    'last-modified': object.lastModified.toUTCString(),
    ...(versionId === undefined ? {} : { 'x-amz-version-id': object.versionId }),
  };
  return request.range === undefined
    ? { status: 200, headers: { ...headers, ...checksumHeaders(request, object) }, body: object.bytes }
    : answerRange(object, request.range, headers);
}

function answerRange(object: StoredObject, range: string, headers: Record<string, string>): S3Answer {
  const size = object.bytes.length;
  const bounds = /^bytes=(\d*)-(\d*)$/.exec(range);
  if (bounds === null || (bounds[1] === '' && bounds[2] === '')) {
    return { status: 200, headers, body: object.bytes };
  }
  const [, from = '', to = ''] = bounds;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (first >= size || first > last) {
    const refusal = errorAnswer(416, 'InvalidRange', 'The requested range is not satisfiable');
    return { ...refusal, headers: { ...refusal.headers, 'content-range': `bytes */${size}` } };
  }
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${first}-${last}/${size}` },
    body: object.bytes.subarray(first, last + 1),
  };
}

/** PUT: the body must agree with the digests that came along. */
export function answerPut(store: BucketStore, request: S3TestRequest, body: Uint8Array, now: Date): S3Answer {
  if (store.bucket(request.bucket) === undefined) {
    return errorAnswer(404, 'NoSuchBucket', 'The specified bucket does not exist');
  }
  const { 'content-md5': md5, 'x-amz-checksum-crc32': crc } = request.headers;
  if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64')) {
    return errorAnswer(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  if (crc !== undefined && crc !== crc32Base64(body)) {
    return errorAnswer(400, 'BadDigest', 'The CRC32 you specified did not match what we received.');
  }
  const stored = store.put(request.bucket, request.key, body, now);
  return { status: 200, headers: { etag: `"${stored.etag}"` }, body: EMPTY };
}

function checksumHeaders(request: S3TestRequest, object: StoredObject): Record<string, string> {
  if (request.headers['x-amz-checksum-mode'] !== 'ENABLED') return {};
  return { 'x-amz-checksum-crc32': crc32Base64(object.bytes), 'x-amz-checksum-type': 'FULL_OBJECT' };
}

function crc32Base64(bytes: Uint8Array): string {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(bytes));
  return checksum.toString('base64');
}

function names(condition: string, etag: string): boolean {
  return (
    condition === '*' || condition.split(',').some((one) => one.trim() === etag || `"${one.trim()}"` === etag)
  );
}
