import { asOfInstants } from '../kinds/business-vault/as-of-instants.ts';
import type { AsOfTableModel } from '../kinds/business-vault/as-of-table.ts';
import { replaceRows } from './computed-table.ts';
import { Counts } from './counts.ts';
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
    const rows = asOfInstants(model.generate).map((instant) => ({
      [asOf]: instant.asOf,
      ...(isActive === null ? {} : { [isActive]: String(instant.isActive) }),
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
