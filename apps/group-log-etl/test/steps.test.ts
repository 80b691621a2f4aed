import { engineStatement } from '@vaultwright/datavault-core/sql';
import { loadStagedDataSet, runDataSet, stageDataSet } from '@vaultwright/dataset-runner';
import { adapter } from '@vaultwright/duckdb-adapter';
import { folderSource } from '@vaultwright/s3-source';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dataSets } from '../src/index.ts';
import { socialFiles } from './support/social-files.ts';
import { SocialRoad } from './support/social-road.ts';

const files = socialFiles({
  users: [1, 2],
  groups: [{ id: 1 }],
  messages: [{ id: 10, from: 2, group: 1 }],
  log: [{ group: 1, user: 2, event: 'add' }],
});

it('finds its data sets by folder', async () => {
  expect((await dataSets()).map(({ name }) => name)).toEqual(['group_log']);
});

it('stage and load as steps of their own end where a run does', async () => {
  const [dataSet] = await dataSets();
  if (dataSet === undefined) throw new Error('no data set');
  const road = await SocialRoad.open('sprint6-canonical');
  const folder = join(road.folder, 'in');
  await mkdir(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const warehouse = await adapter.open(road.settings, 'write');
  const options = { dataSet, warehouse, source: folderSource(folder) };

  const staged = await stageDataSet(options);
  expect(staged).toMatchObject({ status: 'ok', rows: { read: 5, loaded: 5 } });
  expect((await stageDataSet(options)).status).toBe('nothing');
  const session = await warehouse.connect();
  const count = async (table: string): Promise<number> =>
    (await session.query(engineStatement('query', `select * from ${table}`))).length;
  expect([await count('staging.users'), await count('dds.h_users'), await count('ops.etl_object')]).toEqual([
    2, 0, 0,
  ]);

  const loaded = await loadStagedDataSet(options);
  expect(loaded).toMatchObject({ status: 'ok', rows: { read: 5, loaded: 5 } });
  expect([await count('staging.users'), await count('dds.h_users'), await count('ops.etl_object')]).toEqual([
    2, 2, 4,
  ]);
  expect((await loadStagedDataSet(options)).status).toBe('nothing');
  expect((await runDataSet(options)).status).toBe('nothing');
  await session.close();
  await warehouse.close();
  await road.close();
});
