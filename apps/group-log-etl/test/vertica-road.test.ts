import { join } from 'node:path';
import { groupConversion } from '@vaultwright/report';
import { folderSource } from '@vaultwright/s3-source';
import { generateSocial, type SocialDay } from '@vaultwright/sample-data';
import { usualFaults } from '@vaultwright/vertica-testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { socialFiles } from './support/social-files.ts';
import { models, SocialRoad } from './support/social-road.ts';
import { startVerticaTestEngine, type VerticaTestEngine } from './support/vertica-test-engine.ts';

// The whole road through the real driver into a test server with an engine behind it; no Vertica takes part.
beforeEach(() => {
  vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

describe.each(models)('the road over the Vertica adapter, model %s', (model) => {
  let engine: VerticaTestEngine;
  let over: SocialRoad;
  let plain: SocialRoad;
  beforeAll(async () => {
    engine = await startVerticaTestEngine();
    over = await SocialRoad.open(model, engine);
    plain = await SocialRoad.open(model);
  });
  afterAll(async () => {
    await over.close();
    await plain.close();
    await engine.close();
  });

  it.each([1, 2] as const)(
    'day %i of the small sample: counts, and in the end every table with staged and rejected rows, are as on DuckDB',
    async (day: SocialDay) => {
      const folder = join(plain.folder, `day-${day}`);
      await generateSocial({ preset: 'S', day, folder });
      const load = async (road: SocialRoad) => {
        const { status, error, rows } = await road.load(folderSource(folder), {
          rejectLimit: { percent: 20 },
        });
        expect(error).toBeNull();
        return { status, rows };
      };
      const [expected, found] = [await load(plain), await load(over)];
      expect(found).toEqual(expected);
      expect(found.rows.rejected).toBeGreaterThan(0);
      // What day 2 leaves behind holds day 1 too.
      if (day === 1) return;
      const [ours, theirs] = [await plain.dump({ staged: true }), await over.dump({ staged: true })];
      for (const [name, rows] of Object.entries(ours)) expect(theirs[name], name).toEqual(rows);
      expect(Object.values(theirs).flat().length).toBeGreaterThan(1000);
    },
    600_000,
  );

  it('a file that was loaded is not loaded again', { timeout: 600_000 }, async () => {
    const before = engine.server.transcript.statements().length;
    const again = await over.load(folderSource(join(plain.folder, 'day-2')), {
      rejectLimit: { percent: 20 },
    });
    expect(again.status).toBe('nothing');
    const changes = engine.server.transcript.statements().slice(before);
    expect(changes.filter((sql) => /^(copy|insert into "(staging|dds))/.test(sql))).toEqual([]);
  });
});

/** Each engine is asked in its own words, and the report shows them. */
function withoutSql(json: string): string {
  const text = json.replace(/ {2,}"sql": \{[^]*?\n( {2,})\},?\n/, '');
  expect(text).not.toBe(json);
  return text;
}

describe.each(models)('the golden sample over the Vertica adapter, model %s', (model) => {
  it('gives the report of DuckDB, byte by byte', { timeout: 600_000 }, async () => {
    const engine = await startVerticaTestEngine();
    const [plain, over] = [await SocialRoad.open(model), await SocialRoad.open(model, engine)];
    try {
      const folder = join(plain.folder, 'golden');
      await generateSocial({ preset: 'golden', folder });
      const reportOf = async (road: SocialRoad) => {
        expect((await road.load(folderSource(folder))).error).toBeNull();
        const result = await road.report();
        const [csv = '', json = ''] = ['csv', 'json'].map((format) =>
          groupConversion.render(result, format, []),
        );
        return [csv, withoutSql(json)] as const;
      };
      const [csv, json] = await reportOf(plain);
      expect(await reportOf(over)).toEqual([csv, json]);
      expect(csv.split('\n').length).toBeGreaterThan(2);
      expect(json.length).toBeGreaterThan(100);
    } finally {
      await plain.close();
      await over.close();
      await engine.close();
    }
  });
});

describe('a run over the Vertica adapter that breaks off', () => {
  const files = socialFiles({
    users: [1, 2],
    groups: [{ id: 1 }],
    messages: [{ id: 10, from: 2, group: 1 }],
    log: [
      { group: 1, user: 2, event: 'add' },
      { group: 9, user: 2, event: 'add' },
    ],
  });
  /** Runs once with a broken connection and once without; `breakIt` gives how often the fault struck. */
  const brokenRun = async (breakIt: (engine: VerticaTestEngine) => () => number) => {
    const engine = await startVerticaTestEngine();
    const road = await SocialRoad.open('sprint6-canonical', engine);
    try {
      const struck = breakIt(engine);
      const broken = await road.loadFiles(files).catch((error: unknown) => ({ status: 'unopened', error }));
      expect(struck()).toBe(1);
      const again = await road.loadFiles(files);
      expect(again.error).toBeNull();
      expect(engine.server.transcript.of('violation')).toEqual([]);
      return { status: broken.status, counts: await road.tableCounts() };
    } finally {
      await road.close();
      await engine.close();
    }
  };
  let expected: Record<string, number>;
  /** Messages of the client on its busiest connection. */
  let received = 0;
  beforeAll(async () => {
    const engine = await startVerticaTestEngine();
    const road = await SocialRoad.open('sprint6-canonical', engine);
    expect((await road.loadFiles(files)).error).toBeNull();
    const perConnection = new Map<number, number>();
    for (const { connection, count } of engine.server.transcript.of('received'))
      perConnection.set(connection, (perConnection.get(connection) ?? 0) + count);
    received = Math.max(...perConnection.values());
    expected = await road.tableCounts();
    await road.close();
    await engine.close();
  });

  // With VERTICA_CRASH_STEPS=all at every message of the client.
  it('leaves every file whole or absent wherever the connection is cut, and the next run ends where a clean one would', async () => {
    const places = process.env['VERTICA_CRASH_STEPS'] === 'all' ? received - 2 : 5;
    const cuts = Array.from(
      { length: places },
      (_, place) => 2 + Math.floor((place * (received - 2)) / places),
    );
    const ends = new Map<string, number>();
    for (const count of cuts) {
      const { status, counts } = await brokenRun(({ server }) => {
        const fault = server.inject({ at: 'received', count, do: 'reset', times: 1 });
        return () => fault.struck;
      });
      ends.set(status, (ends.get(status) ?? 0) + 1);
      expect(counts, `after message ${count} of ${received}`).toEqual(expected);
    }
    expect([...ends.keys()].toSorted()).toEqual(['failed', 'unopened']);
  }, 1_800_000);

  it.each([
    ['before it is executed', usualFaults.loseCommit()],
    ['after it was executed', usualFaults.loseCommitAnswer()],
  ] as const)(
    'the next run finds out what became of a COMMIT that is lost %s',
    async (_when, fault) => {
      const { status, counts } = await brokenRun(({ server }) => {
        let struck = (): number => 0;
        // The ledger's row is the last thing of a batch before its COMMIT.
        void server.transcript
          .until(
            (entry) => entry.kind === 'statement' && entry.sql.startsWith('insert into "ops"."etl_object"'),
          )
          .then(() => {
            const injected = server.inject(fault);
            struck = () => injected.struck;
          });
        return () => struck();
      });
      expect(status).toBe('failed');
      expect(counts).toEqual(expected);
    },
    600_000,
  );
});
