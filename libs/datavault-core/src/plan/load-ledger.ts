import type { WarehouseRow } from '../warehouse/warehouse.ts';
import type { LoadAction } from '../stage/entity-load.ts';
import { loadResult, reconcileInserts, type LoadResult, type WrittenRows } from './load-result.ts';
import type { TallyStep, WriteStep } from './step.ts';

interface OpenLoad {
  readonly entity: string;
  written: WrittenRows;
  readonly results: LoadResult[];
}

/** Keeps what the statements of each load wrote and what its tallies count, and proves that they agree. */
export class LoadTally {
  readonly #loads = new Map<string, OpenLoad>();

  wrote({ load, entity, action }: Pick<WriteStep, 'load' | 'entity' | 'action'>, rows: bigint): void {
    if (entity === null || !stores(action)) return;
    const open = this.#open(load, entity);
    open.written = { ...open.written, [action]: (open.written[action] ?? 0n) + rows };
  }

  /** The first result of a load answers for the rows that no source brought and for those set aside. */
  counted(step: Pick<TallyStep, 'load' | 'entity' | 'source'>, tally: WarehouseRow): LoadResult {
    const open = this.#open(step.load, step.entity);
    const first = open.results.length === 0;
    const result = loadResult(step, tally, {
      derived: first ? (open.written.derive ?? 0n) : 0n,
      lateStored: first ? (open.written['keep-late'] ?? 0n) : 0n,
    });
    open.results.push(result);
    return result;
  }

  /**
   * Every result; a load without sources has one when it wrote anything.
   *
   * Errors: `E-DATA-RECONCILE` when the engine inserted other rows than the tallies counted.
   */
  results(): LoadResult[] {
    return [...this.#loads.values()].flatMap(({ entity, written, results }) => {
      reconcileInserts(results, written.insert ?? 0n);
      if (results.length > 0 || !written.derive) return results;
      return [loadResult({ entity, source: null }, {}, { derived: written.derive, lateStored: 0n })];
    });
  }

  #open(load: string, entity: string): OpenLoad {
    const open = this.#loads.get(load) ?? { entity, written: {}, results: [] };
    this.#loads.set(load, open);
    return open;
  }
}

/** What fills work tables or remembers rules is no row of an entity, and may run long before the rest of its load. */
function stores(action: WriteStep['action']): action is Exclude<LoadAction['action'], 'share' | 'collect'> {
  return !['prepare-stage', 'record-rules', 'share', 'collect'].includes(action);
}
