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
  const { loadDate } = vault.naming;
  const { hashKey, startColumn, endColumn } = model;
  const [pending, late] = [
    `${model.name}${vault.naming.pendingSuffix}`,
    `${model.name}${vault.naming.lateSuffix}`,
  ];
  const ordered = (list: readonly ReferenceRow[]) => inEffectivityOrder(list, model, vault);
  const drivingKey = (row: ReferenceRow) =>
    JSON.stringify(model.driving.map(({ name }) => row[name] ?? null));
  const at = (row: ReferenceRow) => row[loadDate] ?? '';
  const start = (row: ReferenceRow) => row[startColumn] ?? '';
  const isOpen = (row: ReferenceRow) => row[endColumn] === openEnd;
  const says = (row: ReferenceRow | undefined, other: ReferenceRow) =>
    row?.[startColumn] === other[startColumn] && row?.[endColumn] === other[endColumn];
  const isOrphan = (row: ReferenceRow) => !holds(state, model.parent, hashKey, row[hashKey] ?? '');

  const added = { inserted: [] as ReferenceRow[], held: [] as ReferenceRow[], late: [] as ReferenceRow[] };
  const voids = rows.filter((row) => row[hashKey] === null);
  voids.forEach(() => counts.add('nullKey'));
  const closers =
    model.nullSecondary === 'close'
      ? voids.filter((row) => model.driving.every(({ name }) => row[name] !== null))
      : [];
  const distinct: ReferenceRow[] = [];
  for (const row of ordered(rows.filter((one) => one[hashKey] !== null))) {
    if (distinct.some((other) => isSame(other, row, model, vault))) counts.add('duplicate');
    else distinct.push(row);
  }

  for (const key of new Set([...distinct, ...closers].map(drivingKey))) {
    const ofKey = (list: readonly ReferenceRow[]) => list.filter((row) => drivingKey(row) === key);
    const own = ofKey(distinct);
    const stored = ordered(ofKey(rowsOf(state, model.name)));
    const latest = stored.map(at).toSorted().at(-1) ?? '';
    const isRepeated = (row: ReferenceRow): boolean => {
      const before = stored.findLast((other) => other[hashKey] === row[hashKey] && at(other) < at(row));
      const isStored = stored.some((other) => isSame(other, row, model, vault));
      return at(row) <= latest && (isStored || says(before, row));
    };
    if (model.orphans === 'hold' && [...own, ...ofKey(rowsOf(state, pending))].some(isOrphan)) {
      const waits = own.filter((row) => !isRepeated(row));
      own.forEach((row) => counts.add(isRepeated(row) ? 'known' : 'held'));
      const waited = rowsOf(state, pending);
      added.held.push(...waits.filter((row) => !waited.some((other) => isSame(other, row, model, vault))));
      continue;
    }
    for (const row of own.filter((one) => at(one) <= latest)) {
      const isKnown = isRepeated(row);
      counts.add(isKnown ? 'known' : 'late');
      if (!isKnown && model.onLate === 'fail') throw new RefusedBatch(model.name, 'late');
      const aside = rowsOf(state, late).some((other) => isSame(other, row, model, vault));
      if (isKnown || model.onLate === 'drop' || aside) continue;
      counts.remark('lateStored');
      added.late.push(row);
    }

    const states = new Map(stored.map((row) => [row[hashKey], row]));
    const stepOf = (row: ReferenceRow) =>
      model.cardinality === 'one' ? `${at(row)} ${instantOf(row, model)}` : at(row);
    const newer = [...own, ...ofKey(closers)].filter((row) => at(row) > latest);
    for (const step of [...new Set(newer.map(stepOf))].toSorted()) {
      const named = own.filter((row) => at(row) > latest && stepOf(row) === step);
      const empty = ofKey(closers).filter((row) => stepOf(row) === step && at(row) > latest);
      const members = named.filter(isOpen);
      const isTied = model.cardinality === 'one' && new Set(members.map((row) => row[hashKey])).size > 1;
      for (const row of named) {
        const isKnown = says(states.get(row[hashKey]), row);
        counts.add(isKnown ? 'known' : 'inserted');
        if (!isKnown && isOrphan(row)) throw new RefusedBatch(model.name, 'orphan');
        if (!isKnown) added.inserted.push(row);
        if (!isKnown && isTied && isOpen(row)) counts.remark('ties');
        states.set(row[hashKey], row);
      }
      const stated = members.length === 0 && empty.length > 0;
      const derived = model.autoEndDate && (model.cardinality === 'many' || members.length > 0);
      if (!stated && !derived) continue;
      const moment = [...named, ...empty].map(at).at(0) ?? '';
      const until = (members.length > 0 ? members : empty).map(start).toSorted().at(0) ?? moment;
      const origins = [...named, ...empty].map((row) => Buffer.from(row[vault.naming.recordSource] ?? ''));
      const origin =
        origins
          .toSorted((left, right) => left.compare(right))
          .at(0)
          ?.toString() ?? null;
      for (const [linkKey, row] of states) {
        if (!isOpen(row) || named.some((one) => one[hashKey] === linkKey)) continue;
        const closing = {
          ...row,
          [endColumn]: until,
          [loadDate]: moment,
          [vault.naming.recordSource]: origin,
        };
        counts.remark('derived');
        added.inserted.push(closing);
        states.set(linkKey, closing);
      }
    }
  }
  return withRows(state, { [model.name]: added.inserted, [pending]: added.held, [late]: added.late });
}
