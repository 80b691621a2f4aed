import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  BUCKET,
  patternBytes,
  sha256Hex,
  SourceBench,
  type FetchOutcome,
  type TapRecorder,
} from './fixtures/source-bench.ts';
import type { S3Transfer } from './s3-source-options.ts';
import type { S3FaultKind } from './testing/index.ts';

const SIZE = 100_000;
const PART = 40_000;
const CONTENT = patternBytes(SIZE);
const FAR = 1e9;

/** The three ways bytes travel, made to apply to one small object. */
const ROADS: Record<string, Partial<S3Transfer>> = {
  'one stream': { rangedFromBytes: FAR, resumeOverBytes: FAR },
  'one stream, resumed': { rangedFromBytes: FAR, resumeOverBytes: 1 },
  'parallel ranges': { rangedFromBytes: 1, partBytes: PART, parallelParts: 3 },
};
const POSITIONS = { first: 0, middle: PART / 2, last: PART - 1 };

let bench: SourceBench;
beforeAll(async () => {
  bench = await SourceBench.open();
});
afterAll(() => bench.close());
beforeEach(() => bench.server.reset());

function expectRightBytes(outcome: FetchOutcome): void {
  expect(outcome.error).toBeUndefined();
  expect(outcome.bytes?.equals(CONTENT)).toBe(true);
  expect(outcome.sha256).toBe(sha256Hex(CONTENT));
  expect(outcome.left).toHaveLength(1);
  expect(outcome.left[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(outcome.taps.seen(-1).equals(CONTENT)).toBe(true);
}

function expectTypedError(outcome: FetchOutcome, code: string): void {
  expect(outcome.error?.code).toBe(code);
  expect(outcome.error?.where).toBe(`s3://${BUCKET}/data.csv`);
  expect(outcome.left).toEqual([]);
}

/** No attempt saw a byte twice, out of order or from another place. */
function expectHonestTaps(taps: TapRecorder): void {
  for (const [attempt] of taps.attempts.entries()) {
    const seen = taps.seen(attempt);
    expect(seen.equals(CONTENT.subarray(0, seen.length))).toBe(true);
  }
}

interface FaultCase {
  readonly name: string;
  readonly fault: (at: number) => S3FaultKind;
  /** `bytes` = the fault is survived. */
  readonly once: string;
  readonly always: string;
  /** A resumed stream gets further with every answer and may arrive. */
  readonly resumable?: boolean;
}

const BODY_FAULTS: readonly FaultCase[] = [
  {
    name: 'truncated under its length',
    fault: (at) => ({ kind: 'truncate', at }),
    once: 'bytes',
    always: 'E-S3-SHORT',
    resumable: true,
  },
  {
    name: 'truncated, no length, closed',
    fault: (at) => ({ kind: 'truncateUnsized', at, framing: 'close' }),
    once: 'bytes',
    always: 'E-S3-SHORT',
    resumable: true,
  },
  {
    name: 'truncated, complete chunked body',
    fault: (at) => ({ kind: 'truncateUnsized', at, framing: 'chunked' }),
    once: 'bytes',
    always: 'E-S3-SHORT',
    resumable: true,
  },
  {
    name: 'truncated with an agreeing length',
    fault: (at) => ({ kind: 'shrink', at }),
    once: 'bytes',
    always: 'E-S3-SHORT',
  },
  {
    name: 'reset',
    fault: (at) => ({ kind: 'reset', at }),
    once: 'bytes',
    always: 'E-S3-SHORT',
    resumable: true,
  },
  {
    name: 'flipped byte',
    fault: (at) => ({ kind: 'flipByte', at }),
    once: 'bytes',
    always: 'E-SOURCE-DIGEST',
  },
];

describe.each(Object.entries(ROADS))('faults on the road of %s', (road, transfer) => {
  const object = () => bench.put('data.csv', CONTENT);

  describe.each(Object.entries(POSITIONS))('at the %s byte', (_position, at) => {
    it.each(BODY_FAULTS)('$name, once', async ({ fault, once }) => {
      const listed = object();
      bench.server.fault({ ...fault(at), key: 'data.csv' });
      const outcome = await bench.fetch(bench.source({ transfer }), listed);
      expect(once).toBe('bytes');
      expectRightBytes(outcome);
    });

    it.each(BODY_FAULTS)('$name, always', async ({ fault, always, resumable }) => {
      const listed = object();
      bench.server.fault({ ...fault(at), key: 'data.csv', times: Infinity });
      const outcome = await bench.fetch(bench.source({ transfer }), listed);
      if (resumable === true && road === 'one stream, resumed' && outcome.bytes) expectRightBytes(outcome);
      else expectTypedError(outcome, always);
      if (always !== 'E-SOURCE-DIGEST') expectHonestTaps(outcome.taps);
    });

    it('stalled body, once', async () => {
      const listed = object();
      bench.server.fault({ kind: 'stallBody', at });
      const outcome = await bench.fetch(bench.source({ transfer, deadlines: { idleMs: 120 } }), listed);
      expectRightBytes(outcome);
      expectHonestTaps(outcome.taps);
    });

    it('stalled body, always', async () => {
      const listed = object();
      bench.server.fault({ kind: 'stallBody', at, times: Infinity });
      const source = bench.source({ transfer: { ...transfer, restarts: 1 }, deadlines: { idleMs: 40 } });
      expectTypedError(await bench.fetch(source, listed), 'E-S3-BUSY');
    });
  });

  it('stalled headers, once and always', async () => {
    const listed = object();
    bench.server.fault({ kind: 'stallHeaders' });
    expectRightBytes(await bench.fetch(bench.source({ transfer, deadlines: { idleMs: 120 } }), listed));
    bench.server.fault({ kind: 'stallHeaders', times: Infinity });
    const outcome = await bench.fetch(bench.source({ transfer, deadlines: { idleMs: 30 } }), listed);
    expectTypedError(outcome, 'E-S3-BUSY');
    expect(outcome.error?.found).toContain('tried 5 times');
  });

  it('503 SlowDown four times is survived, five times is E-S3-BUSY', async () => {
    const listed = object();
    const slowDown = { kind: 'status', status: 503, code: 'SlowDown' } as const;
    const single = { transfer: { ...transfer, parallelParts: 1 } };
    bench.server.fault({ ...slowDown, times: 4 });
    expectRightBytes(await bench.fetch(bench.source(single), listed));
    bench.server.reset();
    bench.server.fault({ ...slowDown, times: Infinity });
    const outcome = await bench.fetch(bench.source(single), listed);
    expectTypedError(outcome, 'E-S3-BUSY');
    expect(outcome.error?.retryable).toBe(true);
    expect(bench.server.requests).toHaveLength(5);
  });

  it.each([
    [400, 'E-SOURCE-REFUSED'],
    [401, 'E-S3-403'],
    [403, 'E-S3-403'],
  ])('status %i is asked once only', async (status, code) => {
    const listed = object();
    bench.server.fault({ kind: 'status', status, code: 'RequestTimeout', times: Infinity });
    const single = { transfer: { ...transfer, parallelParts: 1 } };
    const outcome = await bench.fetch(bench.source(single), listed);
    expectTypedError(outcome, code);
    expect(outcome.error?.retryable).toBe(false);
    expect(bench.server.requests).toHaveLength(1);
  });

  it.each([false, true])('content changed between list and get, If-Match ignored: %s', async (ignorePin) => {
    const listed = object();
    bench.server.fault({ kind: 'replaceObject', bytes: patternBytes(SIZE, 2), ignorePin, times: Infinity });
    const outcome = await bench.fetch(bench.source({ transfer }), listed);
    expectTypedError(outcome, 'E-S3-CHANGED');
    expect(outcome.error?.retryable).toBe(true);
  });

  it('content changed in the middle of the transfer', async () => {
    const listed = object();
    bench.server.fault({ kind: 'reset', at: PART / 2 });
    bench.server.fault({
      kind: 'replaceObject',
      bytes: patternBytes(SIZE, 2),
      nth: 2,
      ignorePin: true,
      times: Infinity,
    });
    expectTypedError(await bench.fetch(bench.source({ transfer }), listed), 'E-S3-CHANGED');
  });

  it('an object grown under the same ETag is changed, however it is framed', async () => {
    const listed = object();
    bench.server.fault({ kind: 'overlong', times: Infinity });
    expectTypedError(await bench.fetch(bench.source({ transfer }), listed), 'E-S3-CHANGED');
    const longer = bench.put('data.csv', Buffer.concat([CONTENT, CONTENT]), listed.etag);
    expect(longer.size).toBe(2 * SIZE);
    bench.server.reset();
    expectTypedError(await bench.fetch(bench.source({ transfer }), listed), 'E-S3-CHANGED');
  });

  it('a web page with status 200 is no object', async () => {
    const listed = object();
    bench.server.fault({ kind: 'htmlPage', times: Infinity });
    const outcome = await bench.fetch(bench.source({ transfer }), listed);
    expectTypedError(outcome, 'E-SOURCE-ANSWER');
    expect(outcome.error?.found).toContain('text/html');
  });

  it('a wrong Content-Encoding changes nothing: the stored bytes are kept', async () => {
    const listed = object();
    bench.server.fault({ kind: 'contentEncoding', value: 'gzip', times: Infinity });
    expectRightBytes(await bench.fetch(bench.source({ transfer }), listed));
  });

  it('a redirect is refused and its target never asked', async () => {
    const other = await SourceBench.open();
    const listed = object();
    bench.server.fault({
      kind: 'redirect',
      location: `${other.server.endpoint}/${BUCKET}/data.csv`,
      times: Infinity,
    });
    const outcome = await bench.fetch(bench.source({ transfer }), listed);
    await other.close();
    expectTypedError(outcome, 'E-SOURCE-REFUSED');
    expect(other.server.requests).toEqual([]);
  });

  it('the total deadline ends what the idle deadline lets pass', async () => {
    const listed = object();
    bench.server.fault({ kind: 'stallBody', at: 10, times: Infinity });
    const source = bench.source({
      transfer,
      deadlines: { idleMs: 60_000, leastMs: 60, slowestBytesPerSecond: FAR },
    });
    const outcome = await bench.fetch(source, listed);
    expectTypedError(outcome, 'E-S3-BUSY');
    expect(outcome.error?.found).toContain('not complete after 0.1 s');
  });

  it('the signal of the run ends a transfer', async () => {
    const listed = object();
    const run = new AbortController();
    bench.server.fault({ kind: 'stallBody', at: 10, times: Infinity });
    const stopped = bench.fetch(bench.source({ transfer }), listed, run.signal);
    await expect.poll(() => bench.server.requests.length, { interval: 5 }).toBeGreaterThan(0);
    run.abort(new Error('stop'));
    expectTypedError(await stopped, 'E-SOURCE-ABORTED');
  });
});

describe('ranges', () => {
  const ranged = ROADS['parallel ranges'] ?? {};

  it.each(['ignoreRange', 'shiftRange'] as const)('%s leads to one whole answer', async (kind) => {
    const listed = bench.put('data.csv', CONTENT);
    bench.server.fault({ kind, times: Infinity });
    const outcome = await bench.fetch(bench.source({ transfer: ranged }), listed);
    expectRightBytes(outcome);
    expect(outcome.taps.attempts).toHaveLength(2);
  });

  it('a stream that cannot be resumed by range starts over with a new tap', async () => {
    const listed = bench.put('data.csv', CONTENT);
    bench.server.fault({ kind: 'reset', at: 50_000 });
    bench.server.fault({ kind: 'ignoreRange', nth: 2 });
    const outcome = await bench.fetch(bench.source({ transfer: ROADS['one stream, resumed'] ?? {} }), listed);
    expectRightBytes(outcome);
    expect(outcome.taps.attempts).toHaveLength(2);
    expectHonestTaps(outcome.taps);
  });

  it('a resumed stream goes on with the same tap and asks for the rest only', async () => {
    const listed = bench.put('data.csv', CONTENT);
    bench.server.fault({ kind: 'truncateUnsized', at: 50_000, framing: 'close' });
    const outcome = await bench.fetch(bench.source({ transfer: ROADS['one stream, resumed'] ?? {} }), listed);
    expectRightBytes(outcome);
    expect(outcome.taps.attempts).toHaveLength(1);
    const [first, second] = bench.server.requests;
    expect(first?.range).toBeUndefined();
    expect(second?.range).toBe(`bytes=50000-${SIZE - 1}`);
    expect(second?.headers['if-match']).toBe(`"${listed.etag}"`);
  });

  it('one tap sees all parts in order though a middle part had to be read again', async () => {
    const listed = bench.put('data.csv', CONTENT);
    bench.server.fault({ kind: 'reset', at: 5, rangeStart: PART });
    const outcome = await bench.fetch(bench.source({ transfer: ranged }), listed);
    expectRightBytes(outcome);
    expect(outcome.taps.attempts).toHaveLength(1);
    expect(bench.server.requests.map(({ range }) => String(range)).sort()).toEqual([
      'bytes=0-39999',
      'bytes=40000-79999',
      'bytes=40000-79999',
      'bytes=80000-99999',
    ]);
  });
});
