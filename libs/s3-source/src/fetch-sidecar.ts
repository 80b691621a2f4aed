import { BodyFailure } from './body-failure.ts';
import type { ListedObject } from '@vaultwright/datavault-core/warehouse';
import type { ObjectStore } from './object-store.ts';
import { readTimed } from './read-timed.ts';
import { MAX_SIDECAR_BYTES, readSidecar, sidecarKey } from './sha256-sidecar.ts';
import { sidecarError } from './source-errors.ts';
import type { S3Settings } from './s3-source-options.ts';
import { StoreFailure } from './store-failure.ts';
import { s3Url } from './source-errors.ts';
import { withRestarts } from './with-restarts.ts';

/** The digest that an object's sidecar declares; errors: `E-SOURCE-DIGEST` when there is none. */
export async function fetchSidecar(
  store: ObjectStore,
  settings: S3Settings,
  object: ListedObject,
  signal: AbortSignal,
): Promise<string> {
  const key = sidecarKey(object.key);
  const where = s3Url(object.bucket, key);
  try {
    const text = await withRestarts(settings, signal, () => fetchText(store, settings, key, where, signal));
    return readSidecar(text, where);
  } catch (error) {
    if (error instanceof StoreFailure && error.details.status === 404)
      throw sidecarError(where, 'no such key');
    throw error;
  }
}

async function fetchText(
  store: ObjectStore,
  settings: S3Settings,
  key: string,
  where: string,
  signal: AbortSignal,
): Promise<string> {
  const answer = await store.get({ key }, signal);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of readTimed(answer, settings.deadlines.idleMs, signal)) {
    bytes += chunk.length;
    if (bytes > MAX_SIDECAR_BYTES) throw sidecarError(where, `more than ${MAX_SIDECAR_BYTES} bytes`);
    chunks.push(chunk);
  }
  if (answer.contentLength !== undefined && answer.contentLength !== bytes) {
    throw new BodyFailure('short', `${bytes} of ${answer.contentLength} bytes of the sidecar`);
  }
  return Buffer.concat(chunks).toString('latin1');
}
