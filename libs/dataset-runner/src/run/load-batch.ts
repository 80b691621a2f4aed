import { loadId, loadDate, recordSource } from '@vaultwright/datavault-core/model';
import {
  executeDefinitions,
  executeLoad,
  planLoad,
  VaultwrightError,
  type ExecutionResult,
  type LoadPlan,
  type LoadResult,
  type Step,
} from '@vaultwright/datavault-core';
import { refuseUnknownSources } from './fetch-objects.ts';
import type { RunContext } from './run-context.ts';
import {
  isNoteworthy,
  ledgerObject,
  objectRow,
  recordBatch,
  type LedgerObject,
  type Load,
} from './record-batch.ts';
import { stageObject, type ScannedObject, type StagedObject } from './stage-object.ts';
import { nextLoadDate } from './timestamp-text.ts';

/** What a batch did; `loaded` is null when another run had loaded the content first. */
export interface BatchResult {
  readonly staged: StagedObject | null;
  readonly loads: readonly LoadResult[];
  readonly warnings: number;
}

const untouched: BatchResult = { staged: null, loads: [], warnings: 0 };

/**
 * Stages and loads one object in one transaction, ledger rows included.
 *
 * Invariant: all or nothing; repeating it changes nothing but, with `forceLoad`, the staging table and the ledger.
 */
export async function loadObject(context: RunContext, scanned: ScannedObject): Promise<BatchResult> {
  const plan = planFor(context, [scanned.source.name]);
  await executeDefinitions(
    context.session,
    plan.steps.filter(({ phase }) => phase === 'prepare'),
  );
  return onEitherPath((path) =>
    inVault(context, async () => {
      const object = ledgerObject(scanned);
      if (
        !context.forceLoad &&
        (await context.ledger.holdsContent(object.source, object.sha256, context.metadataHash))
      )
        return untouched;
      const load = await newLoad(context);
      const staged = await timed(
        context,
        'stage',
        `${context.vault.naming.stagingSchema}.${object.source}`,
        stageCounts,
        () => stageObject(context, scanned, load, path),
      );
      const result = await executePlan(context, plan, load);
      await recordBatch(context, object, staged, load, result);
      return {
        staged,
        loads: result.loads,
        warnings: result.checks.filter(({ status }) => status === 'warned').length,
      };
    }),
  );
}

/** Stages one object in a transaction of its own; {@link loadStaged} takes it from there. Returns null when it is known. */
export async function stageOnly(context: RunContext, scanned: ScannedObject): Promise<StagedObject | null> {
  const object = ledgerObject(scanned);
  return onEitherPath((path) =>
    inVault(context, async () => {
      const { ledger, metadataHash } = context;
      const waiting = await ledger.stagedObjects(metadataHash);
      const known = waiting.some(
        (row) => row['source'] === object.source && row['content_sha256'] === object.sha256,
      );
      if (known || (await ledger.holdsContent(object.source, object.sha256, metadataHash))) return null;
      const load = await newLoad(context);
      const staged = await timed(
        context,
        'stage',
        `${context.vault.naming.stagingSchema}.${object.source}`,
        stageCounts,
        () => stageObject(context, scanned, load, path),
      );
      await ledger.recordStaged(objectRow(context, object, staged, load.loadId));
      return staged;
    }),
  );
}

/**
 * Loads what was staged apart, one transaction per staged object, in the order of the data set's sources.
 *
 * Errors: `E-USAGE-SOURCE` for a name in `only` that is no source of the data set.
 */
export async function loadStaged(
  context: RunContext,
  only: readonly string[] = context.dataSet.sources,
): Promise<BatchResult[]> {
  const { ledger, metadataHash, dataSet } = context;
  refuseUnknownSources(dataSet, only);
  const staged = await ledger.stagedObjects(metadataHash);
  const waiting = staged.filter((row) => only.includes(String(row['source'])));
  const place = (row: (typeof waiting)[number]): number => dataSet.sources.indexOf(String(row['source']));
  const results: BatchResult[] = [];
  for (const row of waiting.sort((left, right) => place(left) - place(right))) {
    const text = (name: string): string => String(row[name]);
    const object: LedgerObject = {
      source: text('source'),
      bucket: text('bucket'),
      key: text('object_key'),
      etag: text('etag'),
      size: Number(row['object_size']),
      sha256: text('content_sha256'),
    };
    const staged: StagedObject = {
      path: text('path') as StagedObject['path'],
      read: Number(row['rows_read']),
      loaded: Number(row['rows_loaded']),
      rejected: Number(row['rows_rejected']),
      blank: Number(row['rows_blank']),
    };
    const plan = planFor(context, [object.source]);
    await executeDefinitions(
      context.session,
      plan.steps.filter(({ phase }) => phase === 'prepare'),
    );
    results.push(
      await inVault(context, async () => {
        if (await ledger.holdsContent(object.source, object.sha256, metadataHash)) return untouched;
        const load = { ...(await newLoad(context)), loadId: text('load_id') };
        const result = await executePlan(context, plan, load);
        await recordBatch(context, object, staged, load, result);
        return {
          staged,
          loads: result.loads,
          warnings: result.checks.filter(({ status }) => status === 'warned').length,
        };
      }),
    );
  }
  return results;
}

function planFor({ vault, warehouse }: RunContext, sources: readonly string[]): LoadPlan {
  return planLoad(vault, { dialect: warehouse.dialect, sources });
}

/** The engine reads a regular file itself; whatever it will not vouch for goes through the canonical parser, from the start. */
async function onEitherPath<Result>(work: (path: 'fast' | 'canonical') => Promise<Result>): Promise<Result> {
  try {
    return await work('fast');
  } catch (error) {
    if (error instanceof VaultwrightError && error.code === 'E-DATA-GUARD') return work('canonical');
    throw error;
  }
}

function inVault<Result>(
  { session, vault, runId, signal }: RunContext,
  work: () => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  return session.vaultTransaction(vault.name, `vaultwright/${runId}`, async () => {
    const result = await work();
    // An interrupted run ends before COMMIT, never in doubt about it.
    signal.throwIfAborted();
    return result;
  });
}

async function newLoad({ ledger, clock, runIds }: RunContext): Promise<Load> {
  return { loadId: runIds.next(), loadDate: nextLoadDate(clock.now(), await ledger.latestLoadDate()) };
}

async function executePlan(context: RunContext, plan: LoadPlan, load: Load): Promise<ExecutionResult> {
  const values = {
    [loadId.name]: load.loadId,
    [loadDate.name]: load.loadDate,
    [recordSource.name]: context.dataSet.recordSource,
  };
  const { report, clock, signal, vault } = context;
  let since = clock.now();
  const lap = (): number => {
    const now = clock.now();
    const milliseconds = Number(now - since) / 1000;
    since = now;
    return milliseconds;
  };
  return executeLoad(context.session, plan.steps, values, {
    started: (step: Step) => {
      signal.throwIfAborted();
      report({
        kind: 'statement',
        step: step.id,
        sql: step.compiled.sql,
        parameters: parametersOf(step, values),
      });
    },
    loaded: (result, phase) => {
      const milliseconds = lap();
      if (!isNoteworthy(result)) return;
      report({
        kind: 'step',
        step: phase,
        subject: `${vault.naming.vaultSchema}.${result.entity}`,
        counts: countsOf(result),
        milliseconds,
      });
    },
    checked: ({ name, status, rows }) => report({ kind: 'check', name, status, rows: rows.length }),
  });
}

function parametersOf(
  { compiled }: Step,
  values: Readonly<Record<string, string>>,
): Record<string, string | null> {
  return Object.fromEntries(compiled.parameters.map(({ name }) => [name, values[name] ?? null]));
}

function countsOf({
  source,
  read,
  inserted,
  known,
  duplicate,
  nullKey,
  held,
  late,
  conflict,
}: LoadResult): Record<string, number> {
  const counts: Record<string, bigint> =
    source === null
      ? { released: inserted }
      : {
          new: inserted,
          known,
          duplicate,
          held,
          late,
          conflict,
          ...(nullKey > 0n ? { 'null key': nullKey } : {}),
        };
  return Object.fromEntries(Object.entries({ read, ...counts }).map(([name, rows]) => [name, Number(rows)]));
}

function stageCounts({ read, loaded, rejected, blank }: StagedObject): Record<string, number> {
  return { read, loaded, rejected, blank };
}

async function timed<Result>(
  { clock, report }: RunContext,
  step: 'stage',
  subject: string,
  counts: (result: Result) => Record<string, number>,
  work: () => Promise<Result>,
): Promise<Result> {
  const since = clock.now();
  const result = await work();
  report({
    kind: 'step',
    step,
    subject,
    counts: counts(result),
    milliseconds: Number(clock.now() - since) / 1000,
  });
  return result;
}
