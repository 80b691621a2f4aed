import { VaultwrightError } from '@vaultwright/datavault-core';
import type { ListedObject } from '@vaultwright/datavault-core/warehouse';
import type { ObjectAnswer } from './object-store.ts';
import { safeText } from './safe-text.ts';

export function s3Url(bucket: string, key: string): string {
  return `s3://${bucket}/${safeText(key)}`;
}

/** `E-S3-CHANGED`: what is there now is not what was listed. */
export function changedError(object: ListedObject, found: string): VaultwrightError {
  const where = s3Url(object.bucket, object.key);
  const version = object.versionId === undefined ? '' : `, version ${safeText(object.versionId)}`;
  return new VaultwrightError({
    code: 'E-S3-CHANGED',
    family: 'source',
    title: `${where} is not the object that was listed`,
    where,
    found: safeText(found),
    allowed: `ETag ${safeText(object.etag)}, ${object.size} bytes${version}`,
    fix: 'list again and load what is there now',
    retryable: true,
  });
}

/** `E-SOURCE-ANSWER`: a success status, but not the object; a proxy or login page most often. */
export function notAnObjectError(object: ListedObject, answer: ObjectAnswer): VaultwrightError {
  const where = s3Url(object.bucket, object.key);
  return new VaultwrightError({
    code: 'E-SOURCE-ANSWER',
    family: 'source',
    title: `the answer for ${where} is not that of an S3 server`,
    where,
    found: `status ${answer.status}, content type ${answer.contentType ?? 'none'}, ETag ${safeText(answer.etag ?? 'none')}`,
    allowed: 'status 200 or 206 with an ETag',
    fix: 'check the endpoint, and whether a proxy or a login page answers in its place',
  });
}

/** `E-SOURCE-DIGEST` about a declared sidecar that cannot serve. */
export function sidecarError(where: string, found: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-SOURCE-DIGEST',
    family: 'source',
    title: 'a declared digest is missing',
    where,
    found,
    allowed: '64 hexadecimal digits beside every object, as sha256Sidecars says',
    fix: 'upload the sidecar, or leave the option sha256Sidecars of s3Source out',
  });
}

/** `E-SOURCE-DIGEST` about bytes that are not what a digest says. */
export function digestError(where: string, found: string, cause?: unknown): VaultwrightError {
  return new VaultwrightError({
    code: 'E-SOURCE-DIGEST',
    family: 'source',
    title: `the bytes of ${where} do not have their digest`,
    where,
    found,
    allowed: 'the digest of the ETag, the checksum header or the sidecar',
    fix: 'upload the object again; a store whose ETags are no md5 needs the option etagIsMd5: false of s3Source',
    cause,
  });
}

/** `E-SOURCE-SIZE`: refused before anything is read. */
export function tooLargeError(where: string, size: number, maxObjectBytes: number): VaultwrightError {
  return new VaultwrightError({
    code: 'E-SOURCE-SIZE',
    family: 'source',
    title: `${where} is larger than this source may fetch`,
    where,
    found: `${size} bytes`,
    allowed: `${maxObjectBytes} bytes`,
    fix: 'split the file, or raise the option maxObjectBytes of s3Source',
  });
}

/** `E-SOURCE-KEY`: an object that cannot be one of this source. */
export function foreignObjectError(location: string, found: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-SOURCE-KEY',
    family: 'source',
    title: 'the object does not belong to this source',
    where: location,
    found: safeText(found),
    allowed: `an object as listed by ${location}`,
    fix: 'list this source again and fetch what it lists',
  });
}

/** `E-SOURCE-ABORTED`: the caller's signal. */
export function abortedError(where: string, cause: unknown): VaultwrightError {
  return new VaultwrightError({
    code: 'E-SOURCE-ABORTED',
    family: 'source',
    title: 'reading was stopped',
    where,
    found: 'the abort signal of the run',
    allowed: 'reading to the end',
    fix: 'run again; nothing half-read is kept',
    retryable: true,
    cause,
  });
}
