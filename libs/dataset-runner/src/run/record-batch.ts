import type { CsvTotals } from '@vaultwright/csv-intake';
import type { LedgerRow } from '../ledger/ledger-rows.ts';
import type { RunResult } from '../run-result.ts';
import { watched } from '../run-work.ts';
import { version } from '../version.ts';
import { entityRow } from './entity-counts.ts';
import type { RunContext } from './run-context.ts';
import type { ScannedObject, StagedObject } from './stage-object.ts';
import { timestampText } from '../timestamp-text.ts';

/** One attempt at a batch. */
export interface Load {
  readonly loadId: string;
  /** Canonical text of a timestamp. */
  readonly loadDate: string;
}

/** Object of a batch as the ledger describes it. */
export interface LedgerObject {
  readonly source: string;
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  readonly sha256: string;
}

/** An object of a batch and what became of its records. */
export interface StagedPart {
  readonly object: LedgerObject;
  readonly counts: StagedObject;
}

/** The delivery that a batch loads. */
export interface LoadedDelivery {
  readonly source: string;
  readonly delivery: string;
  /** Units: microseconds since 1970; null when the run's clock tells. */
  readonly told: bigint | null;
}

/** Writes everything the ledger keeps of a batch; the last statements before COMMIT. */
export function recordBatch(
  context: RunContext,
  loaded: LoadedDelivery,
  parts: readonly StagedPart[],
  load: Load,
  entities: RunResult['entities'],
): Promise<void> {
  return watched(context.watch, { phase: 'ledger', subject: null }, () =>
    recordRows(context, loaded, parts, load, entities),
  );
}

async function recordRows(
  context: RunContext,
  { delivery }: LoadedDelivery,
  parts: readonly StagedPart[],
  load: Load,
  entities: RunResult['entities'],
): Promise<void> {
  const { ledger, dataSet, vault, runId, metadataHash } = context;
  const rows = addRows(parts);
  for (const counts of entities) await ledger.recordEntity(entityRow(load.loadId, counts));
  await ledger.recordLoad({
    load_id: load.loadId,
    dataset: dataSet.name,
    run_id: runId,
    load_dt: load.loadDate,
    status: rows.rejected > 0 ? 'loaded_with_rejects' : 'loaded',
    objects: String(parts.length),
    ...rowCounts(rows),
    code_version: version,
    metadata_hash: metadataHash,
    hash_profile: `${vault.hashProfile.name}@${vault.hashProfile.version}`,
  });
  const loadedAt = timestampText(context.clock.now());
  for (const part of parts) {
    await ledger.recordName(nameRow(part.object, metadataHash));
    await ledger.recordObject({ ...objectRow(context, part, load.loadId), delivery, loaded_at: loadedAt });
  }
}

/** The ledger's row of an object that is staged apart. */
export function stagedRow(
  context: RunContext,
  { delivery, told }: LoadedDelivery,
  part: StagedPart,
  loadId: string,
): LedgerRow {
  return {
    ...objectRow(context, part, loadId),
    delivery,
    told_dt: told === null ? null : timestampText(told),
  };
}

function objectRow(
  { dataSet, metadataHash }: RunContext,
  { object, counts }: StagedPart,
  loadId: string,
): LedgerRow {
  return {
    dataset: dataSet.name,
    load_id: loadId,
    path: counts.path,
    ...nameRow(object, metadataHash),
    ...rowCounts(counts),
  };
}

/** Where and as what a content was seen. */
export function nameRow(object: LedgerObject, metadataHash: string): LedgerRow {
  return {
    source: object.source,
    bucket: object.bucket,
    object_key: object.key,
    etag: object.etag,
    object_size: String(object.size),
    content_sha256: object.sha256,
    metadata_hash: metadataHash,
  };
}

/** What became of the records of all parts together. */
export function addRows(parts: readonly { readonly counts: CsvTotals }[]): CsvTotals {
  const total = { read: 0, loaded: 0, rejected: 0, blank: 0 };
  for (const { counts } of parts) {
    total.read += counts.read;
    total.loaded += counts.loaded;
    total.rejected += counts.rejected;
    total.blank += counts.blank;
  }
  return total;
}

function rowCounts({ read, loaded, rejected, blank }: CsvTotals): LedgerRow {
  return {
    rows_read: String(read),
    rows_loaded: String(loaded),
    rows_rejected: String(rejected),
    rows_blank: String(blank),
  };
}

export function ledgerObject({ object, source }: ScannedObject): LedgerObject {
  const { bucket, key, etag, size, sha256 } = object;
  return { source: source.name, bucket, key, etag, size, sha256 };
}
