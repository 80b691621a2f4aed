import { BodyFailure } from './body-failure.ts';
import type { Reception } from './reception.ts';
import { receiveParts } from './receive-parts.ts';
import { receiveStream } from './receive-stream.ts';
import type { TransferJob } from './transfer-job.ts';

/**
 * Brings an object's bytes into the job's file by the road that suits its size, and proves them.
 *
 * Units: returns the sha256 as lower-case hex.
 * Errors: see `openPinned`; `BodyFailure`, of kind `corrupt` when the digest is wrong twice.
 */
export async function fetchObject(job: TransferJob, expectedSha256: string | undefined): Promise<string> {
  const { settings, object, signal } = job;
  let ranges = true;
  let corrupt = 0;
  for (;;) {
    try {
      const { rangedFromBytes, resumeOverBytes } = settings.transfer;
      const reception =
        ranges && object.size > 0 && object.size >= rangedFromBytes
          ? await receiveParts(job)
          : await receiveStream(job, ranges && object.size > resumeOverBytes);
      return prove(reception, object.etag, expectedSha256);
    } catch (error) {
      if (!(error instanceof BodyFailure)) throw error;
      if (error.kind === 'rangeIgnored') {
        ranges = false;
      } else if (error.kind === 'corrupt' && corrupt === 0) {
        corrupt += 1;
        await settings.wait(0, signal);
      } else {
        error.attempts += corrupt;
        throw error;
      }
    }
  }
}

function prove(reception: Reception, etag: string, expectedSha256: string | undefined): string {
  const { sha256, md5 } = reception.digests();
  if (md5 !== undefined && md5 !== etag)
    throw new BodyFailure('corrupt', `md5 ${md5}, while the ETag is ${etag}`);
  if (expectedSha256 !== undefined && sha256 !== expectedSha256) {
    throw new BodyFailure('corrupt', `sha256 ${sha256}, while the sidecar says ${expectedSha256}`);
  }
  return sha256;
}
