import { VaultwrightError } from '../errors.ts';
import type { WarehouseRow } from '../warehouse/warehouse.ts';
import type { LoadAction } from '../stage/entity-load.ts';
import type { TallyStep } from './step.ts';

/**
 * What became of the rows that one source brought for one entity.
 *
 * Invariant: read = inserted + known + duplicate + nullKey + held + late + conflict;
 * rows written to the entity = inserted + derived. Units: rows.
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
  /** Older than what is stored, and not stored. */
  readonly late: bigint;
  /** The same identity as a stored row or a row of this batch, with other content. */
  readonly conflict: bigint;
  /** Written although no source brought them: closing, absent, restored, inferred and ghost rows. */
  readonly derived: bigint;
  /** Rows set aside for the first time, of those that are late or in conflict. */
  readonly lateStored: bigint;
  /** Inserted versions that share key, load date and sequence with another one. */
  readonly ties: bigint;
  /** Inserted although something later of their source was loaded before them. */
  readonly suspect: bigint;
}

/** Rows that the statements of a load have written, by action. */
export type WrittenRows = Readonly<Partial<Record<LoadAction['action'], bigint>>>;

/**
 * Reads a tally and proves the law of the counts.
 *
 * `written` are the rows this result answers for beyond its tally. Errors: `E-DATA-RECONCILE`.
 */
export function loadResult(
  { entity, source }: Pick<TallyStep, 'entity' | 'source'>,
  tally: WarehouseRow,
  written: Pick<LoadResult, 'derived' | 'lateStored'>,
): LoadResult {
  const count = (name: string): bigint => BigInt((tally[name] as bigint | number | string | undefined) ?? 0);
  const [read, keyed, collected, collectedRows] = [
    count('read'),
    count('keyed'),
    count('collected'),
    count('collected_rows'),
  ];
  const repeated = count('repeated');
  const result: LoadResult = {
    entity,
    source,
    read,
    inserted: count('inserted'),
    known: keyed - collectedRows + count('unchanged'),
    duplicate: collectedRows - collected + repeated,
    nullKey: read - keyed,
    held: count('held'),
    late: count('late'),
    conflict: count('conflict'),
    ...written,
    ties: count('ties'),
    suspect: count('suspect'),
  };
  const { inserted, known, duplicate, nullKey, held, late, conflict } = result;
  const total = inserted + known + duplicate + nullKey + held + late + conflict;
  if (total !== read || [known, duplicate, nullKey].some((rows) => rows < 0n)) {
    throw unreconciled(
      result,
      `read ${read}; inserted ${inserted}, known ${known}, duplicate ${duplicate}, null key ${nullKey}, held ${held}, late ${late}, conflict ${conflict}`,
    );
  }
  return result;
}

/** Proves that the engine wrote what the tallies of one load say. Errors: `E-DATA-RECONCILE`. */
export function reconcileInserts(results: readonly LoadResult[], written: bigint): void {
  const [first] = results;
  const inserted = results.reduce((sum, result) => sum + result.inserted, 0n);
  if (first !== undefined && inserted !== written)
    throw unreconciled(first, `inserted ${inserted}, but the engine wrote ${written}`);
}

function unreconciled({ entity, source }: LoadResult, found: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-DATA-RECONCILE',
    family: 'data',
    title: `the counts of ${entity} do not add up`,
    where: `${entity} from ${source ?? 'held rows'}`,
    found,
    allowed: 'read = inserted + known + duplicate + null key + held + late + conflict',
    fix: 'nothing was stored; please report this with the run folder',
  });
}
