import type { LoadResult } from '@vaultwright/datavault-core';
import type { LedgerRow } from '../ledger/ledger-rows.ts';
import type { RunResult } from '../run-result.ts';

type EntityCounts = RunResult['entities'][number];

/** What a batch did to an entity, as a run's result says it; rows held earlier that entered now are `released`. */
export function entityCounts(result: LoadResult): EntityCounts {
  const released = result.source === null;
  const inserted = Number(result.inserted);
  return {
    entity: result.entity,
    source: result.source ?? '(held)',
    read: Number(result.read),
    inserted: released ? 0 : inserted,
    known: Number(result.known),
    duplicate: Number(result.duplicate),
    nullKey: Number(result.nullKey),
    held: Number(result.held),
    late: Number(result.late),
    conflict: Number(result.conflict),
    released: released ? inserted : 0,
  };
}

/** An entity that took nothing from a source. */
export function nothingOf(entity: string, source: string): EntityCounts {
  const none = { read: 0, inserted: 0, known: 0, duplicate: 0, nullKey: 0 };
  return { entity, source, ...none, held: 0, late: 0, conflict: 0, released: 0 };
}

/** The same as the ledger keeps it. */
export function entityRow(loadId: string, { nullKey, ...counts }: EntityCounts): LedgerRow {
  const texts = Object.entries({ ...counts, null_key: nullKey }).map(([name, value]) => [
    name,
    String(value),
  ]);
  return { load_id: loadId, ...(Object.fromEntries(texts) as LedgerRow) };
}
