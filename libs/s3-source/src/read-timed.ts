import { BodyFailure } from './body-failure.ts';
import type { ObjectAnswer } from './object-store.ts';

/**
 * The body of an answer; closes the answer when reading ends, however it ends.
 *
 * Errors: `BodyFailure` (`stalled` after `idleMs` without a byte), or the signal's reason.
 */
export async function* readTimed(
  answer: Pick<ObjectAnswer, 'body' | 'close'>,
  idleMs: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const iterator = answer.body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const step = await nextInTime(iterator, idleMs, signal);
      if (step.done === true) return;
      yield step.value;
    }
  } finally {
    answer.close();
  }
}

function nextInTime(
  iterator: AsyncIterator<Uint8Array>,
  idleMs: number,
  signal: AbortSignal,
): Promise<IteratorResult<Uint8Array>> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    const timer = setTimeout(() => reject(new BodyFailure('stalled', `no byte for ${idleMs} ms`)), idleMs);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    iterator
      .next()
      .then(resolve, (error: unknown) => reject(signal.aborted ? (signal.reason as Error) : (error as Error)))
      .finally(() => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      });
  });
}
