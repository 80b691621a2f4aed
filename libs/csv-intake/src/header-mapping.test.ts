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

  it.each([';', '\t', '|'])('names csv.delimiter when the header is separated by %j', (delimiter) => {
    const error = problemsOf(() => mapHeader(people, [['id', 'name'].join(delimiter)]));
    expect(error.found).toBe(
      `HEADER_MISSING, column names separated by ${JSON.stringify(delimiter)}, which csv.delimiter of the contract can declare`,
    );
    const values = problemsOf(() => mapHeader(people, [['17', 'Ann'].join(delimiter)]));
    expect(values.found).toBe('HEADER_MISSING, no field of the first line is a column name');
  });

  it('refuses a contract in which one name means two columns', () => {
    const clash = defineSource('s', { columns: { a: int().aliases('x'), b: text(1).aliases('x') } }).contract;
    const shadow = defineSource('s', { columns: { a: int(), b: text(1).aliases('a') } }).contract;
    for (const contract of [clash, shadow]) {
      expect(problemsOf(() => mapHeader(contract, ['a', 'b'])).code).toBe('E-META-ALIAS');
    }
  });
});
