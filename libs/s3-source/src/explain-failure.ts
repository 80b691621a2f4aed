import { VaultwrightError } from '@vaultwright/datavault-core';
import type { ErrorDetails } from '@vaultwright/datavault-core';
import { BodyFailure } from './body-failure.ts';
import { DeadlineExpired } from './deadline.ts';
import type { StoreIdentity } from './object-store.ts';
import { abortedError, digestError } from './source-errors.ts';
import { StoreFailure } from './store-failure.ts';
import type { StoreFailureDetails } from './store-failure.ts';

/** Where and for whom something failed. */
export interface FailurePlace {
  /** `s3://bucket/key` or `s3://bucket/prefix`. */
  readonly where: string;
  readonly identity: StoreIdentity;
  readonly credentialsFrom: string | undefined;
  /** Since the start of the work. Units: milliseconds. */
  readonly elapsedMs: number;
  readonly signal: AbortSignal | undefined;
  /** Keys to suggest for a missing one. */
  readonly nearest: readonly string[];
}

/** Turns any failure of the S3 source into its error; what is not the source's, such as an error of a tap, passes unchanged. */
export function explainFailure(failure: unknown, place: FailurePlace): unknown {
  if (failure instanceof StoreFailure) return new VaultwrightError(explainStore(failure, place));
  if (failure instanceof BodyFailure) return explainBody(failure, place);
  if (failure instanceof DeadlineExpired) return new VaultwrightError(explainDeadline(failure, place));
  const aborted = place.signal?.aborted === true;
  if (
    aborted &&
    (failure === place.signal?.reason || (failure as Error | undefined)?.name === 'AbortError')
  ) {
    return abortedError(place.where, failure);
  }
  return failure;
}

function explainStore(failure: StoreFailure, place: FailurePlace): ErrorDetails {
  const { details } = failure;
  const { where } = place;
  const shared = {
    family: 'source' as const,
    where,
    found: foundText(details, place),
    details: [details.message],
    cause: failure,
  };
  switch (details.kind) {
    case 'status':
      return { ...shared, ...explainStatus(details, place) };
    case 'timeout':
    case 'network':
      return { ...shared, ...busy(where, 'no answer from the server'), retryable: true };
    case 'tls':
      return {
        ...shared,
        code: 'E-CONFIG-TLS',
        family: 'configuration',
        title: 'the certificate of the S3 endpoint is not accepted',
        allowed: 'a certificate that is valid for this host and signed by a known authority',
        fix: 'add the authority with NODE_EXTRA_CA_CERTS, or correct the endpoint',
      };
    case 'setting':
      return {
        ...shared,
        code: 'E-CONFIG-ENV',
        family: 'configuration',
        title: 'the S3 credentials or the region are missing',
        found: details.message,
        allowed: 'credentials and a region from the options or the environment',
        fix: 'set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION',
      };
    case 'answer':
      return {
        ...shared,
        code: 'E-SOURCE-ANSWER',
        title: `the answer for ${where} is not that of an S3 server`,
        allowed: 'an answer as S3 gives it',
        fix: 'check the endpoint, and whether a proxy or a login page answers in its place',
      };
    case 'listing':
      return {
        ...shared,
        code: 'E-SOURCE-LISTING',
        title: `the listing of ${where} contradicts itself`,
        found: details.message,
        allowed: 'pages that lead to an end, with every key once',
        fix: 'run again; if it stays so, report it to the operator of the storage',
      };
  }
}

type StatusVerdict = Pick<ErrorDetails, 'code' | 'title' | 'allowed' | 'fix'> & Partial<ErrorDetails>;

function explainStatus(details: StoreFailureDetails, { where, nearest }: FailurePlace): StatusVerdict {
  const status = details.status ?? 0;
  if (status === 401 || status === 403) {
    const skew = details.clockSkew ?? 0;
    return {
      code: 'E-S3-403',
      title: `access denied to ${where}`,
      allowed: 'a key that may list the bucket and get this object',
      fix: 'check that this key may read the bucket, and that endpoint and region belong to it',
      details: [details.message, `clock: server time minus own time is ${skew} s`],
    };
  }
  if (status === 404) {
    const hint = nearest.length > 0 ? `; nearest: ${nearest.join(', ')}` : '';
    const bucket = details.code === 'NoSuchBucket';
    return {
      code: 'E-S3-404',
      title: bucket ? `no such bucket for ${where}` : `no such object ${where}`,
      allowed: bucket ? 'a bucket of this endpoint' : `a key of the bucket${hint}`,
      fix: bucket ? 'check the name of the bucket and the endpoint' : 'check the key, or list again',
      details: [details.message, ...nearest.map((key) => `nearest key: ${key}`)],
    };
  }
  if (status === 412 || status === 416) {
    return {
      code: 'E-S3-CHANGED',
      title: `${where} is not the object that was listed`,
      allowed: 'the content that was listed',
      fix: 'list again and load what is there now',
      retryable: true,
    };
  }
  if (status === 408 || status === 429 || status >= 500) {
    return { ...busy(where, 'the server is busy or failing'), retryable: true };
  }
  return {
    code: 'E-SOURCE-REFUSED',
    title: `the server refuses to serve ${where}`,
    allowed: 'status 200 or 206',
    fix: 'check endpoint, region and server profile; redirects are never followed',
  };
}

function explainBody(failure: BodyFailure, place: FailurePlace): VaultwrightError {
  const { where } = place;
  const found = `${failure.message}, tried ${times(failure.attempts)} in ${seconds(place.elapsedMs)}${endpointText(place)}`;
  if (failure.kind === 'corrupt') return digestError(where, found, failure);
  const verdict =
    failure.kind === 'stalled'
      ? busy(where, 'the bytes stopped coming')
      : {
          code: 'E-S3-SHORT' as const,
          title: `bytes of ${where} are missing`,
          allowed: 'all bytes that were listed',
          fix: 'run again; if it stays so, look at proxies between here and the endpoint',
        };
  return new VaultwrightError({
    family: 'source',
    where,
    found,
    ...verdict,
    retryable: true,
    cause: failure,
  });
}

function explainDeadline(failure: DeadlineExpired, place: FailurePlace): ErrorDetails {
  return {
    family: 'source',
    where: place.where,
    found: `not complete after ${seconds(failure.milliseconds)}${endpointText(place)}`,
    ...busy(place.where, 'reading took too long'),
    retryable: true,
    cause: failure,
  };
}

function busy(where: string, what: string) {
  return {
    code: 'E-S3-BUSY' as const,
    title: `${what}: ${where}`,
    allowed: 'the whole answer within the deadlines',
    fix: 'run again later, or give slow storage longer deadlines (option of s3Source)',
  };
}

function foundText(details: StoreFailureDetails, place: FailurePlace): string {
  const status = details.status === undefined ? undefined : `HTTP ${details.status}`;
  const what = [status, details.code].filter((part) => part !== undefined).join(' ');
  const source = place.credentialsFrom === undefined ? '' : ` (from ${place.credentialsFrom})`;
  return [
    what === '' ? details.kind : what,
    ...(details.status === undefined ? [] : [`as key ${place.identity.keyId}${source}`]),
    `tried ${times(details.attempts ?? 1)} in ${seconds(place.elapsedMs)}${endpointText(place)}`,
    ...(details.requestId === undefined ? [] : [`request ${details.requestId}`]),
  ].join(', ');
}

function endpointText({ identity }: FailurePlace): string {
  return `, endpoint ${identity.endpoint}, region ${identity.region}`;
}

function times(attempts: number): string {
  return attempts === 1 ? 'once' : `${attempts} times`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
