import { describe, expect, it } from 'vitest';
import {
  classes,
  findingLine,
  judgeSubqueries,
  misread,
  type ReadStatement,
  type ReadSubquery,
} from '../correlated/judge-subqueries.mjs';

const subquery = (...found: readonly string[]): ReadSubquery => ({
  form: 'exists',
  place: 'where',
  text: 'exists(..)',
  correlated: found.length,
  classes: found,
});
const statement = (number: number, ...subqueries: readonly ReadSubquery[]): ReadStatement => ({
  number,
  section: 'hubs h',
  about: 'expects: equality',
  holds: 'query',
  error: null,
  doubts: [],
  subqueries,
});
const judge = (...statements: readonly ReadStatement[]) => judgeSubqueries([{ file: 'a.sql', statements }]);

describe('the count of correlated subqueries', () => {
  it('lets plain equalities and uncorrelated ones be', () => {
    const result = judge(statement(1, subquery('equality'), subquery()));
    expect(result).toMatchObject({ subqueries: 2, correlated: 1, equalityOnly: 1, refused: 0, findings: [] });
  });

  it('names file, statement and entity of everything else', () => {
    const result = judge(statement(1), statement(2, subquery('equality', 'or'), subquery('inequality')));
    expect(result).toMatchObject({ refused: 2, refusedStatements: 1, equalityOnly: 0 });
    expect(result.counts).toMatchObject({ equality: 1, or: 1, inequality: 1, 'in-on': 0 });
    expect(findingLine(result.findings[0] ?? expect.fail())).toBe(
      'a.sql #2 [hubs h] or: expects: equality exists in where: exists(..)',
    );
  });

  it('counts what was not read as a finding, never as clean', () => {
    const unread = { ...statement(1), error: 'no such word' };
    const doubtful = { ...statement(2), doubts: ['whose column is "x"'] };
    expect(judge(unread, doubtful).findings.map(({ classes: found }) => found)).toEqual([
      ['not read'],
      ['not read'],
    ]);
  });

  it('notices that its cases are read another way', () => {
    const files = (...found: readonly string[]) => [
      { file: 'cases.sql', statements: [statement(1, subquery(...found))] },
    ];
    expect(misread(files('equality'))).toEqual([]);
    expect(misread(files('equality', 'or'))).toHaveLength(1);
    expect(misread(files())).toHaveLength(1);
  });

  it('explains every class', () => {
    expect(Object.values(classes).every((text) => text.length > 10)).toBe(true);
  });
});
