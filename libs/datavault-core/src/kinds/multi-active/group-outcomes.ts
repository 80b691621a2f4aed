import { recordSource as recordSourceParameter, loadDate } from '../../model/parameters.ts';
import {
  extreme,
  and,
  column,
  countRows,
  equal,
  intLiteral,
  isNotNull,
  isNull,
  or,
  textLiteral,
  when,
  type Expression,
} from '../../sql/expression.ts';
import {
  from,
  table,
  type FromTerm,
  type PickNode,
  type Query,
  type SelectNode,
  columnsFrom,
} from '../../sql/query.ts';
import {
  comparedGroups,
  groupColumns,
  peerMembers,
  unchangedGroups,
  type GroupColumns,
} from './group-comparison.ts';
import type { GroupEntity, GroupInput } from './multi-active-load.ts';
import { outcomeColumn, stagedRowsColumn } from '../../model/work-columns.ts';

/** What becomes of a group, and so of each of its rows. */
export type GroupOutcome = 'inserted' | 'known' | 'late' | 'held';

/** 1 in rows that share key, child key and load date with another one. */
export const tiedColumn = 'tied';

const members = table(null, 'members');
const groups = table(null, 'groups');

/**
 * Every row of the input with what becomes of its group.
 *
 * Strategy: two groups are equal when each has as many rows as they share; sharing is a join on child key and hash diff,
 * so nothing is put into one long text. Only keys of the batch are looked up.
 */
export function groupOutcomes(entity: GroupEntity, input: GroupInput): Query {
  const names = groupColumns(entity, input);
  return {
    node: 'with',
    tables: [
      {
        name: 'members',
        comment: 'Different rows of a key at one load date, each once.',
        query: distinctMembers(names, entity, input),
      },
      {
        name: 'latest',
        comment: 'When the last stored group of each key of this batch began.',
        query: latestDates(names, entity),
      },
      {
        name: 'groups',
        comment: 'Size of each group, and the newer group of this batch before it.',
        query: sizedGroups(names),
      },
      {
        name: 'compared',
        comment: 'The groups that a group is compared with.',
        query: comparedGroups(names, entity),
      },
      {
        name: 'peers',
        comment: 'The rows of those groups.',
        query: peerMembers(names, entity),
      },
      {
        name: 'unchanged',
        comment:
          'Groups with the same rows as one they are compared with: equal in number, and all of them found.',
        query: unchangedGroups(names),
      },
    ],
    body: outcomes(names, entity),
  };
}

function distinctMembers(
  { hashDiff, date, recordSource }: GroupColumns,
  { foldsText }: GroupEntity,
  input: GroupInput,
): PickNode {
  const conditions = [input.where, input.keyed].filter((part) => part !== undefined && part !== null);
  const origin = input.arrival.recordSource.node === 'parameter' ? [] : [input.arrival.recordSource];
  return {
    node: 'pick',
    from: input.rows,
    ...(conditions.length === 0 ? {} : { where: and(...conditions) }),
    keys: [
      ...[input.key, ...input.childKey].map(({ name, value }) => ({ name, value })),
      { name: hashDiff, value: input.hashDiff },
      { name: date, value: input.arrival.loadDate },
    ],
    order: foldsText
      ? [...input.payload.map(({ value }) => value), ...origin].map((by) => ({ by, nulls: 'last' }))
      : [],
    columns: [
      ...input.payload.map(({ name, value, type }) => ({ name, value, type })),
      { name: recordSource, value: input.arrival.recordSource, type: recordSourceParameter.type },
    ],
    count: stagedRowsColumn,
  };
}

function latestDates({ key, date }: GroupColumns, { target }: GroupEntity): SelectNode {
  return {
    node: 'select',
    columns: [
      { name: key, value: column('stored', key) },
      { name: 'latest_date', value: extreme('max', column('stored', date), loadDate.type) },
    ],
    from: from(table(target.schema, target.name), 'stored'),
    where: {
      node: 'inQuery',
      operand: column('stored', key),
      query: {
        node: 'select',
        columns: [{ name: key, value: column('members', key) }],
        from: from(members, 'members'),
      },
    },
    groupBy: [column('stored', key)],
  };
}

function sizedGroups({ key, date }: GroupColumns): SelectNode {
  const sizes: FromTerm = from(
    {
      node: 'select',
      columns: [...columnsFrom('members', [key, date]), { name: 'member_count', value: countRows() }],
      from: from(members, 'members'),
      groupBy: [key, date].map((name) => column('members', name)),
    },
    'sizes',
  );
  const latest = column('latest', 'latest_date');
  const isNewer = when(
    or(isNull(latest), { node: 'compare', operator: '>', left: column('sizes', date), right: latest }),
    intLiteral(1),
    intLiteral(0),
  );
  return {
    node: 'select',
    columns: [
      ...columnsFrom('sizes', [key, date, 'member_count']),
      { name: 'is_newer', value: isNewer },
      { name: 'latest_date', value: latest },
      {
        name: 'previous_date',
        value: {
          node: 'window',
          function: 'lag',
          operand: column('sizes', date),
          partitionBy: [column('sizes', key), isNewer],
          orderBy: [{ by: column('sizes', date) }],
        },
      },
    ],
    from: sizes,
    joins: [
      {
        kind: 'left',
        ...from(table(null, 'latest'), 'latest'),
        on: equal(column('latest', key), column('sizes', key)),
      },
    ],
  };
}

/** Without a parent: held. Equal to a group it is compared with: known. Otherwise older ones are late. */
function outcomes(names: GroupColumns, { parent }: GroupEntity): SelectNode {
  const { key, child, date, carried } = names;
  const sameGroup = (alias: string): Expression =>
    and(...[key, date].map((name) => equal(column(alias, name), column('members', name))));
  const branch = (condition: Expression, outcome: GroupOutcome) => ({
    condition,
    result: textLiteral(outcome),
  });
  const sharing: Expression = {
    node: 'window',
    function: 'count',
    operand: null,
    partitionBy: [key, date, ...child.map(({ name }) => name)].map((name) => column('members', name)),
    orderBy: [],
  };
  const isTied: Expression = { node: 'compare', operator: '>', left: sharing, right: intLiteral(1) };
  return {
    node: 'select',
    columns: [
      ...columnsFrom('members', carried),
      { name: tiedColumn, value: when(isTied, intLiteral(1), intLiteral(0)) },
      {
        name: outcomeColumn,
        value: {
          node: 'case',
          branches: [
            ...(parent === null ? [] : [branch(isNull(column('parent', parent.key)), 'held')]),
            branch(isNotNull(column('unchanged', key)), 'known'),
            branch(equal(column('groups', 'is_newer'), intLiteral(0)), 'late'),
          ],
          otherwise: textLiteral('inserted'),
        },
      },
    ],
    from: from(members, 'members'),
    joins: [
      { kind: 'inner', ...from(groups, 'groups'), on: sameGroup('groups') },
      { kind: 'left', ...from(table(null, 'unchanged'), 'unchanged'), on: sameGroup('unchanged') },
      ...(parent === null
        ? []
        : [
            {
              kind: 'left' as const,
              ...from(table(parent.schema, parent.table), 'parent'),
              on: equal(column('parent', parent.key), column('members', key)),
            },
          ]),
    ],
  };
}
