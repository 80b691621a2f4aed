import { setMaxListeners } from 'node:events';

const LONGEST_TIMER_MS = 2_147_483_647;

/** The whole of some work took longer than it may. */
export class DeadlineExpired extends Error {
  readonly milliseconds: number;

  constructor(milliseconds: number) {
    super(`not complete after ${milliseconds} ms`);
    this.name = 'DeadlineExpired';
    this.milliseconds = milliseconds;
  }
}

/**
 * Runs work under a signal that aborts when the time is up or the outer signal aborts.
 *
 * Invariant: no timer and no listener is left when the work has settled.
 * Errors: `DeadlineExpired` in place of whatever the work rejected with after the time was up.
 */
export async function withDeadline<T>(
  milliseconds: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = manyListeners();
  const expired = new DeadlineExpired(milliseconds);
  const onOuterAbort = () => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(expired), Math.min(milliseconds, LONGEST_TIMER_MS));
  if (outer?.aborted === true) onOuterAbort();
  outer?.addEventListener('abort', onOuterAbort, { once: true });
  try {
    return await work(controller.signal);
  } catch (error) {
    throw controller.signal.reason === expired ? expired : error;
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', onOuterAbort);
  }
}

/** A controller whose signal many requests may listen to at once. */
export function manyListeners(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/**
 * Settles with the promise, or rejects with the signal's reason as soon as it aborts.
 *
 * Invariant: no listener is left; a late rejection of the promise is not unhandled.
 */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
