import {
  and,
  column,
  countRows,
  equal,
  exists,
  intLiteral,
  isNotNull,
  isNull,
  not,
  or,
  same,
  textLiteral,
  when,
  type Expression,
} from '../sql/expression.ts';
import {
  from,
  table,
  type FromTerm,
  type PickNode,
  type Query,
  type SelectColumn,
  type SelectNode,
  type UnionAllNode,
} from '../sql/query.ts';
import type { GroupEntity, GroupInput } from './multi-active-load.ts';
import { outcomeColumn, stagedRowsColumn } from './work-columns.ts';

/** What becomes of a group, and so of each of its rows. */
export type GroupOutcome = 'inserted' | 'known' | 'late' | 'held';

/** 1 in rows that share key, child key and load date with another one. */
export const tiedColumn = 'tied';

const members = table(null, 'members');
const groups = table(null, 'groups');
const compared = table(null, 'compared');

/**
 * Every row of the input with what becomes of its group.
 *
 * Strategy: two groups are equal when each has as many rows as they share; sharing is a join on child key and hash diff,
 * so nothing is put into one long text. Only keys of the batch are looked up.
 */
export function groupOutcomes(entity: GroupEntity, input: GroupInput): Query {
  const names = columnNames(entity, input);
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
        comment: 'Groups with the same rows as one they are compared with: equal in number, and all of them found.',
        query: unchangedGroups(names),
      },
    ],
    body: outcomes(names, entity),
  };
}

interface ColumnNames {
  readonly key: string;
  readonly child: GroupInput['childKey'];
  readonly hashDiff: string;
  readonly date: string;
  readonly recordSource: string;
  /** All columns of a row, in the order of the work table's insert. */
  readonly carried: readonly string[];
}

function columnNames(
  { naming, hashDiff }: GroupEntity,
  { key, childKey, payload }: GroupInput,
): ColumnNames {
  const { loadDate: date, recordSource } = naming;
  const own = [key, ...childKey].map(({ name }) => name);
  const carried = [...own, hashDiff, ...payload.map(({ name }) => name), date, recordSource, stagedRowsColumn];
  return { key: key.name, child: childKey, hashDiff, date, recordSource, carried };
}

function distinctMembers(
  { hashDiff, date, recordSource }: ColumnNames,
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
      ...input.payload.map(({ name, value }) => ({ name, value })),
      { name: recordSource, value: input.arrival.recordSource },
    ],
    count: stagedRowsColumn,
  };
}

function latestDates({ key, date }: ColumnNames, { target }: GroupEntity): SelectNode {
  return {
    node: 'select',
    columns: [
      { name: key, value: column('stored', key) },
      { name: 'latest_date', value: { node: 'aggregate', function: 'max', operand: column('stored', date) } },
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

function sizedGroups({ key, date }: ColumnNames): SelectNode {
  const sizes: FromTerm = from(
    {
      node: 'select',
      columns: [
        ...[key, date].map((name) => ({ name, value: column('members', name) })),
        { name: 'member_count', value: countRows() },
      ],
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
      ...[key, date, 'member_count'].map((name) => ({ name, value: column('sizes', name) })),
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

/**
 * A newer group is compared with the one before it, in this batch or else stored; an older one with the stored group of
 * its own load date and with the last one before.
 */
function comparedGroups({ key, date }: ColumnNames, { target, storesFirstLoad }: GroupEntity): UnionAllNode {
  const group = (name: string): Expression => column('groups', name);
  const previous = group('previous_date');
  const newer = equal(group('is_newer'), intLiteral(1));
  const stored = from(table(target.schema, target.name), 'stored');
  const columns = (against: Expression, place: 'batch' | 'stored'): SelectColumn[] => [
    ...[key, date, 'member_count'].map((name) => ({ name, value: group(name) })),
    { name: 'against_date', value: against },
    { name: 'place', value: textLiteral(place) },
  ];
  const select = (against: Expression, place: 'batch' | 'stored', ...where: Expression[]): SelectNode => ({
    node: 'select',
    columns: columns(against, place),
    from: from(groups, 'groups'),
    where: and(...where),
  });
  const anyStored = exists({
    node: 'select',
    columns: [{ name: 'found', value: intLiteral(1) }],
    from: stored,
  });
  const before: SelectNode = {
    node: 'select',
    columns: columns({ node: 'aggregate', function: 'max', operand: column('stored', date) }, 'stored'),
    from: from(groups, 'groups'),
    joins: [
      {
        kind: 'inner',
        ...stored,
        on: and(equal(column('stored', key), group(key)), {
          node: 'compare',
          operator: '<',
          left: column('stored', date),
          right: group(date),
        }),
      },
    ],
    where: not(newer),
    groupBy: [key, date, 'member_count'].map(group),
  };
  return {
    node: 'unionAll',
    queries: [
      select(previous, 'batch', newer, isNotNull(previous), ...(storesFirstLoad ? [anyStored] : [])),
      select(
        group('latest_date'),
        'stored',
        newer,
        isNull(previous),
        isNotNull(group('latest_date')),
      ),
      select(group(date), 'stored', not(newer)),
      before,
    ],
  };
}

function peerMembers({ key, child, hashDiff, date }: ColumnNames, { target }: GroupEntity): UnionAllNode {
  const rowsOf = (place: 'batch' | 'stored', rows: FromTerm): SelectNode => ({
    node: 'select',
    columns: [
      ...[key, date, 'member_count', 'against_date'].map((name) => ({
        name,
        value: column('compared', name),
      })),
      ...[...child.map(({ name }) => name), hashDiff].map((name) => ({
        name,
        value: column(rows.alias, name),
      })),
    ],
    from: from(compared, 'compared'),
    joins: [
      {
        kind: 'inner',
        ...rows,
        on: and(
          equal(column(rows.alias, key), column('compared', key)),
          equal(column(rows.alias, date), column('compared', 'against_date')),
        ),
      },
    ],
    where: equal(column('compared', 'place'), textLiteral(place)),
  });
  return {
    node: 'unionAll',
    queries: [
      rowsOf('batch', from(members, 'members')),
      rowsOf('stored', from(table(target.schema, target.name), 'stored')),
    ],
  };
}

function unchangedGroups({ key, child, hashDiff, date }: ColumnNames): SelectNode {
  const peer = (name: string): Expression => column('peers', name);
  const identity = [key, date, 'member_count', 'against_date'].map(peer);
  const found: Expression = { node: 'aggregate', function: 'count', operand: column('members', key) };
  const equals: SelectNode = {
    node: 'select',
    columns: [key, date].map((name) => ({ name, value: peer(name) })),
    from: from(table(null, 'peers'), 'peers'),
    joins: [
      {
        kind: 'left',
        ...from(members, 'members'),
        on: and(
          ...[key, date, hashDiff].map((name) => equal(column('members', name), peer(name))),
          ...child.map(({ name, nullable }) => (nullable ? same : equal)(column('members', name), peer(name))),
        ),
      },
    ],
    groupBy: identity,
    having: and(equal(countRows(), peer('member_count')), equal(found, peer('member_count'))),
  };
  return {
    node: 'select',
    columns: [key, date].map((name) => ({ name, value: column('equals', name) })),
    from: from(equals, 'equals'),
    groupBy: [key, date].map((name) => column('equals', name)),
  };
}

/** Without a parent: held. Equal to a group it is compared with: known. Otherwise older ones are late. */
function outcomes(names: ColumnNames, { parent }: GroupEntity): SelectNode {
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
      ...carried.map((name) => ({ name, value: column('members', name) })),
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
