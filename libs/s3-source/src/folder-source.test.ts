import { execFileSync } from 'node:child_process';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { patternBytes, sha256Hex, SourceBench, TapRecorder, typedError } from './fixtures/source-bench.ts';
import { folderSource } from './folder-source.ts';

let base: string;
let files: string;
let run: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'vaultwright-folder-'));
  files = join(base, 'files');
  run = join(base, 'run');
  await mkdir(files);
  await mkdir(run, { mode: 0o700 });
});
afterEach(() => rm(base, { recursive: true, force: true }));

async function put(key: string, content: string | Uint8Array): Promise<void> {
  const path = join(files, key);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

describe('folderSource', () => {
  it('lists files of all levels by key bytes, with size and state', async () => {
    for (const key of ['b.csv', 'a/z.csv', 'a/b/c.csv', 'a.csv', '\u{1f600}', '\uffee', 'two words+%2F']) {
      await put(key, key);
    }
    const source = folderSource(files);
    const listed = await source.list();
    expect(listed.map(({ key }) => key)).toEqual([
      'a.csv',
      'a/b/c.csv',
      'a/z.csv',
      'b.csv',
      'two words+%2F',
      '\uffee',
      '\u{1f600}',
    ]);
    const { mtime, mtimeNs, size } = await stat(join(files, 'a.csv'), { bigint: true });
    expect(listed[0]).toEqual({
      bucket: pathToFileURL(`${files}/`).href,
      key: 'a.csv',
      etag: `${size}-${mtimeNs}`,
      size: 5,
      modified: mtime,
    });
    expect(source.location).toBe(pathToFileURL(`${files}/`).href);
  });

  it('gives the same digest, bytes and tap bytes as the S3 source', async () => {
    const bench = await SourceBench.open();
    try {
      const s3 = bench.source({
        transfer: { rangedFromBytes: 1_000_000, partBytes: 700_000, parallelParts: 3 },
      });
      for (const [key, size] of [
        ['empty.csv', 0],
        ['small.csv', 10],
        ['a/large.csv', 2_500_001],
      ] as const) {
        const content = patternBytes(size);
        await put(key, content);
        bench.put(key, content);
      }
      const local = folderSource(files);
      const [ours, theirs] = [await local.list(), await s3.list()];
      expect(ours.map(({ key, size }) => [key, size])).toEqual(theirs.map(({ key, size }) => [key, size]));
      for (const [at, object] of ours.entries()) {
        const remote = theirs[at];
        if (remote === undefined) throw new Error('lists differ');
        const [a, b] = [await bench.fetch(local, object), await bench.fetch(s3, remote)];
        expect(a.error ?? b.error).toBeUndefined();
        expect(a.sha256).toBe(b.sha256);
        expect(a.bytes && b.bytes && a.bytes.equals(b.bytes)).toBe(true);
        expect(a.taps.seen(0).equals(b.taps.seen(0))).toBe(true);
        expect(a.taps.attempts).toHaveLength(1);
      }
    } finally {
      await bench.close();
    }
  });

  it('copies with mode 0600 under a name that holds nothing of the key', async () => {
    await put('data.csv', 'a,b');
    const source = folderSource(files);
    const [object] = await source.list();
    if (object === undefined) throw new Error('nothing listed');
    const fetched = await source.fetch(object, { folder: run });
    expect(fetched.path).toMatch(/\/run\/[0-9a-f]{64}$/);
    expect((await stat(fetched.path)).mode & 0o777).toBe(0o600);
    expect(await readFile(fetched.path, 'utf8')).toBe('a,b');
    expect(fetched.sha256).toBe(sha256Hex(Buffer.from('a,b')));
  });

  it.each([
    ['appended to', (path: string) => appendFile(path, 'more')],
    ['touched', (path: string) => utimes(path, 1, 1)],
    ['replaced', (path: string) => writeFile(path, patternBytes(3_000_000, 9))],
  ])('a file %s after the listing is E-SOURCE-CHANGED', async (_name, change) => {
    await put('data.csv', patternBytes(3_000_000));
    const source = folderSource(files);
    const [object] = await source.list();
    if (object === undefined) throw new Error('nothing listed');
    await change(join(files, 'data.csv'));
    const error = await typedError(source.fetch(object, { folder: run }));
    expect(error).toMatchObject({ code: 'E-SOURCE-CHANGED', retryable: true });
    expect(await readdir(run)).toEqual([]);
  });

  it.each([
    ['appended to', (path: string) => `printf x >> '${path}'`],
    ['cut', (path: string) => `truncate -s 2000000 '${path}'`],
    [
      'rewritten in place',
      (path: string) => `printf x | dd of='${path}' bs=1 seek=2900000 conv=notrunc status=none`,
    ],
  ])('a file %s while it is read is E-SOURCE-CHANGED and leaves nothing', async (_name, command) => {
    await put('data.csv', patternBytes(3_000_000));
    const source = folderSource(files);
    const [object] = await source.list();
    if (object === undefined) throw new Error('nothing listed');
    let writes = 0;
    const tap = () => ({
      write: () => {
        writes += 1;
        if (writes === 1) execFileSync('sh', ['-c', command(join(files, 'data.csv'))]);
      },
    });
    const error = await typedError(source.fetch(object, { folder: run, tap }));
    expect(error.code).toBe('E-SOURCE-CHANGED');
    expect(writes).toBeGreaterThan(1);
    expect(await readdir(run)).toEqual([]);
  });

  it.each(['../secret', '/etc/passwd', 'a/../../secret', '', 'a//b', '.', 'nul\0byte'])(
    'a key that no listing contains leads nowhere: %j',
    async (key) => {
      await writeFile(join(base, 'secret'), 'secret');
      const source = folderSource(files);
      const object = { bucket: source.location, key, etag: '6-1', size: 6 };
      expect((await typedError(source.fetch(object, { folder: run }))).code).toBe('E-SOURCE-KEY');
    },
  );

  it('links are an error by name, in the listing and at the fetch', async () => {
    await writeFile(join(base, 'secret'), 'secret');
    const source = folderSource(files);
    await put('real.csv', 'real');
    const [object] = await source.list();
    if (object === undefined) throw new Error('nothing listed');
    await rm(join(files, 'real.csv'));
    await symlink(join(base, 'secret'), join(files, 'real.csv'));
    expect(await typedError(source.list())).toMatchObject({
      code: 'E-SOURCE-KIND',
      where: `${source.location}real.csv`,
    });
    expect((await typedError(source.fetch(object, { folder: run }))).code).toBe('E-SOURCE-KIND');
  });

  it('a pipe in the place of a file does not hang', async () => {
    await put('data.csv', 'data');
    const source = folderSource(files);
    const [object] = await source.list();
    if (object === undefined) throw new Error('nothing listed');
    await rm(join(files, 'data.csv'));
    execFileSync('mkfifo', [join(files, 'data.csv')]);
    expect((await typedError(source.fetch(object, { folder: run }))).code).toBe('E-SOURCE-KIND');
  });

  it('a missing folder or file is E-SOURCE-MISSING', async () => {
    expect((await typedError(folderSource(join(base, 'absent')).list())).code).toBe('E-SOURCE-MISSING');
    const source = folderSource(files);
    const gone = { bucket: source.location, key: 'gone.csv', etag: '1-1', size: 1 };
    expect((await typedError(source.fetch(gone, { folder: run }))).code).toBe('E-SOURCE-MISSING');
  });

  it('stops at the signal, and passes an error of the tap on', async () => {
    await put('data.csv', patternBytes(3_000_000));
    const source = folderSource(files);
    const [object] = await source.list();
    if (object === undefined) throw new Error('nothing listed');
    const stop = new AbortController();
    const tap = () => ({ write: () => stop.abort() });
    const error = await typedError(source.fetch(object, { folder: run, tap, signal: stop.signal }));
    expect(error.code).toBe('E-SOURCE-ABORTED');
    const broken = new Error('the scan gave up');
    const throwing = () => ({
      write: () => {
        throw broken;
      },
    });
    await expect(source.fetch(object, { folder: run, tap: throwing })).rejects.toBe(broken);
    expect(await readdir(run)).toEqual([]);
  });

  it('refuses a file over maxObjectBytes', async () => {
    await put('data.csv', '12345');
    const source = folderSource(files, { maxObjectBytes: 4 });
    const [object] = await source.list();
    if (object === undefined) throw new Error('nothing listed');
    expect((await typedError(source.fetch(object, { folder: run }))).code).toBe('E-SOURCE-SIZE');
  });

  it('compares sidecars and does not list them', async () => {
    await put('good.csv', 'good');
    await put('good.csv.sha256', `${sha256Hex(Buffer.from('good'))}  good.csv\n`);
    await put('bad.csv', 'bad');
    await put('bad.csv.sha256', sha256Hex(Buffer.from('something else')));
    await put('without.csv', 'without');
    const source = folderSource(files, { sha256Sidecars: true });
    const listed = await source.list();
    expect(listed.map(({ key }) => key)).toEqual(['bad.csv', 'good.csv', 'without.csv']);
    const outcomes = listed.map((object) =>
      source.fetch(object, { folder: run, tap: new TapRecorder().tap }).then(
        ({ key }) => key,
        (error: { code: string; where: string }) =>
          `${error.code} ${error.where.slice(source.location.length)}`,
      ),
    );
    expect(await Promise.all(outcomes)).toEqual([
      'E-SOURCE-DIGEST bad.csv',
      'good.csv',
      'E-SOURCE-DIGEST without.csv.sha256',
    ]);
  });
});
