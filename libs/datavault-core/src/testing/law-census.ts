import type { LoadResult } from '../plan/load-result.ts';
import type { VaultModel } from '../metadata/vault.ts';
import { rowsOf, type ReferenceState } from '../reference/state.ts';

const classes = [
  'inserted',
  'known',
  'duplicate',
  'nullKey',
  'held',
  'released',
  'late',
  'tie',
  'refused batch',
] as const;
type RowClass = (typeof classes)[number];

/** Counts how often generated histories came to each class: a generator that misses one proves nothing about it. */
export class LawCensus {
  readonly #rows = new Map<RowClass, number>(classes.map((name) => [name, 0]));

  batch(results: readonly LoadResult[] | null): void {
    if (results === null) this.#add('refused batch', 1);
    for (const result of results ?? []) {
      if (result.source === null) this.#add('released', Number(result.inserted));
      else {
        for (const name of ['inserted', 'known', 'duplicate', 'nullKey', 'held', 'late'] as const)
          this.#add(name, Number(result[name]));
      }
    }
  }

  /** Different versions of one key with one load date, at the end of a history. */
  ties(vault: VaultModel, state: ReferenceState): void {
    for (const entity of vault.entities) {
      if (entity.kind !== 'satellite') continue;
      const rows = rowsOf(state, entity.name);
      const moments = new Set(rows.map((row) => `${row[entity.hashKey]} ${row[vault.naming.loadDate]}`));
      this.#add('tie', rows.length - moments.size);
    }
  }

  /** Units: rows; refused ones: batches. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#rows);
  }

  missing(): readonly string[] {
    return classes.filter((name) => this.#rows.get(name) === 0);
  }

  #add(name: RowClass, rows: number): void {
    this.#rows.set(name, (this.#rows.get(name) ?? 0) + rows);
  }
}
