import {
  type PickedColumn,
  columnType,
  from,
  table,
  type FromTerm,
  type JoinTerm,
  type SelectColumn,
  type SelectNode,
  type TableDefinition,
  type WithNode,
  columnsFrom,
} from '../../sql/query.ts';
import { type StoredType } from '../../sql/stored-type.ts';
import { recordSource, loadDate } from '../../model/parameters.ts';
import type { Naming } from '../../metadata/naming.ts';
import { stagedRowsColumn } from '../../model/work-columns.ts';
import {
  and,
  column,
  equal,
  isNotNull,
  isNull,
  or,
  when,
  type Expression,
  type OrderTerm,
} from '../../sql/expression.ts';
import { type EffectivityModel } from './effectivity-model.ts';
import type { SetInput } from '../insert-once/set-load.ts';

/** Rows to load; every row brings its own load date. */
export interface EffectivityInput extends Omit<SetInput, 'arrival'> {
  readonly arrival: NonNullable<SetInput['arrival']>;
  readonly key: { readonly value: Expression; readonly nullable: boolean };
  readonly driving: readonly { readonly value: Expression; readonly nullable: boolean }[];
  readonly secondary: readonly Expression[];
  readonly start: Expression;
  readonly end: Expression;
}

/** What the queries of all modes are made of. */
export interface EffectivityQuery {
  readonly model: EffectivityModel;
  readonly input: EffectivityInput;
  readonly target: TableDefinition;
  readonly naming: Naming;
}

/** A named intermediate result. */
export type NamedQuery = WithNode['tables'][number];

/** Inside the queries columns have names of their own, so that no physical name can clash with them. */
export const drivingNames = ({ driving }: EffectivityModel): string[] =>
  driving.map((_, place) => `driving_${place}`);
const secondaryNames = ({ secondary }: EffectivityModel): string[] =>
  secondary.map((_, place) => `secondary_${place}`);

/** The columns of a row in the order of the target: all modes but `snapshot`. */
export const rowNames = (model: EffectivityModel): string[] => [
  'link_key',
  ...drivingNames(model),
  ...secondaryNames(model),
  'start_at',
  'end_at',
  'arrived',
  'origin',
];

/** The same columns of a row that is picked, each with its type: an instant, the record source, or a hash. */
export const picked = (
  { model, target }: EffectivityQuery,
  relation: string,
  names: readonly string[],
): PickedColumn[] =>
  columnsFrom(relation, names).map((item) => ({
    ...item,
    type: typeOf(item.name) ?? columnType(target.columns, model.hashKey),
  }));

function typeOf(name: string): StoredType | null {
  if (name === 'origin') return recordSource.type;
  return ['start_at', 'end_at', 'arrived', 'instant'].includes(name) ? loadDate.type : null;
}

export const workTableQuery = (name: string, alias = name): FromTerm => from(table(null, name), alias);
export const matching = (left: string, right: string, names: readonly string[]): Expression =>
  and(...names.map((name) => equal(column(left, name), column(right, name))));
export const comparedRows = (
  left: Expression,
  operator: '<' | '<=' | '>' | '>=' | '<>',
  right: Expression,
): Expression => ({ node: 'compare', operator, left, right });

/** When a row takes effect: at its start, or at an end before it. */
const instantOf = (start: Expression, end: Expression): Expression => ({
  node: 'case',
  branches: [{ condition: comparedRows(end, '<', start), result: end }],
  otherwise: start,
});

/** Newest stored load date of the row's driving key. */
export const joinLatest = ({ model }: EffectivityQuery, relation: string) => ({
  ...workTableQuery('latest'),
  on: matching('latest', relation, drivingNames(model)),
});
/** Driving keys whose rows all wait. */
export const joinBlocked = ({ model }: EffectivityQuery, relation: string) => ({
  ...workTableQuery('blocked'),
  on: matching('blocked', relation, drivingNames(model)),
});
export const isFree = ({ model }: EffectivityQuery): Expression =>
  isNull(column('blocked', drivingNames(model)[0] ?? ''));

/** Rows of one link key, or of one step: by instant, opening before closing, start. */
export const rowOrder = (relation: string): OrderTerm[] => [
  { by: column(relation, 'instant') },
  { by: column(relation, 'end_at'), direction: 'desc' },
  { by: column(relation, 'start_at') },
];

/** The input's rows; those without link key only where they can close something. */
export function delivered({ model, input }: EffectivityQuery): NamedQuery {
  const values = [
    input.key.value,
    ...input.driving.map(({ value }) => value),
    ...input.secondary,
    input.start,
    input.end,
    input.arrival.loadDate,
    input.arrival.recordSource,
  ];
  const own =
    model.mode === 'snapshot'
      ? [
          { name: 'link_key', value: input.key.value },
          { name: 'arrived', value: input.arrival.loadDate },
          { name: 'origin', value: input.arrival.recordSource },
        ]
      : [
          ...rowNames(model).map((name, place) => ({ name, value: values[place] ?? input.key.value })),
          {
            name: 'instant',
            // A row without link key ends nothing of its own.
            value: when(isNull(input.key.value), input.start, instantOf(input.start, input.end)),
          },
        ];
  const needed =
    model.mode === 'snapshot'
      ? []
      : model.nullSecondary === 'close'
        ? input.driving.filter(({ nullable }) => nullable)
        : [input.key].filter(({ nullable }) => nullable);
  const conditions = [...(input.where ? [input.where] : []), ...needed.map(({ value }) => isNotNull(value))];
  return {
    name: 'delivered',
    comment: 'The rows to load.',
    query: {
      node: 'select',
      columns: own,
      from: input.rows,
      ...(conditions.length === 0 ? {} : { where: and(...conditions) }),
    },
  };
}

/** Every different row once. */
export function sightings(query: EffectivityQuery): NamedQuery {
  const { model } = query;
  const keys =
    model.mode === 'snapshot' ? ['link_key', 'arrived'] : ['link_key', 'start_at', 'end_at', 'arrived'];
  const names =
    model.mode === 'snapshot'
      ? ['origin']
      : [...rowNames(model), 'instant'].filter((name) => !keys.includes(name));
  return {
    name: 'sightings',
    comment: 'Every different row once.',
    query: {
      node: 'pick',
      from: workTableQuery('delivered'),
      where: isNotNull(column('delivered', 'link_key')),
      keys: columnsFrom('delivered', keys),
      order: [],
      columns: picked(query, 'delivered', names),
      count: stagedRowsColumn,
    },
  };
}

/** The driving keys of the input. */
export function drivers({ model }: EffectivityQuery): NamedQuery {
  return {
    name: 'drivers',
    comment: 'Driving keys of this batch; no other is looked up.',
    query: {
      node: 'select',
      columns: columnsFrom('delivered', drivingNames(model)),
      from: workTableQuery('delivered'),
      groupBy: drivingNames(model).map((name) => column('delivered', name)),
    },
  };
}

/** Stored rows of those driving keys, each with its place in the history of its link key. */
export function storedRows({ model, target }: EffectivityQuery): NamedQuery {
  const columns = target.columns.map(({ name }, place): SelectColumn => ({
    name: rowNames(model)[place] ?? name,
    value: column('target', name),
  }));
  const [start, end] = [column('target', model.startColumn), column('target', model.endColumn)];
  const placed: SelectNode = {
    node: 'select',
    columns: [...columns, { name: 'instant', value: instantOf(start, end) }],
    from: from(table(target.schema, target.name), 'target'),
    joins: [
      {
        kind: 'inner',
        ...workTableQuery('drivers'),
        on: and(
          ...model.driving.map(({ name }, place) =>
            equal(column('drivers', `driving_${place}`), column('target', name)),
          ),
        ),
      },
    ],
  };
  const order: OrderTerm[] = [{ by: column('placed', 'arrived') }, ...rowOrder('placed')];
  return {
    name: 'stored',
    comment: 'What the satellite holds of them, each row with its place in the history of its link key.',
    query: {
      node: 'select',
      columns: [
        ...columnsFrom('placed', [...rowNames(model), 'instant']),
        ...placeInHistory('placed', order),
      ],
      from: { relation: placed, alias: 'placed' },
    },
  };
}

/** `from_last`: 1 for the last row of a link key. `next_arrived`: load date of the row after it. */
export function placeInHistory(relation: string, order: readonly OrderTerm[]): SelectColumn[] {
  const partitionBy = [column(relation, 'link_key')];
  const reversed = order.map(({ by, direction = 'asc' }): OrderTerm => ({
    by,
    direction: direction === 'asc' ? 'desc' : 'asc',
    nulls: 'last',
  }));
  return [
    {
      name: 'from_last',
      value: { node: 'window', function: 'rowNumber', operand: null, partitionBy, orderBy: reversed },
    },
    {
      name: 'next_arrived',
      value: {
        node: 'window',
        function: 'lead',
        operand: column(relation, 'arrived'),
        partitionBy,
        orderBy: order,
      },
    },
  ];
}

/**
 * Rows of `sightings` that are stored, or repeat what their link key said just before their load date.
 *
 * `older` joins and selects the rows that are not newer; `says` is what a stored row must tell of the same link key.
 */
export function repeatedRows(
  keys: readonly string[],
  older: { readonly join: JoinTerm; readonly where: Expression },
  says: Expression,
): NamedQuery {
  const [since, until] = [column('stored', 'arrived'), column('stored', 'next_arrived')];
  const at = column('sightings', 'arrived');
  const justBefore = and(comparedRows(since, '<', at), or(isNull(until), comparedRows(until, '>=', at)));
  const own = columnsFrom('sightings', keys);
  return {
    name: 'repeated',
    comment: 'Rows that are stored, or repeat what was said just before them.',
    query: {
      node: 'select',
      columns: own,
      from: workTableQuery('sightings'),
      joins: [
        older.join,
        {
          kind: 'inner',
          ...workTableQuery('stored'),
          on: and(matching('stored', 'sightings', ['link_key']), says),
        },
      ],
      where: and(older.where, or(equal(since, at), justBefore)),
      groupBy: own.map(({ value }) => value),
    },
  };
}

/** What each row of `sightings` finds in `repeated`. */
export const joinRepeated = (keys: readonly string[]): JoinTerm => ({
  kind: 'left',
  ...workTableQuery('repeated'),
  on: matching('repeated', 'sightings', keys),
});
export const isRepeated: Expression = isNotNull(column('repeated', 'link_key'));
