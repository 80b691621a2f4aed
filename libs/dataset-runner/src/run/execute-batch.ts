import { loadDate, loadId, recordSource } from '@vaultwright/datavault-core/model';
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
import { isNoteworthy } from './entity-counts.ts';
import type { Load } from './record-batch.ts';
import type { RunContext } from './run-context.ts';

/** The plan of a batch. `entities` are those to load; null for all. */
export function planBatch(
  {
    vault,
    warehouse,
  }: Pick<RunContext, 'vault'> & { readonly warehouse: Pick<RunContext['warehouse'], 'dialect'> },
  source: string,
  entities: readonly string[] | null,
): LoadPlan {
  return planLoad(vault, {
    dialect: warehouse.dialect,
    sources: [source],
    ...(entities === null ? {} : { entities }),
  });
}

/** Makes the work tables of a plan, outside the transaction of its batch. */
export function prepareWork({ session }: RunContext, { steps }: LoadPlan): Promise<void> {
  return executeDefinitions(
    session,
    steps.filter(({ phase }) => phase === 'prepare'),
  );
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

/** One transaction of the vault, alone with it. */
export function inVault<Result>(
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

/** Runs the statements of a batch and tells each step. */
export async function executePlan(context: RunContext, plan: LoadPlan, load: Load): Promise<ExecutionResult> {
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
