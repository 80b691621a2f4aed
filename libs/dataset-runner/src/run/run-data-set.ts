import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VaultwrightError, type Vault } from '@vaultwright/datavault-core';
import type { Clock, RunIds, SourceReader, Warehouse } from '@vaultwright/datavault-core/warehouse';
import type { DataSet } from '../data-set.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { RunReporter } from '../run-event.ts';
import type { RunResult } from '../run-result.ts';
import { entityCounts } from './entity-counts.ts';
import { fetchObject, listManifest, peek } from './fetch-objects.ts';
import { KnownObjects } from './known-objects.ts';
import { loadObject, loadStaged, stageOnly } from './load-batch.ts';
import { isNoteworthy, ledgerObject, nameRow } from './record-batch.ts';
import type { RunContext } from './run-context.ts';
import { metadataHash } from './metadata-hash.ts';
import { additionLine, inspectWarehouse, prepareWarehouse, schemaDrift } from './preflight.ts';
import type { RejectLimit } from './reject-limit.ts';
import type { RunRecorder } from './run-recorder.ts';
import { startRun } from './start-run.ts';
import { systemRunIds } from './system-ports.ts';

/** What every command that changes a warehouse is given. */
export interface LoadOptions {
  readonly dataSet: DataSet;
  /** A name of `dataSet.models`; its default model when absent. */
  readonly model?: string;
  readonly warehouse: Warehouse;
  /** Sources of the data set to take; all by default. */
  readonly only?: readonly string[];
  /** Default: no record may be rejected. */
  readonly rejectLimit?: RejectLimit;
  /** False refuses to create missing tables. */
  readonly create?: boolean;
  /** For people: the name of the target in the configuration. */
  readonly target?: string;
  readonly report?: RunReporter;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly runIds?: RunIds;
}

/** A load that reads files. */
export interface RunOptions extends LoadOptions {
  readonly source: SourceReader;
  /** Loads contents again that the ledger knows; the vault stays as it is. */
  readonly forceLoad?: boolean;
  /** Exact object keys to take; all by default. */
  readonly keys?: readonly string[];
  /** Records of each file to show in the log. Default 10; 0 shows none. */
  readonly peekRows?: number;
}

/**
 * Loads every new file of a data set: fetch, scan, stage, vault, checks, ledger; one transaction per file.
 *
 * Invariant: never rejects; a failure is `status: 'failed'` with its `error`, and what earlier files brought stays loaded.
 */
export function runDataSet(options: RunOptions): Promise<RunResult> {
  return withRun(options, options.forceLoad ?? false, (context, recorder) =>
    eachNewObject(context, options, recorder, async (scanned) => {
      const { staged, loads } = await loadObject(context, scanned);
      if (staged === null) return false;
      recorder.addRows(staged);
      recorder.entities.push(...loads.filter(isNoteworthy).map(entityCounts));
      return true;
    }),
  );
}

/** Stages every new file of a data set and stops there; {@link loadStagedDataSet} goes on. */
export function stageDataSet(options: RunOptions): Promise<RunResult> {
  return withRun(options, false, (context, recorder) =>
    eachNewObject(context, options, recorder, async (scanned) => {
      const staged = await stageOnly(context, scanned);
      if (staged !== null) recorder.addRows(staged);
      return staged !== null;
    }),
  );
}

/** Loads what was staged before into the vault. */
export function loadStagedDataSet(options: LoadOptions): Promise<RunResult> {
  return withRun(options, false, async (context, recorder) => {
    const batches = await loadStaged(context, options.only);
    for (const { staged, loads } of batches) {
      if (staged !== null) recorder.addRows(staged);
      recorder.entities.push(...loads.filter(isNoteworthy).map(entityCounts));
    }
    return batches.filter(({ staged }) => staged !== null).length;
  });
}

/** The vault of the chosen model. Errors: `E-USAGE-MODEL`. */
export function vaultOf(dataSet: DataSet, model = dataSet.defaultModel): Vault {
  const vault = dataSet.models[model];
  if (vault !== undefined) return vault;
  throw new VaultwrightError({
    code: 'E-USAGE-MODEL',
    family: 'usage',
    title: 'no such model',
    where: `data set ${dataSet.name}`,
    found: model,
    allowed: Object.keys(dataSet.models).join(', '),
    fix: `take --model ${dataSet.defaultModel}`,
  });
}

async function withRun(
  options: LoadOptions,
  forceLoad: boolean,
  work: (context: RunContext, recorder: RunRecorder) => Promise<number>,
): Promise<RunResult> {
  const { dataSet, warehouse, runIds = systemRunIds } = options;
  const mode = forceLoad ? 'force-load' : 'incremental';
  const run = startRun(options, { engine: warehouse.dialect.name, mode });
  const { runId, report, clock, signal } = run;
  try {
    const vault = vaultOf(dataSet, run.model);
    const session = await warehouse.connect();
    try {
      const preflight = await (options.create === false
        ? refuseMissing(inspectWarehouse(session, warehouse.dialect, vault), vault)
        : prepareWarehouse(session, warehouse.dialect, vault));
      report({ kind: 'plan', create: preflight.missing.length, changed: preflight.additions.length });
      const context: RunContext = {
        dataSet,
        vault,
        warehouse,
        session,
        ledger: new Ledger(session, warehouse.dialect, vault.name),
        metadataHash: metadataHash(dataSet, vault),
        runId,
        clock,
        runIds,
        rejectLimit: options.rejectLimit ?? { records: 0 },
        forceLoad,
        report,
        signal,
      };
      return run.finish(await work(context, run.recorder));
    } finally {
      await session.close();
    }
  } catch (error) {
    return run.finish(0, error);
  }
}

async function refuseMissing(
  inspected: ReturnType<typeof inspectWarehouse>,
  vault: Vault,
): ReturnType<typeof inspectWarehouse> {
  const preflight = await inspected;
  const missing = preflight.missing.map(({ schema, name }) => `${schema}.${name}: missing`);
  const added = preflight.additions.map(additionLine);
  if (missing.length + added.length + preflight.drift.length > 0)
    throw schemaDrift(vault.name, [...missing, ...added, ...preflight.drift]);
  return preflight;
}

/** Fetches objects one after another and hands over those whose content the ledger does not know. Returns how many were taken. */
async function eachNewObject(
  context: RunContext,
  { source, only, keys, peekRows = 10 }: RunOptions,
  recorder: RunRecorder,
  take: (scanned: Awaited<ReturnType<typeof fetchObject>>) => Promise<boolean>,
): Promise<number> {
  const { ledger, report, forceLoad, signal } = context;
  const manifest = await listManifest(context, source, {
    ...(only ? { only } : {}),
    ...(keys ? { keys } : {}),
    signal,
  });
  const known = await KnownObjects.open(ledger, context.metadataHash, forceLoad);
  const folder = await mkdtemp(join(tmpdir(), 'vaultwright-'));
  let taken = 0;
  try {
    for (const entry of manifest) {
      signal.throwIfAborted();
      const { key, size, etag } = entry.listed;
      const { status, sha256, read } = await known.judge(entry, () =>
        fetchObject(context, source, entry, folder),
      );
      report({ kind: 'object', key, source: entry.source.name, etag, bytes: size, sha256, status });
      if (read === null) continue;
      if (status === 'known') {
        await ledger.recordName(nameRow(ledgerObject(read), context.metadataHash));
      } else {
        await peek(context, read, peekRows);
        if (await take(read)) taken += 1;
      }
      await rm(read.object.path, { force: true });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return taken;
}
