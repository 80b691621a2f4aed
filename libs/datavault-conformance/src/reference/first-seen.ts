import type { TableColumn } from '@vaultwright/datavault-core/sql';
import type { ReferenceRow } from './state.ts';
import { compareValues } from './value-order.ts';

/** A row of a batch on its way into a set, with the position of the source that brought it. */
export interface Candidate {
  readonly feed: number;
  /** The row as it would be stored; its key is null when it is missing. */
  readonly row: ReferenceRow;
}

/**
 * Rows in the order in which they count: load date, then the declared order of sources, then record source, then the
 * given columns, the smallest first and NULL last. The order of the rows in their files decides nothing.
 */
export function inArrivalOrder(
  candidates: readonly Candidate[],
  naming: { readonly loadDate: string; readonly recordSource: string },
  columns: readonly Pick<TableColumn, 'name' | 'type'>[],
): readonly Candidate[] {
  const text = { kind: 'text', length: 1 } as const;
  const compare = (left: Candidate, right: Candidate): number => {
    const by = ({ name, type }: Pick<TableColumn, 'name' | 'type'>): number =>
      compareValues(type, left.row[name] ?? null, right.row[name] ?? null);
    const first = by({ name: naming.loadDate, type: text }) || left.feed - right.feed;
    if (first !== 0) return first;
    for (const column of [{ name: naming.recordSource, type: text }, ...columns]) {
      const order = by(column);
      if (order !== 0) return order;
    }
    return 0;
  };
  return [...candidates].sort(compare);
}

/** Some columns of a row as one text; equal texts are equal values, NULL equal to NULL. */
export function valuesOf(row: ReferenceRow, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => row[name] ?? null));
}
