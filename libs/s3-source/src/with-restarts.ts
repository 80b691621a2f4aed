import { BodyFailure } from './body-failure.ts';
import type { S3Settings } from './s3-source-options.ts';
import { StoreFailure } from './store-failure.ts';
import { backoffMs } from './wait.ts';

const BASE_MS = 200;

/**
 * Repeats work whose body stalled, broke, fell short or could not be read, with pauses; other failures pass at once.
 *
 * Invariant: requests that got no answer were already repeated below and are not repeated here.
 */
export async function withRestarts<T>(
  settings: Pick<S3Settings, 'transfer' | 'wait' | 'random'>,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof BodyFailure) error.attempts = attempts;
      if (!mayPass(error) || attempts > settings.transfer.restarts) throw error;
      await settings.wait(backoffMs(attempts, BASE_MS, settings.random), signal);
    }
  }
}

function mayPass(error: unknown): boolean {
  if (error instanceof StoreFailure) return error.details.kind === 'answer';
  return error instanceof BodyFailure && error.kind !== 'corrupt' && error.kind !== 'rangeIgnored';
}
