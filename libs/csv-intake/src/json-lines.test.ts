import {
  binary,
  boolean,
  date,
  decimal,
  defineSource,
  float,
  int,
  text,
  timestamp,
  type Column,
} from '@vaultwright/datavault-core';
import type { SourceContract } from '@vaultwright/datavault-core/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CsvOptions } from './csv-options.ts';
import { createCsvScanner } from './csv-scan.ts';
import type { CsvScan } from './csv-scan.ts';
import { bytes } from './fixtures/corpus-case.ts';
import { cut, parseOf, scanOf, type Parsed } from './fixtures/outcome.ts';
import { jsonMembers } from './json-line.ts';
import { createJsonLinesScanner } from './json-lines-scan.ts';
import { parseJsonLines } from './parse-json-lines.ts';
import { peekJsonLines } from './peek-json-lines.ts';
import { regularFile } from './regular-file.ts';

const seed = 20_261_201;
const columns = { id: int(), name: text(10).nullable().aliases('Name'), age: decimal(4, 1).nullable() };
const people = defineSource('people', { columns, format: 'jsonl' }).contract;

interface Read extends Parsed {
  readonly scan: CsvScan;
}

async function readLines(
  content: string | Buffer,
  {
    contract = people,
    options = {},
    size = 1 << 16,
  }: { contract?: SourceContract; options?: CsvOptions; size?: number } = {},
): Promise<Read> {
  const chunks = cut(typeof content === 'string' ? Buffer.from(content) : content, size);
  const scanner = createJsonLinesScanner(contract, options);
  for (const chunk of chunks) scanner.write(chunk);
  const scan = scanner.finish();
  const parsed: Read = { scan, rows: [], rejects: [], totals: { read: 0, loaded: 0, rejected: 0, blank: 0 } };
  for await (const { rows, rejects, totals } of parseJsonLines(contract, chunks, options)) {
    parsed.rows.push(...rows);
    parsed.rejects.push(...rejects);
    Object.assign(parsed, { totals });
  }
  const { read, blank } = parsed.totals;
  expect({ records: scan.records, blank: scan.blank }).toEqual({ records: read, blank });
  return parsed;
}

/** What becomes of one JSON value in a column: its canonical text, or the reject's code. */
async function readValue(column: Column, json: string): Promise<string | null | undefined> {
  const { contract } = defineSource('s', { columns: { v: column }, format: 'jsonl' });
  const { rows, rejects } = await readLines(`{"v":${json}}\n`, { contract });
  return rejects.length > 0 ? rejects.map(({ code }) => code).join() : rows[0]?.[0];
}

describe('JSON lines', () => {
  it('become rows by the names of their members, in any order', async () => {
    const content = [
      '{"age":22.50,"id":1,"name":"Ann \\u00e9\\n"}',
      ' { "Name" : "B" , "id" : 9007199254740993 } ',
      '',
      '{"id":-3,"name":null,"age":null}',
    ].join('\r\n');
    for (const size of [1, 5, 1000]) {
      const { rows, rejects, totals, scan } = await readLines(content, { size });
      expect(rejects).toEqual([]);
      expect(rows).toEqual([
        ['1', 'Ann é\n', '22.5'],
        ['9007199254740993', 'B', null],
        ['-3', null, null],
      ]);
      expect(totals).toEqual({ read: 4, loaded: 3, rejected: 0, blank: 1 });
      expect(scan.irregularities).toEqual([{ code: 'JSON_LINES', line: 1, count: 1 }]);
      expect(regularFile(scan, '/f.jsonl')).toBeNull();
    }
  });

  it('that do not fit are rejected with row, line, column and bytes', async () => {
    const bad = '{"id":"x","name":"Ann"}';
    const { rejects, rows } = await readLines(`{"id":1}\n\n${bad}\n{"id":2}`);
    expect(rows.map(([id]) => id)).toEqual(['1', '2']);
    expect(rejects).toMatchObject([
      {
        recordNo: 3,
        lineNo: 3,
        columnNo: null,
        column: 'id',
        code: 'TYPE_INT',
        value: 'x',
        byteStart: 10,
        byteLength: bad.length,
        raw: bad,
      },
    ]);
  });

  it.each<[string, string, string | null]>([
    ['{"id":1', 'JSON_SYNTAX', null],
    ['{"id":01}', 'JSON_SYNTAX', null],
    ["{'id':1}", 'JSON_SYNTAX', null],
    ['   ', 'JSON_SYNTAX', null],
    ['{"id":1}{"id":2}', 'JSON_SYNTAX', null],
    ['{"id":"\u0002"}', 'JSON_SYNTAX', null],
    ['{"id":1,\u001f"name":"A"}', 'JSON_SYNTAX', null],
    ['[1]', 'JSON_OBJECT', null],
    ['null', 'JSON_OBJECT', null],
    ['{}', 'NULL_REQUIRED', 'id'],
    ['{"id":null}', 'NULL_REQUIRED', 'id'],
    ['{"id":1,"id":1}', 'KEY_REPEATED', 'id'],
    ['{"id":1,"name":"A","Name":"B"}', 'KEY_REPEATED', 'name'],
    ['{"id":1,"ID":2}', 'KEY_UNKNOWN', null],
    ['{"id":1,"__proto__":2}', 'KEY_UNKNOWN', null],
    ['{"id":1,"name":"\\u0000"}', 'NUL_BYTE', 'name'],
    ['{"id":1,"name":"\\u0003"}', 'CONTROL_BYTE', 'name'],
    ['{"id":1,"name":"\\ud800"}', 'ENCODING', 'name'],
    ['{"id":1,"name":"longer than ten"}', 'TEXT_TOO_LONG', 'name'],
    ['{"id":1,"age":1000}', 'TYPE_DECIMAL', 'age'],
  ])('%j is rejected as %s', async (line, code, column) => {
    const { rejects, rows } = await readLines(`${line}\n{"id":7}\n`);
    expect(rejects).toMatchObject([{ recordNo: 1, code, column }]);
    expect(rows).toEqual([['7', null, null]]);
  });

  it.each<[Column, string, string | null]>([
    [int(), '22', '22'],
    [int(), '-9223372036854775808', '-9223372036854775808'],
    [int(), '9223372036854775808', 'TYPE_INT'],
    [int(), '22.0', '22'],
    [int(), '22.5', 'TYPE_INT'],
    [int(), '1e2', 'TYPE_INT'],
    [int(), '"22"', '22'],
    [int(), '""', 'TYPE_INT'],
    [int(), 'true', 'TYPE_INT'],
    [decimal(20, 3).nullable(), '12345678901234567.125', '12345678901234567.125'],
    [decimal(20, 3).nullable(), '"0.500"', '0.5'],
    [decimal(20, 3).nullable(), '""', 'TYPE_DECIMAL'],
    [decimal(20, 3).nullable(), '0.1234', 'TYPE_DECIMAL'],
    [float(), '1.5E3', '1500'],
    [float(), '1e999', 'TYPE_FLOAT'],
    [boolean(), 'true', 'true'],
    [boolean(), 'false', 'false'],
    [boolean(), '1', 'TYPE_BOOLEAN'],
    [boolean(), '"true"', 'TYPE_BOOLEAN'],
    [text(5), '""', ''],
    [text(5), '5', 'TYPE_TEXT'],
    [text(5), 'true', 'TYPE_TEXT'],
    [text(50), '{"a":["}",1]}', 'TYPE_TEXT'],
    [text(50), '[]', 'TYPE_TEXT'],
    [text(5).oneOf('a', 'b'), '"b"', 'b'],
    [text(5).oneOf('a', 'b'), '"c"', 'VALUE_NOT_ALLOWED'],
    [date(), '"2024-02-29"', '2024-02-29'],
    [date(), '20240229', 'TYPE_DATE'],
    [timestamp(), '"2024-02-29T01:02"', '2024-02-29 01:02:00.000000'],
    [timestamp(), '1709168520', 'TYPE_TIMESTAMP'],
    [binary(2), '"AbCd"', 'abcd'],
    [date().written({ date: 'dd.MM.yyyy' }), '"29.02.2024"', '2024-02-29'],
    [decimal(4, 1).written({ decimalMark: ',' }), '"1,5"', '1.5'],
    [decimal(4, 1).written({ decimalMark: ',' }), '1.5', '1.5'],
    [timestamp().written({ offset: 'toUtc' }), '"2024-02-29T01:02+01:00"', '2024-02-29 00:02:00.000000'],
  ])('%# hold values of the column’s type: %s', async (column, json, outcome) => {
    expect(await readValue(column, json)).toBe(outcome);
  });

  it('may have members that the contract does not know only where that is allowed', async () => {
    const { rows } = await readLines('{"x":{"id":5},"id":1}', { options: { onExtraColumn: 'ignore' } });
    expect(rows).toEqual([['1', null, null]]);
    const { rejects } = await readLines('{"x":1,"id":1}');
    expect(rejects[0]?.expected).toBe('names and aliases of the contract, not "x"');
  });

  it('are rejected whole when they are not UTF-8 or too long, and read on', async () => {
    const long = `{"id":1,"name":"${'x'.repeat(2 << 20)}"}`;
    const { rejects, rows } = await readLines(
      Buffer.concat([bytes('{"name":"\xff"}\n'), Buffer.from(`${long}\n{"id":7}`)]),
    );
    expect(rejects.map(({ recordNo, code }) => [recordNo, code])).toEqual([
      [1, 'ENCODING'],
      [2, 'RECORD_TOO_LONG'],
    ]);
    expect(rows).toEqual([['7', null, null]]);
  });

  it('refuse an empty file unless it is accepted, a lone carriage return and gzip', async () => {
    await expect(readLines('')).rejects.toMatchObject({ code: 'E-DATA-EMPTY' });
    expect((await readLines('', { options: { onEmptyObject: 'accept' } })).rows).toEqual([]);
    await expect(readLines('{"id":1}\r{"id":2}')).rejects.toMatchObject({ code: 'E-DATA-FILE' });
    await expect(readLines(bytes('\x1f\x8b\x08'))).rejects.toMatchObject({ code: 'E-DATA-FILE' });
  });

  it('may be in a declared encoding, and begin with a byte order mark', async () => {
    const { contract } = defineSource('p', { columns, format: 'jsonl', csv: { encoding: 'windows-1251' } });
    expect((await readLines(bytes('{"id":1,"name":"\xc0"}'), { contract })).rows).toEqual([['1', 'А', null]]);
    expect((await readLines('\uFEFF{"id":1}')).rows).toEqual([['1', null, null]]);
  });

  it.each(['{"id":1,"name":"A"}', '{"id":1}'])('are named to whoever reads %s as CSV', (line) => {
    const scanner = createCsvScanner(people);
    scanner.write(Buffer.from(`${line}\n`));
    expect(() => scanner.finish()).toThrow(/format: 'jsonl'/);
  });

  it('are peeked at, personal data masked', async () => {
    const { contract } = defineSource('p', { columns: { id: int(), name: text(9).pii() }, format: 'jsonl' });
    const content = Buffer.from('{"id":1,"name":"Ann","mail":"a@b"}\n[]\n{"id":null}\n{"id":3}\n');
    expect(await peekJsonLines([content], contract, 2)).toEqual([
      { id: '1', name: '***', 'column 3': '***' },
      { id: null },
    ]);
  });
});

describe('members of a line', () => {
  const name = fc.string({ unit: fc.constantFrom('a', '"', '\\', '{', '}', ':', ',', ' ', 'é', '🙂') });
  const object = fc.dictionary(name, fc.jsonValue(), { maxKeys: 5, noNullPrototype: true });

  it('are those that JSON.parse finds', () => {
    fc.assert(
      fc.property(object, fc.constantFrom('', ' ', '\t'), (value, space) => {
        const line = JSON.stringify(value, null, space).replaceAll('\n', ' ');
        const members = jsonMembers(line);
        if (typeof members === 'string') throw new Error(members);
        const found = members.map(({ name: key, kind, text }) => [
          key,
          kind === 'string' ? text : (JSON.parse(text) as unknown),
        ]);
        expect(Object.fromEntries(found)).toEqual(JSON.parse(line));
        expect(members).toHaveLength(Object.keys(value).length);
      }),
      { numRuns: 1000, seed },
    );
  });

  it('of a damaged line are found, or it is no JSON: never an error', () => {
    fc.assert(
      fc.property(object, fc.nat(), fc.constantFrom('', '"', '\\', '}', ',', '1'), (value, at, what) => {
        const line = JSON.stringify(value);
        const place = at % line.length;
        const members = jsonMembers(`${line.slice(0, place)}${what}${line.slice(place + 1)}`);
        expect(typeof members === 'string' || Array.isArray(members)).toBe(true);
      }),
      { numRuns: 1000, seed },
    );
  });
});

describe('the same records as JSON lines and as CSV', () => {
  const csvPeople = defineSource('people', { columns }).contract;
  const value = fc.record({
    id: fc.constantFrom('1', '-7', '22.0', '9007199254740993', '1.5', '+1'),
    name: fc.option(fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'ж', '🙂', '"', '\\', ' ', ',') })),
    age: fc.option(fc.constantFrom('1', '1.50', '-0', '.5', '1000', 'x')),
  });

  it('are the same rows and reject the same columns', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 50 }),
        async (records, size) => {
          const quoted = (field: string | null): string =>
            field === null ? '' : `"${field.replaceAll('"', '""')}"`;
          const csv = records.map(({ id, name, age }) => [id, name, age].map(quoted).join(','));
          const chunks = cut(Buffer.from(['id,name,age', ...csv].join('\n')), size);
          const ofCsv = (await parseOf(csvPeople, scanOf(csvPeople, chunks), chunks)) as Parsed;
          const lines = records.map((record) => JSON.stringify(record)).join('\n');
          const ofJson = await readLines(lines, { size });
          expect(ofJson.rows).toEqual(ofCsv.rows);
          const places = ({ rejects }: Parsed) =>
            rejects.map(({ recordNo, column, code }) => [recordNo, column, code]);
          expect(places(ofJson)).toEqual(places(ofCsv));
        },
      ),
      { numRuns: 300, seed },
    );
  });
});
