import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VaultwrightError, type Vault } from '@vaultwright/datavault-core';
import type { Clock, RunIds, SourceReader, Warehouse } from '@vaultwright/datavault-core/warehouse';
import type { DataSet } from '../data-set.ts';
import { DeliveryHistory } from '../deliveries/delivery-history.ts';
import type { Listing } from '../deliveries/delivery.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { RunReporter } from '../run-event.ts';
import type { RunResult } from '../run-result.ts';
import { watched, type Watch } from '../run-work.ts';
import { timestampText } from '../timestamp-text.ts';
import { applyDeliveries, applyFills, type Application } from './apply-deliveries.ts';
import { collectStatistics } from './collect-statistics.ts';
import { entityResults, entityRow, nothingOf } from './entity-counts.ts';
import { goneNotice, missingFills, recordedAgain, type Fill } from './fill-plan.ts';
import type { IntakeChoices } from './intake-choices.ts';
import { listDeliveries, tellListing } from './list-deliveries.ts';
import { loadDelivery, type ScannedDelivery } from './load-delivery.ts';
import { loadStaged, stageDelivery } from './staged-deliveries.ts';
import type { RunContext } from './run-context.ts';
import { metadataHash } from './metadata-hash.ts';
import { prepareWarehouse, refuseDifferences, refuseOtherRules } from './preflight.ts';
import { refreshComputed } from './refresh-computed.ts';
import type { RejectLimit } from './reject-limit.ts';
import type { RunRecorder } from './run-recorder.ts';
import { startRun } from './start-run.ts';
import { systemRunIds } from './system-ports.ts';
import { watchedReader } from './watched-reader.ts';

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
  /** Told what goes on while it goes on, for a display. */
  readonly watch?: Watch;
  /** Measures where the time goes, for `profile` of the result. */
  readonly profile?: boolean;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly runIds?: RunIds;
}

/** A load that reads files. */
export interface RunOptions extends LoadOptions {
  readonly source: SourceReader;
  /** Loads deliveries again that the ledger knows, under their recorded dates; the vault stays as it is. */
  readonly forceLoad?: boolean;
  /** Over the settings of the sources. */
  readonly choices?: IntakeChoices;
  /** Exact object keys to take; all by default. */
  readonly keys?: readonly string[];
  /** Records of each file to show in the log. Default 10; 0 shows none. */
  readonly peekRows?: number;
}

/**
 * Loads every new delivery of a data set: fetch, scan, stage, vault, checks, ledger; one transaction per delivery.
 *
 * Entities that the metadata did not have before are filled first, from the deliveries that the ledger remembers, or
 * computed.
 * Invariant: never rejects; a failure is `status: 'failed'` with its `error`, and what earlier deliveries brought stays
 * loaded.
 */
export function runDataSet(options: RunOptions): Promise<RunResult> {
  const { forceLoad = false } = options;
  return withRun(options, forceLoad, (context, recorder) =>
    withDeliveries(context, options, async (listing, application) => {
      const take = async (scanned: ScannedDelivery, again: Fill | null): Promise<string | null> => {
        const { staged, loads, loadDate } = await loadDelivery(context, scanned, again);
        if (staged !== null) recorder.addRows(staged);
        recorder.entities.push(...entityResults(context.vault, loads));
        return loadDate;
      };
      const loading = { ...application, take };
      const { history } = application;
      // Of chosen objects nothing follows about the others: what is not listed is not gone.
      const sources = options.keys === undefined ? (options.only ?? context.dataSet.sources) : [];
      const fills = forceLoad
        ? recordedAgain(history, listing.deliveries)
        : missingFills(context.vault, history, sources);
      const { taken, applied, gone } = await applyFills(loading, fills, listing.deliveries);
      if (!forceLoad && gone.length > 0) recorder.isPartial = await tellGone(context, gone);
      const refreshed = await refreshComputed(context, history);
      recorder.entities.push(...refreshed);
      const rest = listing.deliveries.filter((delivery) => !applied.has(delivery));
      return taken + (refreshed.length > 0 ? 1 : 0) + (await applyDeliveries(loading, rest));
    }),
  );
}

/** Stages every new delivery of a data set and stops there; {@link loadStagedDataSet} goes on. */
export function stageDataSet(options: RunOptions): Promise<RunResult> {
  return withRun(options, false, (context, recorder) =>
    withDeliveries(context, options, (listing, application) => {
      const take = async (scanned: ScannedDelivery): Promise<string | null> => {
        const staged = await stageDelivery(context, scanned);
        if (staged !== null) recorder.addRows(staged);
        return staged === null ? null : timestampText(context.clock.now());
      };
      return applyDeliveries({ ...application, take }, listing.deliveries);
    }),
  );
}

/** Loads what was staged before into the vault. */
export function loadStagedDataSet(options: LoadOptions): Promise<RunResult> {
  return withRun(options, false, async (context, recorder) => {
    const batches = await loadStaged(context, options.only);
    for (const { staged, loads } of batches) {
      if (staged !== null) recorder.addRows(staged);
      recorder.entities.push(...entityResults(context.vault, loads));
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
  options: LoadOptions & Pick<RunOptions, 'choices'>,
  forceLoad: boolean,
  work: (context: RunContext, recorder: RunRecorder) => Promise<number>,
): Promise<RunResult> {
  const { dataSet, warehouse, runIds = systemRunIds } = options;
  const mode = forceLoad ? 'force-load' : 'incremental';
  const run = startRun(options, { engine: warehouse.dialect.name, mode });
  const { runId, report, watch, clock, signal } = run;
  try {
    const vault = vaultOf(dataSet, run.model);
    const session = run.counted(
      await watched(watch, { phase: 'open', subject: null }, () => warehouse.connect()),
    );
    try {
      const preflight = await watched(watch, { phase: 'open', subject: null }, async () => {
        const found = await (options.create === false
          ? refuseDifferences(session, warehouse.dialect, vault)
          : prepareWarehouse(session, warehouse.dialect, vault));
        await refuseOtherRules(session, warehouse.dialect, vault);
        return found;
      });
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
        choices: options.choices ?? {},
        report,
        watch,
        signal,
      };
      const taken = await work(context, run.recorder);
      if (taken > 0) await collectStatistics(session, preflight.missing, report, watch);
      return run.finish(taken);
    } finally {
      await session.close();
    }
  } catch (error) {
    return run.finish(0, error);
  }
}

/** Lists the deliveries, tells what belongs to nobody, and gives `work` a private folder to fetch into. */
async function withDeliveries(
  context: RunContext,
  { source, only, keys, peekRows = 10 }: RunOptions,
  work: (listing: Listing, application: Omit<Application, 'take'>) => Promise<number>,
): Promise<number> {
  const { ledger, report, watch, signal, choices } = context;
  const { listing, history } = await watched(watch, { phase: 'list', subject: null }, async () => {
    const found = await listDeliveries(context, source, {
      ...(only ? { only } : {}),
      ...(keys ? { keys } : {}),
      choices,
      signal,
    });
    tellListing(report, found);
    return { listing: found, history: await DeliveryHistory.open(ledger) };
  });
  const folder = await mkdtemp(join(tmpdir(), 'vaultwright-'));
  try {
    const reader = watchedReader(source, watch);
    return await work(listing, { context, reader, history, folder, peekRows });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Names the versions that new entities cannot be filled from, once: what is recorded is not looked for again. */
async function tellGone(context: RunContext, gone: readonly Fill[]): Promise<boolean> {
  const { ledger, report, session, vault, runId } = context;
  for (const { version, entities } of gone) {
    const { loadIds, source } = version;
    report({ kind: 'warning', message: goneNotice({ version, entities }) });
    await session.vaultTransaction(vault.name, `vaultwright/${runId}`, async () => {
      for (const entity of entities ?? [])
        await ledger.recordEntity(entityRow(loadIds[0] ?? '', nothingOf(entity, source)));
    });
  }
  return true;
}
