import { lstat, mkdir, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUCKET, patternBytes, sha256Hex, SourceBench, typedError } from './fixtures/source-bench.ts';
import { privateFileName } from './private-file.ts';

const CONTENT = patternBytes(50_000);
const RANGED = { rangedFromBytes: 1, partBytes: 20_000, parallelParts: 2 };

let bench: SourceBench;
beforeAll(async () => {
  bench = await SourceBench.open();
});
afterAll(() => bench.close());
beforeEach(() => bench.server.reset());

const runFolder = () => mkdtemp(join(bench.folder, 'run-'));

describe('private copies', () => {
  it('have a name made of bucket, key and ETag, and mode 0600', async () => {
    const listed = bench.put('../../etc/passwd', CONTENT);
    const folder = await runFolder();
    const fetched = await bench.source().fetch(listed, { folder });
    const name = createHash('sha256').update(`${BUCKET}\0../../etc/passwd\0${listed.etag}`).digest('hex');
    expect(fetched).toEqual({ ...listed, path: join(folder, name), sha256: sha256Hex(CONTENT) });
    expect((await stat(fetched.path)).mode & 0o777).toBe(0o600);
  });

  it('are invisible under their name until they are whole, and private from the first byte', async () => {
    const listed = bench.put('slow.csv', CONTENT);
    const folder = await runFolder();
    bench.server.fault({ kind: 'stallBody', at: 1000 });
    const run = new AbortController();
    const fetching = bench.source().fetch(listed, { folder, signal: run.signal });
    const ended = typedError(fetching);
    const part = join(folder, `${privateFileName(listed)}.part`);
    await expect.poll(() => readdir(folder), { interval: 5 }).toEqual([`${privateFileName(listed)}.part`]);
    expect((await stat(part)).mode & 0o777).toBe(0o600);
    run.abort();
    expect((await ended).code).toBe('E-SOURCE-ABORTED');
    expect(await readdir(folder)).toEqual([]);
  });

  it('never follow a link and never write into a file that is there', async () => {
    const listed = bench.put('linked.csv', CONTENT);
    const folder = await runFolder();
    const victim = join(bench.folder, 'victim');
    await writeFile(victim, 'precious');
    const part = join(folder, `${privateFileName(listed)}.part`);
    await symlink(victim, part);
    const error = await typedError(bench.source().fetch(listed, { folder }));
    expect(error).toMatchObject({ code: 'E-SOURCE-DISK', where: folder });
    expect(await readFile(victim, 'utf8')).toBe('precious');
    expect((await lstat(part)).isSymbolicLink()).toBe(true);
  });

  it('replace a link under the final name instead of writing through it', async () => {
    const listed = bench.put('linked.csv', CONTENT);
    const folder = await runFolder();
    const victim = join(bench.folder, 'victim-2');
    await writeFile(victim, 'precious');
    await symlink(victim, join(folder, privateFileName(listed)));
    const { path } = await bench.source().fetch(listed, { folder });
    expect(await readFile(victim, 'utf8')).toBe('precious');
    expect((await readFile(path)).equals(CONTENT)).toBe(true);
  });

  it('need their folder: a missing one is a typed error', async () => {
    const listed = bench.put('data.csv', CONTENT);
    const error = await typedError(bench.source().fetch(listed, { folder: join(bench.folder, 'absent') }));
    expect(error.code).toBe('E-SOURCE-DISK');
  });

  it('are removed, and the error passed on, when the tap throws', async () => {
    const listed = bench.put('data.csv', CONTENT);
    for (const transfer of [{}, RANGED]) {
      const folder = await runFolder();
      const broken = new Error('the scan gave up');
      let taps = 0;
      const tap = () => {
        taps += 1;
        return {
          write: () => {
            throw broken;
          },
        };
      };
      await expect(bench.source({ transfer }).fetch(listed, { folder, tap })).rejects.toBe(broken);
      expect(taps).toBe(1);
      expect(await readdir(folder)).toEqual([]);
    }
  });

  it('of one object may be fetched again into the same folder', async () => {
    const listed = bench.put('data.csv', CONTENT);
    const folder = await runFolder();
    const source = bench.source();
    const first = await source.fetch(listed, { folder });
    expect(await source.fetch(listed, { folder })).toEqual(first);
  });
});

describe('what is asked and what is compared', () => {
  it.each([0, 1, 19_999, 20_000, 20_001, 50_000])(
    '%i bytes arrive as ranges and as one stream',
    async (size) => {
      const content = CONTENT.subarray(0, size);
      const listed = bench.put('sized.csv', content);
      for (const transfer of [{}, RANGED]) {
        const outcome = await bench.fetch(bench.source({ transfer }), listed);
        expect(outcome.bytes?.equals(content)).toBe(true);
        expect(outcome.taps.seen(0).equals(content)).toBe(true);
      }
      const ranges = bench.server.requests.flatMap(({ range }) => range ?? []);
      expect(ranges).toHaveLength(Math.ceil(size / 20_000));
    },
  );

  it('pins by If-Match, never asks HEAD', async () => {
    const listed = bench.put('data.csv', CONTENT);
    await bench.fetch(bench.source({ transfer: RANGED }), listed);
    expect(bench.server.requests).toHaveLength(3);
    for (const { method, headers } of bench.server.requests) {
      expect(method).toBe('GET');
      expect(headers['if-match']).toBe(`"${listed.etag}"`);
    }
  });

  it('pins by version where one is known: the old bytes come though newer ones are there', async () => {
    const { versionId } = bench.server.putObject(BUCKET, 'versioned.csv', CONTENT);
    const listed = { ...bench.put('versioned.csv', CONTENT), versionId };
    bench.put('versioned.csv', 'newer');
    const outcome = await bench.fetch(bench.source(), listed);
    expect(outcome.bytes?.equals(CONTENT)).toBe(true);
    expect(bench.server.requests[0]?.query.get('versionId')).toBe(versionId);
  });

  it('a version whose content is not the listed one is changed', async () => {
    const { versionId } = bench.server.putObject(BUCKET, 'versioned.csv', 'other content');
    const listed = { ...bench.put('versioned.csv', CONTENT), versionId };
    expect((await bench.fetch(bench.source(), listed)).error?.code).toBe('E-S3-CHANGED');
  });

  it.each(['aws', 'compatible'] as const)('an ETag of several parts is no md5 (%s)', async (server) => {
    const listed = bench.put('multipart.csv', CONTENT, `${'a'.repeat(32)}-3`);
    expect((await bench.fetch(bench.source({ server }), listed)).bytes?.equals(CONTENT)).toBe(true);
  });

  it('an ETag that looks like an md5 and is none is refused after one repetition, unless etagIsMd5 is off', async () => {
    const listed = bench.put('odd.csv', CONTENT, 'b'.repeat(32));
    const outcome = await bench.fetch(bench.source(), listed);
    expect(outcome.error).toMatchObject({ code: 'E-SOURCE-DIGEST', retryable: false });
    expect(outcome.error?.fix).toContain('etagIsMd5');
    expect(bench.server.requests).toHaveLength(2);
    const lenient = await bench.fetch(bench.source({ etagIsMd5: false }), listed);
    expect(lenient.sha256).toBe(sha256Hex(CONTENT));
  });

  it('with server aws a checksum header catches what an ETag of several parts cannot', async () => {
    const listed = bench.put('multipart.csv', CONTENT, `${'a'.repeat(32)}-3`);
    bench.server.fault({ kind: 'flipByte', at: 7 });
    const healed = await bench.fetch(bench.source({ server: 'aws' }), listed);
    expect(healed.bytes?.equals(CONTENT)).toBe(true);
    bench.server.fault({ kind: 'flipByte', at: 7, times: Infinity });
    const { error, left } = await bench.fetch(bench.source({ server: 'aws' }), listed);
    expect(error?.code).toBe('E-SOURCE-DIGEST');
    expect(left).toEqual([]);
  });

  it('an object over maxObjectBytes is refused before any request', async () => {
    const listed = bench.put('data.csv', CONTENT);
    const { error } = await bench.fetch(bench.source({ maxObjectBytes: 49_999 }), listed);
    expect(error?.code).toBe('E-SOURCE-SIZE');
    expect(bench.server.requests).toEqual([]);
  });

  it('an object of another bucket is refused', async () => {
    const listed = { ...bench.put('data.csv', CONTENT), bucket: 'elsewhere' };
    expect((await bench.fetch(bench.source(), listed)).error?.code).toBe('E-SOURCE-KEY');
  });
});

describe('sha256 sidecars', () => {
  const source = () => bench.source({ sha256Sidecars: true });

  it('are compared and not listed', async () => {
    const listed = bench.put('side/data.csv', CONTENT);
    bench.put('side/data.csv.sha256', `${sha256Hex(CONTENT).toUpperCase()}  data.csv\n`);
    const lonely = bench.put('side/lonely.sha256', 'not a sidecar of anything');
    const listing = await bench.source({ sha256Sidecars: true, prefix: 'side/' }).list();
    expect(listing).toMatchObject([listed, lonely]);
    expect(listing.every(({ modified }) => modified instanceof Date)).toBe(true);
    expect((await bench.fetch(source(), listed)).sha256).toBe(sha256Hex(CONTENT));
  });

  it('catch a flipped byte under an ETag of several parts', async () => {
    const listed = bench.put('flip.csv', CONTENT, `${'c'.repeat(32)}-2`);
    bench.put('flip.csv.sha256', sha256Hex(CONTENT));
    bench.server.fault({ kind: 'flipByte', at: 3, key: 'flip.csv', times: Infinity });
    const { error, left } = await bench.fetch(source(), listed);
    expect(error?.code).toBe('E-SOURCE-DIGEST');
    expect(left).toEqual([]);
  });

  it.each([
    ['absent', undefined],
    ['empty', ''],
    ['not a digest', 'hello'],
    ['too long', 'f'.repeat(5_000)],
  ])('that are %s are an error', async (name, text) => {
    const key = `bad-${name}.csv`;
    const listed = bench.put(key, CONTENT);
    if (text !== undefined) bench.put(`${key}.sha256`, text);
    const { error } = await bench.fetch(source(), listed);
    expect(error).toMatchObject({ code: 'E-SOURCE-DIGEST', where: `s3://${BUCKET}/${key}.sha256` });
  });

  it('survive a broken connection', async () => {
    const listed = bench.put('broken.csv', CONTENT);
    bench.put('broken.csv.sha256', sha256Hex(CONTENT));
    bench.server.fault({ kind: 'reset', at: 10, key: 'broken.csv.sha256' });
    expect((await bench.fetch(source(), listed)).sha256).toBe(sha256Hex(CONTENT));
  });
});

it('without other figures one request brings less than 16 MiB, and more comes as parts of 8 MiB, all pinned', async () => {
  const part = 8 * 2 ** 20;
  for (const [size, ranges] of [
    [2 * part - 1, [undefined]],
    [2 * part + 1, [`bytes=0-${part - 1}`, `bytes=${part}-${2 * part - 1}`, `bytes=${2 * part}-${2 * part}`]],
  ] as const) {
    const content = Buffer.alloc(size, 'row\n');
    const listed = bench.put('figures.csv', content);
    bench.server.reset();
    expect((await bench.fetch(bench.source(), listed)).sha256).toBe(sha256Hex(content));
    expect(bench.server.requests).toHaveLength(ranges.length);
    expect(new Set(bench.server.requests.map(({ range }) => range))).toEqual(new Set(ranges));
    for (const { headers } of bench.server.requests) expect(headers['if-match']).toBe(`"${listed.etag}"`);
  }
});

it('many parts side by side raise no warning of Node', async () => {
  const warnings: string[] = [];
  const note = ({ name }: Error) => void (name === 'MaxListenersExceededWarning' && warnings.push(name));
  process.on('warning', note);
  const listed = bench.put('wide.csv', CONTENT);
  const transfer = { rangedFromBytes: 1, partBytes: 1_000, parallelParts: 20 };
  const outcome = await bench.fetch(bench.source({ transfer }), listed);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);
  expect(outcome.sha256).toBe(sha256Hex(CONTENT));
  expect(warnings).toEqual([]);
});

it('several objects may be fetched side by side', async () => {
  const folder = await runFolder();
  await mkdir(join(folder, 'side'));
  const source = bench.source({ transfer: RANGED });
  const contents = Array.from({ length: 6 }, (_, at) => patternBytes(45_000 + at, at));
  const fetched = await Promise.all(
    contents.map((content, at) =>
      source.fetch(bench.put(`side/${at}`, content), { folder: join(folder, 'side') }),
    ),
  );
  expect(fetched.map(({ sha256 }) => sha256)).toEqual(contents.map(sha256Hex));
});
