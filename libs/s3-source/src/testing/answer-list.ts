import type { BucketStore } from './bucket-store.ts';
import { element, errorAnswer, xmlAnswer } from './s3-answer.ts';
import type { S3Answer } from './s3-answer.ts';
import type { S3TestRequest } from './s3-test-request.ts';
import { encodePath } from './uri-encoding.ts';

const KNOWN = new Set([
  'list-type',
  'prefix',
  'max-keys',
  'continuation-token',
  'start-after',
  'encoding-type',
  'x-id',
]);

/** ListObjectsV2: key-byte order, pages, opaque tokens; unknown parameters are refused, not ignored. */
export function answerList(
  store: BucketStore,
  request: S3TestRequest,
  pageSize: number,
  loop: boolean,
): S3Answer {
  const { query } = request;
  const objects = store.bucket(request.bucket);
  if (objects === undefined) return errorAnswer(404, 'NoSuchBucket', 'The specified bucket does not exist');
  const unknown = [...query.keys()].find((name) => !KNOWN.has(name));
  if (request.method !== 'GET' || unknown !== undefined || query.get('list-type') !== '2') {
    return errorAnswer(
      501,
      'NotImplemented',
      `Only ListObjectsV2 is served, without ${unknown ?? 'other operations'}`,
    );
  }
  const token = query.get('continuation-token');
  const after = token === undefined ? query.get('start-after') : Buffer.from(token, 'base64url').toString();
  const prefix = query.get('prefix') ?? '';
  const keys = [...objects.keys()]
    .filter((key) => key.startsWith(prefix))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .filter((key) => after === undefined || Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0);
  const maxKeys = Math.min(Number(query.get('max-keys') ?? '1000'), pageSize);
  const page = keys.slice(0, maxKeys);
  const truncated = loop || keys.length > page.length;
  const next = loop ? 'bG9vcA' : Buffer.from(page.at(-1) ?? '').toString('base64url');
  const urlEncoded = query.get('encoding-type') === 'url';
  const spell = (key: string) => (urlEncoded ? encodePath(key).replaceAll('%20', '+') : key);
  const contents = page.map((key) => {
    const object = store.find(request.bucket, key);
    if (object === undefined) return '';
    const fields = [
      element('Key', spell(key)),
      element('LastModified', object.lastModified.toISOString()),
      element('ETag', `"${object.etag}"`),
      element('Size', object.bytes.length),
      element('StorageClass', 'STANDARD'),
    ];
    return `<Contents>${fields.join('')}</Contents>`;
  });
  const fields = [
    element('Name', request.bucket),
    element('Prefix', spell(prefix)),
    element('KeyCount', page.length),
    element('MaxKeys', maxKeys),
    ...(urlEncoded ? [element('EncodingType', 'url')] : []),
    element('IsTruncated', truncated),
    ...(token === undefined ? [] : [element('ContinuationToken', token)]),
    ...(truncated ? [element('NextContinuationToken', next)] : []),
  ];
  return xmlAnswer(200, 'ListBucketResult', [...fields, ...contents].join(''));
}
