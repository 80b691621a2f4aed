import { type Vault, type LoadResult, parseVault } from '@vaultwright/datavault-core';
import { applyBatch, emptyState } from './reference/apply-batch.ts';
import { RefusedBatch } from './reference/refused-batch.ts';
import type { ReferenceState } from './reference/state.ts';
import type { LawBatch, LawCase } from './law-history.ts';
import type { LawSubject } from './law-subjects.ts';

/** Counts how often generated histories came to each class: a generator that misses one proves nothing about it. */
export class LawCensus {
  readonly #rows = new Map<string, number>();

  constructor(private readonly subject: LawSubject) {}

  batch(results: readonly LoadResult[] | null, vault: Vault): void {
    if (results === null) this.#add({ 'refused batch': 1 });
    for (const result of results ?? []) this.#add((this.subject.count ?? fieldsOf)(result, vault));
  }

  /** At the end of a history. */
  end(vault: Vault, state: ReferenceState): void {
    this.#add(this.subject.countEnd?.(vault, state) ?? {});
  }

  /** Units: rows; refused ones: batches. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#rows);
  }

  missing(): readonly string[] {
    return this.subject.classes.filter((name) => !this.#rows.get(name));
  }

  #add(found: Readonly<Record<string, number>>): void {
    for (const [name, rows] of Object.entries(found))
      this.#rows.set(name, (this.#rows.get(name) ?? 0) + rows);
  }
}

/** The classes that a history meets according to the definition, which takes no engine to find out. */
export function classesMet(subject: LawSubject, { vault: given, batches }: LawCase): readonly string[] {
  const census = new LawCensus(subject);
  const vault = parseVault(given);
  let state = emptyState;
  for (const batch of batches) {
    const outcome = applied(state, vault, batch);
    census.batch(outcome?.results ?? null, vault);
    state = outcome?.state ?? state;
  }
  census.end(vault, state);
  const missing = census.missing();
  return subject.classes.filter((name) => !missing.includes(name));
}

/** What the definition makes of a batch; null when it refuses it. */
export function applied(state: ReferenceState, vault: Vault, batch: LawBatch) {
  try {
    return applyBatch(state, vault, batch.rows, batch);
  } catch (error) {
    if (error instanceof RefusedBatch) return null;
    throw error;
  }
}

function fieldsOf({ entity: _entity, source, read: _read, ...rows }: LoadResult): Record<string, number> {
  return source === null
    ? { released: Number(rows.inserted), derived: Number(rows.derived) }
    : Object.fromEntries(Object.entries(rows).map(([name, count]) => [name, Number(count)]));
}
