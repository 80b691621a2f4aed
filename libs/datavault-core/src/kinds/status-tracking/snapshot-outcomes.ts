import { columnType, from, table, type PickNode, type Query, type SelectNode } from '../../sql/query.ts';
import { recordSource, loadDate } from '../../model/parameters.ts';
import {
  extreme,
  and,
  coalesce,
  column,
  equal,
  exists,
  intLiteral,
  isNotNull,
  isNull,
  not,
  or,
  parameter,
  textLiteral,
  when,
  type Expression,
} from '../../sql/expression.ts';
import { endedKeys, endedSightings } from './absent-keys.ts';
import { isGhost } from '../../stage/ghost-record.ts';
import { isNewer, isZeroKey, workRow, type SnapshotColumns } from './snapshot-columns.ts';
import type { SnapshotEntity, SnapshotInput } from './snapshot-load.ts';
import { unchangedSnapshots } from './snapshot-timeline.ts';
import { stagedRowsColumn } from '../../model/work-columns.ts';

/**
 * Every listed key with what becomes of it, and every key that is no longer listed.
 *
 * Strategy: newer snapshots are numbered, so that a key was there before when its last sighting has the number before, or
 * is the stored one; the satellite is read once. Older snapshots cost a join of what was stored with each of them.
 */
export function snapshotOutcomes(entity: SnapshotEntity, input: SnapshotInput): Query {
  const names: SnapshotColumns = {
    key: entity.hashKey,
    date: entity.vault.naming.loadDate,
    origin: entity.vault.naming.recordSource,
    status: entity.status,
    content: entity.hashDiff === null ? [] : [entity.hashDiff],
  };
  return {
    node: 'with',
    tables: [
      {
        name: 'sightings',
        comment: 'The keys that each snapshot lists, each once.',
        query: distinctSightings(names, entity, input),
      },
      {
        name: 'instants',
        comment: 'Load dates of the snapshots; a batch without keys is one empty snapshot.',
        query: { node: 'unionAll', queries: [listedInstants(names), emptyInstant(names)] },
      },
      {
        name: 'snapshots',
        comment: 'Snapshots later than everything stored, numbered; and the older ones.',
        query: numberedSnapshots(names, entity),
      },
      {
        name: 'latest',
        comment: 'What the satellite says now of each key.',
        query: latestStatus(names, entity),
      },
      {
        name: 'placed',
        comment: 'Sightings of newer snapshots beside the ones before and after of their key.',
        query: placedSightings(names),
      },
      ...unchangedSnapshots(names, entity),
    ],
    body: {
      node: 'unionAll',
      queries: [
        newerOutcomes(names, entity),
        olderOutcomes(names, entity),
        endedSightings(names, entity),
        endedKeys(names, entity),
      ],
    },
  };
}

function distinctSightings(
  { key, date, origin, content }: SnapshotColumns,
  { target }: SnapshotEntity,
  input: SnapshotInput,
): PickNode {
  const { arrival, hashDiff } = input;
  const conditions = [input.where, input.keyed].filter((part) => part !== undefined && part !== null);
  const varies = arrival.recordSource.node !== 'parameter';
  return {
    node: 'pick',
    from: input.rows,
    ...(conditions.length === 0 ? {} : { where: and(...conditions) }),
    keys: [
      { name: key, value: input.key.value },
      { name: date, value: arrival.loadDate },
    ],
    order:
      hashDiff === null
        ? []
        : [
            { by: hashDiff, direction: 'desc', nulls: 'last' },
            ...(varies ? [{ by: arrival.recordSource, nulls: 'last' as const }] : []),
          ],
    columns: [
      ...(hashDiff === null
        ? []
        : content.map((name) => ({ name, value: hashDiff, type: columnType(target.columns, name) }))),
      { name: origin, value: arrival.recordSource, type: recordSource.type },
    ],
    count: stagedRowsColumn,
  };
}

function listedInstants({ date }: SnapshotColumns): SelectNode {
  return {
    node: 'select',
    columns: [{ name: date, value: column('sightings', date) }],
    from: from(table(null, 'sightings'), 'sightings'),
    groupBy: [column('sightings', date)],
  };
}

function emptyInstant({ date }: SnapshotColumns): SelectNode {
  const anySighting = exists({
    node: 'select',
    columns: [{ name: 'found', value: intLiteral(1) }],
    from: from(table(null, 'sightings'), 'sightings'),
  });
  return {
    node: 'select',
    columns: [{ name: date, value: column('batch', date) }],
    from: from({ node: 'select', columns: [{ name: date, value: parameter(loadDate) }] }, 'batch'),
    where: not(anySighting),
  };
}

function numberedSnapshots(
  { date }: SnapshotColumns,
  { target, vault, hashKey }: SnapshotEntity,
): SelectNode {
  const mark: SelectNode = {
    node: 'select',
    columns: [{ name: 'mark_date', value: extreme('max', column('stored', date), loadDate.type) }],
    from: from(table(target.schema, target.name), 'stored'),
    where: not(isGhost({ hashKey }, vault, 'stored')),
  };
  const markDate = column('mark', 'mark_date');
  const own = column('instants', date);
  const newer = when(
    or(isNull(markDate), { node: 'compare', operator: '>', left: own, right: markDate }),
    intLiteral(1),
    intLiteral(0),
  );
  return {
    node: 'select',
    columns: [
      { name: date, value: own },
      { name: 'is_newer', value: newer },
      {
        name: 'snapshot_no',
        value: {
          node: 'window',
          function: 'rowNumber',
          operand: null,
          partitionBy: [newer],
          orderBy: [{ by: own }],
        },
      },
    ],
    from: from(table(null, 'instants'), 'instants'),
    joins: [{ kind: 'cross', relation: mark, alias: 'mark' }],
  };
}

function latestStatus(
  { key, date, status, content }: SnapshotColumns,
  { target, vault, hashKey }: SnapshotEntity,
): PickNode {
  return {
    node: 'pick',
    from: from(table(target.schema, target.name), 'stored'),
    where: not(isGhost({ hashKey }, vault, 'stored')),
    keys: [{ name: key, value: column('stored', key) }],
    order: [{ by: column('stored', date), direction: 'desc', nulls: 'last' }],
    columns: [status, ...content].map((name) => ({
      name,
      value: column('stored', name),
      type: columnType(target.columns, name),
    })),
  };
}

function placedSightings({ key, date, origin, status, content }: SnapshotColumns): SelectNode {
  const beside = (place: 'lag' | 'lead', operand: Expression): Expression => ({
    node: 'window',
    function: place,
    operand,
    partitionBy: [column('sightings', key)],
    orderBy: [{ by: column('sightings', date) }],
  });
  const number = column('snapshots', 'snapshot_no');
  return {
    node: 'select',
    columns: [
      ...[key, date, ...content, origin, stagedRowsColumn].map((name) => ({
        name,
        value: column('sightings', name),
      })),
      { name: 'snapshot_no', value: number },
      { name: 'previous_no', value: beside('lag', number) },
      { name: 'next_no', value: beside('lead', number) },
      ...content.map((name) => ({
        name: `previous_${name}`,
        value: coalesce(beside('lag', column('sightings', name)), column('latest', name)),
      })),
      { name: 'stored_status', value: column('latest', status) },
    ],
    from: from(table(null, 'sightings'), 'sightings'),
    joins: [
      {
        kind: 'inner',
        ...from(table(null, 'snapshots'), 'snapshots'),
        on: and(equal(column('snapshots', date), column('sightings', date)), isNewer),
      },
      {
        kind: 'left',
        ...from(table(null, 'latest'), 'latest'),
        on: equal(column('latest', key), column('sightings', key)),
      },
    ],
  };
}

/** Not there before: I. There with another hash diff: U. Else known. */
function newerOutcomes({ status, content }: SnapshotColumns, entity: SnapshotEntity): SelectNode {
  const placed = (name: string): Expression => column('placed', name);
  const before = (name: string): Expression => ({
    node: 'arithmetic',
    operator: '-',
    left: placed(name),
    right: intLiteral(1),
  });
  // A zero key that is not listed has not gone.
  const isZero = isZeroKey(entity, 'placed');
  const wasListed = and(
    isNotNull(placed('previous_no')),
    or(equal(placed('previous_no'), before('snapshot_no')), isZero),
  );
  const wasStored = and(
    isNull(placed('previous_no')),
    or(equal(placed('snapshot_no'), intLiteral(1)), isZero),
    isNotNull(placed('stored_status')),
    not(equal(placed('stored_status'), textLiteral('D'))),
  );
  const wasThere = or(wasListed, wasStored);
  const isUnchanged = and(
    wasThere,
    ...content.map((name) => equal(placed(name), placed(`previous_${name}`))),
  );
  return {
    node: 'select',
    columns: workRow(entity, 'placed', when(isUnchanged, textLiteral('known'), textLiteral('inserted')), {
      [status]: when(wasThere, textLiteral('U'), textLiteral('I')),
    }),
    from: from(table(null, 'placed'), 'placed'),
  };
}

/** A snapshot that is not later than what is stored is known or late as a whole. */
function olderOutcomes({ date, status }: SnapshotColumns, entity: SnapshotEntity): SelectNode {
  const known = isNotNull(column('unchanged', date));
  return {
    node: 'select',
    columns: workRow(entity, 'sightings', when(known, textLiteral('known'), textLiteral('late')), {
      [status]: textLiteral('I'),
    }),
    from: from(table(null, 'sightings'), 'sightings'),
    joins: [
      {
        kind: 'inner',
        ...from(table(null, 'snapshots'), 'snapshots'),
        on: and(equal(column('snapshots', date), column('sightings', date)), not(isNewer)),
      },
      {
        kind: 'left',
        ...from(table(null, 'unchanged'), 'unchanged'),
        on: equal(column('unchanged', date), column('sightings', date)),
      },
    ],
  };
}
