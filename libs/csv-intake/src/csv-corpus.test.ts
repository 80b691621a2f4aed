import { describe, expect, it } from 'vitest';
import { people } from './fixtures/corpus-case.ts';
import type { CorpusCase } from './fixtures/corpus-case.ts';
import { framingCases } from './fixtures/framing-cases.ts';
import { headerCases } from './fixtures/header-cases.ts';
import { cut, parseOf, scanOf } from './fixtures/outcome.ts';
import { valueCases } from './fixtures/value-cases.ts';
import { regularFile } from './regular-file.ts';

const cases = [...framingCases, ...headerCases, ...valueCases];

async function check(one: CorpusCase, chunkSize: number): Promise<void> {
  const { contract = people, options = {}, rows = [], rejects = [], blank = 0, irregular = [] } = one;
  const bytes = typeof one.input === 'string' ? Buffer.from(one.input) : one.input;
  const chunks = cut(bytes, chunkSize);
  const scan = scanOf(contract, chunks, options);
  const parsed = await parseOf(contract, scan, chunks, options);

  if (one.refused !== undefined) {
    const [code, fault, line] = one.refused;
    const refusal = { code, fault, where: `${contract.name}, line ${line}` };
    expect(scan).toEqual(refusal);
    expect(parsed).toEqual(refusal);
    return;
  }
  if ('code' in scan || 'code' in parsed) throw new Error(`refused: ${JSON.stringify([scan, parsed])}`);
  expect(parsed.rows).toEqual(rows);
  expect(parsed.rejects.map(({ lineNo, column, code }) => [lineNo, column, code])).toEqual(rejects);
  const rejected = new Set(rejects.map(([line]) => line)).size;
  const read = rows.length + rejected + blank;
  expect(parsed.totals).toEqual({ read, loaded: rows.length, rejected, blank });
  expect({ records: scan.records, blank: scan.blank }).toEqual({ records: read, blank });
  expect(scan.irregularities.map(({ code }) => code)).toEqual(irregular);
  const regular = regularFile(scan, '/file.csv');
  expect(regular === null).toBe(irregular.length > 0 || bytes.length === 0);
}

describe('corpus of small files', () => {
  it('is large and its names are unique', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it.each(cases)('$name', async (one) => {
    for (const chunkSize of [1, 2, 3, 7, 64, 1 << 20]) await check(one, chunkSize);
  });
});
