import type { LoadResult } from '../plan/load-result.ts';

/** What can become of a row. */
export type RowClass = Exclude<keyof LoadResult, 'entity' | 'source' | 'read'>;

/** Counts rows by what becomes of them; every row falls into exactly one class. */
export class Counts {
  readonly #rows = { inserted: 0n, known: 0n, duplicate: 0n, nullKey: 0n, held: 0n, late: 0n };

  add(fate: RowClass): void {
    this.#rows[fate] += 1n;
  }

  result(entity: string, source: string | null): LoadResult {
    const read = Object.values(this.#rows).reduce((sum, rows) => sum + rows, 0n);
    return { entity, source, read, ...this.#rows };
  }
}
