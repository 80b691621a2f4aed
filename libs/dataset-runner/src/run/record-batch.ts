import type { ExecutionResult, LoadResult } from '@vaultwright/datavault-core';
import type { LedgerRow } from '../ledger/ledger.ts';
import { version } from '../version.ts';
import { entityCounts, entityRow } from './entity-counts.ts';
import type { RunContext } from './run-context.ts';
import type { ScannedObject, StagedObject } from './stage-object.ts';
import { timestampText } from './timestamp-text.ts';

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

/** Writes everything the ledger keeps of a batch; the last statements before COMMIT. */
export async function recordBatch(
  context: RunContext,
  object: LedgerObject,
  staged: StagedObject,
  load: Load,
  { loads }: ExecutionResult,
): Promise<void> {
  const { ledger, dataSet, vault, runId, metadataHash } = context;
  const rows = rowCounts(staged);
  for (const result of loads.filter(isNoteworthy))
    await ledger.recordEntity(entityRow(load.loadId, entityCounts(result)));
  await ledger.recordLoad({
    load_id: load.loadId,
    dataset: dataSet.name,
    run_id: runId,
    load_dt: load.loadDate,
    status: staged.rejected > 0 ? 'loaded_with_rejects' : 'loaded',
    objects: '1',
    ...rows,
    code_version: version,
    metadata_hash: metadataHash,
    hash_profile: `${vault.hashProfile.name}@${vault.hashProfile.version}`,
  });
  await ledger.recordName(nameRow(object, metadataHash));
  const loadedAt = timestampText(context.clock.now());
  await ledger.recordObject({ ...objectRow(context, object, staged, load.loadId), loaded_at: loadedAt });
}

/** The ledger's row of an object, without the instant it was loaded. */
export function objectRow(
  { dataSet, metadataHash }: RunContext,
  object: LedgerObject,
  staged: StagedObject,
  id: string,
): LedgerRow {
  return {
    dataset: dataSet.name,
    load_id: id,
    path: staged.path,
    ...nameRow(object, metadataHash),
    ...rowCounts(staged),
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

function rowCounts({ read, loaded, rejected, blank }: StagedObject): LedgerRow {
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

/** Trying held rows again is worth a word only when some of them could enter. */
export function isNoteworthy({ source, inserted }: LoadResult): boolean {
  return source !== null || inserted > 0n;
}
