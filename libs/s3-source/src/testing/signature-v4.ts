import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { encodePath, encodeUri, parseQuery } from './uri-encoding.ts';

/** The parts of a request that AWS Signature Version 4 covers. */
export interface SignedRequest {
  readonly method: string;
  /** As sent, still percent-encoded. */
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

export interface SignatureProblem {
  readonly status: 400 | 403;
  readonly code: string;
  readonly message: string;
}

export interface SignatureRules {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly now: Date;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
const MAX_SKEW_MS = 15 * 60 * 1000;

/** Says why a request is not properly signed, or undefined when it is. */
export function findSignatureProblem(
  request: SignedRequest,
  rules: SignatureRules,
): SignatureProblem | undefined {
  const parts = AUTHORIZATION.exec(header(request, 'authorization'));
  if (parts === null) return forbidden('AccessDenied', 'The request carries no signature.');
  const [, accessKeyId = '', date = '', region = '', service = '', signedHeaders = '', signature = ''] =
    parts;
  if (accessKeyId !== rules.accessKeyId) {
    return forbidden('InvalidAccessKeyId', 'The access key id does not exist in our records.');
  }
  const sentAt = header(request, 'x-amz-date');
  if (service !== 's3' || !sentAt.startsWith(date)) {
    return forbidden('SignatureDoesNotMatch', 'The credential scope names another service or day.');
  }
  if (Math.abs(parseAmzDate(sentAt) - rules.now.getTime()) > MAX_SKEW_MS) {
    return forbidden('RequestTimeTooSkewed', 'The request time is too far from the time of the server.');
  }
  const names = signedHeaders.split(';');
  const mustBeSigned = Object.keys(request.headers).filter(
    (name) => name === 'host' || name.startsWith('x-amz-'),
  );
  if (mustBeSigned.some((name) => !names.includes(name))) {
    return forbidden('AccessDenied', 'There were headers present in the request which were not signed.');
  }
  const payload = header(request, 'x-amz-content-sha256');
  if (/^[0-9a-f]{64}$/.test(payload) && payload !== sha256(request.body)) {
    return {
      status: 400,
      code: 'XAmzContentSHA256Mismatch',
      message: 'The payload differs from its digest.',
    };
  }
  const scope = `${date}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', sentAt, scope, sha256(canonicalRequest(request, names, payload))].join(
    '\n',
  );
  const key = [date, region, service, 'aws4_request'].reduce<Uint8Array | string>(
    (previous, part) => createHmac('sha256', previous).update(part).digest(),
    `AWS4${rules.secretAccessKey}`,
  );
  if (createHmac('sha256', key).update(toSign).digest('hex') === signature) return undefined;
  return forbidden(
    'SignatureDoesNotMatch',
    'The signature we calculated does not match the one you provided.',
  );
}

function canonicalRequest(request: SignedRequest, names: readonly string[], payload: string): string {
  const query = parseQuery(request.rawQuery)
    .map(([name, value]) => `${encodeUri(name)}=${encodeUri(value)}`)
    .sort()
    .join('&');
  const headers = names
    .map((name) => `${name}:${header(request, name).trim().replace(/\s+/g, ' ')}\n`)
    .join('');
  const path = encodePath(decodeURIComponent(request.rawPath));
  return [request.method, path, query, headers, names.join(';'), payload].join('\n');
}

function header(request: SignedRequest, name: string): string {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}

function parseAmzDate(text: string): number {
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  return Date.parse(iso);
}

function forbidden(code: string, message: string): SignatureProblem {
  return { status: 403, code, message };
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
