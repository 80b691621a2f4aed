import type {
  FetchedObject,
  FetchOptions,
  ListedObject,
  SourceReader,
} from '@vaultwright/datavault-core/warehouse';
import { withDeadline } from './deadline.ts';
import { explainFailure } from './explain-failure.ts';
import { fetchObject } from './fetch-object.ts';
import { fetchSidecar } from './fetch-sidecar.ts';
import { listObjects } from './list-objects.ts';
import { nearestKeys } from './nearest-keys.ts';
import type { ObjectStore } from './object-store.ts';
import { PrivateFile, privateFileName } from './private-file.ts';
import { safeText } from './safe-text.ts';
import { openS3Client } from './s3-client.ts';
import { readS3Options } from './s3-source-options.ts';
import type { S3SourceOptions } from './s3-source-options.ts';
import { withoutSidecars } from './sha256-sidecar.ts';
import { foreignObjectError, s3Url, tooLargeError } from './source-errors.ts';
import { StoreFailure } from './store-failure.ts';

/**
 * Reads objects of one bucket through the AWS SDK, which is loaded at the first use.
 *
 * Invariant: a fetched copy has the length, the ETag and every digest that are known of the listed object, or there is none.
 * Errors: `E-CONFIG-*` at once for options that cannot work; see {@link SourceReader} for the rest.
 * Example: `s3Source({ bucket: 'exports', prefix: 'daily/', server: 'aws', region: 'eu-central-1' })`
 */
export function s3Source(options: S3SourceOptions): SourceReader {
  const settings = readS3Options(options);
  const { bucket, prefix, deadlines, clock } = settings;
  const location = s3Url(bucket, prefix);
  let opened: Promise<ObjectStore> | undefined;

  /** Runs work under a deadline and gives its failure the words for people. */
  const guard = async <T>(
    where: string,
    milliseconds: number,
    outer: AbortSignal | undefined,
    work: (store: ObjectStore, signal: AbortSignal) => Promise<T>,
    missingKey?: string,
  ): Promise<T> => {
    const store = await (opened ??= openS3Client(settings));
    const start = clock.now();
    try {
      return await withDeadline(milliseconds, outer, (signal) => work(store, signal));
    } catch (failure) {
      const elapsedMs = Number((clock.now() - start) / 1000n);
      const nearest =
        missingKey !== undefined && isMissingKey(failure) ? await suggest(store, missingKey, outer) : [];
      const { credentialsFrom } = settings;
      const identity = store.identity();
      throw explainFailure(failure, { where, identity, credentialsFrom, elapsedMs, signal: outer, nearest });
    }
  };
  const suggest = (
    store: ObjectStore,
    key: string,
    outer: AbortSignal | undefined,
  ): Promise<readonly string[]> =>
    withDeadline(deadlines.idleMs, outer, (signal) => nearestKeys(store, key, signal)).then(
      (keys) => keys.map(safeText),
      () => [],
    );

  const list: SourceReader['list'] = ({ signal } = {}) =>
    guard(location, deadlines.listMs, signal, async (store, listSignal) => {
      const objects = await listObjects(store, settings, listSignal);
      return settings.sha256Sidecars ? withoutSidecars(objects) : objects;
    });

  const fetch = async (
    object: ListedObject,
    { folder, tap, signal: outer }: FetchOptions,
  ): Promise<FetchedObject> => {
    const where = s3Url(object.bucket, object.key);
    if (object.bucket !== bucket) throw foreignObjectError(location, where);
    if (object.size > settings.maxObjectBytes)
      throw tooLargeError(where, object.size, settings.maxObjectBytes);
    const milliseconds = Math.max(deadlines.leastMs, (object.size / deadlines.slowestBytesPerSecond) * 1000);
    const work = async (store: ObjectStore, signal: AbortSignal): Promise<FetchedObject> => {
      const expected = settings.sha256Sidecars
        ? await fetchSidecar(store, settings, object, signal)
        : undefined;
      const file = await PrivateFile.create(folder, privateFileName(object));
      try {
        const sha256 = await fetchObject({ store, settings, object, file, tap, signal }, expected);
        await file.publish();
        return { ...object, path: file.path, sha256 };
      } finally {
        await file.discard();
      }
    };
    return guard(where, milliseconds, outer, work, object.key);
  };

  return { location, root: prefix.slice(0, prefix.lastIndexOf('/') + 1), list, fetch };
}

function isMissingKey(failure: unknown): boolean {
  return (
    failure instanceof StoreFailure &&
    failure.details.status === 404 &&
    failure.details.code !== 'NoSuchBucket'
  );
}
