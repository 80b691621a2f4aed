import { isoTime } from '../iso-time.ts';
import { logRecord } from '../log-record.ts';
import type { RunEvent, RunReporter } from '../run-event.ts';
import { unwatched, type Watch } from '../run-work.ts';
import type { ConsoleOptions } from './console-options.ts';
import { createPulse, heartbeatInterval, startTimer, type Pulse } from './heartbeat.ts';
import { createLinePrinter } from './line-printer.ts';
import { createLiveLine, liveInterval } from './live-line.ts';
import { resultLine } from './result-line.ts';
import { tellEvent } from './tell-event.ts';

export interface ConsoleReporter {
  readonly report: RunReporter;
  /** Shows long work while it goes on, where somebody watches. */
  readonly watch: Watch;
  /** Ends the heartbeat or the live line, also of a run that never finished. */
  stop(): void;
}

/**
 * Tells a person what a run does: the result on `out`, everything else on `err`.
 *
 * Invariant: with a terminal, lines without times; without one, each line begins with its time and stands for itself.
 * Nothing but whole lines is left behind: the live line is taken away before anything else is written, and for good when
 * the run ends.
 * The error of a finished run is printed here, so nobody prints it again.
 */
export function createConsoleReporter(given: ConsoleOptions): ConsoleReporter {
  const { redactor, clock } = given;
  const live =
    given.live === true
      ? createLiveLine({
          err: given.err,
          now: () => clock.now(),
          masked: (text) => redactor.text(text),
        })
      : null;
  const options: ConsoleOptions =
    live === null ? given : { ...given, out: live.over(given.out), err: live.over(given.err) };
  const { out, err } = options;
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

  const stop = (): void => {
    stopTimer();
    live?.hide();
  };
  return {
    watch: live?.watch ?? unwatched,
    report(event) {
      if (event.kind === 'run-started') {
        pulse = createPulse(() => clock.now());
        const start = options.startTimer ?? startTimer;
        if (live !== null) stopTimer = start(liveInterval, live.tick);
        else if (options.verbosity !== 'quiet') stopTimer = start(heartbeatInterval, beat);
      }
      pulse?.note(event);
      if (event.kind === 'run-finished') stop();
      if (options.logFormat === 'json') tellAsJson(event);
      else tellEvent(event, printer, options);
    },
    stop,
  };
}
