import type { EffectivityModel } from '@vaultwright/datavault-core/model';
import { Counts } from './counts.ts';
import { RefusedBatch } from './refused-batch.ts';
import { arrivalOf, keyOf } from './staged-row.ts';
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
 * An effectivity satellite in mode `snapshot`: the rows of one load date are all keys of the link that are active.
 *
 * Rules, for each row whose link is `present`: no link key: null key. Equal key and load date as another row of this
 * batch: duplicate. The load dates of the rows are snapshots; a batch without rows is one, empty, at its load date.
 * - A snapshot that is not newer than every stored row is late as a whole: its rows are known when this very row is
 *   stored, or the last row of the key before is active; otherwise late.
 * - Newer snapshots are taken in order: rows whose key is active are known, others inserted; active keys that are absent
 *   are deactivated at its load date.
 */
export function applyEffectivitySnapshot(
  state: ReferenceState,
  model: EffectivityModel,
  batch: ReferenceBatch,
): EntityOutcome {
  let current = state;
  const results = feedsIn(model.feeds, batch).map(({ feed, rows }) => {
    const counts = new Counts();
    const load = new ActiveKeyLoad(current, model, batch, counts);
    load.take(
      rows.map((row) => ({
        [model.hashKey]: keyOf(batch.vault, feed.source, feed.key, row),
        [model.activeColumn]: 'true',
        ...arrivalOf(batch, feed.source, row),
      })),
    );
    current = withRows(current, load.added());
    return counts.result(model.name, feed.source);
  });
  return { state: current, results };
}

/** Takes one snapshot after the other, and gathers what that adds to the tables. */
class ActiveKeyLoad {
  readonly #inserted: ReferenceRow[] = [];
  readonly #late: ReferenceRow[] = [];
  readonly #lateTable: string;
  /** In the order of load dates. */
  readonly #stored: readonly ReferenceRow[];

  constructor(
    private readonly state: ReferenceState,
    private readonly model: EffectivityModel,
    private readonly batch: ReferenceBatch,
    private readonly counts: Counts,
  ) {
    this.#lateTable = `${model.name}${batch.vault.naming.lateSuffix}`;
    this.#stored = rowsOf(state, model.name).toSorted((left, right) =>
      inBytes(this.#at(left), this.#at(right)),
    );
  }

  added(): Record<string, readonly ReferenceRow[]> {
    return { [this.model.name]: this.#inserted, [this.#lateTable]: this.#late };
  }

  take(rows: readonly ReferenceRow[]): void {
    const staged = rows.toSorted((left, right) => inBytes(this.#origin(left), this.#origin(right)));
    const distinct = this.#distinctOf(staged);
    const latest = this.#stored.map(this.#at).at(-1) ?? '';
    this.#takeOlder(distinct.filter((row) => this.#at(row) <= latest));

    const { hashKey, activeColumn } = this.model;
    const active = new Map(
      this.#stored.map((row) => [row[hashKey] ?? '', row[activeColumn] === 'true'] as const),
    );
    const moments = rows.length === 0 ? [this.batch.loadDate] : staged.map(this.#at);
    for (const moment of [...new Set(moments)].filter((one) => one > latest).toSorted()) {
      const present = distinct.filter((row) => this.#at(row) === moment);
      const first = staged.find((row) => this.#at(row) === moment);
      this.#activate(present, active);
      this.#deactivate(
        present,
        moment,
        first === undefined ? this.batch.recordSource : this.#origin(first),
        active,
      );
    }
  }

  #distinctOf(staged: readonly ReferenceRow[]): ReferenceRow[] {
    const distinct: ReferenceRow[] = [];
    for (const row of staged) {
      if (row[this.model.hashKey] === null) this.counts.add('nullKey');
      else if (distinct.some((other) => this.#is(other, row))) this.counts.add('duplicate');
      else distinct.push(row);
    }
    return distinct;
  }

  #takeOlder(older: readonly ReferenceRow[]): void {
    const { name, hashKey, activeColumn, onLate } = this.model;
    for (const row of older) {
      const before = this.#stored.findLast(
        (other) => other[hashKey] === row[hashKey] && this.#at(other) < this.#at(row),
      );
      const isStored = this.#stored.some((other) => this.#is(other, row) && other[activeColumn] === 'true');
      const isKnown = isStored || before?.[activeColumn] === 'true';
      this.counts.add(isKnown ? 'known' : 'late');
      if (!isKnown && onLate === 'fail') throw new RefusedBatch(name, 'late');
      const isAside = rowsOf(this.state, this.#lateTable).some((other) => this.#is(other, row));
      if (isKnown || isAside || onLate === 'drop') continue;
      this.counts.remark('lateStored');
      this.#late.push(row);
    }
  }

  #activate(present: readonly ReferenceRow[], active: Map<string, boolean>): void {
    const { name, parent, hashKey } = this.model;
    for (const row of present) {
      const key = row[hashKey] ?? '';
      this.counts.add(active.get(key) ? 'known' : 'inserted');
      if (active.get(key)) continue;
      if (!holds(this.state, parent, hashKey, key)) throw new RefusedBatch(name, 'orphan');
      this.#inserted.push(row);
      active.set(key, true);
    }
  }

  /** Active keys that a snapshot does not list end at its load date. */
  #deactivate(
    present: readonly ReferenceRow[],
    moment: string,
    origin: string,
    active: Map<string, boolean>,
  ): void {
    const { hashKey, activeColumn } = this.model;
    const { loadDate, recordSource } = this.batch.vault.naming;
    for (const [key, wasActive] of active) {
      if (!wasActive || present.some((row) => row[hashKey] === key)) continue;
      this.counts.remark('derived');
      active.set(key, false);
      this.#inserted.push({
        [hashKey]: key,
        [activeColumn]: 'false',
        [loadDate]: moment,
        [recordSource]: origin,
      });
    }
  }

  #is(left: ReferenceRow, right: ReferenceRow): boolean {
    const { hashKey } = this.model;
    return left[hashKey] === right[hashKey] && this.#at(left) === this.#at(right);
  }

  #origin(row: ReferenceRow): string {
    return row[this.batch.vault.naming.recordSource] ?? '';
  }

  readonly #at = (row: ReferenceRow): string => row[this.batch.vault.naming.loadDate] ?? '';
}

function inBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
