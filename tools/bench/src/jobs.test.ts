import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { growSatellite, loadIntoGrown, type KeyOrder } from './in-process/growing-satellite.ts';
import { loadKind, measuredKinds } from './in-process/kinds.ts';
import { planEntities } from './in-process/plan-entities.ts';
import { pointInTime } from './in-process/point-in-time.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vaultwright-jobs-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('jobs in process', () => {
  it.each(['hashed', 'ordered'] as const)(
    'fill a satellite as loads would have: %s keys',
    async (keys: KeyOrder) => {
      const grown = { database: join(folder, `${keys}.duckdb`), keys, rows: 500 };
      await growSatellite(grown);
      // Keys or diffs that a load would not have made insert more than the half that has changed.
      expect((await loadIntoGrown({ ...grown, batch: 100, version: 1 })).inserted).toBe(50);
      expect((await loadIntoGrown({ ...grown, batch: 100, version: 2 })).inserted).toBe(50);
    },
  );

  it.each(measuredKinds)('load every row of a %s once', async (kind) => {
    const found = await loadKind({ kind, rows: 200, database: join(folder, `${kind}.duckdb`) });
    expect(Object.keys(found)).toEqual(['first', 'replay']);
  });

  it('build as many point-in-time rows as keys and dates, and one more for each key', async () => {
    const work = { database: join(folder, 'pit.duckdb'), keys: 30, snapshots: 3, naiveKeys: 10 };
    expect((await pointInTime(work)).rows).toBe(30 * 4);
  });

  it('plan what they are asked for', async () => {
    expect((await planEntities({ entities: 4 })).characters).toBeGreaterThan(1000);
  });
});
