import { BodyFailure } from './body-failure.ts';
import { manyListeners } from './deadline.ts';
import type { ByteRange } from './object-store.ts';
import { inOrder } from './in-order.ts';
import { readTimed } from './read-timed.ts';
import type { Reception } from './reception.ts';
import { beginReception, openPinned } from './transfer-job.ts';
import type { TransferJob } from './transfer-job.ts';
import { changedError } from './source-errors.ts';
import { withRestarts } from './with-restarts.ts';

/**
 * Receives an object as ranges under way side by side, delivered in order.
 *
 * Invariant: at most `parallelParts` parts are in memory, besides the one being written.
 * Errors: see `openPinned`; `BodyFailure` after the last restart of a part.
 */
export async function receiveParts(job: TransferJob): Promise<Reception> {
  const { object, settings } = job;
  const reception = await beginReception(job);
  const ranges = splitRanges(object.size, settings.transfer.partBytes);
  const stop = manyListeners();
  const onAbort = () => stop.abort(job.signal.reason);
  job.signal.addEventListener('abort', onAbort, { once: true });
  const partJob = { ...job, signal: stop.signal };
  try {
    const parts = inOrder(ranges, settings.transfer.parallelParts, (range) =>
      receivePart(partJob, reception, range),
    );
    for await (const part of parts) await reception.write(part);
    return reception;
  } finally {
    job.signal.removeEventListener('abort', onAbort);
    stop.abort();
  }
}

function receivePart(job: TransferJob, reception: Reception, range: ByteRange): Promise<Uint8Array> {
  const size = range.last - range.first + 1;
  return withRestarts(job.settings, job.signal, async () => {
    const answer = await openPinned(job, reception, range);
    const part = Buffer.allocUnsafe(size);
    let received = 0;
    for await (const chunk of readTimed(answer, job.settings.deadlines.idleMs, job.signal)) {
      if (received + chunk.length > size) throw changedError(job.object, `more than ${size} bytes in a part`);
      part.set(chunk, received);
      received += chunk.length;
    }
    if (received === size) return part;
    throw new BodyFailure('short', `${received} of ${size} bytes of a part`);
  });
}

/** Cuts a size into ranges of `partBytes`; the last one may be shorter. */
export function splitRanges(size: number, partBytes: number): ByteRange[] {
  return Array.from({ length: Math.ceil(size / partBytes) }, (_, index) => ({
    first: index * partBytes,
    last: Math.min(size, (index + 1) * partBytes) - 1,
  }));
}
