import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '@vaultwright/datavault-core/warehouse';
import { backoffMs } from './wait.ts';
import type { Wait } from './wait.ts';

export interface RetryRules {
  readonly attempts: number;
  readonly wait: Wait;
  readonly random: () => number;
  readonly clock: Clock;
}

interface RetryToken {
  getRetryCount(): number;
  getRetryDelay(): number;
}

interface RetryCause {
  readonly errorType: string;
  readonly error?: unknown;
  readonly retryAfterHint?: Date;
}

const USUAL_BASE_MS = 100;
const THROTTLED_BASE_MS = 1_000;
const LONGEST_HINT_MS = 20_000;
const FINAL_STATUSES: readonly (number | undefined)[] = [400, 401, 403, 404];

/**
 * Retry rules in the shape that the AWS SDK takes, with pauses that can be injected and aborted.
 *
 * Invariant: 400, 401, 403 and 404 are never repeated, except once the SDK has corrected a wrong clock.
 */
export class PatientRetries {
  readonly mode = 'standard';
  readonly #rules: RetryRules;
  readonly #signals = new AsyncLocalStorage<AbortSignal>();

  constructor(rules: RetryRules) {
    this.#rules = rules;
  }

  /** Runs one request whose pauses end when the signal aborts. */
  during<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> {
    return this.#signals.run(signal, send);
  }

  acquireInitialRetryToken(): Promise<RetryToken> {
    return Promise.resolve(tokenAfter(0));
  }

  async refreshRetryTokenForRetry(token: RetryToken, cause: RetryCause): Promise<RetryToken> {
    const failures = token.getRetryCount() + 1;
    if (failures >= this.#rules.attempts || !isPassing(cause)) throw new Error('no further attempt');
    await this.#rules.wait(this.#pause(failures, cause), this.#signals.getStore());
    return tokenAfter(failures);
  }

  recordSuccess(): void {}

  #pause(failures: number, cause: RetryCause): number {
    const base = cause.errorType === 'THROTTLING' ? THROTTLED_BASE_MS : USUAL_BASE_MS;
    const own = backoffMs(failures, base, this.#rules.random);
    if (cause.retryAfterHint === undefined) return own;
    const asked = cause.retryAfterHint.getTime() - Number(this.#rules.clock.now() / 1000n);
    return Math.max(own, Math.min(asked, LONGEST_HINT_MS));
  }
}

function isPassing(cause: RetryCause): boolean {
  const { $metadata: metadata } = (cause.error ?? {}) as {
    $metadata?: { httpStatusCode?: number; clockSkewCorrected?: boolean };
  };
  if (metadata?.clockSkewCorrected === true) return true;
  return cause.errorType !== 'CLIENT_ERROR' && !FINAL_STATUSES.includes(metadata?.httpStatusCode);
}

function tokenAfter(failures: number): RetryToken {
  return { getRetryCount: () => failures, getRetryDelay: () => 0 };
}
