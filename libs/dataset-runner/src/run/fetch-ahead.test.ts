import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { defineSource, defineVault, int } from '@vaultwright/datavault-core';
import type { ListedObject, SourceReader } from '@vaultwright/datavault-core/warehouse';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defineDataSet } from '../data-set.ts';
import type { Delivery } from '../deliveries/delivery.ts';
import type { RunEvent } from '../run-event.ts';
import { aheadLimits, FetchAhead } from './fetch-ahead.ts';

const seed = 20_261_129;
const users = defineSource('users', { columns: { id: int() } });
const { rules } = defineDataSet({
  name: 'users',
  sources: ['users'],
  models: { main: defineVault('users', { entities: [] }) },
  defaultModel: 'main',
  recordSource: 'test',
});

/** A delivery of objects of these sizes. */
function aDelivery(name: string, ...sizes: readonly number[]): Delivery {
  const [rule] = rules;
  if (rule === undefined) throw new Error('the data set has one source');
  const parts = sizes.map((size, place): ListedObject => ({
    bucket: 'b',
    key: `${name}.${place}`,
    etag: 'e',
    size,
  }));
  return { source: users.contract, rule, name, told: null, parts, missing: null };
}

const deliveries = (count: number, size = 10): Delivery[] =>
  Array.from({ length: count }, (_, place) => aDelivery(`d${place}`, size));

/** A reader whose fetches end when the test says so. */
class ScriptedReader implements SourceReader {
  readonly location = 'test';
  readonly started: string[] = [];
  readonly #pending = new Map<string, (failure: Error | null) => void>();

  get underWay(): string[] {
    return [...this.#pending.keys()];
  }

  async list(): Promise<ListedObject[]> {
    return [];
  }

  async fetch(object: ListedObject, { folder, tap, signal }: Parameters<SourceReader['fetch']>[1]) {
    this.started.push(object.key);
    const failure = await new Promise<Error | null>((resolve) => {
      this.#pending.set(object.key, resolve);
      signal?.addEventListener('abort', () => resolve(new Error(`${object.key}: stopped`)));
    });
    this.#pending.delete(object.key);
    if (failure !== null) throw failure;
    const text = object.key.startsWith('odd') ? 'other\n1\n' : 'id\n1\n';
    tap?.().write(Buffer.from(text));
    const path = join(folder, object.key);
    await writeFile(path, text);
    return { ...object, path, sha256: createHash('sha256').update(text).digest('hex') };
  }

  async end(key: string, failure: Error | null = null): Promise<void> {
    this.#pending.get(key)?.(failure);
    while (this.#pending.has(key)) await setImmediate();
  }
}

describe('objects of coming deliveries', () => {
  let folder = '';
  let reader: ScriptedReader;
  let events: RunEvent[];
  let abort: AbortController;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vaultwright-ahead-'));
    reader = new ScriptedReader();
    events = [];
    abort = new AbortController();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const open = (coming: readonly Delivery[], isSure?: (delivery: Delivery) => boolean): FetchAhead => {
    const clock = { now: () => 0n };
    const report = (event: RunEvent): void => void events.push(event);
    const context = { report, clock, signal: abort.signal, choices: {} };
    return new FetchAhead({ context, reader, folder }, coming, isSure);
  };
  const told = (): unknown[] => events.map((event) => (event.kind === 'step' ? event.subject : event.kind));
  /** Until nothing happens any more but what the test lets happen. */
  const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await isSo())) await setImmediate();
  };
  const files = async (): Promise<string[]> => (await readdir(folder)).sort();
  const nothing = async (): Promise<void> => undefined;

  it('are fetched while an earlier one is worked on, and told and handed over in their order', async () => {
    const [first, second, third] = deliveries(3) as [Delivery, Delivery, Delivery];
    const ahead = open([first, second, third]);
    const handed: string[] = [];
    const turn = (delivery: Delivery, during: () => Promise<void>): Promise<void> =>
      ahead.turn(delivery, async ({ parts }) => {
        handed.push(...parts.map(({ object }) => object.key));
        await during();
      });
    const turnOfFirst = turn(first, async () => {
      await reader.end('d2.0');
      await reader.end('d1.0');
      await until(async () => (await files()).length === 3);
      expect(told()).toEqual(['d0.0']);
    });
    expect(reader.started).toEqual(['d0.0', 'd1.0', 'd2.0']);
    await reader.end('d0.0');
    await turnOfFirst;
    expect(await files()).toEqual(['d1.0', 'd2.0']);
    await turn(second, nothing);
    expect(told()).toEqual(['d0.0', 'd1.0']);
    await turn(third, nothing);
    expect(told()).toEqual(['d0.0', 'd1.0', 'd2.0']);
    expect(handed).toEqual(['d0.0', 'd1.0', 'd2.0']);
    await ahead.close();
    expect(await files()).toEqual([]);
  });

  it('are not fetched before the first turn, nor at all while what comes before them may make them known', async () => {
    const [first, unsure, third] = deliveries(3) as [Delivery, Delivery, Delivery];
    const ahead = open([first, unsure, third], (delivery) => delivery !== unsure);
    expect(reader.started).toEqual([]);
    const turnOfFirst = ahead.turn(first, nothing);
    expect(reader.started).toEqual(['d0.0', 'd2.0']);
    await reader.end('d0.0');
    await turnOfFirst;
    expect(reader.started).toEqual(['d0.0', 'd2.0']);
    const turnOfUnsure = ahead.turn(unsure, nothing);
    expect(reader.started).toEqual(['d0.0', 'd2.0', 'd1.0']);
    await reader.end('d1.0');
    await turnOfUnsure;
    await ahead.close();
  });

  it('are at most eight', async () => {
    const coming = deliveries(20);
    const ahead = open(coming);
    const turn = ahead.turn(coming[0] as Delivery, async () => {
      await until(async () => {
        for (const key of reader.underWay) await reader.end(key);
        return (await files()).length > aheadLimits.objects;
      });
      expect(reader.underWay).toEqual([]);
      expect(reader.started).toHaveLength(1 + aheadLimits.objects);
    });
    expect(reader.started).toHaveLength(aheadLimits.objects);
    await reader.end('d0.0');
    await turn;
    await ahead.close();
  });

  it('are bounded in bytes, and the one that does not fit is fetched at its turn', async () => {
    const half = aheadLimits.bytes / 2;
    const [first, second, third, huge] = [
      aDelivery('first', 10),
      aDelivery('second', half),
      aDelivery('third', half),
      aDelivery('huge', 2 * aheadLimits.bytes),
    ] as const;
    const ahead = open([first, second, third, huge]);
    const turnOfFirst = ahead.turn(first, async () => {
      expect(reader.started).toEqual(['first.0', 'second.0']);
      await reader.end('second.0');
      await until(() => reader.started.includes('third.0'));
      await reader.end('third.0');
    });
    await reader.end('first.0');
    await turnOfFirst;
    await ahead.turn(second, nothing);
    await ahead.turn(third, nothing);
    expect(reader.started).not.toContain('huge.0');
    const turnOfHuge = ahead.turn(huge, nothing);
    await reader.end('huge.0');
    await turnOfHuge;
    await ahead.close();
  });

  it('are large ones one at a time, among the parts of one delivery too', async () => {
    const large = aheadLimits.largeBytes;
    const whole = aDelivery('whole', large, 10, large);
    const ahead = open([whole]);
    const turn = ahead.turn(whole, nothing);
    expect(reader.started).toEqual(['whole.0', 'whole.1']);
    await reader.end('whole.1');
    expect(reader.started).toEqual(['whole.0', 'whole.1']);
    await reader.end('whole.0');
    await until(() => reader.started.length === 3);
    await reader.end('whole.2');
    await turn;
    await ahead.close();
  });

  it('fail at their turn, when all before them are through', async () => {
    const [first, second] = deliveries(2) as [Delivery, Delivery];
    const ahead = open([first, second]);
    const applied: string[] = [];
    const turnOfFirst = ahead.turn(first, async () => void applied.push('d0'));
    await reader.end('d1.0', new Error('d1.0: gone'));
    await reader.end('d0.0');
    await turnOfFirst;
    expect(applied).toEqual(['d0']);
    await expect(ahead.turn(second, nothing)).rejects.toThrow('d1.0: gone');
    await ahead.close();
    expect(await files()).toEqual([]);
  });

  it('whose content is none of their source leave no file and fail at their turn as well', async () => {
    const odd = aDelivery('odd', 10, 10);
    const first = aDelivery('first', 10);
    const ahead = open([first, odd]);
    const turnOfFirst = ahead.turn(first, nothing);
    for (const key of ['odd.0', 'odd.1', 'first.0']) await reader.end(key);
    await turnOfFirst;
    await expect(ahead.turn(odd, nothing)).rejects.toMatchObject({ code: 'E-DATA-HEADER' });
    await ahead.close();
    expect(await files()).toEqual([]);
  });

  it('are stopped and removed when the work on an earlier one fails', async () => {
    const [first, second, third] = deliveries(3) as [Delivery, Delivery, Delivery];
    const ahead = open([first, second, third]);
    const turn = ahead.turn(first, async () => {
      await reader.end('d1.0');
      await until(async () => (await files()).length === 2);
      throw new Error('the engine is gone');
    });
    await reader.end('d0.0');
    await expect(turn).rejects.toThrow('the engine is gone');
    expect(await files()).toEqual(['d1.0']);
    expect(reader.underWay).toEqual(['d2.0']);
    await ahead.close();
    expect(reader.underWay).toEqual([]);
    expect(await files()).toEqual([]);
  });

  it('are stopped when the run is interrupted; what waits for room is not begun', async () => {
    const whole = aDelivery('whole', ...Array.from({ length: 12 }, () => 10));
    const ahead = open([whole]);
    const turn = ahead.turn(whole, nothing);
    expect(reader.started).toHaveLength(aheadLimits.objects);
    abort.abort(new Error('interrupted'));
    await expect(turn).rejects.toThrow();
    await ahead.close();
    expect(reader.underWay).toEqual([]);
    expect(reader.started).toHaveLength(aheadLimits.objects);
    expect(await files()).toEqual([]);
  });

  it('are all handed over once, in order and within bounds, whatever arrives first', async () => {
    const sizes = fc.constantFrom(10, aheadLimits.largeBytes, aheadLimits.bytes / 3, 2 * aheadLimits.bytes);
    const shapes = fc.array(fc.array(sizes, { minLength: 1, maxLength: 11 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(shapes, fc.infiniteStream(fc.nat()), async (shape, choices) => {
        reader = new ScriptedReader();
        events = [];
        const coming = shape.map((parts, place) => aDelivery(`d${place}`, ...parts));
        const sizeOf = new Map(coming.flatMap(({ parts }) => parts.map(({ key, size }) => [key, size])));
        const ahead = open(coming);
        const handed: string[] = [];
        let turn: Delivery | null = null;
        let over = false;
        const through = (async () => {
          for (const delivery of coming) {
            turn = delivery;
            await ahead.turn(delivery, async ({ parts }) => {
              handed.push(...parts.map(({ object }) => object.key));
            });
          }
        })().finally(() => (over = true));
        while (!over) {
          const { underWay } = reader;
          const large = underWay.filter((key) => (sizeOf.get(key) ?? 0) >= aheadLimits.largeBytes);
          expect(underWay.length).toBeLessThanOrEqual(aheadLimits.objects);
          expect(large.length).toBeLessThanOrEqual(1);
          const mine: readonly string[] = ((turn as Delivery | null)?.parts ?? []).map(({ key }) => key);
          const others = [...(await files()), ...underWay].filter((key) => !mine.includes(key));
          expect(new Set(others).size).toBeLessThanOrEqual(aheadLimits.objects);
          const next = underWay[(choices.next().value as number) % underWay.length];
          if (next === undefined) await setImmediate();
          else await reader.end(next);
        }
        await through;
        await ahead.close();
        expect(handed).toEqual(coming.flatMap(({ parts }) => parts.map(({ key }) => key)));
        expect(told()).toEqual(handed);
        expect(await files()).toEqual([]);
      }),
      { seed, numRuns: 60 },
    );
  });
});
