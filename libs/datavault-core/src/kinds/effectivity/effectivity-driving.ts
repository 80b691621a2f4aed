import { openEndLiteral } from '../../model/open-end.ts';
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
  textLiteral,
  when,
  type Expression,
} from '../../sql/expression.ts';
import { loadDate } from '../../model/parameters.ts';
import { outcomeColumn, stagedRowsColumn } from '../../model/work-columns.ts';
import { columnsFrom, type Query, type SelectNode } from '../../sql/query.ts';
import {
  comparedRows,
  drivers,
  drivingNames,
  isFree,
  isRepeated,
  joinBlocked,
  joinLatest,
  joinRepeated,
  matching,
  repeatedRows,
  rowNames,
  rowOrder,
  storedRows,
  workTableQuery,
  type EffectivityQuery,
  type NamedQuery,
} from './effectivity-relations.ts';
import { blockedDrivers } from './effectivity-held.ts';
import { events, numberedSteps, effectivitySteps } from './effectivity-steps.ts';
import type { ParentReference } from '../../stage/set-column.ts';

const one = intLiteral(1);
const none = intLiteral(0);

/**
 * Every row of the input, and every closing it causes, with what becomes of it: mode `driving`.
 *
 * Strategy: what is open at a step depends on the steps before it only, so steps are numbered per driving key and those
 * that close are numbered once more. An open row is closed by the closing step after its own, unless a row of its link
 * key comes first: an equality join, whatever the number of open rows, and no recursion over load dates.
 */
export function drivingOutcomes(
  query: EffectivityQuery,
  tables: readonly NamedQuery[],
  parent: ParentReference | null,
): Query {
  const isHolding = parent !== null;
  return {
    node: 'with',
    tables: [
      ...tables,
      drivers(query),
      storedRows(query),
      {
        name: 'latest',
        comment: 'Newest stored load date of each driving key.',
        query: {
          node: 'select',
          columns: [
            ...columnsFrom('stored', drivingNames(query.model)),
            {
              name: 'latest_at',
              value: extreme('max', column('stored', 'arrived'), loadDate.type),
            },
          ],
          from: workTableQuery('stored'),
          groupBy: drivingNames(query.model).map((name) => column('stored', name)),
        },
      },
      repeatedSightings(query),
      ...(parent === null ? [] : blockedDrivers(query, parent)),
      effectivitySteps(query, isHolding),
      numberedSteps(query),
      events(query),
      followedEvents(query),
      endedEvents(query),
      comparedEvents(query),
    ],
    body: {
      node: 'unionAll',
      queries: [
        newerRows(query),
        closings(query),
        olderRows(query, isHolding),
        ...(isHolding ? [heldRows(query)] : []),
      ],
    },
  };
}

const eventNames = ({ model }: EffectivityQuery): string[] => [
  ...rowNames(model),
  'instant',
  stagedRowsColumn,
  'step_no',
  'closing_no',
  'tied',
];

function alongLinkKey(relation: string, of: 'lag' | 'lead', operand: Expression): Expression {
  return {
    node: 'window',
    function: of,
    operand,
    partitionBy: [column(relation, 'link_key')],
    orderBy: [{ by: column(relation, 'step_no') }, ...rowOrder(relation)],
  };
}

function followedEvents(query: EffectivityQuery): NamedQuery {
  return {
    name: 'followed',
    comment: 'Each with the step of the next row of its link key.',
    query: {
      node: 'select',
      columns: [
        ...columnsFrom('events', eventNames(query)),
        { name: 'next_step', value: alongLinkKey('events', 'lead', column('events', 'step_no')) },
      ],
      from: workTableQuery('events'),
    },
  };
}

function endedEvents(query: EffectivityQuery): NamedQuery {
  const next = column('followed', 'next_step');
  const closing = (name: string): Expression => column('closing', name);
  const isClosed = and(
    equal(column('followed', 'end_at'), openEndLiteral),
    or(isNull(next), comparedRows(closing('step_no'), '<', next)),
  );
  return {
    name: 'ended',
    comment: 'Open rows with the step that closes them, when it comes before that row.',
    query: {
      node: 'select',
      columns: [
        ...columnsFrom('followed', eventNames(query)),
        { name: 'closed_at', value: when(isClosed, closing('until_at')) },
        { name: 'closed_arrived', value: when(isClosed, closing('arrived')) },
        { name: 'closed_origin', value: when(isClosed, closing('origin')) },
      ],
      from: workTableQuery('followed'),
      joins: [
        {
          kind: 'left',
          ...workTableQuery('numbered', 'closing'),
          on: and(
            matching('closing', 'followed', drivingNames(query.model)),
            equal(closing('closes'), one),
            equal(closing('closing_no'), {
              node: 'arithmetic',
              operator: '+',
              left: column('followed', 'closing_no'),
              right: one,
            }),
          ),
        },
      ],
    },
  };
}

function comparedEvents(query: EffectivityQuery): NamedQuery {
  const end = coalesce(column('ended', 'closed_at'), column('ended', 'end_at'));
  return {
    name: 'compared',
    comment: 'Each beside what its link key said before.',
    query: {
      node: 'select',
      columns: [
        ...columnsFrom('ended', [...eventNames(query), 'closed_at', 'closed_arrived', 'closed_origin']),
        { name: 'before_start', value: alongLinkKey('ended', 'lag', column('ended', 'start_at')) },
        { name: 'before_end', value: alongLinkKey('ended', 'lag', end) },
      ],
      from: workTableQuery('ended'),
    },
  };
}

/** Said already: known. */
function newerRows({ model }: EffectivityQuery): SelectNode {
  const own = (name: string): Expression => column('compared', name);
  const isKnown = and(equal(own('before_start'), own('start_at')), equal(own('before_end'), own('end_at')));
  return {
    node: 'select',
    columns: [
      ...columnsFrom('compared', [...rowNames(model), stagedRowsColumn]),
      { name: outcomeColumn, value: when(isKnown, textLiteral('known'), textLiteral('inserted')) },
      { name: 'tied', value: own('tied') },
    ],
    from: workTableQuery('compared'),
    where: comparedRows(own('step_no'), '>', none),
  };
}

function closings({ model }: EffectivityQuery): SelectNode {
  const replaced: Readonly<Record<string, string>> = {
    end_at: 'closed_at',
    arrived: 'closed_arrived',
    origin: 'closed_origin',
  };
  return {
    node: 'select',
    columns: [
      ...rowNames(model).map((name) => ({ name, value: column('compared', replaced[name] ?? name) })),
      { name: stagedRowsColumn, value: none },
      { name: outcomeColumn, value: textLiteral('derived') },
      { name: 'tied', value: none },
    ],
    from: workTableQuery('compared'),
    where: isNotNull(column('compared', 'closed_at')),
  };
}

const sightingKeys = ['link_key', 'start_at', 'end_at', 'arrived'];
const isOlder = comparedRows(column('sightings', 'arrived'), '<=', column('latest', 'latest_at'));

function repeatedSightings(query: EffectivityQuery): NamedQuery {
  const join = { kind: 'inner', ...joinLatest(query, 'sightings') } as const;
  return repeatedRows(
    sightingKeys,
    { join, where: isOlder },
    matching('stored', 'sightings', ['start_at', 'end_at']),
  );
}

/** Stored, or said just before: known. Anything else is late. */
function olderRows(query: EffectivityQuery, isHolding: boolean): SelectNode {
  return {
    node: 'select',
    columns: [
      ...columnsFrom('sightings', [...rowNames(query.model), stagedRowsColumn]),
      { name: outcomeColumn, value: when(isRepeated, textLiteral('known'), textLiteral('late')) },
      { name: 'tied', value: none },
    ],
    from: workTableQuery('sightings'),
    joins: [
      { kind: 'inner', ...joinLatest(query, 'sightings') },
      joinRepeated(sightingKeys),
      ...(isHolding ? [{ kind: 'left', ...joinBlocked(query, 'sightings') } as const] : []),
    ],
    where: isHolding ? and(isOlder, isFree(query)) : isOlder,
  };
}

/** What is stored already, or was said just before, is known; all other rows of a driving key that waits wait with it. */
function heldRows(query: EffectivityQuery): SelectNode {
  return {
    node: 'select',
    columns: [
      ...columnsFrom('sightings', [...rowNames(query.model), stagedRowsColumn]),
      { name: outcomeColumn, value: when(isRepeated, textLiteral('known'), textLiteral('held')) },
      { name: 'tied', value: none },
    ],
    from: workTableQuery('sightings'),
    joins: [{ kind: 'inner', ...joinBlocked(query, 'sightings') }, joinRepeated(sightingKeys)],
  };
}
