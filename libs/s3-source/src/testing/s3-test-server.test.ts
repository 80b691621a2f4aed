import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startS3TestServer } from './index.ts';
import type { S3TestServer } from './index.ts';

const KEYS = { accessKeyId: 'test-access-key', secretAccessKey: 'test-secret-value' };

let server: S3TestServer;
const clients: S3Client[] = [];
beforeAll(async () => {
  server = await startS3TestServer({ ...KEYS, buckets: ['exports', 'uploads'] });
});
afterAll(() => server.close());
beforeEach(() => server.reset());
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

function client(credentials = KEYS): S3Client {
  const made = new S3Client({
    endpoint: server.endpoint,
    region: 'test-region',
    forcePathStyle: true,
    credentials,
    maxAttempts: 1,
  });
  clients.push(made);
  return made;
}

async function failure(request: Promise<unknown>): Promise<{ name: string; status: number | undefined }> {
  const error = await request.then(
    () => new Error('resolved'),
    (reason: unknown) => reason as Error & { $metadata?: { httpStatusCode?: number } },
  );
  return { name: error.name, status: '$metadata' in error ? error.$metadata?.httpStatusCode : undefined };
}

describe('signatures', () => {
  const get = (credentials: typeof KEYS) =>
    client(credentials).send(new GetObjectCommand({ Bucket: 'exports', Key: 'a b/é+%2F.csv' }));

  it('the right secret is let in, whatever the key', async () => {
    server.putObject('exports', 'a b/é+%2F.csv', 'hello');
    const { Body: body, ETag: etag } = await get(KEYS);
    expect(await body?.transformToString()).toBe('hello');
    expect(etag).toBe('"5d41402abc4b2a76b9719d911017c592"');
  });

  it('a wrong secret is SignatureDoesNotMatch, a wrong key InvalidAccessKeyId', async () => {
    expect(await failure(get({ ...KEYS, secretAccessKey: 'wrong' }))).toEqual({
      name: 'SignatureDoesNotMatch',
      status: 403,
    });
    expect(await failure(get({ ...KEYS, accessKeyId: 'other' }))).toEqual({
      name: 'InvalidAccessKeyId',
      status: 403,
    });
  });

  it('no signature, and one that was made for another path, query or header, are refused', async () => {
    server.putObject('exports', 'k', 'hello');
    expect((await fetch(`${server.endpoint}/exports/k`)).status).toBe(403);
    await client().send(new GetObjectCommand({ Bucket: 'exports', Key: 'k', Range: 'bytes=0-1' }));
    const signed = server.requests.at(-1);
    const { host: _host, connection: _connection, ...rest } = signed?.headers ?? {};
    const headers = rest as Record<string, string>;
    const replay = (path: string, changed: Record<string, string> = {}) =>
      fetch(`${server.endpoint}${path}`, { headers: { ...headers, ...changed } }).then(
        ({ status }) => status,
      );
    expect(await replay('/exports/k?x-id=GetObject')).toBe(206);
    expect(await replay('/exports/k2?x-id=GetObject')).toBe(403);
    expect(await replay('/exports/k?x-id=GetObject&versionId=1')).toBe(403);
    expect(await replay('/exports/k?x-id=GetObject', { range: 'bytes=0-4' })).toBe(403);
    expect(await replay('/exports/k?x-id=GetObject', { 'x-amz-acl': 'public-read' })).toBe(403);
  });
});

describe('objects', () => {
  const key = { Bucket: 'exports', Key: 'k' };
  beforeEach(() => void server.putObject('exports', 'k', 'hello'));

  it.each([
    ['bytes=1-3', 206, 'ell', 'bytes 1-3/5'],
    ['bytes=3-', 206, 'lo', 'bytes 3-4/5'],
    ['bytes=-2', 206, 'lo', 'bytes 3-4/5'],
    ['bytes=2-99', 206, 'llo', 'bytes 2-4/5'],
  ])('range %s', async (range, status, text, contentRange) => {
    const answer = await client().send(new GetObjectCommand({ ...key, Range: range }));
    expect(answer.$metadata.httpStatusCode).toBe(status);
    expect(await answer.Body?.transformToString()).toBe(text);
    expect(answer.ContentRange).toBe(contentRange);
  });

  it('a range behind the end is 416', async () => {
    const request = client().send(new GetObjectCommand({ ...key, Range: 'bytes=5-' }));
    expect(await failure(request)).toEqual({ name: 'InvalidRange', status: 416 });
  });

  it('conditions hold for GET and HEAD', async () => {
    const etag = '"5d41402abc4b2a76b9719d911017c592"';
    const s3 = client();
    expect((await s3.send(new HeadObjectCommand({ ...key, IfMatch: etag }))).ContentLength).toBe(5);
    expect((await failure(s3.send(new GetObjectCommand({ ...key, IfMatch: '"other"' })))).status).toBe(412);
    expect((await failure(s3.send(new HeadObjectCommand({ ...key, IfMatch: '"other"' })))).status).toBe(412);
    expect((await failure(s3.send(new GetObjectCommand({ ...key, IfNoneMatch: etag })))).status).toBe(304);
    expect((await s3.send(new GetObjectCommand({ ...key, IfNoneMatch: '"other"' }))).ContentLength).toBe(5);
  });

  it('what is not there is NoSuchKey or NoSuchBucket', async () => {
    const s3 = client();
    const get = (bucket: string) => s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'absent' }));
    expect(await failure(get('exports'))).toEqual({ name: 'NoSuchKey', status: 404 });
    expect(await failure(get('absent'))).toEqual({ name: 'NoSuchBucket', status: 404 });
    server.deleteObject('exports', 'k');
    expect((await failure(s3.send(new HeadObjectCommand(key)))).status).toBe(404);
  });

  it('PUT stores what was sent, in one piece or streamed with a trailing checksum', async () => {
    const s3 = client();
    const content = Buffer.alloc(100_000, 'x');
    await s3.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'whole', Body: content }));
    const streamed = Readable.from([content.subarray(0, 70_000), content.subarray(70_000)]);
    await s3.send(
      new PutObjectCommand({ Bucket: 'uploads', Key: 'streamed', Body: streamed, ContentLength: 100_000 }),
    );
    expect(server.requests[1]?.headers['content-encoding']).toBe('aws-chunked');
    for (const Key of ['whole', 'streamed']) {
      const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: 'uploads', Key }));
      expect(content.equals((await body?.transformToByteArray()) ?? Buffer.of())).toBe(true);
    }
  });

  it('PUT with a wrong checksum is BadDigest and stores nothing', async () => {
    const s3 = client();
    const put = s3.send(
      new PutObjectCommand({ Bucket: 'uploads', Key: 'bad', Body: 'x', ChecksumCRC32: 'AAAAAA==' }),
    );
    expect(await failure(put)).toEqual({ name: 'BadDigest', status: 400 });
    const get = s3.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'bad' }));
    expect((await failure(get)).name).toBe('NoSuchKey');
  });
});

describe('listings', () => {
  it('pages by max-keys with tokens, in key-byte order', async () => {
    const keys = ['list/1', 'list/2 a', 'list/3+', 'list/\uffee', 'list/\u{1f600}'];
    for (const key of keys.toReversed()) server.putObject('exports', key, key);
    const s3 = client();
    const seen: (string | undefined)[] = [];
    let token: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({
          Bucket: 'exports',
          Prefix: 'list/',
          MaxKeys: 2,
          ContinuationToken: token,
        }),
      );
      expect(page.KeyCount).toBeLessThanOrEqual(2);
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    expect(seen).toEqual(keys);
  });

  it('encodes keys when asked, and refuses what it does not know', async () => {
    server.putObject('exports', 'enc/a b+é', 'x');
    const s3 = client();
    const encoded = await s3.send(
      new ListObjectsV2Command({ Bucket: 'exports', Prefix: 'enc/', EncodingType: 'url' }),
    );
    expect(encoded.Contents?.[0]?.Key).toBe('enc/a+b%2B%C3%A9');
    const delimited = s3.send(new ListObjectsV2Command({ Bucket: 'exports', Delimiter: '/' }));
    expect(await failure(delimited)).toEqual({ name: 'NotImplemented', status: 501 });
  });
});

describe('life', () => {
  it('closes at once with a stalled request, a stalled body and an idle connection open', async () => {
    const own = await startS3TestServer({ ...KEYS, buckets: ['exports'] });
    own.putObject('exports', 'k', 'hello');
    const s3 = new S3Client({
      endpoint: own.endpoint,
      region: 'r',
      forcePathStyle: true,
      credentials: KEYS,
      maxAttempts: 1,
    });
    await (await s3.send(new GetObjectCommand({ Bucket: 'exports', Key: 'k' }))).Body?.transformToString();
    own.fault({ kind: 'stallHeaders' });
    own.fault({ kind: 'stallBody', at: 2, nth: 2 });
    const stalled = failure(s3.send(new GetObjectCommand({ Bucket: 'exports', Key: 'k' })));
    await expect.poll(() => own.requests.length, { interval: 5 }).toBe(2);
    const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: 'exports', Key: 'k' }));
    const broken = failure(body?.transformToString() ?? Promise.resolve());
    await own.close();
    expect((await stalled).name).not.toBe('Error: resolved');
    expect((await broken).name).toBe('Error');
    await expect(fetch(own.endpoint)).rejects.toThrow('fetch failed');
    s3.destroy();
  });

  it('listens on this machine only', () => {
    expect(server.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});
