import { openEndLiteral } from '../../model/open-end.ts';
import { type StoredType } from '../../sql/stored-type.ts';
import {
  extreme,
  and,
  coalesce,
  column,
  equal,
  intLiteral,
  isNotNull,
  isNull,
  or,
  when,
  type Expression,
} from '../../sql/expression.ts';
import { columnType, type JoinTerm, type SelectColumn, columnsFrom } from '../../sql/query.ts';
import { loadDate, recordSource } from '../../model/parameters.ts';
import { stagedRowsColumn } from '../../model/work-columns.ts';
import {
  comparedRows,
  drivingNames,
  isFree,
  joinBlocked,
  joinLatest,
  matching,
  rowNames,
  workTableQuery,
  type EffectivityQuery,
  type NamedQuery,
} from './effectivity-relations.ts';

const one = intLiteral(1);
const none = intLiteral(0);

const stepKeys = ({ model }: EffectivityQuery): string[] => [
  ...drivingNames(model),
  'arrived',
  ...(model.cardinality === 'one' ? ['instant'] : []),
];
const stepOrder = (query: EffectivityQuery) => {
  const own = stepKeys(query).slice(query.model.driving.length);
  return own.map((name) => ({ by: column('steps', name) }));
};

/** Steps of newer rows: one for each load date, or for each start in it. */
export function effectivitySteps(query: EffectivityQuery, isHolding: boolean): NamedQuery {
  const own = (name: string): Expression => column('moves', name);
  const isOpen = and(isNotNull(own('link_key')), equal(own('end_at'), openEndLiteral));
  const value = (name: string, of: 'min' | 'max', operand: Expression, type: StoredType): SelectColumn => ({
    name,
    value: extreme(of, operand, type),
  });
  const hash = columnType(query.target.columns, query.model.hashKey);
  const isNewer = or(
    isNull(column('latest', 'latest_at')),
    comparedRows(own('arrived'), '>', column('latest', 'latest_at')),
  );
  const joins: JoinTerm[] = [
    { kind: 'left', ...joinLatest(query, 'moves') },
    ...(isHolding ? [{ kind: 'left', ...joinBlocked(query, 'moves') } as const] : []),
  ];
  return {
    name: 'steps',
    comment: 'Steps of newer rows, with the smallest start and the outermost link keys of their open rows.',
    query: {
      node: 'select',
      columns: [
        ...columnsFrom('moves', stepKeys(query)),
        value('members_start', 'min', when(isOpen, own('start_at')), loadDate.type),
        value('empty_start', 'min', when(isNull(own('link_key')), own('start_at')), loadDate.type),
        value('first_member', 'min', when(isOpen, own('link_key')), hash),
        value('last_member', 'max', when(isOpen, own('link_key')), hash),
        value('origin', 'min', own('origin'), recordSource.type),
      ],
      from: workTableQuery('delivered', 'moves'),
      joins,
      where: isHolding ? and(isNewer, isFree(query)) : isNewer,
      groupBy: stepKeys(query).map(own),
    },
  };
}

/** `closing_no`: how many steps that close there are up to this one. */
export function numberedSteps(query: EffectivityQuery): NamedQuery {
  const { model } = query;
  const own = (name: string): Expression => column('steps', name);
  const hasMembers = isNotNull(own('members_start'));
  const derived = model.autoEndDate ? [model.cardinality === 'many' ? equal(one, one) : hasMembers] : [];
  const stated = and(isNotNull(own('empty_start')), isNull(own('members_start')));
  const closes = when(or(...derived, stated), one, none);
  const window = {
    node: 'window',
    partitionBy: drivingNames(model).map(own),
    orderBy: stepOrder(query),
  } as const;
  return {
    name: 'numbered',
    comment: 'Steps in order; the closing ones are numbered once more.',
    query: {
      node: 'select',
      columns: [
        ...columnsFrom('steps', [...stepKeys(query), 'origin']),
        { name: 'until_at', value: coalesce(own('members_start'), own('empty_start'), own('arrived')) },
        {
          name: 'tied',
          value: when(comparedRows(own('first_member'), '<>', own('last_member')), one, none),
        },
        { name: 'closes', value: closes },
        { name: 'step_no', value: { ...window, function: 'rowNumber', operand: null } },
        {
          name: 'closing_no',
          value: { ...window, function: 'sum', operand: closes, frame: 'untilCurrent' },
        },
      ],
      from: workTableQuery('steps'),
    },
  };
}

/** Newer rows in their steps, and before all steps what each link key said last. */
export function events(query: EffectivityQuery): NamedQuery {
  const names = [...rowNames(query.model), 'instant'];
  const isOpen = equal(column('sightings', 'end_at'), openEndLiteral);
  return {
    name: 'events',
    comment: 'Newer rows in their steps, and before all steps what each link key said last.',
    query: {
      node: 'unionAll',
      queries: [
        {
          node: 'select',
          columns: [
            ...columnsFrom('sightings', [...names, stagedRowsColumn]),
            ...columnsFrom('numbered', ['step_no', 'closing_no']),
            { name: 'tied', value: when(isOpen, column('numbered', 'tied'), none) },
          ],
          from: workTableQuery('sightings'),
          joins: [
            {
              kind: 'inner',
              ...workTableQuery('numbered'),
              on: matching('numbered', 'sightings', stepKeys(query)),
            },
          ],
        },
        {
          node: 'select',
          columns: [
            ...columnsFrom('stored', names),
            ...[stagedRowsColumn, 'step_no', 'closing_no', 'tied'].map((name) => ({ name, value: none })),
          ],
          from: workTableQuery('stored'),
          where: equal(column('stored', 'from_last'), one),
        },
      ],
    },
  };
}
