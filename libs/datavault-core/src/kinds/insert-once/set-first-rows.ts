import {
  type AntiJoin,
  type PickedColumn,
  from,
  table,
  type JoinTerm,
  type PickNode,
  type Query,
  type SelectColumn,
  columnsFrom,
} from '../../sql/query.ts';
import { loadDate, recordSource } from '../../model/parameters.ts';
import {
  and,
  column,
  equal,
  isNull,
  textLiteral,
  type Expression,
  type OrderTerm,
} from '../../sql/expression.ts';
import { sameValue } from './same-value.ts';
import type { SetColumn } from '../../stage/set-column.ts';
import type { SetEntity, SetFeed } from './set-load.ts';
import { missingParentColumn, stagedRowsColumn } from '../../model/work-columns.ts';

/** The rows of one feed that the target does not hold, one per identity, with the first parent they lack. */
export function firstRows(
  entity: SetEntity,
  feed: SetFeed,
  names: readonly string[],
  findsParents: boolean,
): Query {
  const query = unknownRows(entity, feed, feed.identity, names);
  const isFolded = feed.identity.some(({ compare }) => compare !== undefined);
  if (!findsParents && !isFolded) return query;
  const parents = findsParents ? entity.parents : [];
  return {
    node: 'with',
    tables: [{ name: 'fresh', comment: `What ${entity.target.name} does not hold yet.`, query }],
    body: {
      node: 'select',
      columns: [
        ...columnsFrom('fresh', [...names, stagedRowsColumn]),
        ...(findsParents ? [{ name: missingParentColumn, value: missingParent(entity) }] : []),
      ],
      from: from(table(null, 'fresh'), 'fresh'),
      joins: parents.length === 0 ? [] : parentJoins(entity),
    },
  };
}

/**
 * Anti-join first, then collapse: the order that stays cheap when a whole file is loaded again.
 *
 * Shape: `distinct` columns, whose folded spellings come as `<name>_folded`; then the others of `names`; then the count.
 */
export function unknownRows(
  entity: SetEntity,
  feed: SetFeed,
  distinct: readonly SetColumn[],
  names: readonly string[],
): PickNode {
  const matches = distinct.map((item) => sameValue(item, column('known', item.name), item.value));
  const known: AntiJoin = {
    relation: table(entity.target.schema, entity.target.name),
    alias: 'known',
    on: and(...matches),
    key: entity.naming.loadDate,
  };
  const folded = distinct.flatMap(({ name, value, compare }) =>
    compare === undefined ? [] : [{ name: foldedName(name), value: compare(value) }],
  );
  const plain = distinct.filter(({ compare }) => compare === undefined);
  const arrival = arrivalOf(entity, feed).filter(({ name }) => names.includes(name));
  const keyNames = plain.map(({ name }) => name);
  const others = [...feed.identity, ...feed.content].filter(({ name }) => !keyNames.includes(name));
  const isConstant = ({ value }: SelectColumn): boolean => value.node === 'parameter';
  const conditions = [...(feed.where ? [feed.where] : []), ...(feed.keyed ? [feed.keyed] : [])];
  return {
    node: 'pick',
    from: feed.rows,
    ...(conditions.length === 0 ? {} : { where: and(...conditions) }),
    without: [known],
    keys: [...plain.map(({ name, value }) => ({ name, value })), ...folded],
    order: [
      ...arrival.filter((item) => !isConstant(item)),
      ...feed.content.filter(({ name }) => !keyNames.includes(name)),
      ...distinct.filter(({ compare }) => compare !== undefined),
    ].map(({ value }): OrderTerm => ({ by: value, direction: 'asc', nulls: 'last' })),
    columns: [...others, ...arrival].map(({ name, value, type }) => ({ name, value, type })),
    count: stagedRowsColumn,
  };
}

export const foldedName = (name: string): string => `${name}_folded`;

function arrivalOf({ naming }: SetEntity, { arrival }: SetFeed): PickedColumn[] {
  return [
    { name: naming.loadDate, value: arrival.loadDate, type: loadDate.type },
    { name: naming.recordSource, value: arrival.recordSource, type: recordSource.type },
  ];
}

/** Names the first parent that does not hold a new row's key. */
export function missingParent({ parents }: SetEntity): Expression {
  return {
    node: 'case',
    branches: parents.map(({ column: name, table: parent, key }) => ({
      condition: isNull(column(`${name}_parent`, key)),
      result: textLiteral(parent),
    })),
    otherwise: null,
  };
}

export function parentJoins({ parents }: SetEntity): JoinTerm[] {
  return parents.map(({ column: name, schema, table: parent, key }) => ({
    kind: 'left',
    relation: table(schema, parent),
    alias: `${name}_parent`,
    on: equal(column(`${name}_parent`, key), column('fresh', name)),
  }));
}
