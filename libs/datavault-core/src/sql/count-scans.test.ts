import { describe, expect, it } from 'vitest';
import { countScans } from './count-scans.ts';
import { column, equal, exists, intLiteral } from './expression.ts';
import { from, table, type Query, type SelectNode, type Statement } from './query.ts';

const one = [{ name: 'one', value: intLiteral(1) }];
const stored = table('dds', 'h');
const work = table(null, 'stage');
const on = equal(column('a', 'k'), column('b', 'k'));
const reading = (relation: SelectNode['from']): SelectNode => ({
  node: 'select',
  columns: one,
  ...(relation === undefined ? {} : { from: relation }),
});
const scansOf = (query: Query): Record<string, number> =>
  Object.fromEntries(countScans({ node: 'query', query }));

describe('scans of a statement', () => {
  it('are the tables of from, joins, subqueries and anti-joins', () => {
    expect(
      scansOf({
        ...reading(from(stored, 'a')),
        joins: [
          { kind: 'left', ...from(work, 'b'), on },
          { kind: 'inner', ...from(reading(from(stored, 'c')), 'd'), on },
        ],
        where: exists(reading(from(stored, 'e'))),
        without: [{ relation: table('dds', 's'), alias: 'f', on, key: 'k' }],
      }),
    ).toEqual({ 'dds.h': 3, stage: 1, 'dds.s': 1 });
    expect(scansOf(reading(undefined))).toEqual({});
  });

  it('add up in unions and picks', () => {
    expect(
      scansOf({
        node: 'unionAll',
        queries: [
          reading(from(stored, 'a')),
          { node: 'pick', from: from(stored, 'b'), keys: one, order: [], columns: [] },
        ],
      }),
    ).toEqual({ 'dds.h': 2 });
  });

  it('multiply where common tables name one another, and vanish where nobody names one', () => {
    const twice = (name: string): SelectNode => ({
      ...reading(from(table(null, name), 'a')),
      joins: [{ kind: 'inner', ...from(table(null, name), 'b'), on }],
    });
    const comment = 'Rows.';
    expect(
      scansOf({
        node: 'with',
        tables: [
          { name: 'first', comment, query: reading(from(stored, 'a')) },
          { name: 'second', comment, query: twice('first') },
          { name: 'unused', comment, query: reading(from(work, 'a')) },
        ],
        body: twice('second'),
      }),
    ).toEqual({ 'dds.h': 4 });
  });

  it('leave out the target of an insert, and count that of a delete', () => {
    const insert: Statement = {
      node: 'insert',
      into: table('dds', 't'),
      columns: ['one'],
      query: reading(from(work, 'a')),
    };
    expect([...countScans(insert)]).toEqual([['stage', 1]]);
    expect([
      ...countScans({ node: 'delete', from: stored, where: equal(column(null, 'k'), intLiteral(1)) }),
    ]).toEqual([['dds.h', 1]]);
    expect([...countScans({ node: 'createSchema', name: 'dds' })]).toEqual([]);
  });
});
