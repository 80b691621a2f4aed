import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder } from './in-order.ts';
import { splitRanges } from './receive-parts.ts';

describe('inOrder', () => {
  it('yields in order and never holds more than asked, whatever finishes first', async () => {
    const run = fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 0, max: 25 }),
      fc.integer({ min: 1, max: 8 }),
      async (scheduler, count, parallel) => {
        let held = 0;
        let most = 0;
        const items = Array.from({ length: count }, (_, at) => at);
        const results = inOrder(items, parallel, (item) => {
          held += 1;
          most = Math.max(most, held);
          return scheduler.schedule(Promise.resolve(item));
        });
        const seen: number[] = [];
        const consume = async () => {
          for await (const result of results) {
            held -= 1;
            seen.push(result);
          }
        };
        await scheduler.waitFor(consume());
        expect(seen).toEqual(items);
        expect(most).toBeLessThanOrEqual(parallel + 1);
        expect(most).toBeGreaterThanOrEqual(Math.min(parallel, count));
      },
    );
    await fc.assert(run, { numRuns: 80 });
  });

  it('fails with the earliest failure and leaves no rejection unhandled', async () => {
    const seen: number[] = [];
    const consume = async () => {
      const work = (item: number) =>
        item >= 2 ? Promise.reject(new Error(`item ${item}`)) : Promise.resolve(item);
      for await (const item of inOrder([0, 1, 2, 3, 4], 4, work)) seen.push(item);
    };
    await expect(consume()).rejects.toThrow('item 2');
    expect(seen).toEqual([0, 1]);
  });
});

describe('splitRanges', () => {
  it('covers every byte once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 5_000 }), (size, part) => {
        const ranges = splitRanges(size, part);
        let next = 0;
        for (const { first, last } of ranges) {
          expect(first).toBe(next);
          expect(last).toBeGreaterThanOrEqual(first);
          expect(last - first + 1).toBeLessThanOrEqual(part);
          next = last + 1;
        }
        expect(next).toBe(size);
      }),
    );
  });
});
