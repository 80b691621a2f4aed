import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUCKET, SourceBench, TEST_KEYS, typedError } from './fixtures/source-bench.ts';
import { s3Source } from './s3-source.ts';

const SECRET = 'canary-of-the-secret-key';
const TOKEN = 'canary-of-the-session-token';
const KEY_ID = 'canary-of-the-key-id';

let bench: SourceBench;
beforeAll(async () => {
  bench = await SourceBench.open();
});
afterAll(() => bench.close());
beforeEach(() => bench.server.reset());

/** Everything a logger could print of an error. */
function printed(error: Error): string {
  return [
    error.message,
    error.stack,
    JSON.stringify(error),
    String(error),
    inspect(error, { depth: 20, showHidden: true, getters: true }),
  ].join('\n');
}

describe('errors for people', () => {
  it('a wrong secret is E-S3-403 with bucket, endpoint, masked key and request id, and without the secret', async () => {
    const listed = bench.put('data.csv', 'a,b');
    const source = bench.source({
      credentials: { ...TEST_KEYS, secretAccessKey: SECRET },
      credentialsFrom: 'AWS_ACCESS_KEY_ID',
    });
    const { error } = await bench.fetch(source, listed);
    expect(error?.code).toBe('E-S3-403');
    expect(error?.where).toBe(`s3://${BUCKET}/data.csv`);
    expect(error?.found).toContain('HTTP 403 SignatureDoesNotMatch, as key test…ey (from AWS_ACCESS_KEY_ID)');
    expect(error?.found).toContain(
      `endpoint ${bench.server.endpoint}, region test-region, request test-request-1`,
    );
    expect(error && printed(error)).not.toContain(SECRET);
  });

  it.each([
    ['status', { kind: 'status', status: 403, code: 'AccessDenied' }],
    ['busy', { kind: 'status', status: 503, code: SECRET }],
    ['refused', { kind: 'status', status: 409, code: 'Conflict' }],
    ['short', { kind: 'truncate', at: 1 }],
    ['page', { kind: 'htmlPage' }],
    ['stall', { kind: 'stallHeaders' }],
  ] as const)('no credential is in any error, even when the server says it (%s)', async (_name, fault) => {
    const message = `you sent ${SECRET} ${TOKEN} ${KEY_ID} Credential=${KEY_ID}/x, Signature=${'a'.repeat(64)}`;
    const credentials = { accessKeyId: KEY_ID, secretAccessKey: SECRET, sessionToken: TOKEN };
    // Faults come after the signature check, so this server knows the canary.
    const open = await SourceBench.open({ accessKeyId: KEY_ID, secretAccessKey: SECRET });
    const listed = open.put('data.csv', 'a,b,c');
    open.server.fault({ ...fault, message, times: Infinity } as Parameters<typeof bench.server.fault>[0]);
    const source = open.source({ credentials, deadlines: { idleMs: 30 } });
    const errors = [(await open.fetch(source, listed)).error, await typedError(source.list())];
    await open.close();
    for (const error of errors) {
      expect(error).toBeDefined();
      for (const canary of [SECRET, TOKEN, KEY_ID, 'a'.repeat(64)]) {
        expect(error && printed(error)).not.toContain(canary);
      }
    }
    expect(inspect(source, { depth: 20, showHidden: true })).not.toMatch(/canary/);
  });

  it('a missing key is E-S3-404 with the nearest keys', async () => {
    for (const key of ['daily/group_log.csv', 'daily/groups.csv', 'daily/users.csv', 'other/group_lag.csv']) {
      bench.put(key, key);
    }
    const missing = { bucket: BUCKET, key: 'daily/group_lag.csv', etag: 'e', size: 1 };
    const { error } = await bench.fetch(bench.source(), missing);
    expect(error?.code).toBe('E-S3-404');
    expect(error?.retryable).toBe(false);
    expect(error?.details).toContain('nearest key: daily/group_log.csv');
    expect(error?.allowed).toMatch(/nearest: daily\/group_log\.csv, /);
    expect(error?.allowed).not.toContain('other/');
  });

  it('a missing key is still E-S3-404 when listing is denied', async () => {
    bench.server.fault({ operation: 'list', kind: 'status', status: 403, code: 'AccessDenied' });
    const missing = { bucket: BUCKET, key: 'gone.csv', etag: 'e', size: 1 };
    const { error } = await bench.fetch(bench.source(), missing);
    expect(error?.code).toBe('E-S3-404');
    expect(error?.details.join()).not.toContain('nearest');
  });

  it('a clock that is an hour wrong is corrected and named', async () => {
    const ahead = await SourceBench.open({ now: () => new Date(Date.now() + 3_600_000) });
    const listed = ahead.put('data.csv', 'a,b');
    const corrected = await ahead.fetch(ahead.source(), listed);
    const impatient = await ahead.fetch(ahead.source({ transfer: { attempts: 1 } }), listed);
    await ahead.close();
    expect(corrected.bytes?.toString()).toBe('a,b');
    expect(impatient.error?.code).toBe('E-S3-403');
    const skew = /own time is (\d+) s/.exec(impatient.error?.details.join() ?? '')?.[1];
    expect(Math.abs(Number(skew) - 3600)).toBeLessThan(30);
  });

  it('no server at all is E-S3-BUSY after every attempt', async () => {
    const gone = await SourceBench.open();
    await gone.close();
    const error = await typedError(gone.source().list());
    expect(error).toMatchObject({ code: 'E-S3-BUSY', retryable: true });
    expect(error.found).toContain('ECONNREFUSED, tried 5 times');
  });

  it('credentials that cannot be found are a matter of configuration', async () => {
    const none = () =>
      Promise.reject(Object.assign(new Error('none found'), { name: 'CredentialsProviderError' }));
    const error = await typedError(bench.source({ credentials: none }).list());
    expect(error).toMatchObject({ code: 'E-CONFIG-ENV', family: 'configuration', retryable: false });
  });

  it('a credential provider that never answers runs into the deadline', async () => {
    const source = bench.source({ credentials: () => new Promise(() => {}), deadlines: { leastMs: 50 } });
    expect((await typedError(source.list())).code).toBe('E-S3-BUSY');
  });

  it.each([
    [{ bucket: 'a/b' }, 'E-CONFIG-KEY'],
    [{ endpoint: 'http://storage.example.com' }, 'E-CONFIG-TLS'],
    [{ endpoint: 'https://169.254.169.254' }, 'E-CONFIG-ENDPOINT'],
    [{ deadlines: { idleMs: Infinity } }, 'E-CONFIG-KEY'],
    [{ deadlines: { leastMs: 0 } }, 'E-CONFIG-KEY'],
    [{ transfer: { parallelParts: 0 } }, 'E-CONFIG-KEY'],
  ] as const)('options that cannot work are refused at once: %j', (options, code) => {
    const make = () => s3Source({ bucket: BUCKET, server: 'aws', ...options });
    expect(make).toThrowError(expect.objectContaining({ code }));
  });

  it('an endpoint out of the environment obeys the same rules', async () => {
    const before = process.env['AWS_ENDPOINT_URL_S3'];
    process.env['AWS_ENDPOINT_URL_S3'] = 'http://169.254.169.254';
    try {
      const source = s3Source({ bucket: BUCKET, server: 'compatible', credentials: TEST_KEYS });
      expect((await typedError(source.list())).code).toBe('E-CONFIG-ENDPOINT');
    } finally {
      if (before === undefined) delete process.env['AWS_ENDPOINT_URL_S3'];
      else process.env['AWS_ENDPOINT_URL_S3'] = before;
    }
  });
});
