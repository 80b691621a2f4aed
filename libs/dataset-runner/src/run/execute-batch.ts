import { loadDate, loadId, recordSource } from '@vaultwright/datavault-core/model';
import {
  executeDefinitions,
  LoadExecution,
  planBatch,
  VaultwrightError,
  type ExecutionResult,
  type LoadPlan,
  type LoadResult,
  type Step,
} from '@vaultwright/datavault-core';
import { watched, type OngoingWork } from '../run-work.ts';
import { isNoteworthy } from './entity-counts.ts';
import type { Landing } from './landing.ts';
import { LoadTimes } from './load-times.ts';
import type { Load } from './record-batch.ts';
import type { RunContext } from './run-context.ts';
import { workOfStep } from './work-of-step.ts';

/** The plan of a batch whose rows land there, or were staged before. `entities` are those to load; null for all. */
export function planDelivery(
  { vault, warehouse }: RunContext,
  source: string,
  entities: readonly string[] | null,
  landing: Landing | null = null,
): LoadPlan {
  return planBatch(vault, {
    dialect: warehouse.dialect,
    sources: [source],
    ...(landing === null || landing.target.schema !== null
      ? {}
      : { staged: { [source]: { table: landing.target } } }),
    ...(entities === null ? {} : { entities }),
  });
}

/** Makes the work tables of a plan, and the one where rows land, outside the transaction of its batch. */
export function prepareWork(
  { session, watch }: RunContext,
  { steps }: LoadPlan,
  { prepare }: Pick<Landing, 'prepare'> = {},
): Promise<void> {
  return watched(watch, { phase: 'work-tables', subject: null }, async () => {
    await executeDefinitions(
      session,
      steps.filter(({ phase }) => phase === 'prepare'),
    );
    if (prepare !== undefined) await session.execute(prepare);
  });
}

/** The engine reads a regular file itself; whatever it will not vouch for goes through the canonical parser, from the start. */
export async function onEitherPath<Result>(
  work: (path: 'fast' | 'canonical') => Promise<Result>,
): Promise<Result> {
  try {
    return await work('fast');
  } catch (error) {
    if (error instanceof VaultwrightError && error.code === 'E-DATA-GUARD') return work('canonical');
    throw error;
  }
}

/** One transaction of the vault, alone with it; `ahead` is alone with it too, and writes work tables only. */
export async function inVault<Result>(
  { session, vault, runId, watch, signal }: RunContext,
  work: () => Promise<Result>,
  ahead?: () => Promise<void>,
): Promise<Result> {
  signal.throwIfAborted();
  let waiting = watch({ phase: 'lock', subject: null });
  let pending = ahead;
  const onceAhead = async (): Promise<void> => {
    waiting.ended();
    const first = pending;
    pending = undefined;
    await first?.();
  };
  const untilCommit = async (): Promise<Result> => {
    // A session that runs nothing ahead is as good: then it happens here.
    await onceAhead();
    const result = await work();
    // An interrupted run ends before COMMIT, never in doubt about it.
    signal.throwIfAborted();
    waiting = watch({ phase: 'commit', subject: null });
    return result;
  };
  try {
    return await session.vaultTransaction(vault.name, `vaultwright/${runId}`, untilCommit, onceAhead);
  } finally {
    waiting.ended();
  }
}

/** Runs the statements of a batch, which nothing was done of ahead, and tells each step. */
export async function executePlan(context: RunContext, plan: LoadPlan, load: Load): Promise<ExecutionResult> {
  const execution = executionOf(context, load);
  await execution.run(plan.steps);
  return execution.result();
}

/** A batch whose statements may run in parts, each of them told. */
export function executionOf(context: RunContext, load: Load): LoadExecution {
  const values = {
    [loadId.name]: load.loadId,
    [loadDate.name]: load.loadDate,
    [recordSource.name]: context.dataSet.recordSource,
  };
  const { report, watch, clock, signal, vault } = context;
  let ongoing: OngoingWork | null = null;
  const times = new LoadTimes(clock);
  return new LoadExecution(context.session, values, {
    started: (step: Step) => {
      signal.throwIfAborted();
      report({
        kind: 'statement',
        step: step.id,
        sql: step.compiled.sql,
        parameters: parametersOf(step, values),
      });
      ongoing = watch(workOfStep(step));
      times.started(step);
    },
    ended: () => {
      times.ended();
      ongoing?.ended();
    },
    loaded: (result, phase) => {
      ongoing?.reached(Number(result.read));
      const milliseconds = times.take();
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

/** Tells a step with its counts and its time. */
export async function timed<Result>(
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
