import { openEnd, effectivityRows, inEffectivityOrder, isSame } from './effectivity-rows.ts';
import type { EffectivityModel } from '@vaultwright/datavault-core/model';
import { Counts } from './counts.ts';
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
 * An effectivity satellite in mode `automate-dv`, for vaults that come from that tool.
 *
 * Rules, for each row whose link is `present`: no link key: null key. Equal link key, load date, start and end as another
 * row of this batch: duplicate. Every row is compared with what was stored before this batch, in no order; open means
 * that the end lies on the day of the open end. Inserted, unless this very row is stored: rows of link keys that have
 * none, open rows of link keys whose last row is closed, and, without `autoEndDate`, closed rows of open ones. All others
 * are known. With `autoEndDate` every open link key of a driving key in the batch is closed that has no row of its end
 * here; it ends at the start of the driving key's first row by load date, start and link key, once.
 */
export function applyEffectivityLikeAutomateDv(
  state: ReferenceState,
  model: EffectivityModel,
  batch: ReferenceBatch,
): EntityOutcome {
  const { vault } = batch;
  const { loadDate, recordSource } = vault.naming;
  const { hashKey, startColumn, endColumn } = model;
  let current = state;
  const results = feedsIn(model.feeds, batch).map(({ feed, rows }) => {
    const counts = new Counts();
    const inserted: ReferenceRow[] = [];
    const same = (left: ReferenceRow, right: ReferenceRow) => isSame(left, right, model, vault);
    const isOpen = (row: ReferenceRow) => row[endColumn]?.slice(0, 10) === openEnd.slice(0, 10);
    const drivingKey = (row: ReferenceRow) => JSON.stringify(model.driving.map(({ name }) => row[name]));

    const staged = effectivityRows(model, feed, rows, batch);
    const distinct: ReferenceRow[] = [];
    for (const row of inEffectivityOrder(staged, model, vault)) {
      if (row[hashKey] === null) counts.add('nullKey');
      else if (distinct.some((other) => same(other, row))) counts.add('duplicate');
      else distinct.push(row);
    }
    const stored = inEffectivityOrder(rowsOf(current, model.name), model, vault);
    const states = new Map(stored.map((row) => [row[hashKey], row]));
    for (const row of distinct) {
      const last = states.get(row[hashKey]);
      const isNew =
        last === undefined ||
        (!isOpen(last) && isOpen(row)) ||
        (!model.autoEndDate && isOpen(last) && !isOpen(row));
      const isInserted = isNew && !stored.some((other) => same(other, row));
      counts.add(isInserted ? 'inserted' : 'known');
      if (!isInserted) continue;
      if (!holds(current, model.parent, hashKey, row[hashKey] ?? ''))
        throw new RefusedBatch(model.name, 'orphan');
      inserted.push(row);
    }
    if (model.autoEndDate) {
      const order = [loadDate, startColumn, hashKey, endColumn];
      const place = (row: ReferenceRow) => order.map((name) => row[name]).join(' ');
      for (const row of states.values()) {
        const first = distinct
          .filter((other) => drivingKey(other) === drivingKey(row))
          .toSorted((left, right) => (place(left) < place(right) ? -1 : 1))
          .at(0);
        const isRepeated = distinct.some(
          (other) => other[hashKey] === row[hashKey] && other[endColumn] === row[endColumn],
        );
        if (first === undefined || !isOpen(row) || isRepeated) continue;
        const closing = {
          ...row,
          [endColumn]: first[startColumn] ?? null,
          [loadDate]: first[loadDate] ?? null,
          [recordSource]: first[recordSource] ?? null,
        };
        if (stored.some((other) => same(other, closing))) continue;
        counts.remark('derived');
        inserted.push(closing);
      }
    }
    current = withRows(current, { [model.name]: inserted });
    return counts.result(model.name, feed.source);
  });
  return { state: current, results };
}
