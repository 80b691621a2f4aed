import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytes, people } from './fixtures/corpus-case.ts';
import { cut, parseOf, scanOf } from './fixtures/outcome.ts';
import type { Parsed } from './fixtures/outcome.ts';
import { mapHeader } from './header-mapping.ts';
import { parseCsv } from './parse-csv.ts';

async function parsed(input: string | Buffer, size = 1 << 16): Promise<Parsed> {
  const chunks = cut(typeof input === 'string' ? Buffer.from(input) : input, size);
  const outcome = await parseOf(people, scanOf(people, chunks), chunks);
  if ('code' in outcome) throw new Error(outcome.fault);
  return outcome;
}

describe('rejects', () => {
  it('name the record, the line, the column and the bytes', async () => {
    const { rejects } = await parsed('age,id,name\r\n1,1,"A\nB"\r\n\r\n2,x,"Bob, ""B"""\r\n');
    const raw = '2,x,"Bob, ""B"""';
    expect(rejects).toEqual([
      {
        recordNo: 3,
        lineNo: 5,
        columnNo: 2,
        column: 'id',
        code: 'TYPE_INT',
        value: 'x',
        expected: 'an integer of 64 bits',
        byteStart: 26,
        byteLength: raw.length,
        raw,
        rawSha256: createHash('sha256').update(raw).digest('hex'),
      },
    ]);
  });

  it('keep at most 200 characters of a value and 4 KiB of a record, whole characters', async () => {
    const name = 'ж'.repeat(3000);
    const [reject] = (await parsed(`id,name\n1,${name}\n`)).rejects;
    expect(reject).toMatchObject({ code: 'TEXT_TOO_LONG', value: 'ж'.repeat(200), byteLength: 6002 });
    expect(reject?.raw).toBe(`1,${'ж'.repeat(2047)}`);
    expect(reject?.rawSha256).toBe(createHash('sha256').update(`1,${name}`).digest('hex'));
  });

  it('keep bytes that are not UTF-8 as Base64', async () => {
    const [reject] = (await parsed(bytes('id,name\n1,\xff\n'))).rejects;
    expect(reject?.raw).toBe(`base64:${bytes('1,\xff').toString('base64')}`);
  });

  it('of a record over 2 MiB are skipped without its bytes, digest included', async () => {
    const long = `1,${'x'.repeat(3 << 20)}`;
    for (const size of [1000, 1 << 16, 1 << 23]) {
      const { rejects, rows } = await parsed(`id,name\n${long}\r\n2,Bob\n`, size);
      expect(rows).toEqual([['2', 'Bob', null]]);
      expect(rejects).toHaveLength(1);
      expect(rejects[0]).toMatchObject({
        code: 'RECORD_TOO_LONG',
        byteLength: long.length,
        raw: long.slice(0, 4096),
      });
      expect(rejects[0]?.rawSha256).toBe(createHash('sha256').update(long).digest('hex'));
    }
  });

  it('name the field over 1 MiB', async () => {
    const { rejects } = await parsed(`id,name\n1,${'x'.repeat((1 << 20) + 1)}\n`);
    expect(rejects).toMatchObject([{ code: 'FIELD_TOO_LONG', column: 'name', columnNo: 2 }]);
  });
});

describe('parseCsv', () => {
  it('reads a file in bounded batches whose totals add up', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parse-'));
    try {
      const path = join(folder, 'people.csv');
      const lines = Array.from({ length: 100_000 }, (_, at) =>
        at % 10 === 9 ? `x,${at},` : `${at},n${at},${at % 99}.5`,
      );
      await writeFile(path, ['id,name,age', ...lines, ''].join('\n'));
      const header = mapHeader(people, ['id', 'name', 'age']);
      let rows = 0;
      let rejects = 0;
      let batches = 0;
      for await (const batch of parseCsv(people, header, path)) {
        batches += 1;
        rows += batch.rows.length;
        rejects += batch.rejects.length;
        expect(batch.rows.length).toBeLessThan(20_000);
        expect(batch.totals).toEqual({ read: rows + rejects, loaded: rows, rejected: rejects, blank: 0 });
      }
      expect([rows, rejects]).toEqual([90_000, 10_000]);
      expect(batches).toBeGreaterThan(5);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('refuses a file whose header is not the mapped one', async () => {
    const scan = scanOf(people, [Buffer.from('id,name,age\n')]);
    const outcome = await parseOf(people, scan, [Buffer.from('name,id,age\n1,2,3\n')]);
    expect(outcome).toMatchObject({ code: 'E-DATA-HEADER', fault: 'HEADER_CHANGED' });
  });
});
