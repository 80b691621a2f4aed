import {
  extreme,
  and,
  column,
  countRows,
  equal,
  intLiteral,
  isNull,
  or,
  parameter,
  textLiteral,
  when,
  type Expression,
} from '../../sql/expression.ts';
import { from, table, type Query, type SelectNode, columnsFrom } from '../../sql/query.ts';
import {
  comparedRows,
  isRepeated,
  joinRepeated,
  matching,
  placeInHistory,
  repeatedRows,
  workTableQuery,
  type EffectivityQuery,
  type NamedQuery,
} from './effectivity-relations.ts';
import { loadDate, recordSource } from '../../model/parameters.ts';
import { outcomeColumn, stagedRowsColumn } from '../../model/work-columns.ts';

const one = intLiteral(1);
const none = intLiteral(0);
const truth = (value: boolean): Expression => ({
  node: 'literal',
  value: String(value),
  type: { kind: 'boolean' },
});

/**
 * Every key of every snapshot, and every deactivation, with what becomes of it: mode `snapshot`.
 *
 * Strategy: snapshots are numbered, with the stored state as number 0; a key is deactivated one after its last
 * appearance, an equality join. The whole table is read, because any active key may be absent.
 */
export function snapshotOutcomes(query: EffectivityQuery, tables: readonly NamedQuery[]): Query {
  return {
    node: 'with',
    tables: [
      ...tables,
      storedStates(query),
      {
        name: 'latest',
        comment: 'Newest stored snapshot; snapshots that are not newer are late as a whole.',
        query: latestSnapshot(),
      },
      {
        name: 'taken',
        comment: 'When a snapshot was taken; an empty one at the load date.',
        query: moments(),
      },
      { name: 'newer', comment: 'Newer snapshots, each once.', query: newerSnapshots() },
      { name: 'snapshots', comment: 'Newer snapshots in order.', query: numberedSnapshots() },
      {
        name: 'appearances',
        comment: 'Keys in newer snapshots, and active ones before.',
        query: appearances(),
      },
      { name: 'sequenced', comment: 'Each with the numbers around it.', query: sequenced() },
      repeatedSightings(),
    ],
    body: { node: 'unionAll', queries: [activations(), deactivations(), olderRows()] },
  };
}

function storedStates({ model, target, naming }: EffectivityQuery): NamedQuery {
  const columns = [
    { name: 'link_key', value: column('target', model.hashKey) },
    { name: 'is_active', value: column('target', model.activeColumn) },
    { name: 'arrived', value: column('target', naming.loadDate) },
  ];
  return {
    name: 'stored',
    comment: 'What the satellite holds, each row with its place in the history of its key.',
    query: {
      node: 'select',
      columns: [
        ...columnsFrom('placed', ['link_key', 'is_active', 'arrived']),
        ...placeInHistory('placed', [{ by: column('placed', 'arrived') }]),
      ],
      from: {
        relation: { node: 'select', columns, from: from(table(target.schema, target.name), 'target') },
        alias: 'placed',
      },
    },
  };
}

function latestSnapshot(): SelectNode {
  return {
    node: 'select',
    columns: [
      {
        name: 'latest_at',
        value: extreme('max', column('stored', 'arrived'), loadDate.type),
      },
    ],
    from: workTableQuery('stored'),
  };
}

function moments() {
  const counted: SelectNode = {
    node: 'select',
    columns: [{ name: 'row_count', value: countRows() }],
    from: workTableQuery('delivered'),
  };
  return {
    node: 'unionAll',
    queries: [
      {
        node: 'select',
        columns: columnsFrom('delivered', ['arrived', 'origin']),
        from: workTableQuery('delivered'),
      },
      {
        node: 'select',
        columns: [
          { name: 'arrived', value: parameter(loadDate) },
          { name: 'origin', value: parameter(recordSource) },
        ],
        from: { relation: counted, alias: 'counted' },
        where: equal(column('counted', 'row_count'), none),
      },
    ],
  } as const;
}

function newerSnapshots(): SelectNode {
  return {
    node: 'select',
    columns: [
      ...columnsFrom('taken', ['arrived']),
      {
        name: 'origin',
        value: extreme('min', column('taken', 'origin'), recordSource.type),
      },
    ],
    from: workTableQuery('taken'),
    joins: [{ kind: 'cross', ...workTableQuery('latest') }],
    where: or(
      isNull(column('latest', 'latest_at')),
      comparedRows(column('taken', 'arrived'), '>', column('latest', 'latest_at')),
    ),
    groupBy: [column('taken', 'arrived')],
  };
}

function numberedSnapshots(): SelectNode {
  return {
    node: 'select',
    columns: [
      ...columnsFrom('newer', ['arrived', 'origin']),
      {
        name: 'snapshot_no',
        value: {
          node: 'window',
          function: 'rowNumber',
          operand: null,
          partitionBy: [],
          orderBy: [{ by: column('newer', 'arrived') }],
        },
      },
    ],
    from: workTableQuery('newer'),
  };
}

function appearances() {
  return {
    node: 'unionAll',
    queries: [
      {
        node: 'select',
        columns: [
          ...columnsFrom('sightings', ['link_key', 'arrived', 'origin', stagedRowsColumn]),
          ...columnsFrom('snapshots', ['snapshot_no']),
        ],
        from: workTableQuery('sightings'),
        joins: [
          {
            kind: 'inner',
            ...workTableQuery('snapshots'),
            on: matching('snapshots', 'sightings', ['arrived']),
          },
        ],
      },
      {
        node: 'select',
        columns: [
          ...columnsFrom('stored', ['link_key', 'arrived']),
          { name: 'origin', value: parameter(recordSource) },
          { name: stagedRowsColumn, value: none },
          { name: 'snapshot_no', value: none },
        ],
        from: workTableQuery('stored'),
        where: and(
          equal(column('stored', 'from_last'), one),
          equal(column('stored', 'is_active'), truth(true)),
        ),
      },
    ],
  } as const;
}

function sequenced(): SelectNode {
  const beside = (of: 'lag' | 'lead'): Expression => ({
    node: 'window',
    function: of,
    operand: column('appearances', 'snapshot_no'),
    partitionBy: [column('appearances', 'link_key')],
    orderBy: [{ by: column('appearances', 'snapshot_no') }],
  });
  return {
    node: 'select',
    columns: [
      ...columnsFrom('appearances', ['link_key', 'arrived', 'origin', stagedRowsColumn, 'snapshot_no']),
      { name: 'before_no', value: beside('lag') },
      { name: 'next_no', value: beside('lead') },
    ],
    from: workTableQuery('appearances'),
  };
}

const following = (name: string): Expression => ({
  node: 'arithmetic',
  operator: '+',
  left: column('sequenced', name),
  right: one,
});

/** Active in the snapshot before: known. */
function activations(): SelectNode {
  const isKnown = equal(following('before_no'), column('sequenced', 'snapshot_no'));
  return {
    node: 'select',
    columns: [
      ...columnsFrom('sequenced', ['link_key']),
      { name: 'is_active', value: truth(true) },
      ...columnsFrom('sequenced', ['arrived', 'origin', stagedRowsColumn]),
      { name: outcomeColumn, value: when(isKnown, textLiteral('known'), textLiteral('inserted')) },
      { name: 'tied', value: none },
    ],
    from: workTableQuery('sequenced'),
    where: comparedRows(column('sequenced', 'snapshot_no'), '>', none),
  };
}

function deactivations(): SelectNode {
  const next = column('sequenced', 'next_no');
  return {
    node: 'select',
    columns: [
      ...columnsFrom('sequenced', ['link_key']),
      { name: 'is_active', value: truth(false) },
      ...columnsFrom('snapshots', ['arrived', 'origin']),
      { name: stagedRowsColumn, value: none },
      { name: outcomeColumn, value: textLiteral('derived') },
      { name: 'tied', value: none },
    ],
    from: workTableQuery('sequenced'),
    joins: [
      {
        kind: 'inner',
        ...workTableQuery('snapshots'),
        on: equal(column('snapshots', 'snapshot_no'), following('snapshot_no')),
      },
    ],
    where: or(isNull(next), comparedRows(next, '>', following('snapshot_no'))),
  };
}

const sightingKeys = ['link_key', 'arrived'];
const isOlder = comparedRows(column('sightings', 'arrived'), '<=', column('latest', 'latest_at'));
const joinLatest = { kind: 'cross', ...workTableQuery('latest') } as const;

function repeatedSightings(): NamedQuery {
  const wasActive = equal(column('stored', 'is_active'), truth(true));
  return repeatedRows(sightingKeys, { join: joinLatest, where: isOlder }, wasActive);
}

/** Stored, or active just before: known. Anything else is late. */
function olderRows(): SelectNode {
  return {
    node: 'select',
    columns: [
      ...columnsFrom('sightings', ['link_key']),
      { name: 'is_active', value: truth(true) },
      ...columnsFrom('sightings', ['arrived', 'origin', stagedRowsColumn]),
      { name: outcomeColumn, value: when(isRepeated, textLiteral('known'), textLiteral('late')) },
      { name: 'tied', value: none },
    ],
    from: workTableQuery('sightings'),
    joins: [joinLatest, joinRepeated(sightingKeys)],
    where: isOlder,
  };
}
