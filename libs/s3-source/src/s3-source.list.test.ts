import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUCKET, SourceBench, typedError } from './fixtures/source-bench.ts';

const PAGE = 100;

let bench: SourceBench;
beforeAll(async () => {
  bench = await SourceBench.open({ pageSize: PAGE, buckets: [BUCKET, 'many', 'strange', 'marked'] });
});
afterAll(() => bench.close());
beforeEach(() => bench.server.reset());

describe('list', () => {
  it('pages to the end: every one of 2,600 keys once, sorted by key bytes', async () => {
    const keys = Array.from({ length: 2_600 }, (_, at) => `part-${(at * 7919) % 2_600}.csv`);
    for (const key of keys) bench.server.putObject('many', key, key);
    const listed = await bench.source({ bucket: 'many' }).list();
    const sorted = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(listed.map(({ key }) => key)).toEqual(sorted);
    expect(bench.server.requests).toHaveLength(2_600 / PAGE);
  });

  it('asks for the prefix only and drops zero-byte folder markers', async () => {
    for (const key of ['a.csv', 'daily/', 'daily/1.csv', 'daily/sub/', 'daily/sub/2.csv', 'dailyx']) {
      bench.server.putObject('marked', key, key.endsWith('/') ? '' : key);
    }
    bench.server.putObject('marked', 'daily/full/', 'an object with bytes');
    const source = bench.source({ bucket: 'marked', prefix: 'daily/' });
    expect(source.location).toBe('s3://marked/daily/');
    const listed = await source.list();
    expect(listed.map(({ key }) => key)).toEqual(['daily/1.csv', 'daily/full/', 'daily/sub/2.csv']);
    expect(bench.server.requests.every(({ query }) => query.get('prefix') === 'daily/')).toBe(true);
  });

  it.each(['aws', 'compatible'] as const)(
    'harmless keys: they come back byte for byte and never reach the file system (%s)',
    async (server) => {
      const keys = [
        '../../x',
        '..',
        '.',
        './a',
        'a/./b',
        'a/../b',
        '/absolute',
        'a//b',
        'a/',
        ' leading',
        'trailing ',
        'two  spaces',
        'plus+plus',
        '%2F',
        '%',
        'a\\b',
        'a\nb',
        '\u0001',
        'caf\u00e9',
        'cafe\u0301',
        'é'.repeat(512),
        `${'k'.repeat(1023)}z`,
        '?query=1',
        '#fragment',
        "!'()*&$@=;:,",
        '<xml>&amp;"',
        '\u{1f600}',
        '\u202egnp.csv',
      ];
      const contents = new Map(keys.map((key) => [key, `content of ${key}`]));
      for (const [key, content] of contents) bench.server.putObject('strange', key, content);
      const source = bench.source({ bucket: 'strange', server });
      const listed = await source.list();
      expect(new Set(listed.map(({ key }) => key))).toEqual(new Set(keys));
      for (const object of listed) {
        const outcome = await bench.fetch(source, object);
        expect(outcome.bytes?.toString()).toBe(contents.get(object.key));
        expect(outcome.left).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
      }
      const created = await readdir(bench.folder, { recursive: true });
      expect(created.filter((name) => !/^run-\w+(\/[0-9a-f]{64})?$/.test(name))).toEqual([]);
    },
  );

  it('a continuation token that repeats is an error, not an endless loop', async () => {
    bench.put('a.csv', 'a');
    bench.server.fault({ kind: 'loopToken', times: Infinity });
    const error = await typedError(bench.source().list());
    expect(error.code).toBe('E-SOURCE-LISTING');
    expect(error.found).toContain('token came twice');
    expect(bench.server.requests).toHaveLength(2);
  });

  it('a web page with status 200 is no empty listing', async () => {
    bench.server.fault({ kind: 'htmlPage', times: Infinity });
    expect((await typedError(bench.source().list())).code).toBe('E-SOURCE-ANSWER');
  });

  it('an empty prefix is an empty list', async () => {
    expect(await bench.source({ prefix: 'nothing/here/' }).list()).toEqual([]);
  });

  it('a missing bucket is E-S3-404 and names the bucket', async () => {
    const error = await typedError(bench.source({ bucket: 'no-such-bucket' }).list());
    expect(error.code).toBe('E-S3-404');
    expect(error.title).toBe('no such bucket for s3://no-such-bucket/');
  });

  it.each([
    ['stalled headers', { kind: 'stallHeaders' }, 'E-S3-BUSY'],
    ['stalled body', { kind: 'stallBody', at: 40 }, 'E-S3-BUSY'],
    ['SlowDown', { kind: 'status', status: 503, code: 'SlowDown' }, 'E-S3-BUSY'],
    ['denied', { kind: 'status', status: 403, code: 'AccessDenied' }, 'E-S3-403'],
  ] as const)('%s for ever gives a typed error', async (_name, fault, code) => {
    bench.server.fault({ ...fault, times: Infinity });
    const error = await typedError(bench.source({ deadlines: { idleMs: 40, leastMs: 400 } }).list());
    expect(error.code).toBe(code);
    expect(error.where).toBe(`s3://${BUCKET}/`);
  });

  it.each([
    ['stalled headers', { kind: 'stallHeaders' }],
    ['stalled body', { kind: 'stallBody', at: 900 }],
    ['reset', { kind: 'reset', at: 0 }],
    ['reset within the body', { kind: 'reset', at: 900 }],
    ['truncated under its length', { kind: 'truncate', at: 900 }],
    ['a complete body cut within the entries', { kind: 'shrink', at: 900 }],
    ['a complete body cut between two entries', { kind: 'shrink', at: 476 }],
    ['an empty body', { kind: 'shrink', at: 0 }],
    ['a web page', { kind: 'htmlPage' }],
    ['SlowDown', { kind: 'status', status: 503, code: 'SlowDown' }],
  ] as const)('%s once on the second page is survived: every key is there', async (_name, fault) => {
    const keys = Array.from({ length: 3 * PAGE }, (_, at) => `row-${1000 + at}`);
    for (const key of keys) bench.put(key, key);
    const source = bench.source({ prefix: 'row-', deadlines: { idleMs: 250 } });
    bench.server.fault({ ...fault, nth: 2 });
    expect((await source.list()).map(({ key }) => key)).toEqual(keys);
  });

  it('a page cut anywhere is never a shorter listing', async () => {
    for (const key of ['cut-1', 'cut-2', 'cut-3']) bench.put(key, key);
    const source = bench.source({ prefix: 'cut-', transfer: { restarts: 0 } });
    for (let at = 0; at < 780; at += 29) {
      bench.server.reset();
      bench.server.fault({ kind: 'truncateUnsized', at, framing: 'chunked' });
      expect((await typedError(source.list())).code).toBe('E-SOURCE-ANSWER');
    }
  });

  it('the signal of the run ends a listing', async () => {
    const run = new AbortController();
    bench.server.fault({ kind: 'stallHeaders', times: Infinity });
    const listing = typedError(bench.source().list({ signal: run.signal }));
    await expect.poll(() => bench.server.requests.length, { interval: 5 }).toBe(1);
    run.abort();
    expect((await listing).code).toBe('E-SOURCE-ABORTED');
  });
});
