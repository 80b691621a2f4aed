import { openEnd, effectivityRows, inEffectivityOrder, instantOf, isSame } from './effectivity-rows.ts';
import type { EffectivityModel } from '@vaultwright/datavault-core/model';
import type { Vault } from '@vaultwright/datavault-core';
import { Counts } from './counts.ts';
import { applyEffectivityLikeAutomateDv } from './effectivity-automate-dv.ts';
import { applyEffectivitySnapshot } from './effectivity-snapshot.ts';
import { RefusedBatch } from './refused-batch.ts';
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
 * An effectivity satellite: when the keys of a link were in force.
 *
 * A row says: from its start until its end this link key holds; it is open when the end is the open end. The state of a
 * link key is its last row, by load date, then by the start or an end before it, then opening before closing.
 *
 * Rules of mode `driving`, for each row whose link is `present`: no link key: null key, though with `nullSecondary:
 * 'close'` it still says of its driving key that there is no secondary one. Equal link key, load date, start and end as
 * another row of this batch: duplicate. Then for each driving key of the batch:
 * - With `orphans: 'hold'`, when a row of it, of this batch or waiting, has no row in the link: all its rows of this batch
 *   that are not known are held, so that they enter in order later. Otherwise a row without one that would be inserted refuses the batch.
 * - Rows that are not newer than every stored row of the driving key are known when this very row is stored, or the last
 *   row of the link key before that load date has the same start and end; otherwise late.
 * - Newer rows are taken in steps: one for each load date, and under cardinality `one` for each start in it. The members
 *   of a step are its open rows. Each row is known when the state of its link key has its start and end, else inserted.
 *   Then every link key that is open and that no row of the step names is closed, if the step has members (under `many`:
 *   always) and `autoEndDate` is set, or if it has none but a row without secondary key. The end is the smallest start of
 *   the members, else of the rows without secondary key, else the load date.
 */
export function applyEffectivitySatellite(
  state: ReferenceState,
  model: EffectivityModel,
  batch: ReferenceBatch,
): EntityOutcome {
  if (model.mode === 'snapshot') return applyEffectivitySnapshot(state, model, batch);
  if (model.mode === 'automate-dv') return applyEffectivityLikeAutomateDv(state, model, batch);
  const { vault } = batch;
  const results: EntityOutcome['results'][number][] = [];
  let current = state;
  if (model.orphans === 'hold') {
    const counts = new Counts();
    const waiting = rowsOf(state, `${model.name}${vault.naming.pendingSuffix}`);
    const arrived = waiting.filter((row) =>
      holds(state, model.parent, model.hashKey, row[model.hashKey] ?? ''),
    );
    current = applyRows(current, model, vault, arrived, counts);
    results.push(counts.result(model.name, null));
  }
  for (const { feed, rows } of feedsIn(model.feeds, batch)) {
    const counts = new Counts();
    current = applyRows(current, model, vault, effectivityRows(model, feed, rows, batch), counts);
    results.push(counts.result(model.name, feed.source));
  }
  return { state: current, results };
}

function applyRows(
  state: ReferenceState,
  model: EffectivityModel,
  vault: Vault,
  rows: readonly ReferenceRow[],
  counts: Counts,
): ReferenceState {
  const load = new DrivingKeyLoad(state, model, vault, counts);
  const closers = load.closersOf(rows);
  const distinct = load.distinctOf(rows);
  for (const key of new Set([...distinct, ...closers].map(load.drivingKey))) {
    const ofKey = (row: ReferenceRow): boolean => load.drivingKey(row) === key;
    load.take(key, distinct.filter(ofKey), closers.filter(ofKey));
  }
  return withRows(state, load.added());
}

/** What the satellite holds of one driving key. */
interface History {
  /** In order. */
  readonly stored: readonly ReferenceRow[];
  /** The newest stored load date. */
  readonly latest: string;
}

/** Takes the rows of one driving key after the other, and gathers what that adds to the tables. */
class DrivingKeyLoad {
  readonly #inserted: ReferenceRow[] = [];
  readonly #held: ReferenceRow[] = [];
  readonly #late: ReferenceRow[] = [];
  readonly #pendingTable: string;
  readonly #lateTable: string;

  constructor(
    private readonly state: ReferenceState,
    private readonly model: EffectivityModel,
    private readonly vault: Vault,
    private readonly counts: Counts,
  ) {
    this.#pendingTable = `${model.name}${vault.naming.pendingSuffix}`;
    this.#lateTable = `${model.name}${vault.naming.lateSuffix}`;
  }

  readonly drivingKey = (row: ReferenceRow): string =>
    JSON.stringify(this.model.driving.map(({ name }) => row[name] ?? null));

  added(): Record<string, readonly ReferenceRow[]> {
    return {
      [this.model.name]: this.#inserted,
      [this.#pendingTable]: this.#held,
      [this.#lateTable]: this.#late,
    };
  }

  /** Rows without link key, which are null keys, as far as they say that their driving key has no secondary one. */
  closersOf(rows: readonly ReferenceRow[]): ReferenceRow[] {
    const voids = rows.filter((row) => row[this.model.hashKey] === null);
    voids.forEach(() => this.counts.add('nullKey'));
    if (this.model.nullSecondary !== 'close') return [];
    return voids.filter((row) => this.model.driving.every(({ name }) => row[name] !== null));
  }

  distinctOf(rows: readonly ReferenceRow[]): ReferenceRow[] {
    const distinct: ReferenceRow[] = [];
    for (const row of this.#ordered(rows.filter((one) => one[this.model.hashKey] !== null))) {
      if (this.#isIn(distinct, row)) this.counts.add('duplicate');
      else distinct.push(row);
    }
    return distinct;
  }

  take(key: string, own: readonly ReferenceRow[], closers: readonly ReferenceRow[]): void {
    const ofKey = (table: string): ReferenceRow[] =>
      rowsOf(this.state, table).filter((row) => this.drivingKey(row) === key);
    const stored = this.#ordered(ofKey(this.model.name));
    const history = { stored, latest: stored.map(this.#at).toSorted().at(-1) ?? '' };
    if (this.model.orphans === 'hold' && [...own, ...ofKey(this.#pendingTable)].some(this.#isOrphan)) {
      this.#hold(own, history);
      return;
    }
    const isNewer = (row: ReferenceRow): boolean => this.#at(row) > history.latest;
    this.#takeOlder(
      own.filter((row) => !isNewer(row)),
      history,
    );
    this.#takeNewer(own.filter(isNewer), closers.filter(isNewer), history);
  }

  #hold(own: readonly ReferenceRow[], history: History): void {
    const waiting = rowsOf(this.state, this.#pendingTable);
    for (const row of own) {
      const isKnown = this.#isRepeated(row, history);
      this.counts.add(isKnown ? 'known' : 'held');
      if (!isKnown && !this.#isIn(waiting, row)) this.#held.push(row);
    }
  }

  #takeOlder(older: readonly ReferenceRow[], history: History): void {
    const { name, onLate } = this.model;
    for (const row of older) {
      const isKnown = this.#isRepeated(row, history);
      this.counts.add(isKnown ? 'known' : 'late');
      if (!isKnown && onLate === 'fail') throw new RefusedBatch(name, 'late');
      if (isKnown || onLate === 'drop' || this.#isIn(rowsOf(this.state, this.#lateTable), row)) continue;
      this.counts.remark('lateStored');
      this.#late.push(row);
    }
  }

  #takeNewer(newer: readonly ReferenceRow[], closers: readonly ReferenceRow[], { stored }: History): void {
    const stepOf = (row: ReferenceRow): string =>
      this.model.cardinality === 'one' ? `${this.#at(row)} ${instantOf(row, this.model)}` : this.#at(row);
    const states = new Map(stored.map((row) => [row[this.model.hashKey], row]));
    for (const step of [...new Set([...newer, ...closers].map(stepOf))].toSorted()) {
      const named = newer.filter((row) => stepOf(row) === step);
      this.#open(named, states);
      this.#close(
        named,
        closers.filter((row) => stepOf(row) === step),
        states,
      );
    }
  }

  /** The rows of a step, each of which becomes the state of its link key. */
  #open(named: readonly ReferenceRow[], states: Map<string | null | undefined, ReferenceRow>): void {
    const { name, hashKey, cardinality } = this.model;
    const members = named.filter(this.#isOpen);
    const isTied = cardinality === 'one' && new Set(members.map((row) => row[hashKey])).size > 1;
    for (const row of named) {
      const isKnown = this.#says(states.get(row[hashKey]), row);
      this.counts.add(isKnown ? 'known' : 'inserted');
      if (!isKnown && this.#isOrphan(row)) throw new RefusedBatch(name, 'orphan');
      if (!isKnown) this.#inserted.push(row);
      if (!isKnown && isTied && this.#isOpen(row)) this.counts.remark('ties');
      states.set(row[hashKey], row);
    }
  }

  /** What a step closes: every open link key that it does not name. */
  #close(
    named: readonly ReferenceRow[],
    empty: readonly ReferenceRow[],
    states: Map<string | null | undefined, ReferenceRow>,
  ): void {
    const { hashKey, startColumn, endColumn, autoEndDate, cardinality } = this.model;
    const { loadDate, recordSource } = this.vault.naming;
    const members = named.filter(this.#isOpen);
    const stated = members.length === 0 && empty.length > 0;
    const derived = autoEndDate && (cardinality === 'many' || members.length > 0);
    if (!stated && !derived) return;
    const moment = [...named, ...empty].map(this.#at).at(0) ?? '';
    const starts = (members.length > 0 ? members : empty).map((row) => row[startColumn] ?? '');
    const until = starts.toSorted().at(0) ?? moment;
    const origins = [...named, ...empty].map((row) => Buffer.from(row[recordSource] ?? ''));
    const origin =
      origins
        .toSorted((left, right) => left.compare(right))
        .at(0)
        ?.toString() ?? null;
    for (const [linkKey, row] of states) {
      if (!this.#isOpen(row) || named.some((one) => one[hashKey] === linkKey)) continue;
      const closing = { ...row, [endColumn]: until, [loadDate]: moment, [recordSource]: origin };
      this.counts.remark('derived');
      this.#inserted.push(closing);
      states.set(linkKey, closing);
    }
  }

  /** Not newer, and stored or in force already at its load date. */
  #isRepeated(row: ReferenceRow, { stored, latest }: History): boolean {
    const { hashKey } = this.model;
    const before = stored.findLast(
      (other) => other[hashKey] === row[hashKey] && this.#at(other) < this.#at(row),
    );
    return this.#at(row) <= latest && (this.#isIn(stored, row) || this.#says(before, row));
  }

  #says(row: ReferenceRow | undefined, other: ReferenceRow): boolean {
    const { startColumn, endColumn } = this.model;
    return row?.[startColumn] === other[startColumn] && row?.[endColumn] === other[endColumn];
  }

  #isIn(rows: readonly ReferenceRow[], row: ReferenceRow): boolean {
    return rows.some((other) => isSame(other, row, this.model, this.vault));
  }

  #ordered(rows: readonly ReferenceRow[]): readonly ReferenceRow[] {
    return inEffectivityOrder(rows, this.model, this.vault);
  }

  readonly #at = (row: ReferenceRow): string => row[this.vault.naming.loadDate] ?? '';
  readonly #isOpen = (row: ReferenceRow): boolean => row[this.model.endColumn] === openEnd;
  readonly #isOrphan = (row: ReferenceRow): boolean =>
    !holds(this.state, this.model.parent, this.model.hashKey, row[this.model.hashKey] ?? '');
}
