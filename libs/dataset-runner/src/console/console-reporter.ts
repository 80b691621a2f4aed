import { isoTime } from '../iso-time.ts';
import { logRecord } from '../log-record.ts';
import type { RunEvent, RunReporter } from '../run-event.ts';
import type { ConsoleOptions } from './console-options.ts';
import { createPulse, heartbeatInterval, startTimer, type Pulse } from './heartbeat.ts';
import { createLinePrinter } from './line-printer.ts';
import { resultLine } from './result-line.ts';
import { tellEvent } from './tell-event.ts';

export interface ConsoleReporter {
  readonly report: RunReporter;
  /** Ends the heartbeat of a run that never finished. */
  stop(): void;
}

/**
 * Tells a person what a run does: the result on `out`, everything else on `err`.
 *
 * Invariant: with a terminal, lines without times; without one, each line begins with its time and stands for itself.
 * The error of a finished run is printed here, so nobody prints it again.
 */
export function createConsoleReporter(options: ConsoleOptions): ConsoleReporter {
  const { out, err, redactor, clock } = options;
  const printer = createLinePrinter(options);
  let pulse: Pulse | null = null;
  let stopTimer = (): void => {};

  const tellAsJson = (event: RunEvent): void => {
    const record = {
      time: isoTime(clock.now()),
      ...logRecord(event, { peek: options.verbosity === 'verbose' }),
    };
    err.write(`${JSON.stringify(redactor.value(record))}\n`);
    if (event.kind !== 'run-finished' || !options.resultOnOut) return;
    const text = resultLine(event.result);
    if (text !== null) out.write(`${text}\n`);
  };

  const beat = (): void => {
    const message = pulse?.describe() ?? '';
    if (options.logFormat === 'text') printer.line('none', '', message);
    else
      err.write(
        `${JSON.stringify({ time: isoTime(clock.now()), kind: 'heartbeat', message: redactor.text(message) })}\n`,
      );
  };

  return {
    report(event) {
      if (event.kind === 'run-started') {
        pulse = createPulse(() => clock.now());
        if (options.verbosity !== 'quiet')
          stopTimer = (options.startTimer ?? startTimer)(heartbeatInterval, beat);
      }
      pulse?.note(event);
      if (event.kind === 'run-finished') stopTimer();
      if (options.logFormat === 'json') tellAsJson(event);
      else tellEvent(event, printer, options);
    },
    stop: () => stopTimer(),
  };
}
