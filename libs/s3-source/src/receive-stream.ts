import { BodyFailure } from './body-failure.ts';
import { readTimed } from './read-timed.ts';
import type { Reception } from './reception.ts';
import { changedError } from './source-errors.ts';
import { beginReception, openPinned } from './transfer-job.ts';
import type { TransferJob } from './transfer-job.ts';
import { withRestarts } from './with-restarts.ts';

/**
 * Receives an object as one stream, again from zero when it breaks off, or from there when `resume` is set.
 *
 * Errors: see `openPinned`; `BodyFailure` after the last restart.
 */
export function receiveStream(job: TransferJob, resume: boolean): Promise<Reception> {
  const { object, settings, signal } = job;
  let reception: Reception | undefined;
  return withRestarts(settings, signal, async () => {
    if (!resume || reception === undefined) reception = await beginReception(job);
    const range = reception.bytes === 0 ? undefined : { first: reception.bytes, last: object.size - 1 };
    if (reception.bytes < object.size || object.size === 0) {
      const answer = await openPinned(job, reception, range);
      for await (const chunk of readTimed(answer, settings.deadlines.idleMs, signal)) {
        if (reception.bytes + chunk.length > object.size)
          throw changedError(object, `more than ${object.size} bytes`);
        await reception.write(chunk);
      }
    }
    if (reception.bytes === object.size) return reception;
    throw new BodyFailure('short', `${reception.bytes} of ${object.size} bytes`);
  });
}
