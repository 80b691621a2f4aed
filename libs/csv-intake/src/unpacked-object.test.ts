import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CsvScan } from './csv-scan.ts';
import { people } from './fixtures/corpus-case.ts';
import { regularFile } from './regular-file.ts';
import { objectScan, parseObject, peekObject } from './stored-object.ts';
import { UnpackedCopy } from './unpacked-copy.ts';

const seed = 20_261_129;
const options = { object: 'people.csv.gz' };
let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unpacked-'));
  path = join(folder, 'object');
});
afterEach(() => rm(folder, { recursive: true }));

async function unpacked(stored: Uint8Array, signal?: AbortSignal): Promise<CsvScan> {
  await writeFile(path, stored);
  const { unpack } = objectScan(people, options);
  if (unpack === undefined) throw new Error('it is not packed');
  return unpack(path, signal);
}

async function packed(stored: Uint8Array): Promise<CsvScan> {
  await writeFile(path, stored);
  return objectScan(people, options).finish(path);
}

/** What is read of a file once it is scanned, or why it is not. */
async function readingOf(scanning: Promise<CsvScan>): Promise<{ scan?: CsvScan; read: unknown[] }> {
  try {
    const scan = await scanning;
    const read: unknown[] = [];
    for await (const batch of parseObject(people, scan, path, options)) read.push(batch);
    return { scan, read };
  } catch (error) {
    return { read: [error] };
  }
}

describe('a gzip file that is unpacked where it lies', () => {
  it('has the rows, rejects, totals and errors it has when it is inflated for each reading', async () => {
    const pieces = fc.constantFrom('1', 'x', 'ж', '"', ',', '\n', '\r\n', '\0');
    const records = fc.array(fc.oneof(fc.constant('1,Ann,22'), fc.string({ maxLength: 12, unit: pieces })));
    await fc.assert(
      fc.asyncProperty(records, async (lines) => {
        const stored = gzipSync(['id,name,age', ...lines].join('\n'));
        const before = await readingOf(packed(stored));
        const after = await readingOf(unpacked(stored));
        expect(after.read).toEqual(before.read);
        expect(await readdir(folder)).toEqual(['object']);
        if (before.scan === undefined) return;
        const [gzip, ...irregularities] = before.scan.irregularities;
        expect(gzip).toEqual({ code: 'GZIP', line: 1, count: 1 });
        expect(after.scan).toEqual({ ...before.scan, irregularities });
      }),
      { numRuns: 200, seed },
    );
  });

  it('is one that an engine may read, private as before, and shows its first records', async () => {
    const scan = await unpacked(gzipSync('id,name\n1,Ann\n'));
    expect(regularFile(scan, path)).toMatchObject({ path, records: 1 });
    expect(await readFile(path, 'utf8')).toBe('id,name\n1,Ann\n');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await peekObject(people, scan, path, 1, options)).toEqual([{ id: '1', name: 'Ann' }]);
  });

  it('stays packed where its content cannot be written', async () => {
    await writeFile(`${path}.unpacked`, 'in the way');
    const stored = gzipSync('id,name\n1,Ann\n');
    const { scan, read } = await readingOf(unpacked(stored));
    expect(scan?.irregularities).toEqual([{ code: 'GZIP', line: 1, count: 1 }]);
    expect(read).toMatchObject([{ rows: [['1', 'Ann', null]] }]);
    expect(await readFile(path)).toEqual(stored);
    expect(await readFile(`${path}.unpacked`, 'utf8')).toBe('in the way');
  });

  it('leaves nothing beside it when it is damaged or the work is interrupted', async () => {
    const stored = gzipSync('id,name\n1,Ann\n');
    await expect(unpacked(stored.subarray(0, -4))).rejects.toMatchObject({ code: 'E-DATA-FILE' });
    expect(await readdir(folder)).toEqual(['object']);
    const interrupted = AbortSignal.abort(new Error('interrupted'));
    await expect(unpacked(stored, interrupted)).rejects.toThrow('interrupted');
    expect(await readdir(folder)).toEqual(['object']);
    expect(await readFile(path)).toEqual(stored);
  });

  it.each([
    [6, true, 'abcdef'],
    [5, false, 'packed'],
  ])('with room for %i bytes, a content of six takes its place: %s', async (most, replaced, lies) => {
    await writeFile(path, 'packed');
    const copy = await UnpackedCopy.beside(path, most);
    for (const piece of ['abc', 'def']) await copy.write(Buffer.from(piece));
    expect(await copy.replace()).toBe(replaced);
    expect(await readdir(folder)).toEqual(['object']);
    expect(await readFile(path, 'utf8')).toBe(lies);
  });
});
