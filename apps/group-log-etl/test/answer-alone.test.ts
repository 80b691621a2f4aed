import { afterAll, beforeAll, expect, it } from 'vitest';
import { CommandFolder } from './support/command-folder.ts';
import { socialFiles } from './support/social-files.ts';
import { SocialRoad } from './support/social-road.ts';
import { startVerticaTestEngine, type VerticaTestEngine } from './support/vertica-test-engine.ts';

const files = socialFiles({
  users: [1, 2],
  groups: [{ id: 1 }],
  messages: [{ id: 10, from: 2, group: 1 }],
  log: [{ group: 1, user: 2, event: 'add' }],
});

let folder: CommandFolder;
let engine: VerticaTestEngine;
let roads: Record<'duckdb' | 'vertica', SocialRoad>;
beforeAll(async () => {
  engine = await startVerticaTestEngine();
  roads = {
    duckdb: await SocialRoad.open('sprint6-canonical'),
    vertica: await SocialRoad.open('sprint6-canonical', engine),
  };
  for (const road of Object.values(roads)) expect((await road.loadFiles(files)).error).toBeNull();
  folder = await CommandFolder.open();
  await folder.configure({ duckdb: roads.duckdb.settings, vertica: roads.vertica.settings });
});
afterAll(async () => {
  await folder.close();
  for (const road of Object.values(roads)) await road.close();
  await engine.close();
});

// The server is the test server of this repository: no Vertica takes part.
it.each([
  ['duckdb', /^$/],
  ['vertica', /TLS mode disable/],
] as const)('the command prints nothing but the answer to standard output, over %s', async (target, told) => {
  const words = ['report', 'group_conversion', '--format', 'json', '--target', target];
  const { exitCode, out, err } = await folder.run(...words);
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: expect.stringMatching(told) as string });
  expect(JSON.parse(out)).toMatchObject({
    schema: 'vaultwright.report/1',
    rows: [{ group_id: 1, cnt_added_users: 1, cnt_users_in_group_with_messages: 1 }],
  });
});
