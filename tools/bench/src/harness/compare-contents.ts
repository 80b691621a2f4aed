import { BenchError } from '../bench-error.ts';
import type { Contents, TableContents } from './table-contents.ts';

/**
 * Refuses to compare the times of two loads that did not store the same rows.
 *
 * Every table of `others` must hold the same in `ours`; what `ours` has beyond that must be empty. Tables of `besides`
 * are not looked at.
 *
 * Errors: naming every table that differs with both values.
 */
export function compareContents(
  moment: string,
  ours: Contents,
  others: Contents,
  besides: readonly string[] = [],
): void {
  const differences: string[] = [];
  for (const [table, other] of Object.entries(others)) {
    if (besides.includes(table)) continue;
    const own = ours[table];
    if (own?.rows === other.rows && own.sum === other.sum) continue;
    differences.push(`${table}: ours ${shown(own)}, by hand ${shown(other)}`);
  }
  for (const [table, own] of Object.entries(ours)) {
    if (table in others || own.rows === 0 || besides.includes(table)) continue;
    differences.push(`${table}: ours ${shown(own)}, by hand no such table`);
  }
  if (differences.length > 0) {
    throw new BenchError(
      `${moment}: the two forms did not store the same rows\n  ${differences.join('\n  ')}`,
    );
  }
}

function shown(contents: TableContents | undefined): string {
  return contents === undefined ? 'no such table' : `${contents.rows} rows, sum ${contents.sum}`;
}
