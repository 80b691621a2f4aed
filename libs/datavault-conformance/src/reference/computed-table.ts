import { Counts } from './counts.ts';
import { rowsOf, type EntityOutcome, type ReferenceRow, type ReferenceState } from './state.ts';

/**
 * A table that is computed from others: afterwards it holds just these rows.
 *
 * Rows that it did not hold before are counted as derived; a result is given only when there are any.
 */
export function replaceRows(
  state: ReferenceState,
  table: string,
  rows: readonly ReferenceRow[],
): EntityOutcome {
  const before = new Set(rowsOf(state, table).map(asText));
  const derived = rows.filter((row) => !before.has(asText(row))).length;
  const counts = new Counts();
  counts.remark('derived', derived);
  return {
    state: new Map([...state, [table, rows]]),
    results: derived === 0 ? [] : [counts.result(table, null)],
  };
}

function asText(row: ReferenceRow): string {
  return JSON.stringify(Object.entries(row).sort(([left], [right]) => (left < right ? -1 : 1)));
}
