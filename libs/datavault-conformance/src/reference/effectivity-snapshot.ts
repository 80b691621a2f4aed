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
  const { naming } = batch.vault;
  const { hashKey, activeColumn } = model;
  const lateTable = `${model.name}${naming.lateSuffix}`;
  let current = state;
  const results = feedsIn(model.feeds, batch).map(({ feed, rows }) => {
    const counts = new Counts();
    const inserted: ReferenceRow[] = [];
    const late: ReferenceRow[] = [];
    const at = (row: ReferenceRow) => row[naming.loadDate] ?? '';
    const origin = (row: ReferenceRow) => row[naming.recordSource] ?? '';
    const bytes = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right));
    const byOrigin = (left: ReferenceRow, right: ReferenceRow) => bytes(origin(left), origin(right));
    const is = (left: ReferenceRow, right: ReferenceRow) =>
      left[hashKey] === right[hashKey] && at(left) === at(right);

    const staged = rows
      .map((row) => ({
        [hashKey]: keyOf(batch.vault, feed.source, feed.key, row),
        [activeColumn]: 'true',
        ...arrivalOf(batch, feed.source, row),
      }))
      .toSorted(byOrigin);
    const distinct: ReferenceRow[] = [];
    for (const row of staged) {
      if (row[hashKey] === null) counts.add('nullKey');
      else if (distinct.some((other) => is(other, row))) counts.add('duplicate');
      else distinct.push(row);
    }

    const stored = rowsOf(current, model.name).toSorted((left, right) => bytes(at(left), at(right)));
    const latest = stored.map(at).at(-1) ?? '';
    for (const row of distinct.filter((one) => at(one) <= latest)) {
      const before = stored.findLast((other) => other[hashKey] === row[hashKey] && at(other) < at(row));
      const isStored = stored.some((other) => is(other, row) && other[activeColumn] === 'true');
      const isKnown = isStored || before?.[activeColumn] === 'true';
      counts.add(isKnown ? 'known' : 'late');
      if (!isKnown && model.onLate === 'fail') throw new RefusedBatch(model.name, 'late');
      const isAside = rowsOf(current, lateTable).some((other) => is(other, row));
      if (isKnown || isAside || model.onLate === 'drop') continue;
      counts.remark('lateStored');
      late.push(row);
    }

    const active = new Map(stored.map((row) => [row[hashKey] ?? '', row[activeColumn] === 'true']));
    const moments = rows.length === 0 ? [batch.loadDate] : staged.map(at);
    for (const moment of [...new Set(moments)].filter((one) => one > latest).toSorted()) {
      const present = distinct.filter((row) => at(row) === moment);
      for (const row of present) {
        const key = row[hashKey] ?? '';
        counts.add(active.get(key) ? 'known' : 'inserted');
        if (active.get(key)) continue;
        if (!holds(current, model.parent, hashKey, key)) throw new RefusedBatch(model.name, 'orphan');
        inserted.push(row);
        active.set(key, true);
      }
      const first = staged.find((row) => at(row) === moment);
      for (const [key, wasActive] of active) {
        if (!wasActive || present.some((row) => row[hashKey] === key)) continue;
        counts.remark('derived');
        active.set(key, false);
        inserted.push({
          [hashKey]: key,
          [activeColumn]: 'false',
          [naming.loadDate]: moment,
          [naming.recordSource]: first === undefined ? batch.recordSource : origin(first),
        });
      }
    }
    current = withRows(current, { [model.name]: inserted, [lateTable]: late });
    return counts.result(model.name, feed.source);
  });
  return { state: current, results };
}
