import {
  extreme,
  and,
  column,
  equal,
  intLiteral,
  isNotNull,
  not,
  or,
  textLiteral,
  when,
  type Expression,
} from '../../sql/expression.ts';
import { recordSource, recordSource as recordSourceParameter } from '../../model/parameters.ts';
import {
  columnType,
  from,
  table,
  type PickNode,
  type SelectColumn,
  type SelectNode,
  type WithNode,
} from '../../sql/query.ts';
import type { HistoryEntity, Sightings } from './history-entity.ts';
import { isSame, valuesIn } from './row-order.ts';
import { amongKeys, columnsOf, namesOf, remarkColumns, type VersionColumns } from './version-columns.ts';
import { feedColumn, outcomeColumn, stagedRowsColumn } from '../../model/work-columns.ts';
import type { Horizon } from './version-horizon.ts';

const origins = ['was_stored', 'was_seen', 'is_given'] as const;
type Origin = (typeof origins)[number];

interface LatePart {
  readonly tables: WithNode['tables'];
  readonly queries: readonly (SelectNode | PickNode)[];
}

/**
 * Rows that are not newer and take their place in the past: inserted when they differ from what comes before them there.
 *
 * Strategy: stored versions, sightings and older rows of a key in one order, so that several late rows of a batch are
 * measured by each other. A sighting that a late row cuts off from its version gets a copy of that version.
 */
export function insertedLate(names: VersionColumns, entity: HistoryEntity, horizon: Horizon): LatePart {
  const sightings = entity.rules.late === 'insertRestore' ? entity.sightings : null;
  const older: SelectNode = {
    node: 'select',
    columns: columnsOf(names.carried),
    from: from(table(null, 'versions'), 'versions'),
    joins: horizon.olderJoins,
    where: not(horizon.isNewer),
  };
  const moments = [
    storedMoments(names, entity, sightings),
    ...(sightings === null ? [] : [seenMoments(names, sightings)]),
    givenMoments(names, sightings),
  ];
  return {
    tables: [
      { name: 'older', comment: 'Versions that belong into the past.', query: older },
      {
        name: 'moments',
        comment: 'All that is known of their keys.',
        query: { node: 'unionAll', queries: moments },
      },
      {
        name: 'timeline',
        comment: 'Each version once, and where it is known from.',
        query: timeline(names, sightings),
      },
      { name: 'placed', comment: 'Each version beside its neighbours.', query: placed(names, sightings) },
      ...(sightings === null
        ? []
        : [{ name: 'cut_off', comment: 'Sightings that a late row cut off.', query: cutOff(names, entity) }]),
    ],
    queries: [lateOutcomes(names, entity), ...(sightings === null ? [] : [restored(names)])],
  };
}

function storedMoments(
  names: VersionColumns,
  { target }: HistoryEntity,
  sightings: Sightings | null,
): SelectNode {
  return {
    node: 'select',
    columns: [...columnsOf(namesOf(names.identity), 'stored'), ...originColumns('was_stored', sightings)],
    from: from(table(target.schema, target.name), 'stored'),
    where: ofOlderKeys(names),
  };
}

function seenMoments(names: VersionColumns, sightings: Sightings): SelectNode {
  const hashDiff = names.content[0]?.name ?? '';
  return {
    node: 'select',
    columns: [
      ...columnsOf([...namesOf(names.key), names.date], 'stored'),
      { name: hashDiff, value: column('stored', sightings.hashDiff) },
      ...originColumns('was_seen', sightings, column('stored', sightings.recordSource)),
    ],
    from: from(table(sightings.schema, sightings.table), 'stored'),
    where: and(
      equal(column('stored', sightings.satelliteColumn), textLiteral(sightings.satellite)),
      ofOlderKeys(names),
    ),
  };
}

function givenMoments(names: VersionColumns, sightings: Sightings | null): SelectNode {
  return {
    node: 'select',
    columns: [...columnsOf(namesOf(names.identity)), ...originColumns('is_given', sightings)],
    from: from(table(null, 'older'), 'versions'),
  };
}

function ofOlderKeys({ key }: VersionColumns): Expression {
  return amongKeys(key, { from: from(table(null, 'older'), 'versions') });
}

const noSource: Expression = {
  node: 'cast',
  operand: { node: 'literal', value: null, type: recordSourceParameter.type },
  type: recordSourceParameter.type,
};

function originColumns(origin: Origin, sightings: Sightings | null, source = noSource): SelectColumn[] {
  return [
    ...origins.map((name) => ({ name, value: intLiteral(name === origin ? 1 : 0) })),
    ...(sightings === null ? [] : [{ name: 'seen_source', value: source }]),
  ];
}

function timeline({ identity }: VersionColumns, sightings: Sightings | null): SelectNode {
  const facts = [...origins, ...(sightings === null ? [] : ['seen_source'])];
  return {
    node: 'select',
    columns: [
      ...columnsOf(namesOf(identity), 'moments'),
      ...facts.map((name): SelectColumn => ({
        name,
        value: extreme(
          'max',
          column('moments', name),
          name === 'seen_source' ? recordSource.type : { kind: 'int' },
        ),
      })),
    ],
    from: from(table(null, 'moments'), 'moments'),
    groupBy: namesOf(identity).map((name) => column('moments', name)),
  };
}

function placed({ key, moment, content, identity }: VersionColumns, sightings: Sightings | null): SelectNode {
  const beside = (name: string, place: 'lag' | 'lead'): Expression => ({
    node: 'window',
    function: place,
    operand: column('timeline', name),
    partitionBy: namesOf(key).map((item) => column('timeline', item)),
    orderBy: namesOf([...moment, ...content]).map((item) => ({ by: column('timeline', item) })),
  });
  const facts = [...origins, ...(sightings === null ? [] : ['seen_source'])];
  const before = [...namesOf([...moment, ...content]), 'was_stored', 'is_given'];
  return {
    node: 'select',
    columns: [
      ...columnsOf([...namesOf(identity), ...facts], 'timeline'),
      ...before.map((name) => ({ name: `before_${name}`, value: beside(name, 'lag') })),
      ...namesOf(moment).map((name) => ({ name: `after_${name}`, value: beside(name, 'lead') })),
    ],
    from: from(table(null, 'timeline'), 'timeline'),
  };
}

function lateOutcomes(names: VersionColumns, { rules }: HistoryEntity): SelectNode {
  const known = or(
    isOne('was_stored'),
    ...(rules.compress ? [and(hasNeighbour(names, 'before_'), repeatsBefore(names))] : []),
  );
  const shares = (prefix: string): Expression =>
    and(hasNeighbour(names, prefix), isSame(names.moment, valuesIn('placed'), valuesIn('placed', prefix)));
  return {
    node: 'select',
    columns: [
      ...columnsOf(names.carried),
      { name: outcomeColumn, value: when(known, textLiteral('known'), textLiteral('inserted')) },
      ...remarkColumns(names, {
        tied: when(or(shares('before_'), shares('after_')), intLiteral(1), intLiteral(0)),
      }),
    ],
    from: from(table(null, 'older'), 'versions'),
    joins: [
      {
        kind: 'inner',
        ...from(table(null, 'placed'), 'placed'),
        on: isSame(names.identity, valuesIn('placed'), valuesIn('versions')),
      },
    ],
  };
}

function isOne(name: string): Expression {
  return equal(column('placed', name), intLiteral(1));
}

function hasNeighbour({ date }: VersionColumns, prefix: string): Expression {
  return isNotNull(column('placed', `${prefix}${date}`));
}

function repeatsBefore({ content }: VersionColumns): Expression {
  return isSame(content, valuesIn('placed'), valuesIn('placed', 'before_'));
}

/** Sightings whose row is no version of its own, right after a late row of other content: each with its latest version. */
function cutOff(names: VersionColumns, { target }: HistoryEntity): PickNode {
  const { key, content, date, stored, identity, recordSource } = names;
  const own = namesOf(identity);
  const since = column('stored', date);
  const found: SelectNode = {
    node: 'select',
    columns: [
      ...stored.map((name) => {
        if (name === recordSource) return { name, value: column('placed', 'seen_source') };
        return { name, value: column(own.includes(name) ? 'placed' : 'stored', name) };
      }),
      { name: 'since', value: since },
    ],
    from: from(table(null, 'placed'), 'placed'),
    joins: [
      {
        kind: 'inner',
        ...from(table(target.schema, target.name), 'stored'),
        on: and(isSame([...key, ...content], valuesIn('stored'), valuesIn('placed')), {
          node: 'compare',
          operator: '<',
          left: since,
          right: column('placed', date),
        }),
      },
    ],
    where: and(
      isOne('was_seen'),
      not(isOne('was_stored')),
      not(isOne('is_given')),
      isOne('before_is_given'),
      not(isOne('before_was_stored')),
      not(repeatsBefore(names)),
    ),
  };
  return {
    node: 'pick',
    from: { relation: found, alias: 'found' },
    keys: columnsOf(own, 'found'),
    order: [{ by: column('found', 'since'), direction: 'desc', nulls: 'last' }],
    columns: columnsOf(
      stored.filter((name) => !own.includes(name)),
      'found',
    ).map((item) => ({ ...item, type: columnType(target.columns, item.name) })),
  };
}

function restored(names: VersionColumns): SelectNode {
  const none: Expression = { node: 'literal', value: null, type: { kind: 'int' } };
  return {
    node: 'select',
    columns: [
      ...columnsOf(names.stored, 'cut_off'),
      { name: stagedRowsColumn, value: intLiteral(0) },
      ...(names.carried.includes(feedColumn) ? [{ name: feedColumn, value: none }] : []),
      { name: outcomeColumn, value: textLiteral('restored') },
      ...remarkColumns(names),
    ],
    from: from(table(null, 'cut_off'), 'cut_off'),
  };
}
