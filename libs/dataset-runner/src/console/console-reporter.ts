import type { Clock } from '@vaultwright/datavault-core/warehouse';
import { isoTime } from '../iso-time.ts';
import { countRejects, logRecord } from '../log-record.ts';
import type { Redactor } from '../redaction.ts';
import type { RejectEvent, RunEvent, RunReporter } from '../run-event.ts';
import type { RunResult } from '../run-result.ts';
import { errorLines } from './error-lines.ts';
import { errorReport } from './error-report.ts';
import { createPulse, heartbeatInterval, startTimer, type Pulse, type StartTimer } from './heartbeat.ts';
import type { Colour, Paint } from './paint.ts';
import { reconciliationSentence, resultLine, shortDigest } from './result-line.ts';
import { shownBytes, shownCount } from './shown-number.ts';
import { stepLabels, stepMark, stepText } from './step-line.ts';
import type { TextSink } from './text-sink.ts';
import { visibleText } from './visible-text.ts';

export type Verbosity = 'quiet' | 'normal' | 'verbose';

export interface ConsoleOptions {
  readonly out: TextSink;
  readonly err: TextSink;
  readonly paint: Paint;
  /** `✔ ✘ !`, else `ok FAIL !`. */
  readonly unicode: boolean;
  readonly verbosity: Verbosity;
  /** `json`: one JSON line per event on `err`. */
  readonly logFormat: 'text' | 'json';
  /** False leaves `out` to whoever prints the result as JSON; the result line then goes to `err`. */
  readonly resultOnOut: boolean;
  readonly clock: Clock;
  readonly redactor: Redactor;
  readonly startTimer?: StartTimer;
}

export interface ConsoleReporter {
  readonly report: RunReporter;
  /** Ends the heartbeat of a run that never finished. */
  stop(): void;
}

type Mark = 'done' | 'failed' | 'warned' | 'none';

const marks: Readonly<Record<Mark, readonly [unicode: string, ascii: string, colour: Colour]>> = {
  done: ['✔', 'ok', 'green'],
  failed: ['✘', 'FAIL', 'red'],
  warned: ['!', '!', 'yellow'],
  none: ['', '', 'dim'],
};

/**
 * Tells a person what a run does: the result on `out`, everything else on `err`.
 *
 * Invariant: with a terminal, lines without times; without one, each line begins with its time and stands for itself.
 * The error of a finished run is printed here, so nobody prints it again.
 */
export function createConsoleReporter(options: ConsoleOptions): ConsoleReporter {
  const { out, err, paint, redactor, clock } = options;
  const quiet = options.verbosity === 'quiet';
  const verbose = options.verbosity === 'verbose';
  let lastLabel = '';
  let pulse: Pulse | null = null;
  let stopTimer = (): void => {};

  const put = (text: string): void => {
    const time = err.isTTY || options.logFormat === 'json' ? '' : `${isoTime(clock.now())} `;
    err.write(`${time}${text}\n`);
  };
  const line = (mark: Mark, label: string, text: string): void => {
    const repeated = err.isTTY && label === lastLabel && mark === 'done';
    lastLabel = label;
    const [unicode, ascii, colour] = marks[repeated ? 'none' : mark];
    const sign = options.unicode ? unicode.padEnd(1) : ascii.padEnd(4);
    const shownLabel = (repeated ? '' : label).padEnd(8);
    put(` ${paint(colour, sign)} ${shownLabel} ${visibleText(redactor.text(text))}`.trimEnd());
  };

  const tellRejects = (event: RejectEvent): void => {
    const { records, problems } = countRejects(event.rejects);
    if (records === 0) return;
    line(
      'warned',
      'rejects',
      `${event.key}  ${shownCount(records)} records, ${shownCount(problems)} problems`,
    );
    if (!verbose) return;
    // values stay in rejects.csv: they may be personal
    for (const reject of event.rejects.slice(0, 5)) {
      const place = `line ${reject.line}  ${reject.column ?? '(row)'}`;
      line('none', '', `${place}  ${reject.code}  expected ${reject.expected}`);
    }
  };

  const tellFinish = (result: RunResult): void => {
    if (result.error !== null) {
      const report = errorReport(redactor.value(result.error), result.runId);
      for (const text of errorLines({ ...report, exitCode: result.exitCode }, paint)) err.write(`${text}\n`);
    } else if (result.status === 'interrupted') {
      line('failed', 'stopped', 'run interrupted; the open batch was rolled back');
    } else if (result.status === 'failed') {
      line('failed', 'run', `failed; ${reconciliationSentence(result.rows)}  exit ${result.exitCode}`);
    }
    const text = resultLine(result);
    if (text === null) return;
    if (options.resultOnOut) out.write(`${text}\n`);
    else if (!quiet) put(text);
  };

  const tell = (event: RunEvent): void => {
    switch (event.kind) {
      case 'run-started': {
        if (quiet) return;
        const { version, dataSet, model, target, engine, mode, runId } = event;
        const title = paint('bold', `vaultwright ${version}`);
        put(
          `${title}  run ${dataSet}  model=${model}  target=${target} (${engine})  mode=${mode}  run=${runId}`,
        );
        return;
      }
      case 'object': {
        if (quiet) return;
        const digest = event.sha256 === null ? '' : `sha256 ${shortDigest(event.sha256)}   `;
        line(
          'done',
          'source',
          `${event.key.padEnd(28)} ${shownBytes(event.bytes).padStart(9)}   ${digest}${event.status}`,
        );
        return;
      }
      case 'peek':
        if (quiet || event.records.length === 0) return;
        line(
          'done',
          'peek',
          `${event.key}: ${event.records.length} rows in log.ndjson${verbose ? '' : ' (-v prints them)'}`,
        );
        if (verbose) for (const record of event.records) line('none', '', JSON.stringify(record));
        return;
      case 'plan':
        if (!quiet)
          line(
            event.changed > 0 ? 'warned' : 'done',
            'plan',
            `create ${event.create}, change ${event.changed}`,
          );
        return;
      case 'step': {
        const mark = stepMark(event);
        if (!quiet || mark !== 'done') line(mark, stepLabels[event.step], stepText(event));
        return;
      }
      case 'reject':
        tellRejects(event);
        return;
      case 'statement':
        return;
      case 'check':
        if (event.status === 'passed' && !verbose) return;
        line(
          event.status === 'passed' ? 'done' : event.status,
          'check',
          `${event.name}  ${event.status}, ${shownCount(event.rows)} rows`,
        );
        return;
      case 'warning':
        line('warned', 'warning', event.message);
        return;
      case 'run-finished':
        tellFinish(event.result);
        return;
    }
  };

  const tellAsJson = (event: RunEvent): void => {
    const record = { time: isoTime(clock.now()), ...logRecord(event, { peek: verbose }) };
    err.write(`${JSON.stringify(redactor.value(record))}\n`);
    if (event.kind !== 'run-finished' || !options.resultOnOut) return;
    const text = resultLine(event.result);
    if (text !== null) out.write(`${text}\n`);
  };

  const beat = (): void => {
    const message = pulse?.describe() ?? '';
    if (options.logFormat === 'text') line('none', '', message);
    else
      err.write(
        `${JSON.stringify({ time: isoTime(clock.now()), kind: 'heartbeat', message: redactor.text(message) })}\n`,
      );
  };

  return {
    report(event) {
      if (event.kind === 'run-started') {
        pulse = createPulse(() => clock.now());
        if (!quiet) stopTimer = (options.startTimer ?? startTimer)(heartbeatInterval, beat);
      }
      pulse?.note(event);
      if (event.kind === 'run-finished') stopTimer();
      if (options.logFormat === 'json') tellAsJson(event);
      else tell(event);
    },
    stop: () => stopTimer(),
  };
}
