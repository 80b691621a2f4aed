import { dateOf, lastOfDate, sequenceJoins, type RefreshExtent } from './point-in-time-sequence.ts';
import { openEndLiteral } from '../../model/open-end.ts';
import { hashTypeOf, type HashProfile } from '../../hash/hash-profile.ts';
import {
  and,
  coalesce,
  column,
  equal,
  intLiteral,
  isNotNull,
  isNull,
  not,
  or,
  same,
  when,
  type Expression,
  type OrderTerm,
} from '../../sql/expression.ts';
import { keyHash } from '../../sql/hash-expression.ts';
import {
  from,
  table,
  type JoinTerm,
  type PickNode,
  type Query,
  type SelectColumn,
  type SelectNode,
} from '../../sql/query.ts';
import { compare, instantsTable, latestInstant, type AsOfTarget } from './as-of-scope.ts';
import { earliestInstant } from './beginning.ts';
import type { PlanContext } from '../../stage/entity-load.ts';
import { ghostDateLiteral } from '../../stage/ghost-record.ts';
import { zeroKey } from '../../stage/zero-keys.ts';
import { loadDate } from '../../model/parameters.ts';
import type { PointInTimeModel, PointInTimeSatellite } from './point-in-time.ts';

/**
 * The rows of a point-in-time table; those that differ from the stored ones, where there can be any.
 *
 * The changes of all satellites make one timeline per key. Load dates only grow along it, so the latest one of each
 * satellite is a running maximum, and each change holds until the next: a half-open range that the instants are joined to.
 * No key meets a date it has no row for.
 */
export function pointInTimeRows(
  model: PointInTimeModel,
  scope: AsOfTarget,
  extent: RefreshExtent,
  context: PlanContext,
): Query {
  const sequenced = model.satellites.filter(({ sequence }) => sequence.length > 0);
  return {
    node: 'with',
    tables: [
      ...(extent === 'touched'
        ? [{ name: 'touched', comment: 'Touched keys, once.', query: touchedOnce(model) }]
        : []),
      {
        name: 'changes',
        comment: 'When each key was first seen and when each satellite changed.',
        query: {
          node: 'unionAll',
          queries: [
            firstSeen(model, scope, extent, context),
            ...model.satellites.map((_, place) => versions(model, place, scope, extent, context)),
          ],
        },
      },
      {
        name: 'ranges',
        comment: 'What was in force from one change until before the next.',
        query: ranges(model),
      },
      ...sequenced.map((satellite) => ({
        name: `last_${satellite.name}`,
        comment: `The last row of ${satellite.name} for each load date.`,
        query: lastOfDate(model, satellite, extent, context),
      })),
    ],
    body: rows(model, scope, extent, context),
  };
}

const newOnly = (extent: RefreshExtent): Expression | null =>
  extent === 'everything'
    ? null
    : equal(column('instants', 'is_new'), intLiteral(extent === 'newInstants' ? 1 : 0));

function touchedOnce({ name, hashKey }: PointInTimeModel): PickNode {
  return {
    node: 'pick',
    from: from(table(null, `touched_${name}`), 'written'),
    keys: [{ name: hashKey, value: column('written', hashKey) }],
    order: [{ by: column('written', 'since'), direction: 'asc', nulls: 'last' }],
    columns: [{ name: 'since', value: column('written', 'since'), type: loadDate.type }],
  };
}

/** Only rows that matter: of touched keys, and not later than the latest instant. */
function narrowing(
  model: PointInTimeModel,
  scope: AsOfTarget,
  extent: RefreshExtent,
  key: Expression,
  since: Expression | null,
): JoinTerm[] {
  const edge = from(latestInstant(scope, newOnly(extent)), 'edge');
  return [
    ...(extent === 'touched'
      ? [
          {
            kind: 'inner' as const,
            ...from(table(null, 'touched'), 'touched'),
            on: equal(column('touched', model.hashKey), key),
          },
        ]
      : []),
    { kind: 'inner', ...edge, on: compare(since ?? earliestInstant, '<=', column('edge', 'latest')) },
  ];
}

function change(
  model: PointInTimeModel,
  key: Expression,
  instant: Expression,
  origin: number,
): SelectColumn[] {
  const nothing: Expression = { node: 'literal', value: null, type: loadDate.type };
  return [
    { name: model.hashKey, value: key },
    { name: 'instant', value: instant },
    { name: 'origin', value: intLiteral(origin) },
    { name: 'first_seen', value: origin === 0 ? instant : nothing },
    ...model.satellites.map((_, place) => ({
      name: dateOf(place),
      value: origin === place + 1 ? instant : nothing,
    })),
  ];
}

function firstSeen(
  model: PointInTimeModel,
  scope: AsOfTarget,
  extent: RefreshExtent,
  { vault, tableOf }: PlanContext,
): SelectNode {
  const parent = tableOf(model.parent);
  const key = column('parent', model.hashKey);
  const seen = model.rows === 'all' ? earliestInstant : column('parent', vault.naming.loadDate);
  return {
    node: 'select',
    columns: change(model, key, seen, 0),
    from: from(table(parent.schema, parent.name), 'parent'),
    joins: narrowing(model, scope, extent, key, model.rows === 'all' ? null : seen),
  };
}

function versions(
  model: PointInTimeModel,
  place: number,
  scope: AsOfTarget,
  extent: RefreshExtent,
  { vault, tableOf }: PlanContext,
): SelectNode {
  const { name, hashKey } = model.satellites[place] as PointInTimeSatellite;
  const own = tableOf(name);
  const key = column('version', hashKey);
  const date = column('version', vault.naming.loadDate);
  return {
    node: 'select',
    columns: change(model, key, date, place + 1),
    from: from(table(own.schema, own.name), 'version'),
    joins: narrowing(model, scope, extent, key, date),
  };
}

function ranges(model: PointInTimeModel): SelectNode {
  const changes = (name: string): Expression => column('changes', name);
  const orderBy: OrderTerm[] = ['instant', 'origin'].map((name) => ({ by: changes(name), nulls: 'first' }));
  const partitionBy = [changes(model.hashKey)];
  const running = (name: string): SelectColumn => ({
    name,
    value: {
      node: 'window',
      function: 'max',
      operand: changes(name),
      partitionBy,
      orderBy,
      frame: 'untilCurrent',
    },
  });
  return {
    node: 'select',
    columns: [
      { name: model.hashKey, value: changes(model.hashKey) },
      { name: 'instant', value: changes('instant') },
      running('first_seen'),
      ...model.satellites.map((_, place) => running(dateOf(place))),
      {
        name: 'next_instant',
        value: { node: 'window', function: 'lead', operand: changes('instant'), partitionBy, orderBy },
      },
    ],
    from: from(table(null, 'changes'), 'changes'),
  };
}

function rows(
  model: PointInTimeModel,
  scope: AsOfTarget,
  extent: RefreshExtent,
  { vault }: PlanContext,
): SelectNode {
  const { hashKey, asOf, pitKey } = model;
  const key = column('ranges', hashKey);
  const instant = column('instants', 'as_of');
  const profile = vault.hashProfile;
  const pairs = pairsInForce(model, profile);
  const whole = keyHash(profile, [
    { name: hashKey, value: key, type: hashTypeOf(profile), nullable: false },
    { name: asOf, value: instant, type: loadDate.type, nullable: false },
  ]);
  const compared = extent !== 'newInstants';
  const wanted = newOnly(extent);
  const stored = (name: string): Expression => column('stored', name);
  return {
    node: 'select',
    columns: [
      ...(pitKey === null ? [] : [{ name: pitKey, value: whole }]),
      { name: hashKey, value: key },
      { name: asOf, value: instant },
      ...pairs,
    ],
    from: from(table(null, 'ranges'), 'ranges'),
    joins: [
      {
        kind: 'inner',
        ...from(table(null, instantsTable(scope).name), 'instants'),
        on: and(
          compare(instant, '>=', column('ranges', 'instant')),
          compare(instant, '<', coalesce(column('ranges', 'next_instant'), openEndLiteral)),
          ...(wanted === null ? [] : [wanted]),
        ),
      },
      ...(extent === 'touched'
        ? [
            {
              kind: 'inner' as const,
              ...from(table(null, 'touched'), 'touched'),
              on: and(
                equal(column('touched', hashKey), key),
                compare(column('touched', 'since'), '<=', instant),
              ),
            },
          ]
        : []),
      ...sequenceJoins(model, vault.naming.loadDate),
      ...(compared
        ? [
            {
              kind: 'left' as const,
              ...from(table(scope.target.schema, scope.target.name), 'stored'),
              on: and(equal(stored(hashKey), key), equal(stored(asOf), instant)),
            },
          ]
        : []),
    ],
    where: and(
      isNotNull(column('ranges', 'first_seen')),
      ...(compared
        ? [or(isNull(stored(hashKey)), ...pairs.map(({ name, value }) => not(same(stored(name), value))))]
        : []),
    ),
  };
}

/** Key and load date of each satellite's row in force, and its sequence. */
function pairsInForce(
  { hashKey, missing, satellites }: PointInTimeModel,
  profile: HashProfile,
): SelectColumn[] {
  const key = column('ranges', hashKey);
  return satellites.flatMap((satellite, place): SelectColumn[] => {
    const date = column('ranges', dateOf(place));
    const ghost = missing === 'ghost';
    return [
      {
        name: satellite.keyColumn,
        value: when(isNotNull(date), key, ghost ? zeroKey(profile, 'unknown') : null),
      },
      { name: satellite.dateColumn, value: ghost ? coalesce(date, ghostDateLiteral) : date },
      ...satellite.sequence.map(({ name }) => ({ name, value: column(`last_${satellite.name}`, name) })),
    ];
  });
}
