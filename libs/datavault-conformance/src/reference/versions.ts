import type { SatelliteModel } from '@vaultwright/datavault-core/model';
import type { Counts } from './counts.ts';
import { RefusedBatch } from './refused-batch.ts';
import {
  holds,
  rowsOf,
  withRows,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';
import { VersionOrder } from './version-order.ts';

/** A row to load, and where it is counted; `place` is that of its source among the sources, null are held rows. */
export interface GivenVersion {
  readonly row: ReferenceRow;
  readonly counts: Counts;
  readonly place: number;
  readonly source: string | null;
}

/** The rules of satellites that have no options for them. */
export const defaultHistoryRules: SatelliteModel['rules'] = {
  late: 'quarantine',
  ties: 'keepAll',
  candidates: 'newer',
  suspects: null,
  compress: true,
};

/**
 * Versions of keys. A moment is a load date and the sequence after it; versions are ordered by (key, moment, content),
 * NULL first; the content is the hash diff, or the compared values.
 *
 * Rules, for all rows together, in order:
 * 1. Equal key, moment and content: the row of the first source, else of the smallest spelling, stays; others: duplicate.
 * 2. With `ties: 'last'`, a version followed by one of the same key and moment: conflict.
 * 3. Newer is a version later than every stored one of its key, and than every sighting of it where sightings are kept;
 *    with `candidates: 'tableMark'`, than every stored version of any key; with `'all'`, every version. With
 *    `onSuspect: 'quarantine'`, suspects are not newer. A suspect has an earlier version stored and is earlier than the
 *    high water of its source.
 * 4. Newer: without a parent: held, or the batch is refused. Stored (only with `'all'`): known. The same content as the
 *    newer version before it, or else as the latest stored one: known, unless `compress: false`. Else: inserted.
 * 5. Not newer: stored, or (unless `compress: false`) the same content as the last version stored before its moment:
 *    known. Else late: quarantined once, dropped, or the batch is refused.
 * 6. Not newer, with `onLate: 'insert'`: as 5, but the version before it is the one in the order of all stored versions
 *    and all such rows, and instead of late it is inserted. With `'insertRestore'`, sightings take part in that order,
 *    and one that is no version, follows a row of this batch and has another content than it, gets a copy of the latest
 *    version with its content: derived.
 */
export function applyVersions(
  state: ReferenceState,
  model: SatelliteModel,
  batch: ReferenceBatch,
  given: readonly GivenVersion[],
  /** The first source of the load, which answers for all rows set aside. */
  answering: Counts | undefined = given[0]?.counts,
): ReferenceState {
  const { naming } = batch.vault;
  const { rules } = model;
  const order = new VersionOrder(model, naming.loadDate, naming.recordSource);
  const date = (row: ReferenceRow): string => row[naming.loadDate] ?? '';
  const stored = order.sorted(rowsOf(state, model.name));
  const sightings = rowsOf(state, model.trackedBy ?? '').filter((row) => isOf(model, batch, row));
  const versions = contested(model, order, distinct(order, given));
  const mark = stored.reduce((last, row) => (date(row) > last ? date(row) : last), '');
  const historyOf = (row: ReferenceRow) => stored.filter((version) => order.sameKey(version, row));
  const isSuspect = ({ row, source }: GivenVersion): boolean => {
    const highWater = source === null ? null : (batch.highWater?.[source] ?? null);
    return (
      rules.suspects !== null && highWater !== null && historyOf(row).length > 0 && date(row) < highWater
    );
  };
  const isNewer = (version: GivenVersion): boolean => {
    const { row } = version;
    if (rules.candidates === 'all') return true;
    if (rules.candidates === 'tableMark') return date(row) > mark;
    if (rules.suspects === 'quarantine' && isSuspect(version)) return false;
    const latest = historyOf(row).at(-1);
    const isSeen = sightings.some((seen) => order.sameKey(seen, row) && date(seen) >= date(row));
    return !isSeen && (latest === undefined || order.compareMoments(row, latest) > 0);
  };
  const newer = versions.filter(isNewer);
  const older = versions.filter((version) => !isNewer(version));
  const tables = { inserted: [] as ReferenceRow[], held: [] as ReferenceRow[], late: [] as ReferenceRow[] };
  /** Rows held earlier were accepted when they came; nothing refuses them now. */
  const refuse = (version: GivenVersion, policy: string, reason: RefusedBatch['reason']): void => {
    if (policy === 'fail' && version.source !== null) throw new RefusedBatch(model.name, reason);
  };
  const insert = (version: GivenVersion, shares: boolean): void => {
    if (shares) refuse(version, rules.ties, 'tie');
    version.counts.add('inserted');
    if (shares && rules.ties !== 'last') version.counts.remark('ties');
    tables.inserted.push(version.row);
  };

  for (const [place, version] of newer.entries()) {
    const { row, counts } = version;
    const [before, after] = [newer[place - 1]?.row, newer[place + 1]?.row];
    const previous = before && order.sameKey(before, row) ? before : historyOf(row).at(-1);
    const shares = [before, after].some((other) => other && order.sameMoment(other, row));
    if (!holds(state, model.parent, model.hashKey, row[model.hashKey] ?? '')) {
      if (model.orphans !== 'hold') throw new RefusedBatch(model.name, 'orphan');
      if (shares) refuse(version, rules.ties, 'tie');
      counts.add('held');
      const pending = rowsOf(state, `${model.name}${naming.pendingSuffix}`);
      if (!pending.some((other) => order.same(other, row))) tables.held.push(row);
    } else if (rules.candidates === 'all' && stored.some((other) => order.same(other, row))) {
      counts.add('known');
    } else if (rules.compress && previous && order.sameContent(previous, row)) {
      counts.add('known');
    } else {
      insert(version, shares);
      if (!isSuspect(version)) continue;
      refuse(version, rules.suspects ?? '', 'suspect');
      counts.remark('suspect');
    }
  }

  if (rules.late === 'insert' || rules.late === 'insertRestore') {
    const seen = rules.late === 'insert' ? [] : sightings.map((row) => order.sighting(row, batch));
    const timeline = order.merged([...stored, ...seen, ...older.map(({ row }) => row)]);
    const holdsIt = (rows: readonly ReferenceRow[], row: ReferenceRow) =>
      rows.some((other) => order.same(other, row));
    const late = older.map(({ row }) => row);
    for (const [place, row] of timeline.entries()) {
      const [before, after] = [timeline[place - 1], timeline[place + 1]];
      const previous = before && order.sameKey(before, row) ? before : undefined;
      const isRepeated = previous !== undefined && order.sameContent(previous, row);
      const version = older.find((other) => order.same(other.row, row));
      if (version !== undefined) {
        if (holdsIt(stored, row) || (rules.compress && isRepeated)) version.counts.add('known');
        else
          insert(
            version,
            [before, after].some((other) => other && order.sameMoment(other, row)),
          );
      } else if (
        !holdsIt(stored, row) &&
        previous &&
        holdsIt(late, previous) &&
        !holdsIt(stored, previous) &&
        !isRepeated
      ) {
        const source = historyOf(row).findLast(
          (other) => order.sameContent(other, row) && date(other) < date(row),
        );
        if (source === undefined) continue;
        const { [naming.loadDate]: at, [naming.recordSource]: from } = row;
        tables.inserted.push({
          ...source,
          [naming.loadDate]: at ?? null,
          [naming.recordSource]: from ?? null,
        });
        given[0]?.counts.remark('derived');
      }
    }
  } else {
    for (const version of older) {
      const { row, counts } = version;
      const before = historyOf(row).findLast((other) => order.compareMoments(other, row) < 0);
      const isRepeated = rules.compress && before !== undefined && order.sameContent(before, row);
      const isKnown = isRepeated || stored.some((other) => order.same(other, row));
      counts.add(isKnown ? 'known' : 'late');
      if (isKnown) continue;
      refuse(version, rules.late, 'late');
      const kept = rowsOf(state, `${model.name}${naming.lateSuffix}`);
      if (rules.late === 'quarantine' && !kept.some((other) => order.same(other, row))) tables.late.push(row);
    }
    answering?.remark('lateStored', tables.late.length);
  }
  return withRows(state, {
    [model.name]: tables.inserted,
    [`${model.name}${naming.pendingSuffix}`]: tables.held,
    [`${model.name}${naming.lateSuffix}`]: tables.late,
  });
}

/** Rule 1. */
function distinct(order: VersionOrder, given: readonly GivenVersion[]): GivenVersion[] {
  const sorted = [...given].sort(
    (left, right) =>
      order.compare(left.row, right.row) ||
      left.place - right.place ||
      order.compareSpellings(left.row, right.row),
  );
  return sorted.filter(({ row, counts }, place) => {
    const before = sorted[place - 1]?.row;
    if (before === undefined || !order.same(before, row)) return true;
    counts.add('duplicate');
    return false;
  });
}

/** Rule 2. */
function contested(
  { rules }: SatelliteModel,
  order: VersionOrder,
  versions: readonly GivenVersion[],
): GivenVersion[] {
  return versions.filter(({ row, counts }, place) => {
    const after = versions[place + 1]?.row;
    if (rules.ties !== 'last' || after === undefined || !order.sameMoment(after, row)) return true;
    counts.add('conflict');
    return false;
  });
}

function isOf(model: SatelliteModel, { vault }: ReferenceBatch, row: ReferenceRow): boolean {
  const tracking = vault.entities.find(({ name }) => name === model.trackedBy);
  return tracking?.kind === 'extendedTrackingSatellite' && row[tracking.satelliteColumn] === model.name;
}
