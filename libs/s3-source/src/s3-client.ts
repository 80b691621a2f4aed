import type { Readable } from 'node:stream';
import type { GetObjectCommandOutput, ListObjectsV2CommandOutput, S3ClientConfig } from '@aws-sdk/client-s3';
import type { ListedObject } from '@vaultwright/datavault-core/warehouse';
import { BodyFailure } from './body-failure.ts';
import { orAborted } from './deadline.ts';
import { checkTarget } from './endpoint-rules.ts';
import { loadSdk } from './load-sdk.ts';
import type { ListPage, ObjectAnswer, ObjectStore } from './object-store.ts';
import { PatientRetries } from './patient-retries.ts';
import { readSdkError } from './read-sdk-error.ts';
import { maskKeyId, safeText } from './safe-text.ts';
import type { S3Credentials, S3Settings } from './s3-source-options.ts';
import { StoreFailure } from './store-failure.ts';

/** Opens a store over the AWS SDK, the only file that knows it. */
export async function openS3Client(settings: S3Settings): Promise<ObjectStore> {
  const sdk = await loadSdk(() => import('@aws-sdk/client-s3'));
  const retries = new PatientRetries({ ...settings, attempts: settings.transfer.attempts });
  const client = new sdk.S3Client(clientConfig(settings, retries));
  let secrets: readonly string[] = [];
  let endpoint = settings.endpoint === undefined ? 'the default endpoint' : new URL(settings.endpoint).origin;
  let keyId = 'unknown';

  client.middlewareStack.add(
    (next) => (args) => {
      const { protocol, hostname } = args.request as { protocol: string; hostname: string };
      checkTarget(protocol, hostname, settings);
      if (settings.endpoint === undefined) endpoint = safeText(`${protocol}//${hostname}`);
      return next(args);
    },
    { step: 'build', name: 'checkTarget' },
  );

  const learn = (credentials: S3Credentials): void => {
    keyId = maskKeyId(credentials.accessKeyId);
    secrets = [credentials.secretAccessKey, credentials.sessionToken ?? '', credentials.accessKeyId];
  };
  const send = async <T>(signal: AbortSignal, request: () => Promise<T>): Promise<T> => {
    try {
      return await orAborted(retries.during(signal, request), signal);
    } catch (error) {
      // An answer proves that the credentials were found; asking again returns the remembered ones.
      const { $metadata } = (error ?? {}) as { $metadata?: { httpStatusCode?: number } };
      if ($metadata?.httpStatusCode !== undefined) learn(await client.config.credentials());
      throw readSdkError(error, secrets, settings.clock);
    }
  };

  return {
    async list({ prefix, token, limit }, signal) {
      const output = await send(signal, () =>
        client.send(
          new sdk.ListObjectsV2Command({
            Bucket: settings.bucket,
            Prefix: prefix,
            EncodingType: 'url',
            ...(token === undefined ? {} : { ContinuationToken: token }),
            ...(limit === undefined ? {} : { MaxKeys: limit }),
          }),
          { abortSignal: signal },
        ),
      );
      return readPage(output, settings.bucket);
    },
    async get({ key, versionId, etag, range }, signal) {
      const connection = new AbortController();
      const release = () => connection.abort(signal.reason);
      signal.addEventListener('abort', release, { once: true });
      const output = await send(signal, () =>
        client.send(
          new sdk.GetObjectCommand({
            Bucket: settings.bucket,
            Key: key,
            ...(versionId === undefined ? {} : { VersionId: versionId }),
            ...(etag === undefined ? {} : { IfMatch: `"${etag}"` }),
            ...(range === undefined ? {} : { Range: `bytes=${range.first}-${range.last}` }),
          }),
          { abortSignal: connection.signal },
        ),
      ).catch((error: unknown) => {
        signal.removeEventListener('abort', release);
        throw error;
      });
      return readAnswer(output, () => {
        signal.removeEventListener('abort', release);
        connection.abort();
      });
    },
    identity: () => ({ endpoint, region: regionOf(settings) ?? 'of the environment', keyId }),
  };
}

function clientConfig(settings: S3Settings, retries: PatientRetries): S3ClientConfig {
  const { connectMs, idleMs } = settings.deadlines;
  const compatible = settings.server === 'compatible';
  const region = regionOf(settings);
  return {
    maxAttempts: settings.transfer.attempts,
    retryStrategy: retries,
    followRegionRedirects: false,
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: idleMs,
      socketTimeout: idleMs,
      throwOnRequestTimeout: true,
    },
    ...(region === undefined ? {} : { region }),
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    ...(settings.credentials === undefined ? {} : { credentials: settings.credentials }),
    ...(compatible
      ? {
          forcePathStyle: true,
          requestChecksumCalculation: 'WHEN_REQUIRED',
          responseChecksumValidation: 'WHEN_REQUIRED',
        }
      : {}),
  };
}

function regionOf(settings: S3Settings): string | undefined {
  return settings.region ?? (settings.server === 'compatible' ? 'us-east-1' : undefined);
}

function readPage(output: ListObjectsV2CommandOutput, bucket: string): ListPage {
  const { IsTruncated: truncated, NextContinuationToken: nextToken, EncodingType: encoding } = output;
  if (truncated === undefined) {
    throw new StoreFailure({ kind: 'answer', message: 'the answer is not a listing', status: 200 });
  }
  if (truncated && nextToken === undefined) {
    throw new StoreFailure({ kind: 'listing', message: 'a page promises more but names no next page' });
  }
  const objects = (output.Contents ?? []).map((entry): ListedObject => {
    const { Key: key, ETag: etag, Size: size, LastModified: modified } = entry;
    if (key === undefined || etag === undefined || size === undefined) {
      throw new StoreFailure({ kind: 'listing', message: 'an entry lacks its key, ETag or size' });
    }
    const plainKey = encoding === 'url' ? decodeKey(key) : key;
    return { bucket, key: plainKey, etag: unquote(etag), size, ...(modified ? { modified } : {}) };
  });
  return { objects, nextToken: truncated ? nextToken : undefined };
}

/** In listings a space is `+` and a plus is `%2B`. */
function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    throw new StoreFailure({ kind: 'listing', message: `a key is not encoded UTF-8: ${safeText(encoded)}` });
  }
}

function readAnswer(output: GetObjectCommandOutput, close: () => void): ObjectAnswer {
  const stream = output.Body as Readable;
  // After a close nobody reads any more, and the abort surfaces as an error event.
  stream.on('error', () => undefined);
  const encryption = output.ServerSideEncryption ?? '';
  return {
    status: output.$metadata.httpStatusCode ?? 0,
    etag: output.ETag === undefined ? undefined : unquote(output.ETag),
    versionId: output.VersionId,
    contentLength: output.ContentLength,
    contentRange: output.ContentRange,
    contentType: output.ContentType === undefined ? undefined : safeText(output.ContentType),
    keyEncrypted: encryption.startsWith('aws:kms') || output.SSECustomerAlgorithm !== undefined,
    body: readBody(stream),
    close: () => {
      close();
      stream.destroy();
    },
  };
}

async function* readBody(stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    const { name, message } = error as Error;
    if (message.startsWith('Checksum mismatch')) throw new BodyFailure('corrupt', safeText(message));
    throw new BodyFailure(name === 'TimeoutError' ? 'stalled' : 'broken', safeText(message));
  }
}

function unquote(etag: string): string {
  return etag.replace(/^"(.*)"$/, '$1');
}
