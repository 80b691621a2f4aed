import { describe, expect, it } from 'vitest';
import { PatientRetries } from './patient-retries.ts';

interface Given {
  readonly random?: number;
  readonly attempts?: number;
}

function retries({ random = 0.999_999, attempts = 5 }: Given = {}) {
  const waits: number[] = [];
  const policy = new PatientRetries({
    attempts,
    random: () => random,
    clock: { now: () => 1_000_000_000n },
    wait: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
  });
  return { policy, waits };
}

/** Runs until the policy refuses; the number of attempts made. */
async function attemptsUntilRefused(
  policy: PatientRetries,
  cause: Parameters<PatientRetries['refreshRetryTokenForRetry']>[1],
) {
  let token = await policy.acquireInitialRetryToken();
  for (;;) {
    const next = await policy.refreshRetryTokenForRetry(token, cause).catch(() => undefined);
    if (next === undefined) return token.getRetryCount() + 1;
    token = next;
  }
}

const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

describe('PatientRetries', () => {
  it('waits longer and longer, within jitter, up to the last attempt', async () => {
    const usual = retries();
    expect(await attemptsUntilRefused(usual.policy, { errorType: 'TRANSIENT', error: status(500) })).toBe(5);
    expect(usual.waits).toEqual([99, 199, 399, 799]);
    const throttled = retries({ attempts: 8 });
    await attemptsUntilRefused(throttled.policy, { errorType: 'THROTTLING', error: status(503) });
    expect(throttled.waits).toEqual([999, 1999, 3999, 7999, 15999, 19999, 19999]);
    const lucky = retries({ random: 0 });
    await attemptsUntilRefused(lucky.policy, { errorType: 'SERVER_ERROR', error: status(507) });
    expect(lucky.waits).toEqual([0, 0, 0, 0]);
  });

  it.each([400, 401, 403, 404])('never repeats %i, whatever the SDK calls it', async (code) => {
    const { policy, waits } = retries();
    expect(await attemptsUntilRefused(policy, { errorType: 'TRANSIENT', error: status(code) })).toBe(1);
    expect(waits).toEqual([]);
  });

  it('never repeats a client error, but does after a corrected clock', async () => {
    expect(
      await attemptsUntilRefused(retries().policy, { errorType: 'CLIENT_ERROR', error: status(409) }),
    ).toBe(1);
    const corrected = { $metadata: { httpStatusCode: 403, clockSkewCorrected: true } };
    expect(await attemptsUntilRefused(retries().policy, { errorType: 'TRANSIENT', error: corrected })).toBe(
      5,
    );
  });

  it('waits as long as the server asks, within reason', async () => {
    const { policy, waits } = retries({ attempts: 2, random: 0 });
    const hint = (milliseconds: number) => new Date(1_000_000 + milliseconds);
    for (const asked of [3_000, 3_600_000]) {
      const cause = { errorType: 'THROTTLING', error: status(503), retryAfterHint: hint(asked) };
      await policy.refreshRetryTokenForRetry(await policy.acquireInitialRetryToken(), cause);
    }
    expect(waits).toEqual([3_000, 20_000]);
  });

  it('hands the signal of the request to the wait', async () => {
    const seen: (AbortSignal | undefined)[] = [];
    const policy = new PatientRetries({
      attempts: 2,
      random: () => 0,
      clock: { now: () => 0n },
      wait: (_, signal) => {
        seen.push(signal);
        return Promise.resolve();
      },
    });
    const { signal } = new AbortController();
    await policy.during(signal, async () =>
      policy.refreshRetryTokenForRetry(await policy.acquireInitialRetryToken(), { errorType: 'TRANSIENT' }),
    );
    expect(seen).toEqual([signal]);
  });
});
