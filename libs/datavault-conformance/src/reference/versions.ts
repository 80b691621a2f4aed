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
 *    with `candidates: 'tableMark'`, than every stored version of any key, or one that has to wait for its parent; with
 *    `'all'`, every version. With `onSuspect: 'quarantine'`, suspects are not newer. A suspect has an earlier version
 *    stored and is earlier than the high water of its source.
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
  const { rules } = model;
  const load = new VersionLoad(state, model, batch);
  const versions = contested(model, load.order, distinct(load.order, given));
  const older = versions.filter((version) => !load.isNewer(version));
  load.takeNewer(versions.filter((version) => load.isNewer(version)));
  if (rules.late === 'insert' || rules.late === 'insertRestore') {
    load.insertOlder(older, given[0]?.counts);
  } else {
    load.setOlderAside(older);
    answering?.remark('lateStored', load.late.length);
  }
  const { naming } = batch.vault;
  return withRows(state, {
    [model.name]: load.inserted,
    [`${model.name}${naming.pendingSuffix}`]: load.held,
    [`${model.name}${naming.lateSuffix}`]: load.late,
  });
}

/** Rules 3 to 6: what is stored decides about each version, and the tables they go to fill. */
class VersionLoad {
  readonly order: VersionOrder;
  readonly inserted: ReferenceRow[] = [];
  readonly held: ReferenceRow[] = [];
  readonly late: ReferenceRow[] = [];
  readonly #stored: readonly ReferenceRow[];
  readonly #sightings: readonly ReferenceRow[];
  /** The latest stored load date of any key. */
  readonly #mark: string;

  constructor(
    private readonly state: ReferenceState,
    private readonly model: SatelliteModel,
    private readonly batch: ReferenceBatch,
  ) {
    const { naming } = batch.vault;
    this.order = new VersionOrder(model, naming.loadDate, naming.recordSource);
    this.#stored = this.order.sorted(rowsOf(state, model.name));
    this.#sightings = rowsOf(state, model.trackedBy ?? '').filter((row) => isOf(model, batch, row));
    this.#mark = this.#stored.reduce((last, row) => (this.#date(row) > last ? this.#date(row) : last), '');
  }

  /** Rule 3. */
  isNewer(version: GivenVersion): boolean {
    const { order } = this;
    const { rules } = this.model;
    const { row } = version;
    if (rules.candidates === 'all') return true;
    if (rules.candidates === 'tableMark')
      return this.#date(row) > this.#mark || (this.model.orphans === 'hold' && this.#isOrphan(row));
    if (rules.suspects === 'quarantine' && this.#isSuspect(version)) return false;
    const latest = this.#historyOf(row).at(-1);
    const isSeen = this.#sightings.some(
      (seen) => order.sameKey(seen, row) && this.#date(seen) >= this.#date(row),
    );
    return !isSeen && (latest === undefined || order.compareMoments(row, latest) > 0);
  }

  #isOrphan(row: ReferenceRow): boolean {
    const { parent, hashKey } = this.model;
    return !holds(this.state, parent, hashKey, row[hashKey] ?? '');
  }

  /** Rule 4. */
  takeNewer(newer: readonly GivenVersion[]): void {
    const { order, model, state } = this;
    const { rules } = model;
    for (const [place, version] of newer.entries()) {
      const { row, counts } = version;
      const [before, after] = [newer[place - 1]?.row, newer[place + 1]?.row];
      const previous = before && order.sameKey(before, row) ? before : this.#historyOf(row).at(-1);
      const shares = [before, after].some((other) => other && order.sameMoment(other, row));
      if (this.#isOrphan(row)) {
        if (model.orphans !== 'hold') throw new RefusedBatch(model.name, 'orphan');
        if (shares) this.#refuse(version, rules.ties, 'tie');
        counts.add('held');
        const pending = rowsOf(state, `${model.name}${this.batch.vault.naming.pendingSuffix}`);
        if (!this.#isIn(pending, row)) this.held.push(row);
      } else if (rules.candidates === 'all' && this.#isIn(this.#stored, row)) {
        counts.add('known');
      } else if (rules.compress && previous && order.sameContent(previous, row)) {
        counts.add('known');
      } else {
        this.#insert(version, shares);
        if (!this.#isSuspect(version)) continue;
        this.#refuse(version, rules.suspects ?? '', 'suspect');
        counts.remark('suspect');
      }
    }
  }

  /** Rule 5. */
  setOlderAside(older: readonly GivenVersion[]): void {
    const { order, model } = this;
    const { rules } = model;
    for (const version of older) {
      const { row, counts } = version;
      const before = this.#historyOf(row).findLast((other) => order.compareMoments(other, row) < 0);
      const isRepeated = rules.compress && before !== undefined && order.sameContent(before, row);
      const isKnown = isRepeated || this.#isIn(this.#stored, row);
      counts.add(isKnown ? 'known' : 'late');
      if (isKnown) continue;
      this.#refuse(version, rules.late, 'late');
      const kept = rowsOf(this.state, `${model.name}${this.batch.vault.naming.lateSuffix}`);
      if (rules.late === 'quarantine' && !this.#isIn(kept, row)) this.late.push(row);
    }
  }

  /** Rule 6; `restoring` counts the copies that no row brought. */
  insertOlder(older: readonly GivenVersion[], restoring: Counts | undefined): void {
    const { order } = this;
    const { rules } = this.model;
    const late = older.map(({ row }) => row);
    const seen = rules.late === 'insert' ? [] : this.#sightings.map((row) => order.sighting(row, this.batch));
    const timeline = order.merged([...this.#stored, ...seen, ...late]);
    for (const [place, row] of timeline.entries()) {
      const [before, after] = [timeline[place - 1], timeline[place + 1]];
      const previous = before && order.sameKey(before, row) ? before : undefined;
      const isRepeated = previous !== undefined && order.sameContent(previous, row);
      const isStored = this.#isIn(this.#stored, row);
      const version = older.find((other) => order.same(other.row, row));
      if (version === undefined) {
        const followsLate =
          previous !== undefined && this.#isIn(late, previous) && !this.#isIn(this.#stored, previous);
        if (!isStored && followsLate && !isRepeated) this.#restore(row, restoring);
      } else if (isStored || (rules.compress && isRepeated)) {
        version.counts.add('known');
      } else {
        const shares = [before, after].some((other) => other && order.sameMoment(other, row));
        this.#insert(version, shares);
      }
    }
  }

  /** A sighting that a late row has cut off from its version gets a copy of it, under its own date and origin. */
  #restore(seen: ReferenceRow, restoring: Counts | undefined): void {
    const { loadDate, recordSource } = this.batch.vault.naming;
    const source = this.#historyOf(seen).findLast(
      (other) => this.order.sameContent(other, seen) && this.#date(other) < this.#date(seen),
    );
    if (source === undefined) return;
    this.inserted.push({
      ...source,
      [loadDate]: seen[loadDate] ?? null,
      [recordSource]: seen[recordSource] ?? null,
    });
    restoring?.remark('derived');
  }

  #insert(version: GivenVersion, shares: boolean): void {
    const { rules } = this.model;
    if (shares) this.#refuse(version, rules.ties, 'tie');
    version.counts.add('inserted');
    if (shares && rules.ties !== 'last') version.counts.remark('ties');
    this.inserted.push(version.row);
  }

  /** Rows held earlier were accepted when they came; nothing refuses them now. */
  #refuse(version: GivenVersion, policy: string, reason: RefusedBatch['reason']): void {
    if (policy === 'fail' && version.source !== null) throw new RefusedBatch(this.model.name, reason);
  }

  #isSuspect({ row, source }: GivenVersion): boolean {
    const highWater = source === null ? null : (this.batch.highWater?.[source] ?? null);
    return (
      this.model.rules.suspects !== null &&
      highWater !== null &&
      this.#historyOf(row).length > 0 &&
      this.#date(row) < highWater
    );
  }

  #historyOf(row: ReferenceRow): readonly ReferenceRow[] {
    return this.#stored.filter((version) => this.order.sameKey(version, row));
  }

  #isIn(rows: readonly ReferenceRow[], row: ReferenceRow): boolean {
    return rows.some((other) => this.order.same(other, row));
  }

  #date(row: ReferenceRow): string {
    return row[this.batch.vault.naming.loadDate] ?? '';
  }
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
