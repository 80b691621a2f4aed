import { VaultwrightError, defineSource, int, text } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { people } from './fixtures/corpus-case.ts';
import { mapHeader } from './header-mapping.ts';

function problemsOf(work: () => unknown): VaultwrightError {
  try {
    work();
  } catch (error) {
    if (error instanceof VaultwrightError) return error;
  }
  throw new Error('no VaultwrightError was thrown');
}

describe('mapHeader', () => {
  it('gives contract columns in file order and names what is absent', () => {
    expect(mapHeader(people, ['name', 'id'])).toEqual({
      names: ['name', 'id'],
      fileColumns: ['name', 'id'],
      absent: ['age'],
    });
    expect(mapHeader(people, ['x', 'name', 'id', 'age'], { onExtraColumn: 'ignore' }).fileColumns).toEqual([
      null,
      'name',
      'id',
      'age',
    ]);
  });

  it('lists every problem at once, with its place', () => {
    const error = problemsOf(() => mapHeader(people, ['name', 'Id', 'name', ''], { object: 'people.csv' }));
    expect(error).toMatchObject({
      code: 'E-DATA-HEADER',
      family: 'data',
      where: 'people.csv, line 1',
      found: 'HEADER_MISSING, "id"',
    });
    expect(error.details).toEqual([
      'HEADER_MISSING, "id"',
      'HEADER_EXTRA, column 2 "Id"',
      'HEADER_DUPLICATE, column 3 "name", already column 1',
      'HEADER_UNNAMED, column 4',
    ]);
  });

  it('does not show the values of a file that lacks its header', () => {
    const error = problemsOf(() => mapHeader(people, ['17', 'Ann Example', '22']));
    expect(JSON.stringify(error)).not.toContain('Ann');
    expect(error.found).toBe('HEADER_MISSING, no field of the first line is a column name');
  });

  it('refuses a contract in which one name means two columns', () => {
    const clash = defineSource('s', { columns: { a: int().aliases('x'), b: text(1).aliases('x') } }).contract;
    const shadow = defineSource('s', { columns: { a: int(), b: text(1).aliases('a') } }).contract;
    for (const contract of [clash, shadow]) {
      expect(problemsOf(() => mapHeader(contract, ['a', 'b'])).code).toBe('E-META-ALIAS');
    }
  });

  it.each([
    [
      ['id;name;age'],
      '"id;name;age"',
      "the fields are separated by ';', not by ','",
      "set csv: { delimiter: ';' } in source people",
    ],
    [
      ['id\tname\tage'],
      String.raw`"id\tname\tage"`,
      String.raw`the fields are separated by '\t', not by ','`,
      String.raw`set csv: { delimiter: '\t' } in source people`,
    ],
    [
      ['ID', ' Name', 'Age'],
      '"ID, Name,Age"',
      'the names differ from those of the contract in case or spaces',
      'correct the header line, or give each column of source people the name that the file has, such as .aliases("ID")',
    ],
    [
      ['номер', 'x'.repeat(200)],
      `"номер,${'x'.repeat(114)}…"`,
      'the file has no header line, or is not a file of this source',
      'begin the file with a line of the expected columns, or give the columns of source people the names that the file has with .aliases(...)',
    ],
    [
      ['17', 'Ann Example', '22'],
      '3 fields, not shown because they may be values',
      'the file has no header line, or is not a file of this source',
      'begin the file with a line of the expected columns, or give the columns of source people the names that the file has with .aliases(...)',
    ],
  ])('names columns, line and likely cause when it knows no name: %j', (names, line, cause, fix) => {
    const error = problemsOf(() => mapHeader(people, names, { object: 'people.csv' }));
    expect(error).toMatchObject({
      code: 'E-DATA-HEADER',
      title: 'the header lacks a column of the contract',
      where: 'people.csv, line 1',
      details: ['expected columns: id, name, age', `first line: ${line}`, `likely cause: ${cause}`],
      fix,
    });
  });

  it('tells of quotes that the contract does not read, and shows no line of a source with personal columns', () => {
    const columns = { id: int(), mail: text(20).pii() };
    const bare = defineSource('people', { columns, csv: { quote: null } }).contract;
    expect(problemsOf(() => mapHeader(bare, ['"id"', '"mail"']))).toMatchObject({
      details: expect.arrayContaining(['first line: "\\"id\\",\\"mail\\""']) as unknown,
      fix: `set csv: { quote: '"' } in source people`,
    });
    const personal = defineSource('people', { columns }).contract;
    expect(JSON.stringify(problemsOf(() => mapHeader(personal, ['Ann', 'Example'])))).not.toContain('Ann');
  });
});
