import {
  and,
  column,
  intLiteral,
  isNotNull,
  or,
  textLiteral,
  type Expression,
  type OrderTerm,
} from '../../sql/expression.ts';
import {
  from,
  table,
  type JoinTerm,
  type PickNode,
  type Query,
  type SelectNode,
  columnsFrom,
} from '../../sql/query.ts';
import { foldedName, missingParent, parentJoins, unknownRows } from './set-first-rows.ts';
import { sameValue } from './same-value.ts';
import type { SetEntity, SetFeed } from './set-load.ts';
import {
  copyColumn,
  feedColumn,
  missingParentColumn,
  outcomeColumn,
  placeColumn,
  stagedRowsColumn,
} from '../../model/work-columns.ts';

/** What becomes of a row that the target does not hold as it is. */
export type SetOutcome = 'inserted' | 'held' | 'conflict' | 'repeated';

const hashKeyStored = 'stored_key';

/**
 * The new rows of all feeds, each with what becomes of it.
 *
 * Strategy: every feed drops what is stored and collapses by itself; what is left is united and numbered in the order
 * (load date, feed, record source, content), so that the order of the scans decides nothing.
 */
export function rankedRows(
  entity: SetEntity,
  feeds: readonly SetFeed[],
  names: readonly string[],
  findsParents: boolean,
): Query {
  const [first] = feeds as readonly [SetFeed];
  const comparesContent = entity.conflicts !== null;
  const distinct = ({ identity, content }: SetFeed) =>
    comparesContent ? [...identity, ...content] : identity;
  const folds = distinct(first).flatMap(({ name, compare }) =>
    compare === undefined ? [] : [foldedName(name)],
  );
  const perFeed = feeds.map((feed, index) =>
    numbered(unknownRows(entity, feed, distinct(feed), names), [...names, ...folds], index),
  );
  return {
    node: 'with',
    tables: [
      ...perFeed.map(({ query }, index) => ({
        name: `feed_${index}`,
        comment: `What ${entity.target.name} does not hold yet, from ${feeds[index]?.source ?? 'held rows'}.`,
        query,
      })),
      {
        name: 'candidates',
        comment: 'The feeds together, each row with the position of its feed.',
        query: { node: 'unionAll', queries: perFeed.map(({ select }) => select) },
      },
      {
        name: 'ranked',
        comment: 'Rows numbered within their identity, the one that counts first.',
        query: ranked(entity, first, comparesContent ? [...names, ...folds] : names, comparesContent),
      },
      ...(comparesContent
        ? [
            {
              name: 'stored_rows',
              comment: 'Identities that are stored with other content.',
              query: stored(entity, first),
            },
          ]
        : []),
    ],
    body: {
      node: 'select',
      columns: [
        ...columnsFrom('fresh', [...names, stagedRowsColumn]),
        ...(findsParents ? [{ name: missingParentColumn, value: missingParent(entity) }] : []),
        { name: feedColumn, value: column('fresh', feedColumn) },
        { name: outcomeColumn, value: outcome(entity, findsParents) },
      ],
      from: from(table(null, 'ranked'), 'fresh'),
      joins: [...(findsParents ? parentJoins(entity) : []), ...(comparesContent ? [joinStored(first)] : [])],
    },
  };
}

function numbered(
  query: PickNode,
  names: readonly string[],
  index: number,
): { readonly query: PickNode; readonly select: SelectNode } {
  const alias = `feed_${index}`;
  return {
    query,
    select: {
      node: 'select',
      columns: [
        ...[...names, stagedRowsColumn].map((name) => ({ name, value: column(alias, name) })),
        { name: feedColumn, value: intLiteral(index) },
      ],
      from: from(table(null, alias), alias),
    },
  };
}

function ranked(
  { naming }: SetEntity,
  { identity, content }: SetFeed,
  names: readonly string[],
  comparesContent: boolean,
): SelectNode {
  const of = (name: string): Expression => column('candidates', name);
  const keyOf = ({ name, compare }: SetFeed['identity'][number]): Expression =>
    of(compare === undefined ? name : foldedName(name));
  const sorts = [
    ...[naming.loadDate].filter((name) => names.includes(name)),
    feedColumn,
    ...[naming.recordSource].filter((name) => names.includes(name)),
    ...content.map(({ name }) => name),
    ...identity.filter(({ compare }) => compare !== undefined).map(({ name }) => name),
  ];
  const orderBy = sorts.map((name): OrderTerm => ({ by: of(name), direction: 'asc', nulls: 'last' }));
  const number = (partition: readonly Expression[]): Expression => ({
    node: 'window',
    function: 'rowNumber',
    operand: null,
    partitionBy: partition,
    orderBy,
  });
  const sameIdentity = identity.map(keyOf);
  return {
    node: 'select',
    columns: [
      ...[...names, stagedRowsColumn, feedColumn].map((name) => ({ name, value: of(name) })),
      { name: placeColumn, value: number(sameIdentity) },
      ...(comparesContent
        ? [{ name: copyColumn, value: number([...sameIdentity, ...content.map(({ name }) => of(name))]) }]
        : []),
    ],
    from: from(table(null, 'candidates'), 'candidates'),
  };
}

/** Identities of the batch that the target holds, whatever their content, in the form in which they are compared. */
function stored({ target }: SetEntity, { identity }: SetFeed): PickNode {
  const [key] = identity as readonly [SetFeed['identity'][number]];
  return {
    node: 'pick',
    from: from(table(target.schema, target.name), 'stored'),
    where: {
      node: 'inQuery',
      operand: column('stored', key.name),
      query: {
        node: 'select',
        columns: [{ name: key.name, value: column('ranked', key.name) }],
        from: from(table(null, 'ranked'), 'ranked'),
      },
    },
    keys: identity.map(({ name, compare = (value) => value }, index) => ({
      name: index === 0 ? hashKeyStored : name,
      value: compare(column('stored', name)),
    })),
    order: [],
    columns: [],
  };
}

function joinStored({ identity }: SetFeed): JoinTerm {
  const matches = identity.map(({ name, nullable, comparesNull = false, compare }, index) =>
    sameValue(
      { nullable: nullable || comparesNull },
      column('stored_rows', index === 0 ? hashKeyStored : name),
      column('fresh', compare === undefined ? name : foldedName(name)),
    ),
  );
  return { kind: 'left', ...from(table(null, 'stored_rows'), 'stored_rows'), on: and(...matches) };
}

/** Whatever waits for its parent is judged when it is let in: a row that is held contradicts nothing yet. */
function outcome(entity: SetEntity, findsParents: boolean): Expression {
  const follows = (name: string): Expression => ({
    node: 'compare',
    operator: '>',
    left: column('fresh', name),
    right: intLiteral(1),
  });
  const branch = (condition: Expression, result: SetOutcome) => ({ condition, result: textLiteral(result) });
  const isStored = isNotNull(column('stored_rows', hashKeyStored));
  const contradicts = entity.conflicts === 'keepAll' ? isStored : or(isStored, follows(placeColumn));
  return {
    node: 'case',
    branches: [
      branch(follows(entity.conflicts === null ? placeColumn : copyColumn), 'repeated'),
      ...(findsParents
        ? entity.parents.map(({ column: name, key }) => branch(isMissing(name, key), 'held'))
        : []),
      ...(entity.conflicts === null ? [] : [branch(contradicts, 'conflict')]),
    ],
    otherwise: textLiteral('inserted'),
  };
}

function isMissing(name: string, key: string): Expression {
  return { node: 'isNull', operand: column(`${name}_parent`, key) };
}
