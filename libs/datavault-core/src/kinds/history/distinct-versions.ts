import { recordSource as recordSourceParameter } from '../../model/parameters.ts';
import {
  and,
  column,
  equal,
  intLiteral,
  isNotNull,
  not,
  type Expression,
  type OrderTerm,
} from '../../sql/expression.ts';
import { from, table, type PickNode, type SelectNode, type WithNode } from '../../sql/query.ts';
import type { HistoryEntity, HistoryFeed, HistoryInput } from './history-entity.ts';
import type { SetColumn } from '../../stage/set-column.ts';
import { isSame, valuesIn } from './row-order.ts';
import { columnsOf, namesOf, type VersionColumns } from './version-columns.ts';
import { feedColumn, placeColumn, stagedRowsColumn } from '../../model/work-columns.ts';

type NamedQuery = WithNode['tables'][number];

/** The relations that end in `versions`, and the rows that fall out on the way. */
export interface DistinctVersions {
  readonly tables: readonly NamedQuery[];
  /** Rows that another feed brought too. */
  readonly repeated: SelectNode | null;
  /** Versions that a later one of the same moment displaces. */
  readonly displaced: SelectNode | null;
}

/** Different contents of a key in this batch, each once, whatever feed brought them. */
export function distinctVersions(
  names: VersionColumns,
  entity: HistoryEntity,
  input: HistoryInput,
): DistinctVersions {
  const picks = input.feeds.map((feed, place) =>
    onePerVersion(names, entity, feed, input.feeds.length > 1 ? place : null),
  );
  const [only] = picks;
  if (only === undefined) throw new TypeError(`${entity.target.name} has no rows to load`);
  const lastWins = entity.rules.ties === 'last';
  const comment = 'Different contents of a key in this batch, each once.';
  if (picks.length === 1 && !lastWins)
    return { tables: [{ name: 'versions', comment, query: only }], repeated: null, displaced: null };
  if (picks.length === 1) {
    const offered = { name: 'offered', comment, query: only };
    return withoutDisplaced(names, [offered], { from: from(table(null, 'offered'), 'versions') }, null);
  }
  const tables: NamedQuery[] = [
    {
      name: 'offered',
      comment: 'Different contents of a key, each once for every source.',
      query: { node: 'unionAll', queries: picks },
    },
    {
      name: 'ranked',
      comment: 'Equal rows of several sources in the order of the sources.',
      query: ranked(names),
    },
  ];
  const place = column('versions', placeColumn);
  const relation = from(table(null, 'ranked'), 'versions');
  const repeated: SelectNode = {
    node: 'select',
    columns: columnsOf(names.carried),
    from: relation,
    where: { node: 'compare', operator: '>', left: place, right: intLiteral(1) },
  };
  const first = { from: relation, where: equal(place, intLiteral(1)) };
  if (lastWins) return withoutDisplaced(names, tables, first, repeated);
  const query: SelectNode = { node: 'select', columns: columnsOf(names.carried), ...first };
  return { tables: [...tables, { name: 'versions', comment, query }], repeated, displaced: null };
}

/** Equal rows of one feed as one row, with the number of rows it stands for. */
function onePerVersion(
  { key, identity, date, recordSource }: VersionColumns,
  { spelling }: HistoryEntity,
  { rows, where, arrival, columns }: HistoryFeed,
  place: number | null,
): PickNode {
  const values = new Map(columns.map(({ name, value }) => [name, value]));
  const valueOf = (name: string): Expression =>
    name === date ? arrival.loadDate : (values.get(name) as Expression);
  const keys = namesOf(identity);
  const keyed = keyedRows(namesOf(key), columns);
  const conditions = [...(where ? [where] : []), ...(keyed ? [keyed] : [])];
  const order = spelling.map((name): OrderTerm => ({ by: valueOf(name), direction: 'asc', nulls: 'last' }));
  const origin: OrderTerm = { by: arrival.recordSource, direction: 'asc', nulls: 'last' };
  const differs = arrival.recordSource.node !== 'parameter';
  return {
    node: 'pick',
    from: rows,
    ...(conditions.length === 0 ? {} : { where: and(...conditions) }),
    keys: keys.map((name) => ({ name, value: valueOf(name) })),
    order: order.length > 0 && differs ? [...order, origin] : order,
    columns: [
      ...columns
        .filter(({ name }) => !keys.includes(name))
        .map(({ name, value, type }) => ({ name, value, type })),
      { name: recordSource, value: arrival.recordSource, type: recordSourceParameter.type },
      ...(place === null
        ? []
        : [{ name: feedColumn, value: intLiteral(place), type: { kind: 'int' } } as const]),
    ],
    count: stagedRowsColumn,
  };
}

/** Every column of the key is present; null when none can be absent. */
export function keyedRows(key: readonly string[], columns: readonly SetColumn[]): Expression | null {
  const optional = columns.filter(({ name, nullable }) => nullable && key.includes(name));
  return optional.length === 0 ? null : and(...optional.map(({ value }) => isNotNull(value)));
}

function ranked({ carried, identity }: VersionColumns): SelectNode {
  const place: Expression = {
    node: 'window',
    function: 'rowNumber',
    operand: null,
    partitionBy: namesOf(identity).map((name) => column('versions', name)),
    orderBy: [{ by: column('versions', feedColumn) }],
  };
  return {
    node: 'select',
    columns: [...columnsOf(carried), { name: placeColumn, value: place }],
    from: from(table(null, 'offered'), 'versions'),
  };
}

/** Of the versions of one moment only the last in order stays. */
function withoutDisplaced(
  { carried, key, moment, identity }: VersionColumns,
  tables: readonly NamedQuery[],
  source: Pick<SelectNode, 'from' | 'where'>,
  repeated: SelectNode | null,
): DistinctVersions {
  const keys = namesOf(key);
  const next = (name: string): Expression => ({
    node: 'window',
    function: 'lead',
    operand: column('versions', name),
    partitionBy: keys.map((item) => column('versions', item)),
    orderBy: namesOf(identity)
      .filter((item) => !keys.includes(item))
      .map((item) => ({ by: column('versions', item) })),
  });
  const contested: SelectNode = {
    node: 'select',
    columns: [
      ...columnsOf(carried),
      ...namesOf(moment).map((name) => ({ name: `next_${name}`, value: next(name) })),
    ],
    ...source,
  };
  const relation = from(table(null, 'contested'), 'versions');
  const loses = and(
    isNotNull(column('versions', `next_${moment[0]?.name}`)),
    isSame(moment, valuesIn('versions'), valuesIn('versions', 'next_')),
  );
  const select = (where: Expression): SelectNode => ({
    node: 'select',
    columns: columnsOf(carried),
    from: relation,
    where,
  });
  return {
    tables: [
      ...tables,
      { name: 'contested', comment: 'Versions beside the next one of their key.', query: contested },
      {
        name: 'versions',
        comment: 'The last version of each moment.',
        query: select(not(loses)),
      },
    ],
    repeated,
    displaced: select(loses),
  };
}
