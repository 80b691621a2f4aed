import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decimal, defineSource, int, text } from '@vaultwright/datavault-core';
import type { SourceContract } from '@vaultwright/datavault-core/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CsvScan } from './csv-scan.ts';
import type { Parsed } from './fixtures/outcome.ts';
import { peopleParquet, zstdParquet } from './fixtures/parquet-files.ts';
import { regularFile } from './regular-file.ts';
import { objectScan, parseObject, peekObject } from './stored-object.ts';

const columns = { id: int(), name: text(10).nullable().pii(), age: decimal(4, 1).nullable() };
const people = defineSource('people', { columns, format: 'parquet' }).contract;
const options = { object: 'people.parquet' };

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parquet-'));
  path = join(folder, 'object');
});
afterAll(() => rm(folder, { recursive: true }));

async function read(
  content: Uint8Array,
  contract: SourceContract = people,
): Promise<Parsed & { scan: CsvScan }> {
  await writeFile(path, content);
  const scan = await objectScan(contract, options).finish(path);
  const parsed: Parsed & { scan: CsvScan } = {
    scan,
    rows: [],
    rejects: [],
    totals: { read: 0, loaded: 0, rejected: 0, blank: 0 },
  };
  for await (const { rows, rejects, totals } of parseObject(contract, scan, path, options)) {
    parsed.rows.push(...rows);
    parsed.rejects.push(...rejects);
    Object.assign(parsed, { totals });
  }
  return parsed;
}

describe('a Parquet file', () => {
  it('is read by the names of its columns, and rejected by row number', async () => {
    const { rows, rejects, totals, scan } = await read(peopleParquet);
    expect(rows).toEqual([
      ['1', 'Ann', '22.5'],
      ['2', null, null],
    ]);
    expect(rejects).toMatchObject([
      { recordNo: 3, lineNo: 3, columnNo: null, column: 'id', code: 'NULL_REQUIRED', value: null },
    ]);
    expect(totals).toEqual({ read: 3, loaded: 2, rejected: 1, blank: 0 });
    expect(scan).toMatchObject({ records: 3, byteLength: peopleParquet.length });
  });

  it('is never scanned while it is fetched, nor an engine’s to read', async () => {
    expect(objectScan(people, options).tap).toBeUndefined();
    const { scan } = await read(peopleParquet);
    expect(regularFile(scan, path)).toBeNull();
  });

  it('is peeked at, personal data masked', async () => {
    const { scan } = await read(peopleParquet);
    expect(await peekObject(people, scan, path, 2, options)).toEqual([
      { id: '1', name: '***', age: '22.5' },
      { id: '2', name: null, age: null },
    ]);
  });

  it('that is cut anywhere, empty, or none at all is refused', async () => {
    for (let end = 0; end < peopleParquet.length; end += 3) {
      await expect(read(peopleParquet.subarray(0, end))).rejects.toMatchObject({
        code: end === 0 ? 'E-DATA-EMPTY' : 'E-DATA-FILE',
        where: 'people.parquet',
      });
    }
    await expect(read(Buffer.from('id,name\n1,Ann\n2,Bob\n'))).rejects.toMatchObject({
      code: 'E-DATA-FILE',
      found: expect.stringContaining('PARQUET_CORRUPT') as string,
    });
  });

  it('with pages compressed in a way that is not read is refused by its name', async () => {
    await expect(read(zstdParquet)).rejects.toMatchObject({
      code: 'E-DATA-FILE',
      found: expect.stringMatching(/^PARQUET_CODEC.*ZSTD/) as string,
    });
  });

  it('with other columns is refused as a header is, unless they may be left out', async () => {
    const narrow = defineSource('people', { columns: { id: int().nullable() }, format: 'parquet' }).contract;
    await expect(read(peopleParquet, narrow)).rejects.toMatchObject({
      code: 'E-DATA-HEADER',
      details: ['HEADER_EXTRA, column 2 "name"', 'HEADER_EXTRA, column 3 "age"'],
    });
    const renamed = {
      key: int().nullable().aliases('id'),
      name: text(10).nullable(),
      age: decimal(4, 1).nullable(),
    };
    const { rows } = await read(
      peopleParquet,
      defineSource('p', { columns: renamed, format: 'parquet' }).contract,
    );
    expect(rows.map(([key]) => key)).toEqual(['1', '2', null]);
  });
});
