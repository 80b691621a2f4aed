import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDataSet } from '@vaultwright/dataset-runner';
import { groupConversion, type ReportResult } from '@vaultwright/report';
import { folderSource } from '@vaultwright/s3-source';
import { adapter } from '@vaultwright/vertica-adapter';
import { duckDbBackend, startVerticaTestServer, type VerticaTestServer } from '@vaultwright/vertica-testkit';
import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataSet } from '../src/datasets/group_log/index.ts';
import { socialFiles } from './support/social-files.ts';
import { models, SocialRoad } from './support/social-road.ts';

const files = socialFiles({
  users: [1, 2, 3, 4],
  groups: [{ id: 1, name: "it's \\ ?" }, { id: 2, isPrivate: true }, { id: 3 }],
  messages: [
    { id: 11, from: 2, group: 1, at: '2021-02-01 00:00:00' },
    { id: 12, from: 3, group: 1, at: '2021-02-01 00:00:01' },
    { id: 13, from: 2, group: 2, at: '2020-02-01 00:00:00' },
    { id: 14, from: 777, group: 2 },
    { id: 15, from: 2, group: null },
  ],
  log: [
    { group: 1, user: 1, event: 'create' },
    { group: 1, user: 2, event: 'add', at: '2021-01-01 00:00:00' },
    { group: 1, user: 4, event: 'add', at: '2021-01-01 00:00:00', by: 888 },
    { group: 2, user: 2, event: 'add', at: '2021-01-01 00:00:00' },
    { group: 2, user: 2, event: 'leave', at: '2021-03-01 00:00:00' },
  ],
});

/** A later delivery: message 11 is corrected to another group, message 13 to one that nobody knows; group 3 has no date. */
const corrected = socialFiles({
  groups: [{ id: 3, registered: '' }],
  messages: [
    { id: 11, from: 2, group: 2, at: '2021-02-01 00:00:00' },
    { id: 13, from: 2, group: 99, at: '2020-02-01 00:00:00' },
  ],
});

// Through the real driver to a test server with an engine behind it; no Vertica takes part.
describe.each(models)('the report over the knex client of the Vertica adapter, model %s', (model) => {
  let server: VerticaTestServer;
  let road: SocialRoad;
  let folder: string;
  let knex: Knex;
  beforeAll(async () => {
    server = await startVerticaTestServer({ backend: duckDbBackend() });
    const settings = {
      host: server.host,
      port: server.port,
      database: 'test',
      user: 'tester',
      tls: { mode: 'disable' },
    };
    folder = await mkdtemp(join(tmpdir(), 'vertica-report-'));
    const deliveries = [
      files,
      { 'dialogs.csv': corrected['dialogs.csv'], 'groups.csv': corrected['groups.csv'] },
    ];
    const warehouse = await adapter.open(settings, 'write');
    try {
      for (const [place, delivery] of deliveries.entries()) {
        for (const [name, text] of Object.entries(delivery)) await writeFile(join(folder, name), text);
        const result = await runDataSet({
          dataSet,
          model,
          warehouse,
          source: folderSource(folder),
          clock: { now: () => 1_640_995_200_000_000n },
          runIds: { next: () => `R00000${place}` },
        });
        expect(result.error).toBeNull();
      }
    } finally {
      await warehouse.close();
    }
    knex = (await adapter.openKnex(settings)) as Knex;
    road = await SocialRoad.open(model);
    for (const delivery of deliveries) expect((await road.loadFiles(delivery)).error).toBeNull();
  });
  afterAll(async () => {
    await knex.destroy();
    await server.close();
    await road.close();
    await rm(folder, { recursive: true });
  });

  const overVertica = async (...options: string[]): Promise<ReportResult> => {
    const { naming, name } = road.vault;
    const schemas = { vault: naming.vaultSchema, staging: naming.stagingSchema, ops: 'ops' };
    return groupConversion.run({ knex, schemas, model, vault: name, options });
  };

  it('counts a corrected message in the group in force alone', async () => {
    const writers = (await overVertica()).rows.map((row) => [
      row['group_id'],
      row['cnt_users_in_group_with_messages'],
    ]);
    expect(Object.fromEntries(writers)).toEqual({ 1: 1, 2: 1, 3: 0 });
  });

  it.each([[[]], [['--current-members']], [['--exclude-founder', '--groups', '2']]])(
    'gives the rows that DuckDB gives, with options %j',
    async (options) => {
      const expected = await road.report(...options);
      const found = await overVertica(...options);
      expect(found.rows).toEqual(expected.rows);
      expect(found.rows.length).toBeGreaterThan(1);
      expect(found.quality.held).toEqual(expected.quality.held);
      expect(found.notices).toEqual(expected.notices);
      expect(found.notices.map(({ code }) => code)).toContain('registration_differs');
    },
  );
});
