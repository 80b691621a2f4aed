import { VaultwrightError } from '../errors.ts';
import type { WarehouseRow } from '../warehouse/warehouse.ts';
import type { TallyStep } from './step.ts';

/**
 * What became of the rows that one source brought for one entity.
 *
 * Invariant: read = inserted + known + duplicate + nullKey + held + late.
 * Units: rows.
 */
export interface LoadResult {
  readonly entity: string;
  /** Null: rows held in earlier batches that were tried again. */
  readonly source: string | null;
  readonly read: bigint;
  readonly inserted: bigint;
  /** Already stored, or unchanged since the version before. */
  readonly known: bigint;
  /** Equal to another row of this batch. */
  readonly duplicate: bigint;
  readonly nullKey: bigint;
  /** Kept until the key they name is delivered. */
  readonly held: bigint;
  /** Older than what is stored; kept aside. */
  readonly late: bigint;
}

/** Reads a tally and proves the law of the counts. Errors: `E-DATA-RECONCILE`. */
export function loadResult(
  { entity, source }: Pick<TallyStep, 'entity' | 'source'>,
  tally: WarehouseRow,
  written: bigint,
): LoadResult {
  const count = (name: string): bigint => BigInt((tally[name] as bigint | number | string | undefined) ?? 0);
  const [read, keyed, collected, collectedRows] = [
    count('read'),
    count('keyed'),
    count('collected'),
    count('collected_rows'),
  ];
  const result: LoadResult = {
    entity,
    source,
    read,
    inserted: count('inserted'),
    known: keyed - collectedRows + count('unchanged'),
    duplicate: collectedRows - collected,
    nullKey: read - keyed,
    held: count('held'),
    late: count('late'),
  };
  const { inserted, known, duplicate, nullKey, held, late } = result;
  const total = inserted + known + duplicate + nullKey + held + late;
  if (total !== read || inserted !== written || [known, duplicate, nullKey].some((rows) => rows < 0n)) {
    throw new VaultwrightError({
      code: 'E-DATA-RECONCILE',
      family: 'data',
      title: `the counts of ${entity} do not add up`,
      where: `${entity} from ${source ?? 'held rows'}`,
      found: `read ${read}; inserted ${inserted} (engine wrote ${written}), known ${known}, duplicate ${duplicate}, null key ${nullKey}, held ${held}, late ${late}`,
      allowed: 'read = inserted + known + duplicate + null key + held + late',
      fix: 'nothing was stored; please report this with the run folder',
    });
  }
  return result;
}
