import {
  columnType,
  from,
  table,
  type JoinTerm,
  type PickNode,
  type SelectNode,
  type TableColumn,
  type TableDefinition,
  type WithNode,
  columnsFrom,
} from '../../sql/query.ts';
import {
  extreme,
  and,
  column,
  equal,
  isNotNull,
  isNull,
  not,
  or,
  textLiteral,
  type Expression,
} from '../../sql/expression.ts';
import { loadDate } from '../../model/parameters.ts';
import type { HistoryEntity } from './history-entity.ts';
import { isAfter, isSame, valuesIn } from './row-order.ts';
import { amongKeys, columnsOf, namesOf, type VersionColumns } from './version-columns.ts';

/** What decides whether a version of the batch is newer than what is known of its key. */
export interface Horizon {
  readonly tables: WithNode['tables'];
  /** Joins of `versions` with what is known of each key. */
  readonly joins: readonly JoinTerm[];
  /** The same joins, for rows that are known not to be newer. */
  readonly olderJoins: readonly JoinTerm[];
  readonly isNewer: Expression;
  /** Something later of the row's source was loaded before it; null when that is not looked for. */
  readonly isSuspect: Expression | null;
}

/** `highWater` is the latest load date that was applied before, of the source of a row of `versions`. */
export function versionHorizon(
  names: VersionColumns,
  entity: HistoryEntity,
  highWater: Expression | null,
): Horizon {
  const { parent, rules, sightings, target } = entity;
  const { key, moment, date } = names;
  const latest: JoinTerm = {
    kind: 'left',
    ...from(table(null, 'latest'), 'latest'),
    on: isSame(key, valuesIn('latest'), valuesIn('versions')),
  };
  const tables: WithNode['tables'][number][] = [
    {
      name: 'latest',
      comment: 'What the satellite says now, for keys of this batch only.',
      query: latestVersions(names, entity),
    },
  ];
  const known = column('latest', `latest_${date}`);
  const joins: JoinTerm[] = [latest];
  const conditions: Expression[] = [];
  const own = column('versions', date);
  if (rules.candidates === 'tableMark') {
    tables.push({
      name: 'mark',
      comment: 'The latest load date of the whole satellite.',
      query: tableMark(names, target),
    });
    joins.push({ kind: 'cross', ...from(table(null, 'mark'), 'mark') });
    const later = laterThan(own, column('mark', 'mark_date'));
    if (parent === null) conditions.push(later);
    else {
      // A row that waits for its parent is judged when it is let in.
      const pairs = parent.columns.map(({ column: named, key: name }) =>
        equal(column('awaited', name), column('versions', named)),
      );
      joins.push({ kind: 'left', ...from(table(parent.schema, parent.table), 'awaited'), on: and(...pairs) });
      conditions.push(or(later, isNull(column('awaited', parent.columns[0]?.key ?? ''))));
    }
  } else {
    conditions.push(or(isNull(known), isAfter(moment, valuesIn('versions'), valuesIn('latest', 'latest_'))));
  }
  if (sightings !== null) {
    tables.push({
      name: 'seen',
      comment: 'When each key of this batch was last seen.',
      query: lastSeen(names, entity),
    });
    joins.push({
      kind: 'left',
      ...from(table(null, 'seen'), 'seen'),
      on: isSame(key, valuesIn('seen'), valuesIn('versions')),
    });
    conditions.push(laterThan(own, column('seen', 'seen_date')));
  }
  const isSuspect =
    highWater === null
      ? null
      : and(isNotNull(known), isNotNull(highWater), {
          node: 'compare',
          operator: '<',
          left: own,
          right: highWater,
        });
  if (isSuspect !== null && rules.suspects === 'quarantine') conditions.push(not(isSuspect));
  const alwaysStored = joins.length === 1;
  return {
    tables,
    joins,
    olderJoins: alwaysStored ? [{ ...latest, kind: 'inner' }] : joins,
    isNewer: and(...conditions),
    isSuspect,
  };
}

function laterThan(own: Expression, limit: Expression): Expression {
  return or(isNull(limit), { node: 'compare', operator: '>', left: own, right: limit });
}

function latestVersions({ key, moment, content }: VersionColumns, { target }: HistoryEntity): PickNode {
  const ordered = namesOf([...moment, ...content]);
  return {
    node: 'pick',
    from: from(table(target.schema, target.name), 'stored'),
    where: amongKeys(key, { from: from(table(null, 'versions'), 'versions') }),
    keys: columnsFrom('stored', namesOf(key)),
    order: ordered.map((name) => ({ by: column('stored', name), direction: 'desc', nulls: 'last' })),
    columns: ordered.map((name) => ({
      name: `latest_${name}`,
      value: column('stored', name),
      type: columnType(target.columns, name),
    })),
  };
}

/** Ghost rows, whose key is all zeros or all ones, never take part in the mark. */
function tableMark({ key, date }: VersionColumns, target: TableDefinition): SelectNode {
  const conditions = key.flatMap(({ name }): Expression[] => {
    const type = target.columns.find((item: TableColumn) => item.name === name)?.type;
    if (type?.kind !== 'hash') return [];
    const ghosts = ['00', 'ff'].map((byte): Expression => {
      const text = byte.repeat(type.bytes);
      return { node: 'literal', value: type.encoding === 'hexUpper' ? text.toUpperCase() : text, type };
    });
    return [not({ node: 'oneOf', operand: column('stored', name), values: ghosts })];
  });
  return {
    node: 'select',
    columns: [{ name: 'mark_date', value: extreme('max', column('stored', date), loadDate.type) }],
    from: from(table(target.schema, target.name), 'stored'),
    ...(conditions.length === 0 ? {} : { where: and(...conditions) }),
  };
}

function lastSeen({ key, date }: VersionColumns, { sightings }: HistoryEntity): SelectNode {
  if (sightings === null) throw new TypeError('no sightings to look up');
  const keys = namesOf(key);
  return {
    node: 'select',
    columns: [
      ...columnsOf(keys, 'stored'),
      { name: 'seen_date', value: extreme('max', column('stored', date), loadDate.type) },
    ],
    from: from(table(sightings.schema, sightings.table), 'stored'),
    where: and(
      equal(column('stored', sightings.satelliteColumn), textLiteral(sightings.satellite)),
      amongKeys(key, { from: from(table(null, 'versions'), 'versions') }),
    ),
    groupBy: keys.map((name) => column('stored', name)),
  };
}
