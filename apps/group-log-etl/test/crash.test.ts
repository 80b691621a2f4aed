import type { Session, Warehouse } from '@vaultwright/datavault-core/warehouse';
import { adapter } from '@vaultwright/duckdb-adapter';
import { describe, expect, it } from 'vitest';
import { socialFiles } from './support/social-files.ts';
import { SocialRoad } from './support/social-road.ts';

const files = socialFiles({
  users: [1, 2],
  groups: [{ id: 1 }],
  messages: [{ id: 10, from: 2, group: 1 }],
  log: [
    { group: 1, user: 2, event: 'add' },
    { group: 9, user: 2, event: 'add' },
  ],
});

/** A warehouse whose connection breaks at the nth call, before or after the engine did it. */
function breakingWarehouse(
  inner: Warehouse,
  at: number,
  side: 'before' | 'after',
): Warehouse & { readonly calls: () => number } {
  let calls = 0;
  const guarded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    calls += 1;
    if (calls === at && side === 'before') throw new Error(`the connection broke before call ${at}`);
    const result = await work();
    if (calls === at) throw new Error(`the connection broke after call ${at}`);
    return result;
  };
  const wrap = (session: Session): Session => ({
    execute: (...args) => guarded(() => session.execute(...args)),
    query: (...args) => guarded(() => session.query(...args)),
    // The commit inside counts as well: a break after it is an acknowledgement that never came.
    vaultTransaction: (...args) => guarded(() => session.vaultTransaction(...args)),
    loadRegularFile: (...args) => guarded(() => (session as Required<Session>).loadRegularFile(...args)),
    loadRows: (...args) => guarded(() => session.loadRows(...args)),
    describe: (...args) => guarded(() => session.describe(...args)),
    close: () => session.close(),
  });
  return {
    dialect: inner.dialect,
    location: inner.location,
    connect: async () => wrap(await inner.connect()),
    close: () => inner.close(),
    calls: () => calls,
  };
}

describe('a run that breaks off', () => {
  it('leaves every file whole or absent, and the next run ends where a clean one would', async () => {
    const clean = await SocialRoad.open('sprint6-canonical');
    const counting = breakingWarehouse(
      await adapter.open(clean.settings, 'write'),
      Number.POSITIVE_INFINITY,
      'before',
    );
    expect((await clean.loadFiles(files, { warehouse: counting })).error).toBeNull();
    await counting.close();
    const total = counting.calls();
    const expected = await clean.tableCounts();
    await clean.close();
    expect(total).toBeGreaterThan(100);

    const places = Array.from(
      { length: 12 },
      (_, index) => 1 + Math.floor((index * total) / 12) + (index % 5),
    );
    for (const [index, place] of places.entries()) {
      const road = await SocialRoad.open('sprint6-canonical');
      const breaking = breakingWarehouse(
        await adapter.open(road.settings, 'write'),
        place,
        index % 2 === 0 ? 'after' : 'before',
      );
      const broken = await road.loadFiles(files, { warehouse: breaking });
      await breaking.close();
      expect(broken.status, `call ${place} of ${total}`).toBe('failed');
      const again = await road.loadFiles(files);
      expect(again.error, `after call ${place} of ${total}`).toBeNull();
      expect(await road.tableCounts(), `after call ${place} of ${total}`).toEqual(expected);
      await road.close();
    }
  });
});
