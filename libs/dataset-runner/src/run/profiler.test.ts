import { engineStatement } from '@vaultwright/datavault-core/sql';
import type { Session } from '@vaultwright/datavault-core/warehouse';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../run-event.ts';
import { runProfileSchema, type RunProfile } from '../run-profile.ts';
import { watched } from '../run-work.ts';
import { Profiler } from './profiler.ts';

/** A profiler and a clock that only `pass` moves. Units: milliseconds. */
function measured() {
  let now = 5_000_000n;
  const profiler = new Profiler({ now: () => now });
  return { profiler, pass: (milliseconds: number) => void (now += BigInt(milliseconds) * 1000n) };
}

const timesOf = ({ phases }: RunProfile): Record<string, number> =>
  Object.fromEntries(phases.map(({ phase, milliseconds }) => [phase, milliseconds]));

const fetched = (key: string, milliseconds: number, read = 10): RunEvent => ({
  kind: 'step',
  step: 'fetch',
  subject: key,
  counts: { bytes: 1, read },
  milliseconds,
});

const seen = (key: string, source: string): RunEvent => ({
  kind: 'object',
  key,
  source,
  etag: 'e',
  bytes: 1,
  sha256: null,
  status: 'new',
  delivery: key,
  date: null,
});

const statement = engineStatement('query', 'select 1');

const session = {
  execute: () => Promise.resolve(7n),
  query: () => Promise.resolve([{ n: 1n }, { n: 2n }]),
} as unknown as Session;

describe('the time of a run', () => {
  it('is in one phase at any moment, and what nobody claims is in other', () => {
    const { profiler, pass } = measured();
    pass(1);
    const collect = profiler.watch({ phase: 'collect', subject: 'h_users' });
    pass(20);
    collect.ended();
    pass(300);
    profiler.watch({ phase: 'insert', subject: 'h_users' }).ended();
    const insert = profiler.watch({ phase: 'insert', subject: 'h_users' });
    pass(4000);
    insert.ended();
    insert.ended();
    pass(50_000);
    const profile = profiler.result();
    expect(profile.milliseconds).toBe(54_321);
    expect(timesOf(profile)).toEqual({ collect: 20, insert: 4000, other: 50_301 });
    expect(runProfileSchema.parse(profile)).toEqual(profile);
  });

  it('goes to the inner of two works, and to the outer again when that has ended', () => {
    const { profiler, pass } = measured();
    const outer = profiler.watch({ phase: 'lock', subject: null });
    pass(1);
    const inner = profiler.watch({ phase: 'ledger', subject: null });
    pass(20);
    inner.ended();
    pass(300);
    outer.ended();
    expect(timesOf(profiler.result())).toEqual({ lock: 301, ledger: 20, other: 0 });
  });

  it('of work that was left open within other work ends with that', () => {
    const { profiler, pass } = measured();
    const outer = profiler.watch({ phase: 'lock', subject: null });
    profiler.watch({ phase: 'collect', subject: 'h_users' });
    pass(1);
    outer.ended();
    pass(20);
    expect(timesOf(profiler.result())).toEqual({ lock: 0, collect: 1, other: 20 });
  });

  it('of work that ends twice ends nothing else', () => {
    const { profiler, pass } = measured();
    const first = profiler.watch({ phase: 'lock', subject: null });
    first.ended();
    profiler.watch({ phase: 'insert', subject: 'h_users' });
    first.ended();
    pass(4);
    expect(timesOf(profiler.result())).toEqual({ lock: 0, insert: 4, other: 0 });
  });

  it('of work that fails counts too', async () => {
    const { profiler, pass } = measured();
    const failing = watched(profiler.watch, { phase: 'land', subject: 'users' }, () => {
      pass(5);
      return Promise.reject(new Error('stop'));
    });
    await expect(failing).rejects.toThrow('stop');
    pass(1);
    expect(timesOf(profiler.result())).toEqual({ land: 5, other: 1 });
  });

  it('of subjects adds up to their phase, the longest first', () => {
    const { profiler, pass } = measured();
    for (const [subject, time] of [
      ['h_a', 3],
      ['h_b', 5],
      ['h_a', 4],
    ] as const) {
      const work = profiler.watch({ phase: 'check', subject });
      pass(time);
      work.ended();
    }
    const [check] = profiler.result().phases;
    expect(check).toMatchObject({ phase: 'check', milliseconds: 12 });
    expect(check?.subjects.map(({ subject, milliseconds }) => [subject, milliseconds])).toEqual([
      ['h_a', 7],
      ['h_b', 5],
    ]);
  });
});

describe('fetches', () => {
  it('are charged what the run waited for them, by source', () => {
    const { profiler, pass } = measured();
    pass(100);
    profiler.on(fetched('a.csv', 60));
    profiler.on(fetched('b.csv', 30, 5));
    profiler.on(seen('a.csv', 'users'));
    profiler.on(seen('b.csv', 'users'));
    const profile = profiler.result();
    expect(timesOf(profile)).toEqual({ fetch: 90, other: 10 });
    expect(profile.phases[0]).toMatchObject({ read: 15, statements: 0, subjects: [{ subject: 'users' }] });
    expect(profile.besideMilliseconds).toBe(0);
  });

  it('that went on beside other work are not counted twice', () => {
    const { profiler, pass } = measured();
    pass(10);
    const insert = profiler.watch({ phase: 'insert', subject: 'h_users' });
    pass(1000);
    insert.ended();
    pass(7);
    profiler.on(fetched('a.csv', 900));
    profiler.on(fetched('b.csv', 50));
    const profile = profiler.result();
    expect(timesOf(profile)).toEqual({ fetch: 7, insert: 1000, other: 10 });
    expect(profile.besideMilliseconds).toBe(943);
    // 20 records in 950 milliseconds, of which the run waited for 7
    expect(profile.phases[0]).toMatchObject({ phase: 'fetch', rowsPerSecond: 21 });
  });

  it('of objects whose source nobody told are there nevertheless', () => {
    const { profiler, pass } = measured();
    pass(5);
    profiler.on(fetched('a.csv', 5));
    expect(profiler.result().phases[0]).toMatchObject({ phase: 'fetch', read: 10, subjects: [] });
  });
});

describe('statements and rows', () => {
  it('belong to the work that sends them, else to other', async () => {
    const { profiler, pass } = measured();
    const counted = profiler.session(session);
    await watched(profiler.watch, { phase: 'insert', subject: 'h_users' }, async () => {
      await counted.execute(statement);
      await counted.execute(statement);
      pass(2);
    });
    await watched(profiler.watch, { phase: 'ledger', subject: null }, () => counted.query(statement));
    await counted.query(statement);
    const [insert, ledger, other] = profiler.result().phases;
    expect(insert).toMatchObject({ statements: 2, read: null, written: 14, rowsPerSecond: 7000 });
    expect(ledger).toMatchObject({ statements: 1, read: 2, written: null, rowsPerSecond: null });
    expect(other).toMatchObject({ phase: 'other', statements: 1, read: 2 });
  });

  it('that a work says it has read count instead of those that its queries return', async () => {
    const { profiler, pass } = measured();
    const counted = profiler.session(session);
    for (const rows of [500, 70]) {
      await watched(profiler.watch, { phase: 'collect', subject: 'h_users' }, async ({ reached }) => {
        await counted.query(statement);
        reached(1);
        reached(rows);
        pass(1);
      });
    }
    const [collect] = profiler.result().phases;
    expect(collect).toMatchObject({ statements: 2, read: 570, rowsPerSecond: 285_000 });
  });

  it('are counted without hiding what a session lacks', async () => {
    const { profiler } = measured();
    expect(profiler.session(session)).not.toHaveProperty('loadRegularFile');
    expect(profiler.session(session)).not.toHaveProperty('analyze');
    const whole = profiler.session({
      ...session,
      loadRegularFile: () => Promise.resolve(3n),
      analyze: () => Promise.resolve(),
    });
    const nothing = undefined as never;
    expect(await whole.loadRegularFile?.(nothing, nothing)).toBe(3n);
    await whole.analyze?.([]);
    expect(profiler.result().phases[0]).toMatchObject({ phase: 'other', statements: 2, written: 3 });
  });

  it('of a statement that fails are none, but it was sent', async () => {
    const { profiler } = measured();
    const counted = profiler.session({ ...session, execute: () => Promise.reject(new Error('no')) });
    await expect(counted.execute(statement)).rejects.toThrow('no');
    expect(profiler.result().phases[0]).toMatchObject({ statements: 1, written: null });
  });
});
