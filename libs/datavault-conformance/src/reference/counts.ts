import type { LoadResult } from '@vaultwright/datavault-core';

/** What can become of a row. */
export type RowClass = 'inserted' | 'known' | 'duplicate' | 'nullKey' | 'held' | 'late' | 'conflict';

/** What is counted beside the classes. */
export type Remark = 'derived' | 'lateStored' | 'ties' | 'suspect';

/** Counts rows by what becomes of them; every row falls into exactly one class. */
export class Counts {
  readonly #rows = {
    inserted: 0n,
    known: 0n,
    duplicate: 0n,
    nullKey: 0n,
    held: 0n,
    late: 0n,
    conflict: 0n,
  };
  readonly #remarks = { derived: 0n, lateStored: 0n, ties: 0n, suspect: 0n };

  add(fate: RowClass): void {
    this.#rows[fate] += 1n;
  }

  remark(remark: Remark, rows = 1): void {
    this.#remarks[remark] += BigInt(rows);
  }

  result(entity: string, source: string | null): LoadResult {
    const read = Object.values(this.#rows).reduce((sum, rows) => sum + rows, 0n);
    return { entity, source, read, ...this.#rows, ...this.#remarks };
  }
}
