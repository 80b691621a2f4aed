import type { ReferenceHubModel } from '@vaultwright/datavault-core/model';
import { Counts } from './counts.ts';
import { inArrivalOrder, valuesOf } from './first-seen.ts';
import { lacksKey, naturalCandidates } from './natural-rows.ts';
import { RefusedBatch } from './refused-batch.ts';
import {
  rowsOf,
  withRows,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';

/**
 * A reference hub: every natural key once, as it was first seen.
 *
 * Rules, for each row of each source: a NULL in the key: null key, or the batch is refused. Stored before this batch:
 * known. First of its key in this batch: inserted. Else: duplicate. First means: the earliest load date, then the source
 * that is declared first, then the record source, then the smallest attributes.
 */
export function applyReferenceHub(
  state: ReferenceState,
  model: ReferenceHubModel,
  batch: ReferenceBatch,
): EntityOutcome {
  const { sources, candidates } = naturalCandidates(model, batch);
  const counts = sources.map(() => new Counts());
  const names = model.naturalKey.map(({ name }) => name);
  const stored = new Set(rowsOf(state, model.name).map((row) => valuesOf(row, names)));
  const fresh = new Map<string, ReferenceRow>();
  for (const { feed, row } of inArrivalOrder(candidates, batch.vault.naming, model.content)) {
    const key = valuesOf(row, names);
    if (lacksKey(model, row)) {
      if (model.onNullKey === 'fail') throw new RefusedBatch(model.name, 'nullKey');
      counts[feed]?.add('nullKey');
    } else if (stored.has(key)) {
      counts[feed]?.add('known');
    } else if (fresh.has(key)) {
      counts[feed]?.add('duplicate');
    } else {
      counts[feed]?.add('inserted');
      fresh.set(key, row);
    }
  }
  return {
    state: withRows(state, { [model.name]: [...fresh.values()] }),
    results: counts.map((count, index) => count.result(model.name, sources[index] ?? null)),
  };
}
