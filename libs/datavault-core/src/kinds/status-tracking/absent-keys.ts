import {
  and,
  column,
  equal,
  intLiteral,
  isNull,
  not,
  or,
  parameter,
  textLiteral,
  type Expression,
} from '../../sql/expression.ts';
import { from, table, type SelectNode } from '../../sql/query.ts';
import { recordSource } from '../../model/parameters.ts';
import { isNewer, isZeroKey, workRow, type SnapshotColumns } from './snapshot-columns.ts';
import type { SnapshotEntity } from './snapshot-load.ts';
import { stagedRowsColumn } from '../../model/work-columns.ts';

/** Keys that one snapshot of this batch lists and the next one does not. */
export function endedSightings(
  { date, status, origin }: SnapshotColumns,
  entity: SnapshotEntity,
): SelectNode {
  const next: Expression = {
    node: 'arithmetic',
    operator: '+',
    left: column('placed', 'snapshot_no'),
    right: intLiteral(1),
  };
  const listedAgain = column('placed', 'next_no');
  return {
    node: 'select',
    columns: workRow(entity, 'placed', textLiteral('absent'), {
      [status]: textLiteral('D'),
      [date]: column('snapshots', date),
      [origin]: parameter(recordSource),
      [stagedRowsColumn]: intLiteral(0),
    }),
    from: from(table(null, 'placed'), 'placed'),
    joins: [
      {
        kind: 'inner',
        ...from(table(null, 'snapshots'), 'snapshots'),
        on: and(isNewer, equal(column('snapshots', 'snapshot_no'), next)),
      },
    ],
    where: and(
      or(isNull(listedAgain), { node: 'compare', operator: '>', left: listedAgain, right: next }),
      not(isZeroKey(entity, 'placed')),
    ),
  };
}

/** Keys that are stored as there and that the first newer snapshot does not list. */
export function endedKeys(
  { key, date, status, origin }: SnapshotColumns,
  entity: SnapshotEntity,
): SelectNode {
  return {
    node: 'select',
    columns: workRow(entity, 'latest', textLiteral('absent'), {
      [status]: textLiteral('D'),
      [date]: column('snapshots', date),
      [origin]: parameter(recordSource),
      [stagedRowsColumn]: intLiteral(0),
    }),
    from: from(table(null, 'latest'), 'latest'),
    joins: [
      {
        kind: 'inner',
        ...from(table(null, 'snapshots'), 'snapshots'),
        on: and(isNewer, equal(column('snapshots', 'snapshot_no'), intLiteral(1))),
      },
      {
        kind: 'left',
        ...from(table(null, 'placed'), 'placed'),
        on: and(
          equal(column('placed', key), column('latest', key)),
          equal(column('placed', 'snapshot_no'), intLiteral(1)),
        ),
      },
    ],
    where: and(
      isNull(column('placed', key)),
      not(equal(column('latest', status), textLiteral('D'))),
      not(isZeroKey(entity, 'latest')),
    ),
  };
}
