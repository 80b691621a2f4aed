import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { DeadlineExpired, orAborted, withDeadline } from './deadline.ts';

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

describe('withDeadline', () => {
  it('names the outermost deadline that ran out', async () => {
    const work = withDeadline(10, undefined, (outer) => withDeadline(60_000, outer, untilAborted));
    await expect(work).rejects.toEqual(new DeadlineExpired(10));
    const inner = withDeadline(60_000, undefined, (outer) => withDeadline(10, outer, untilAborted));
    await expect(inner).rejects.toEqual(new DeadlineExpired(10));
  });

  it('passes the reason of the outer signal, also when it came before', async () => {
    const outer = new AbortController();
    const reason = new Error('stop');
    const late = withDeadline(60_000, outer.signal, untilAborted);
    outer.abort(reason);
    await expect(late).rejects.toBe(reason);
    const early = withDeadline(60_000, outer.signal, (signal) => orAborted(new Promise(() => {}), signal));
    await expect(early).rejects.toBe(reason);
  });

  it('leaves no timer and no listener behind', async () => {
    const clear = vi.spyOn(globalThis, 'clearTimeout');
    const outer = new AbortController();
    expect(await withDeadline(60_000, outer.signal, () => Promise.resolve('done'))).toBe('done');
    expect(clear).toHaveBeenCalledTimes(1);
    clear.mockRestore();
    expect(getEventListeners(outer.signal, 'abort')).toEqual([]);
  });

  it('accepts a time longer than timers can run', async () => {
    const done = await withDeadline(1e15, undefined, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return 'done';
    });
    expect(done).toBe('done');
  });
});

describe('orAborted', () => {
  it('leaves no listener behind, however it ends', async () => {
    const { signal } = new AbortController();
    expect(await orAborted(Promise.resolve(1), signal)).toBe(1);
    await expect(orAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
