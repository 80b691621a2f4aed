import { businessVaultEntities, type LoadResult, type Vault } from '@vaultwright/datavault-core';
import type { LedgerRow } from '../ledger/ledger-rows.ts';
import type { RunResult } from '../run-result.ts';

type EntityCounts = RunResult['entities'][number];

/** What the ledger names as the source of rows that no source has brought. */
const ofNoSource = '(computed)';

/** What a batch did to the entities of a vault, as a run's result says it. */
export function entityResults(vault: Vault, loads: readonly LoadResult[]): EntityCounts[] {
  const computed = new Set(businessVaultEntities(vault));
  return loads.flatMap((result) => {
    if (isNoteworthy(result)) return [entityCounts(result)];
    if (!computed.has(result.entity) || result.derived === 0n) return [];
    return [{ ...nothingOf(result.entity, ofNoSource), inserted: Number(result.derived) }];
  });
}

/** The same for the ledger, which remembers computed entities that had nothing to do as well: they are up to date. */
export function entityRecords(vault: Vault, loads: readonly LoadResult[]): EntityCounts[] {
  const results = entityResults(vault, loads);
  const told = new Set(results.map(({ entity }) => entity));
  const idle = businessVaultEntities(vault).filter((entity) => !told.has(entity));
  return [...results, ...idle.map((entity) => nothingOf(entity, ofNoSource))];
}

/** Trying held rows again is worth a word only when some of them could enter. */
export function isNoteworthy({ source, inserted }: LoadResult): boolean {
  return source !== null || inserted > 0n;
}

/** Rows held earlier that entered now are `released`. */
function entityCounts(result: LoadResult): EntityCounts {
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
