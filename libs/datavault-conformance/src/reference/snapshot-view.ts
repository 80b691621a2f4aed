import type { SnapshotViewModel } from '@vaultwright/datavault-core/model';
import { rowsOf, type EntityOutcome, type ReferenceBatch, type ReferenceState } from './state.ts';
import { histories } from './views.ts';

/**
 * The snapshot view: for each active instant and each key, the last version whose load date is not later than the
 * instant, in the order (load date, sequence, hash diff).
 */
export function applySnapshotView(
  state: ReferenceState,
  model: SnapshotViewModel,
  { vault }: ReferenceBatch,
): EntityOutcome {
  const { loadDate } = vault.naming;
  const { asOf, isActive } = model.instants;
  const instants = rowsOf(state, model.instants.name)
    .filter((row) => isActive === null || row[isActive] === 'true')
    .map((row) => row[asOf] ?? '');
  const rows = instants.flatMap((instant) =>
    histories(state, model, vault).flatMap((versions) => {
      const inForce = versions.findLast((row) => (row[loadDate] ?? '') <= instant);
      return inForce === undefined ? [] : [{ [model.asOf]: instant, ...inForce }];
    }),
  );
  return { state: new Map([...state, [model.name, rows]]), results: [] };
}
