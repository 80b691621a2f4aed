import { describe, expect, it } from 'vitest';
import { createCsvScanner } from './csv-scan.ts';
import { people } from './fixtures/corpus-case.ts';
import { scanOf } from './fixtures/outcome.ts';
import { regularFile } from './regular-file.ts';

describe('createCsvScanner', () => {
  it('describes a regular file', () => {
    const bytes = Buffer.from('name,"id",age\r\nAnn,1,22\r\n"B\nob",2,\r\n');
    const scan = scanOf(people, [bytes]);
    expect(scan).toEqual({
      byteLength: bytes.length,
      rawHeader: 'name,"id",age',
      header: { names: ['name', 'id', 'age'], fileColumns: ['name', 'id', 'age'], absent: [] },
      firstDataByte: 15,
      records: 2,
      blank: 0,
      longestRecord: 13,
      newline: 'crlf',
      irregularities: [],
    });
    if ('code' in scan) throw new Error(scan.code);
    expect(regularFile(scan, '/f.csv')).toEqual({
      path: '/f.csv',
      fileColumns: ['name', 'id', 'age'],
      records: 2,
      longestRecord: 13,
      newline: 'crlf',
    });
  });

  it('finds the first data byte behind a byte order mark, LF, CRLF and nothing', () => {
    const first = (text: string): number => {
      const scan = scanOf(people, [Buffer.from(text)]);
      return 'code' in scan ? -1 : scan.firstDataByte;
    };
    expect([
      first('\uFEFFid,name\n1,A\n'),
      first('id,name\n'),
      first('id,name\r\n'),
      first('id,name'),
    ]).toEqual([11, 8, 9, 7]);
  });

  it('names each irregularity once, with its first line and its count', () => {
    const scan = scanOf(people, [Buffer.from('id,name\r\n1,A\n\n2\n3\n\n4,B\r\n')]);
    expect(scan).toMatchObject({
      records: 6,
      blank: 2,
      irregularities: [
        { code: 'NEWLINE_MIXED', line: 2, count: 5 },
        { code: 'BLANK_LINE', line: 3, count: 2 },
        { code: 'FIELD_COUNT', line: 4, count: 2 },
      ],
    });
  });

  it('keeps a fault of the file for finish, so that a transfer is not mistaken for broken', () => {
    const scanner = createCsvScanner(people, { object: 'people.csv' });
    scanner.write(Buffer.from('id,name\n1,"A"B\n'));
    scanner.write(Buffer.from('anything'));
    expect(() => scanner.finish()).toThrow(/E-DATA-QUOTE.*people\.csv, line 2.*QUOTE_TRAILING/);
  });
});
