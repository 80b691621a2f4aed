import {
  extreme,
  and,
  column,
  countRows,
  equal,
  exists,
  intLiteral,
  isNotNull,
  isNull,
  not,
  same,
  textLiteral,
  type Expression,
} from '../../sql/expression.ts';
import { loadDate } from '../../model/parameters.ts';
import {
  from,
  table,
  type FromTerm,
  type SelectColumn,
  type SelectNode,
  type UnionAllNode,
  columnsFrom,
} from '../../sql/query.ts';
import type { GroupEntity, GroupInput } from './multi-active-load.ts';
import { stagedRowsColumn } from '../../model/work-columns.ts';

const members = table(null, 'members');
const groups = table(null, 'groups');
const compared = table(null, 'compared');

/** The columns of groups by the part they play. */
export interface GroupColumns {
  readonly key: string;
  readonly child: GroupInput['childKey'];
  readonly hashDiff: string;
  readonly date: string;
  readonly recordSource: string;
  /** All columns of a row, in the order of the work table's insert. */
  readonly carried: readonly string[];
}

export function groupColumns(
  { naming, hashDiff }: GroupEntity,
  { key, childKey, payload }: GroupInput,
): GroupColumns {
  const { loadDate: date, recordSource } = naming;
  const own = [key, ...childKey].map(({ name }) => name);
  const carried = [
    ...own,
    hashDiff,
    ...payload.map(({ name }) => name),
    date,
    recordSource,
    stagedRowsColumn,
  ];
  return { key: key.name, child: childKey, hashDiff, date, recordSource, carried };
}

/**
 * A newer group is compared with the one before it, in this batch or else stored; an older one with the stored group of
 * its own load date and with the last one before.
 */
export function comparedGroups(
  { key, date }: GroupColumns,
  { target, storesFirstLoad }: GroupEntity,
): UnionAllNode {
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
    columns: columns(extreme('max', column('stored', date), loadDate.type), 'stored'),
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
      select(group('latest_date'), 'stored', newer, isNull(previous), isNotNull(group('latest_date'))),
      select(group(date), 'stored', not(newer)),
      before,
    ],
  };
}

/** The rows of the groups that a group is compared with. */
export function peerMembers(
  { key, child, hashDiff, date }: GroupColumns,
  { target }: GroupEntity,
): UnionAllNode {
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

/** Groups that are equal to one they are compared with, each once. */
export function unchangedGroups({ key, child, hashDiff, date }: GroupColumns): SelectNode {
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
          ...child.map(({ name, nullable }) =>
            (nullable ? same : equal)(column('members', name), peer(name)),
          ),
        ),
      },
    ],
    groupBy: identity,
    having: and(equal(countRows(), peer('member_count')), equal(found, peer('member_count'))),
  };
  return {
    node: 'select',
    columns: columnsFrom('equals', [key, date]),
    from: from(equals, 'equals'),
    groupBy: [key, date].map((name) => column('equals', name)),
  };
}
