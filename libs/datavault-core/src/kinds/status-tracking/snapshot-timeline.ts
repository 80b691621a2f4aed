import {
  and,
  column,
  countRows,
  equal,
  exists,
  intLiteral,
  isNull,
  not,
  or,
  textLiteral,
  when,
  type Expression,
} from '../../sql/expression.ts';
import { from, table, type FromTerm, type SelectNode, type WithNode, columnsFrom } from '../../sql/query.ts';
import { isZeroKey, type SnapshotColumns } from './snapshot-columns.ts';
import type { SnapshotEntity } from './snapshot-load.ts';

/**
 * Older snapshots that list what was there at their load date, or just before it.
 *
 * Shape: the last of the tables is `unchanged`, a load date for each of them. Zero keys count nowhere.
 */
export function unchangedSnapshots(
  names: SnapshotColumns,
  entity: SnapshotEntity,
): readonly WithNode['tables'][number][] {
  const { date } = names;
  return [
    {
      name: 'sizes',
      comment: 'Number of keys in each older snapshot.',
      query: sizes(names, entity),
    },
    {
      name: 'timeline',
      comment: 'When stored keys were there, where a snapshot is older than what is stored.',
      query: timeline(names, entity),
    },
    {
      name: 'expected',
      comment: 'What was there at each older snapshot, and just before.',
      query: { node: 'unionAll', queries: [thereAt(names, 'at'), thereAt(names, 'before')] },
    },
    {
      name: 'unchanged',
      comment: 'Older snapshots with just these keys: equal in number, and all of them found.',
      query: {
        node: 'unionAll',
        queries: [
          {
            node: 'select',
            columns: [{ name: date, value: column('equals', date) }],
            from: from(equals(names), 'equals'),
            groupBy: [column('equals', date)],
          },
          nothingThere(names),
        ],
      },
    },
  ];
}

function sizes({ date }: SnapshotColumns, entity: SnapshotEntity): SelectNode {
  const counted = when(isZeroKey(entity, 'sightings'), intLiteral(0), intLiteral(1));
  return {
    node: 'select',
    columns: [
      { name: date, value: column('sightings', date) },
      { name: 'key_count', value: { node: 'aggregate', function: 'sum', operand: counted } },
    ],
    from: from(table(null, 'sightings'), 'sightings'),
    joins: [
      {
        kind: 'inner',
        ...from(table(null, 'snapshots'), 'snapshots'),
        on: and(
          equal(column('snapshots', date), column('sightings', date)),
          equal(column('snapshots', 'is_newer'), intLiteral(0)),
        ),
      },
    ],
    groupBy: [column('sightings', date)],
  };
}

/** The window comes before the filter: a key ends with the row that says so. */
function timeline({ key, date, status, content }: SnapshotColumns, entity: SnapshotEntity): SelectNode {
  const { target } = entity;
  const stored = (name: string): Expression => column('stored', name);
  const anyOlder: SelectNode = {
    node: 'select',
    columns: [{ name: 'found', value: intLiteral(1) }],
    from: from(table(null, 'sizes'), 'sizes'),
  };
  const rows: SelectNode = {
    node: 'select',
    columns: [
      ...[key, date, status, ...content].map((name) => ({ name, value: stored(name) })),
      {
        name: 'next_date',
        value: {
          node: 'window',
          function: 'lead',
          operand: stored(date),
          partitionBy: [stored(key)],
          orderBy: [{ by: stored(date) }],
        },
      },
    ],
    from: from(table(target.schema, target.name), 'stored'),
    where: and(not(isZeroKey(entity, 'stored')), exists(anyOlder)),
  };
  return {
    node: 'select',
    columns: columnsFrom('version', [key, date, ...content, 'next_date']),
    from: from(rows, 'version'),
    where: not(equal(column('version', status), textLiteral('D'))),
  };
}

function thereAt({ key, date, content }: SnapshotColumns, moment: 'at' | 'before'): SelectNode {
  const at = column('sizes', date);
  const next = column('timeline', 'next_date');
  const compare = (left: Expression, operator: '<' | '<=' | '>' | '>='): Expression => ({
    node: 'compare',
    operator,
    left,
    right: at,
  });
  return {
    node: 'select',
    columns: [
      { name: 'snapshot_date', value: at },
      { name: 'key_count', value: column('sizes', 'key_count') },
      { name: 'moment', value: textLiteral(moment) },
      ...columnsFrom('timeline', [key, ...content]),
    ],
    from: from(table(null, 'sizes'), 'sizes'),
    joins: [
      {
        kind: 'inner',
        ...from(table(null, 'timeline'), 'timeline'),
        on: and(
          compare(column('timeline', date), moment === 'at' ? '<=' : '<'),
          or(isNull(next), compare(next, moment === 'at' ? '>' : '>=')),
        ),
      },
    ],
  };
}

/** Snapshots of zero keys only, when nothing else was there, at the moment or just before. */
function nothingThere({ date }: SnapshotColumns): SelectNode {
  const moments: SelectNode = {
    node: 'select',
    columns: columnsFrom('expected', ['snapshot_date', 'moment']),
    from: from(table(null, 'expected'), 'expected'),
    groupBy: ['snapshot_date', 'moment'].map((name) => column('expected', name)),
  };
  const counted: SelectNode = {
    node: 'select',
    columns: [
      { name: 'snapshot_date', value: column('moments', 'snapshot_date') },
      { name: 'moment_count', value: countRows() },
    ],
    from: from(moments, 'moments'),
    groupBy: [column('moments', 'snapshot_date')],
  };
  const count = column('there', 'moment_count');
  return {
    node: 'select',
    columns: [{ name: date, value: column('sizes', date) }],
    from: from(table(null, 'sizes'), 'sizes'),
    joins: [
      {
        kind: 'left',
        ...from(counted, 'there'),
        on: equal(column('there', 'snapshot_date'), column('sizes', date)),
      },
    ],
    where: and(
      equal(column('sizes', 'key_count'), intLiteral(0)),
      or(isNull(count), { node: 'compare', operator: '<', left: count, right: intLiteral(2) }),
    ),
  };
}

function equals({ key, date, content }: SnapshotColumns): SelectNode {
  const expected = (name: string): Expression => column('expected', name);
  const sightings: FromTerm = from(table(null, 'sightings'), 'sightings');
  const found: Expression = { node: 'aggregate', function: 'count', operand: column('sightings', key) };
  return {
    node: 'select',
    columns: [{ name: date, value: expected('snapshot_date') }],
    from: from(table(null, 'expected'), 'expected'),
    joins: [
      {
        kind: 'left',
        ...sightings,
        on: and(
          equal(column('sightings', date), expected('snapshot_date')),
          ...[key, ...content].map((name) => equal(column('sightings', name), expected(name))),
        ),
      },
    ],
    groupBy: ['snapshot_date', 'key_count', 'moment'].map(expected),
    having: and(equal(countRows(), expected('key_count')), equal(found, expected('key_count'))),
  };
}
