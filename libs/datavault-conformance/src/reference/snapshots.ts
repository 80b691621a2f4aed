import type { StatusTrackingSatelliteModel } from '@vaultwright/datavault-core/model';
import { zeroKeyNames, zeroKeyText } from './reserved-rows.ts';
import { Counts } from './counts.ts';
import { RefusedBatch } from './refused-batch.ts';
import { arrivalOf, diffOf, keyOf, payloadOf } from './staged-row.ts';
import {
  feedsIn,
  holds,
  rowsOf,
  withRows,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';

/**
 * Snapshots: each lists every key that there is at one load date.
 *
 * Rules: a batch without any key is one empty snapshot at the load date of the batch, and is refused unless that is
 * allowed. A key that a snapshot lists several times is listed once, with the greatest hash diff: the others are
 * duplicates. Then for each snapshot, in the order of load dates:
 * - Later than every stored row: a key that was not there before: inserted as I. One that was there, with another hash
 *   diff: inserted as U; else known. A key that was there and is not listed: derived as D, unless it is a zero key.
 * - Not later: all its rows are known when it lists what was there at its load date, or just before; otherwise they are
 *   all late: quarantined once, dropped, or the batch is refused. Zero keys do not count there.
 * An inserted key that its parent does not hold refuses the batch.
 */
export function applySnapshots(
  state: ReferenceState,
  model: StatusTrackingSatelliteModel,
  batch: ReferenceBatch,
): EntityOutcome {
  let current = state;
  const results = feedsIn(model.feeds, batch).map(({ feed, rows }) => {
    const counts = new Counts();
    const load = new SnapshotLoad(current, model, batch, counts);
    const listed = load.listedOf(feed, rows);
    if (listed.length === 0 && !model.allowEmpty) throw new RefusedBatch(model.name, 'empty snapshot');
    const dates = listed.length === 0 ? [batch.loadDate] : [...new Set(listed.map(load.dateOf))].sort();
    for (const date of dates)
      load.take(
        date,
        listed.filter((row) => load.dateOf(row) === date),
      );
    current = withRows(current, load.added());
    return counts.result(model.name, feed.source);
  });
  return { state: current, results };
}

/** Takes one snapshot after the other, and gathers what that adds to the tables. */
class SnapshotLoad {
  readonly #written: ReferenceRow[] = [];
  readonly #late: ReferenceRow[] = [];
  readonly #lateTable: string;
  readonly #zeroKeys: readonly string[];
  readonly #stored: readonly ReferenceRow[];
  /** The newest stored load date. */
  readonly #mark: string;
  /** The last row of each key that is there, by key. */
  readonly #there: Map<string, ReferenceRow>;

  constructor(
    private readonly state: ReferenceState,
    private readonly model: StatusTrackingSatelliteModel,
    private readonly batch: ReferenceBatch,
    private readonly counts: Counts,
  ) {
    const { naming, hashProfile } = batch.vault;
    this.#lateTable = `${model.name}${naming.lateSuffix}`;
    this.#zeroKeys = zeroKeyNames.map((name) => zeroKeyText(hashProfile, name).toLowerCase());
    this.#stored = rowsOf(state, model.name);
    this.#mark = this.#stored.map(this.dateOf).sort().at(-1) ?? '';
    this.#there = new Map(this.#thereAt(() => true).map((row) => [this.#keyIn(row), row]));
  }

  readonly dateOf = (row: ReferenceRow): string => row[this.batch.vault.naming.loadDate] ?? '';

  added(): Record<string, readonly ReferenceRow[]> {
    return { [this.model.name]: this.#written, [this.#lateTable]: this.#late };
  }

  /** Each key of each snapshot once. */
  listedOf(
    feed: StatusTrackingSatelliteModel['feeds'][number],
    rows: readonly ReferenceRow[],
  ): readonly ReferenceRow[] {
    const { model, batch } = this;
    const diff = model.hashDiff;
    const listed = new Map<string, ReferenceRow>();
    for (const row of rows) {
      const payload = payloadOf(model, feed, row);
      const own = {
        [model.hashKey]: keyOf(batch.vault, feed.source, feed.key, row),
        ...(diff === null ? {} : { [diff]: diffOf(batch.vault, model, payload) }),
        ...arrivalOf(batch, feed.source, row),
      };
      if (own[model.hashKey] === null) {
        this.counts.add('nullKey');
        continue;
      }
      const place = `${this.dateOf(own)} ${this.#keyIn(own)}`;
      const other = listed.get(place);
      if (other !== undefined) this.counts.add('duplicate');
      if (other === undefined || this.#goesBefore(own, other)) listed.set(place, own);
    }
    return [...listed.values()];
  }

  take(date: string, snapshot: readonly ReferenceRow[]): void {
    if (date <= this.#mark) this.#takeOlder(date, snapshot);
    else this.#takeNewer(date, snapshot);
  }

  #takeOlder(date: string, snapshot: readonly ReferenceRow[]): void {
    const { name, onLate } = this.model;
    const isKnown = [this.#thereAt((at) => at <= date), this.#thereAt((at) => at < date)].some(
      (rowsThere) => this.#contentOf(rowsThere) === this.#contentOf(snapshot),
    );
    if (!isKnown && snapshot.length > 0 && onLate === 'fail') throw new RefusedBatch(name, 'late');
    for (const row of snapshot) {
      this.counts.add(isKnown ? 'known' : 'late');
      const isKept = rowsOf(this.state, this.#lateTable).some(
        (other) =>
          this.dateOf(other) === date &&
          this.#keyIn(other) === this.#keyIn(row) &&
          this.#diffIn(other) === this.#diffIn(row),
      );
      if (isKnown || isKept || onLate !== 'quarantine') continue;
      this.counts.remark('lateStored');
      this.#late.push(row);
    }
  }

  #takeNewer(date: string, snapshot: readonly ReferenceRow[]): void {
    const { name, parent, hashKey, status } = this.model;
    for (const row of snapshot) {
      const before = this.#there.get(this.#keyIn(row));
      const isKnown = before !== undefined && this.#diffIn(before) === this.#diffIn(row);
      this.counts.add(isKnown ? 'known' : 'inserted');
      if (!isKnown && !holds(this.state, parent, hashKey, this.#keyIn(row)))
        throw new RefusedBatch(name, 'orphan');
      if (!isKnown) this.#written.push({ ...row, [status]: before === undefined ? 'I' : 'U' });
    }
    const { loadDate, recordSource } = this.batch.vault.naming;
    for (const [key, row] of this.#there) {
      if (this.#zeroKeys.includes(key) || snapshot.some((other) => this.#keyIn(other) === key)) continue;
      this.counts.remark('derived');
      this.#written.push({
        ...row,
        [status]: 'D',
        [loadDate]: date,
        [recordSource]: this.batch.recordSource,
      });
      this.#there.delete(key);
    }
    for (const row of snapshot) this.#there.set(this.#keyIn(row), row);
  }

  /** Of rows that list one key in one snapshot, the greatest hash diff counts, then the smallest record source. */
  #goesBefore(own: ReferenceRow, other: ReferenceRow): boolean {
    if (this.#diffIn(own) !== this.#diffIn(other)) return this.#diffIn(own) > this.#diffIn(other);
    const { recordSource } = this.batch.vault.naming;
    return Buffer.compare(Buffer.from(own[recordSource] ?? ''), Buffer.from(other[recordSource] ?? '')) < 0;
  }

  /** The last stored rows of keys that were there, as far as the load dates count. */
  #thereAt(isBefore: (date: string) => boolean): ReferenceRow[] {
    const sorted = this.#stored
      .filter((row) => isBefore(this.dateOf(row)))
      .sort((a, b) => (this.dateOf(a) < this.dateOf(b) ? -1 : 1));
    const last = new Map(sorted.map((row) => [this.#keyIn(row), row]));
    return [...last.values()].filter((row) => row[this.model.status] !== 'D');
  }

  /** What a snapshot lists, zero keys apart. */
  #contentOf(rows: readonly ReferenceRow[]): string {
    return JSON.stringify(
      rows
        .filter((row) => !this.#zeroKeys.includes(this.#keyIn(row)))
        .map((row) => [this.#keyIn(row), this.#diffIn(row)].join(' '))
        .sort(),
    );
  }

  #keyIn(row: ReferenceRow): string {
    return row[this.model.hashKey] ?? '';
  }

  #diffIn(row: ReferenceRow): string {
    return this.model.hashDiff === null ? '' : (row[this.model.hashDiff] ?? '');
  }
}
