import type { MultiActiveSatelliteModel } from '@vaultwright/datavault-core/model';
import { valuesOf } from './first-seen.ts';
import { RefusedBatch } from './refused-batch.ts';
import {
  holds,
  rowsOf,
  withRows,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';
import { compareValues } from './value-order.ts';
import type { GivenVersion } from './versions.ts';

/** All rows of one key at one load date. */
interface Group<Item = Pick<GivenVersion, 'row'>> {
  readonly date: string;
  readonly rows: readonly Item[];
}

/**
 * Groups of rows: what a key has at one load date, stored whole whenever it is not what the key had before.
 *
 * Rules: of rows equal in key, child key, load date and hash diff the one of the smallest spelling stays, others are
 * duplicates. Two groups are equal when they have the same pairs of child key and hash diff. Then for the groups of each
 * key, in the order of load dates, every row shares the fate of its group:
 * 1. The parent does not hold the key: held, or the batch is refused.
 * 2. Later than every stored group of the key: known when it equals the later group before it in this batch, or else the
 *    latest stored one; otherwise inserted. With `firstLoad: 'asIs'`, groups are not compared while nothing is stored.
 * 3. Not later: known when it equals the stored group of its load date or the last stored one before; otherwise late:
 *    quarantined once, dropped, or the batch is refused.
 * Inserted rows that share key, child key and load date are ties, or refuse the batch; those of rule 1 refuse it too.
 */
export function applyGroups(
  state: ReferenceState,
  model: MultiActiveSatelliteModel,
  { vault: { naming } }: ReferenceBatch,
  given: readonly GivenVersion[],
): ReferenceState {
  const child = model.childKey.map(({ name }) => name);
  const memberOf = (row: ReferenceRow): string => valuesOf(row, [...child, model.hashDiff]);
  const whole = (row: ReferenceRow): string =>
    valuesOf(row, [model.hashKey, naming.loadDate, ...child, model.hashDiff]);
  const keyOf = (row: ReferenceRow): string => row[model.hashKey] ?? '';
  const groupsOf = <Item extends Pick<GivenVersion, 'row'>>(rows: readonly Item[]): Group<Item>[] => {
    const dates = [...new Set(rows.map(({ row }) => row[naming.loadDate] ?? ''))].sort();
    return dates.map((date) => ({ date, rows: rows.filter(({ row }) => row[naming.loadDate] === date) }));
  };
  const isEqual = (left: Group | undefined, right: Group): boolean => {
    const members = ({ rows }: Group): string => JSON.stringify(rows.map(({ row }) => memberOf(row)).sort());
    return left !== undefined && members(left) === members(right);
  };
  const added = { stored: [] as ReferenceRow[], held: [] as ReferenceRow[], late: [] as ReferenceRow[] };
  const late = `${model.name}${naming.lateSuffix}`;
  const pending = `${model.name}${naming.pendingSuffix}`;
  const isIn = (table: string, row: ReferenceRow): boolean =>
    rowsOf(state, table).some((other) => whole(other) === whole(row));
  const comparesNothing = model.firstLoad === 'asIs' && rowsOf(state, model.name).length === 0;

  const settle = (group: Group<GivenVersion>, fate: 'held' | 'known' | 'inserted' | 'late'): void => {
    const refuses = group.rows.every(({ source }) => source !== null);
    if (fate === 'late' && model.onLate === 'fail' && refuses) throw new RefusedBatch(model.name, 'late');
    for (const { row, counts } of group.rows) {
      counts.add(fate);
      const tied =
        group.rows.filter((other) => valuesOf(other.row, child) === valuesOf(row, child)).length > 1;
      if (tied && ['inserted', 'held'].includes(fate) && model.ties === 'fail' && refuses)
        throw new RefusedBatch(model.name, 'tie');
      if (fate === 'inserted') added.stored.push(row);
      if (fate === 'inserted' && tied) counts.remark('ties');
      if (fate === 'held' && !isIn(pending, row)) added.held.push(row);
      if (fate !== 'late' || model.onLate !== 'quarantine' || isIn(late, row)) continue;
      counts.remark('lateStored');
      added.late.push(row);
    }
  };

  const rows = distinct(model, naming.recordSource, whole, given);
  for (const key of new Set(rows.map(({ row }) => keyOf(row)))) {
    const stored = groupsOf(
      rowsOf(state, model.name)
        .filter((row) => keyOf(row) === key)
        .map((row) => ({ row })),
    );
    const latest = stored.at(-1);
    let previous: Group | undefined = latest;
    for (const group of groupsOf(rows.filter(({ row }) => keyOf(row) === key))) {
      const isNewer = latest === undefined || group.date > latest.date;
      if (!holds(state, model.parent, model.hashKey, key)) {
        if (model.orphans !== 'hold') throw new RefusedBatch(model.name, 'orphan');
        settle(group, 'held');
      } else if (isNewer) {
        settle(group, isEqual(previous, group) && !comparesNothing ? 'known' : 'inserted');
        previous = group;
      } else {
        const own = stored.find(({ date }) => date === group.date);
        const before = stored.findLast(({ date }) => date < group.date);
        settle(group, isEqual(own, group) || isEqual(before, group) ? 'known' : 'late');
      }
    }
  }
  return withRows(state, { [model.name]: added.stored, [pending]: added.held, [late]: added.late });
}

/** Each row once, of equal ones that of the smallest spelling; the others are counted as duplicates. */
function distinct(
  model: MultiActiveSatelliteModel,
  recordSource: string,
  whole: (row: ReferenceRow) => string,
  given: readonly GivenVersion[],
): GivenVersion[] {
  const columns = [...model.payload, { name: recordSource, type: { kind: 'text', length: 1 } as const }];
  const sorted = [...given].sort((left, right) => {
    for (const { name, type } of columns) {
      const order = compareValues(type, left.row[name] ?? null, right.row[name] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  });
  const seen = new Set<string>();
  return sorted.filter(({ row, counts }) => {
    const isNew = !seen.has(whole(row));
    seen.add(whole(row));
    if (!isNew) counts.add('duplicate');
    return isNew;
  });
}
