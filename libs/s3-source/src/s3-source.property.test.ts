import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patternBytes, sha256Hex, SourceBench } from './fixtures/source-bench.ts';
import type { S3FaultKind } from './testing/index.ts';

const SIZE = 100_000;
const CONTENT = patternBytes(SIZE);
const FAR = 1e9;

let bench: SourceBench;
beforeAll(async () => {
  bench = await SourceBench.open();
});
afterAll(() => bench.close());

describe('any script of faults', () => {
  const at = fc.integer({ min: 0, max: SIZE });
  const kind: fc.Arbitrary<S3FaultKind> = fc.oneof(
    fc.record({ kind: fc.constant('truncate' as const), at }),
    fc.record({
      kind: fc.constant('truncateUnsized' as const),
      at,
      framing: fc.constantFrom('close', 'chunked'),
    }),
    fc.record({ kind: fc.constant('shrink' as const), at }),
    fc.record({ kind: fc.constant('reset' as const), at }),
    fc.record({ kind: fc.constant('flipByte' as const), at }),
    fc.record({ kind: fc.constant('stallBody' as const), at }),
    fc.constant({ kind: 'stallHeaders' as const }),
    fc.constant({ kind: 'ignoreRange' as const }),
    fc.constant({ kind: 'shiftRange' as const }),
    fc.constant({ kind: 'htmlPage' as const }),
    fc.constant({ kind: 'overlong' as const }),
    fc.constant({ kind: 'status' as const, status: 503, code: 'SlowDown' }),
    fc.constant({ kind: 'status' as const, status: 500, code: 'InternalError' }),
    fc.constant({ kind: 'replaceObject' as const, bytes: patternBytes(SIZE, 3), ignorePin: true }),
  );
  const times = fc.constantFrom(1, 1, Infinity);
  const faults = fc.array(fc.record({ kind, nth: fc.integer({ min: 1, max: 6 }), times }), { maxLength: 5 });
  const road = fc.record({
    rangedFromBytes: fc.constantFrom(1, FAR),
    resumeOverBytes: fc.constantFrom(1, FAR),
    partBytes: fc.integer({ min: 15_000, max: SIZE + 1 }),
    parallelParts: fc.integer({ min: 1, max: 5 }),
  });

  it('gives the right bytes or a typed error, and no leftovers', async () => {
    const survived = { bytes: 0, errors: 0 };
    await fc.assert(
      fc.asyncProperty(
        faults,
        road,
        fc.constantFrom('aws', 'compatible'),
        async (script, transfer, server) => {
          const listed = bench.put('data.csv', CONTENT);
          bench.server.reset();
          for (const { kind: fault, nth, times } of script) bench.server.fault({ ...fault, nth, times });
          const source = bench.source({ transfer, server, deadlines: { idleMs: 60 } });
          const outcome = await bench.fetch(source, listed);
          if (outcome.error === undefined) {
            expect(outcome.sha256).toBe(sha256Hex(CONTENT));
            expect(outcome.bytes?.equals(CONTENT)).toBe(true);
            expect(outcome.taps.seen(-1).equals(CONTENT)).toBe(true);
          }
          expect(outcome.left).toHaveLength(outcome.error === undefined ? 1 : 0);
          survived[outcome.error === undefined ? 'bytes' : 'errors'] += 1;
        },
      ),
      { numRuns: 30 },
    );
    expect(survived.bytes).toBeGreaterThan(0);
    expect(survived.errors).toBeGreaterThan(0);
  });
});
