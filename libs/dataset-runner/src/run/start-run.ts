import type { Clock, Session } from '@vaultwright/datavault-core/warehouse';
import { composeReporters, type RunMode, type RunReporter } from '../run-event.ts';
import type { RunResult } from '../run-result.ts';
import { composeWatches, unwatched, type Watch } from '../run-work.ts';
import { version } from '../version.ts';
import { Profiler } from './profiler.ts';
import type { LoadOptions } from './run-data-set.ts';
import { RunRecorder } from './run-recorder.ts';
import { systemClock, systemRunIds } from './system-ports.ts';

/** A run that was announced and not finished yet. */
export interface StartedRun {
  readonly runId: string;
  /** Name of the model, known to the data set or not. */
  readonly model: string;
  readonly recorder: RunRecorder;
  readonly report: RunReporter;
  readonly watch: Watch;
  /** The session with its statements counted, if the run keeps a profile. */
  readonly counted: (session: Session) => Session;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Ends the run: reports and returns its result; an error after an interruption is the interruption. */
  finish(loaded: number, error?: unknown): RunResult;
}

/** Announces a run. */
export function startRun(
  options: Omit<LoadOptions, 'warehouse'>,
  { engine, mode }: { readonly engine: string; readonly mode: RunMode },
): StartedRun {
  const { dataSet, target = 'library', clock = systemClock, runIds = systemRunIds } = options;
  const signal = options.signal ?? new AbortController().signal;
  const model = options.model ?? dataSet.defaultModel;
  const header = { runId: runIds.next(), version, dataSet: dataSet.name, model, target, engine, mode };
  const instant = (): string => new Date(Number(clock.now() / 1000n)).toISOString();
  const recorder = new RunRecorder({ ...header, startedAt: instant() });
  const profiler = options.profile === true ? new Profiler(clock) : null;
  const watch = options.watch ?? unwatched;
  const report = composeReporters(
    recorder.on,
    ...(profiler === null ? [] : [profiler.on]),
    options.report ?? (() => undefined),
  );
  report({ kind: 'run-started', ...header });
  return {
    runId: header.runId,
    model,
    recorder,
    report,
    watch: profiler === null ? watch : composeWatches(profiler.watch, watch),
    counted: (session) => profiler?.session(session) ?? session,
    clock,
    signal,
    finish(loaded, error) {
      const interrupted = error !== undefined && signal.aborted;
      const result: RunResult = {
        ...recorder.result(instant(), loaded, error, interrupted),
        ...(profiler === null ? {} : { profile: profiler.result() }),
      };
      report({ kind: 'run-finished', result });
      return result;
    },
  };
}
