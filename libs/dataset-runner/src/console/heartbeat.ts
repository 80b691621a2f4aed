import type { RunEvent } from '../run-event.ts';
import { shownBytes, shownCount, shownDuration } from './shown-number.ts';

/** Calls `beat` every so many milliseconds until the returned function is called. Invariant: keeps no process alive. */
export type StartTimer = (milliseconds: number, beat: () => void) => () => void;

export const startTimer: StartTimer = (milliseconds, beat) => {
  const timer = setInterval(beat, milliseconds);
  timer.unref();
  return () => clearInterval(timer);
};

/** Units: milliseconds between two signs of life. */
export const heartbeatInterval = 30_000;

/** Follows a run to be able to say, at any moment, what it is doing. */
export interface Pulse {
  note(event: RunEvent): void;
  /** Rows so far and no percentage: the total is not known. */
  describe(): string;
}

/** Units: `now` in microseconds. */
export function createPulse(now: () => bigint): Pulse {
  const started = now();
  let since = started;
  let doing = 'starting';
  let read = 0;
  let bytes = 0;
  const elapsed = (from: bigint): string => shownDuration(Number((now() - from) / 1000n));
  return {
    note(event) {
      if (event.kind === 'warning' || event.kind === 'check') return;
      since = now();
      if (event.kind === 'statement') doing = event.step;
      else if (event.kind === 'step') doing = `what follows ${event.step} ${event.subject}`;
      else if (event.kind === 'object') doing = `fetch ${event.key}`;
      if (event.kind === 'step' && event.step === 'stage') read += event.counts['read'] ?? 0;
      if (event.kind === 'object' && event.status === 'new') bytes += event.bytes;
    },
    describe() {
      const rate = Number(now() - started) / 1_000_000;
      const rows =
        read === 0
          ? ''
          : `; ${shownCount(read)} read (${shownCount(Math.round(read / Math.max(rate, 1)))}/s)`;
      const size = bytes === 0 ? '' : `, ${shownBytes(bytes)}`;
      return `still running: ${doing}, for ${elapsed(since)}${rows}${size}; ${elapsed(started)} since the start`;
    },
  };
}
