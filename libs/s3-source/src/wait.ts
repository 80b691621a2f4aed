import { setTimeout as delay } from 'node:timers/promises';

/** Port: a pause before a repetition; rejects when the signal aborts. Units: milliseconds. */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export const systemWait: Wait = (milliseconds, signal) =>
  delay(milliseconds, undefined, signal === undefined ? {} : { signal });

const LONGEST_MS = 20_000;

/**
 * Pause before the repetition after the `failures`-th failure: full jitter under a doubling ceiling.
 *
 * Units: milliseconds.
 */
export function backoffMs(failures: number, baseMs: number, random: () => number): number {
  return Math.floor(random() * Math.min(LONGEST_MS, baseMs * 2 ** (failures - 1)));
}
