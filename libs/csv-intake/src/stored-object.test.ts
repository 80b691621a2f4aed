import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineSource, text } from '@vaultwright/datavault-core';
import type { SourceContract } from '@vaultwright/datavault-core/model';
import { people } from './fixtures/corpus-case.ts';
import { cut, parseOf, scanOf, type Parsed } from './fixtures/outcome.ts';
import type { CsvScan } from './csv-scan.ts';
import { regularFile } from './regular-file.ts';
import { objectScan, parseObject, peekObject } from './stored-object.ts';

const seed = 20_261_128;
const key = 'day/people.csv.GZ';
let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stored-'));
  path = join(folder, 'object');
});
afterAll(() => rm(folder, { recursive: true }));

async function readStored(
  stored: Uint8Array,
  { contract = people, object = key }: { contract?: SourceContract; object?: string } = {},
): Promise<{ readonly scan: CsvScan } & Parsed> {
  await writeFile(path, stored);
  const { tap, finish } = objectScan(contract, { object });
  const sink = tap?.();
  for (const chunk of cut(stored, 7)) sink?.write(chunk);
  const scan = await finish(path);
  const parsed: Parsed = { rows: [], rejects: [], totals: { read: 0, loaded: 0, rejected: 0, blank: 0 } };
  for await (const { rows, rejects, totals } of parseObject(contract, scan, path, { object })) {
    parsed.rows.push(...rows);
    parsed.rejects.push(...rejects);
    Object.assign(parsed, { totals });
  }
  return { scan, ...parsed };
}

describe('an object whose name ends in .gz', () => {
  const content = 'id,name,age\n1,Ann,22\nx,Bob,\n2,"C\nc",3.5\n';

  it('is read as its content: rows, rejects and their places', async () => {
    const plain = Buffer.from(content);
    const { scan, ...parsed } = await readStored(gzipSync(plain));
    const plainScan = scanOf(people, [plain]) as CsvScan;
    expect(parsed).toEqual(await parseOf(people, plainScan, [plain]));
    expect(parsed.rejects).toMatchObject([{ byteStart: content.indexOf('x,Bob'), raw: 'x,Bob,' }]);
    expect(scan).toEqual({ ...plainScan, irregularities: [{ code: 'GZIP', line: 1, count: 1 }] });
  });

  it('is never a file that an engine reads', async () => {
    const { scan } = await readStored(gzipSync('id,name\n1,Ann\n'));
    expect(regularFile(scan, path)).toBeNull();
  });

  it('is peeked at', async () => {
    const { scan } = await readStored(gzipSync(content));
    expect(await peekObject(people, scan, path, 1, { object: key })).toEqual([
      { id: '1', name: 'Ann', age: '22' },
    ]);
  });

  it('has all its members read as one content, wherever they are cut', async () => {
    const names = fc.array(
      fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'ж', '🙂', '"', '\n', ',') }),
    );
    const cuts = fc.array(fc.nat(), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(names, cuts, async (values, at) => {
        const lines = values.map((value, id) => `${id},"${value.replaceAll('"', '""')}"`);
        const plain = Buffer.from(['id,name', ...lines, ''].join('\n'));
        const places = [0, ...at.map((place) => place % plain.length).sort((a, b) => a - b), plain.length];
        const members = places.slice(1).map((to, index) => gzipSync(plain.subarray(places[index], to)));
        const { rows, rejects } = await readStored(Buffer.concat(members));
        expect(rejects).toEqual([]);
        expect(rows).toEqual(values.map((value, id) => [String(id), value, null]));
      }),
      { numRuns: 60, seed },
    );
  });

  it('of zero bytes, or of an empty content, is an empty file', async () => {
    for (const stored of [Buffer.alloc(0), gzipSync('')]) {
      await expect(readStored(stored)).rejects.toMatchObject({ code: 'E-DATA-EMPTY' });
    }
  });

  it.each([
    ['plain text', Buffer.from(content), 'GZIP_EXPECTED'],
    ['a zip file', Buffer.from('PK\u0003\u0004'), 'GZIP_EXPECTED'],
    [
      'zeros after the last member',
      Buffer.concat([gzipSync(content), Buffer.alloc(9)]),
      'GZIP_CORRUPT, 9 bytes',
    ],
    ['text after the last member', Buffer.concat([gzipSync(content), Buffer.from('id')]), 'GZIP_CORRUPT'],
    ['a gzip file within a gzip file', gzipSync(gzipSync(content)), 'COMPRESSION_MISMATCH'],
  ])('is refused when it is %s', async (_, stored, found) => {
    await expect(readStored(stored)).rejects.toMatchObject({
      code: 'E-DATA-FILE',
      family: 'data',
      where: expect.stringContaining(key) as string,
      found: expect.stringContaining(found) as string,
    });
  });

  it('is refused at whatever byte it ends too early or differs', async () => {
    const stored = gzipSync(content);
    const check = { code: 'E-DATA-FILE', where: key, found: expect.stringMatching(/^GZIP_/) as string };
    for (let end = 1; end < stored.length; end += 1) {
      await expect(readStored(stored.subarray(0, end))).rejects.toMatchObject(check);
    }
    for (let at = stored.length - 8; at < stored.length; at += 1) {
      const damaged = Buffer.from(stored);
      damaged[at]! ^= 0x10;
      await expect(readStored(damaged)).rejects.toMatchObject(check);
    }
  });
});

describe('a gzip file that inflates too far', () => {
  const record = '1,Ann\n';
  const bomb = (mebibytes: number): Buffer =>
    gzipSync(Buffer.concat([Buffer.from('id,name\n'), Buffer.alloc(mebibytes * 2 ** 20, record)]));

  it('is refused beyond the larger of 64 MiB and 200 times its bytes', async () => {
    const stored = bomb(70);
    await expect(readStored(stored)).rejects.toMatchObject({
      code: 'E-DATA-FILE',
      where: key,
      found: `INFLATE_LIMIT, more than ${2 ** 26} bytes out of ${stored.length}`,
      allowed: expect.stringContaining(`${2 ** 26} bytes: the larger of 64 MiB and 200 times`) as string,
      fix: expect.stringContaining('gzip.maxInflatedBytes') as string,
    });
  });

  it('is measured by gzip.maxInflatedBytes where the contract says it', async () => {
    const limited = (maxInflatedBytes: number): SourceContract => ({ ...people, gzip: { maxInflatedBytes } });
    const stored = gzipSync(`id,name\n${record}`);
    await expect(readStored(stored, { contract: limited(14) })).resolves.toMatchObject({
      rows: [['1', 'Ann', null]],
    });
    await expect(readStored(stored, { contract: limited(13) })).rejects.toMatchObject({
      found: `INFLATE_LIMIT, more than 13 bytes out of ${stored.length}`,
      allowed: '13 bytes: gzip.maxInflatedBytes of the source contract',
    });
    await writeFile(path, bomb(65));
    const raised = objectScan(limited(2 ** 27), { object: key });
    expect(await raised.finish(path)).toMatchObject({ byteLength: 65 * 2 ** 20 + 8 });
  });

  it('declares the limit, or leaves contracts as they were', () => {
    const columns = { note: text(1) };
    const contract = defineSource('s', { columns, gzip: { maxInflatedBytes: 5 } }).contract;
    expect(contract.gzip).toEqual({ maxInflatedBytes: 5 });
    expect(Object.keys(defineSource('s', { columns }).contract)).toEqual([
      'name',
      'columns',
      'staging',
      'arrival',
      'csv',
    ]);
  });
});

describe('an object of another name', () => {
  it('is scanned while its bytes go by, and may be an engine’s to read', async () => {
    const { scan, rows } = await readStored(Buffer.from('id,name\n1,Ann\n'), { object: 'people.csv' });
    expect(rows).toEqual([['1', 'Ann', null]]);
    expect(regularFile(scan, path)).toMatchObject({ path, records: 1 });
  });

  it('is refused when its bytes are gzip, and told how to say so', async () => {
    const refused = readStored(gzipSync('id,name\n'), { object: 'people.csv' });
    await expect(refused).rejects.toMatchObject({
      code: 'E-DATA-FILE',
      found: expect.stringContaining('COMPRESSION_MISMATCH') as string,
      fix: expect.stringContaining('.gz') as string,
    });
  });
});
