import type { AsOfTableModel } from '@vaultwright/datavault-core/model';
import { replaceRows } from './computed-table.ts';
import { Counts } from './counts.ts';
import { instantOf } from './local-time.ts';
import { arrivalOf } from './staged-row.ts';
import {
  feedsIn,
  rowsOf,
  withRows,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';

/**
 * An as-of table: instants, each once.
 *
 * Generated: the instants that the rules give, and nothing else. Fed by a source, for each row: no instant: null key.
 * Stored before this batch: known. First of its instant in this batch: inserted. Else: duplicate.
 */
export function applyAsOfTable(
  state: ReferenceState,
  model: AsOfTableModel,
  batch: ReferenceBatch,
): EntityOutcome {
  const { asOf, isActive } = model;
  if (model.generate !== null) {
    const rows = [...generated(model.generate)].map(([instant, active]) => ({
      [asOf]: instant,
      ...(isActive === null ? {} : { [isActive]: String(active) }),
    }));
    return replaceRows(state, model.name, rows);
  }
  const stored = new Set(rowsOf(state, model.name).map((row) => row[asOf]));
  const fresh = new Map<string, ReferenceRow>();
  const results = feedsIn(model.feeds, batch).map(({ feed, rows }) => {
    const counts = new Counts();
    for (const row of rows) {
      const instant = row[(feed.key as readonly string[])[0] ?? ''] ?? null;
      if (instant === null) counts.add('nullKey');
      else if (stored.has(instant)) counts.add('known');
      else if (fresh.has(instant)) counts.add('duplicate');
      else {
        counts.add('inserted');
        fresh.set(instant, { [asOf]: instant, ...arrivalOf(batch, feed.source, row) });
      }
    }
    return counts.result(model.name, feed.source);
  });
  return { state: withRows(state, { [model.name]: [...fresh.values()] }), results };
}

/** Instants to look at: active ones, and unless rows are pruned those that the table in question has rows of. */
export function instantsOf(
  state: ReferenceState,
  { asOf, isActive, name }: AsOfTableModel,
  table: { readonly name: string; readonly asOf: string; readonly prune: boolean },
): readonly string[] {
  const active = rowsOf(state, name).filter((row) => isActive === null || row[isActive] === 'true');
  const kept = table.prune ? [] : rowsOf(state, table.name).map((row) => row[table.asOf] ?? '');
  return [...new Set([...active.map((row) => row[asOf] ?? ''), ...kept])].sort();
}

type InstantRules = NonNullable<AsOfTableModel['generate']>;

/** On which days a period begins; weeks begin on Monday. */
const begins: Readonly<Record<keyof InstantRules['grains'], (day: Date) => boolean>> = {
  daily: () => true,
  weekly: (day) => day.getUTCDay() === 1,
  monthly: (day) => day.getUTCDate() === 1,
  quarterly: (day) => day.getUTCDate() === 1 && [0, 3, 6, 9].includes(day.getUTCMonth()),
  yearly: (day) => day.getUTCDate() === 1 && day.getUTCMonth() === 0,
};

/**
 * The instants that rules give, and whether each is active: some grain counts it among the latest periods that it keeps.
 *
 * Every grain has an instant on each day, from the first to the last, on which a period of it begins.
 */
function generated({ start, end, at, zone, grains }: InstantRules): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  for (const [grain, keep] of Object.entries(grains)) {
    const isFirst = begins[grain as keyof InstantRules['grains']];
    let left = keep === 'all' ? Infinity : keep;
    for (const day = new Date(end); day >= new Date(start); day.setUTCDate(day.getUTCDate() - 1)) {
      if (!isFirst(day)) continue;
      const instant = instantOf(day.toISOString().slice(0, 10), at, zone);
      found.set(instant, found.get(instant) === true || left > 0);
      left -= 1;
    }
  }
  return found;
}
