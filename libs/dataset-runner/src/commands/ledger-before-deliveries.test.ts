import { readFile, stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import {
  defineHub,
  defineRecordTrackingSatellite,
  defineSatellite,
  defineSource,
  defineVault,
  int,
  text,
} from '@vaultwright/datavault-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunRequest } from '../cli/commands.ts';
import { defineDataSet, type DataSet } from '../data-set.ts';
import { aRunRequest, projectFolder } from '../fixtures/project-folder.ts';
import { commands } from './commands.ts';

const project = projectFolder();
const made = new URL('../fixtures/before-deliveries/warehouse.sql', import.meta.url);

const people = defineSource('people', { columns: { id: int(), town: text(50) } });
const hub = defineHub('h_people', { from: people, businessKey: { person_id: 'id' } });
const old = [
  hub,
  defineSatellite('s_people', { of: hub, from: people, payload: { town: 'town' } }),
  defineRecordTrackingSatellite('s_seen', { of: hub, from: people }),
];
const added = defineSatellite('s_towns', { of: hub, from: people, payload: { town: 'town' } });

function peopleSet(entities: Parameters<typeof defineVault>[1]['entities'] = old): DataSet {
  return defineDataSet({
    name: 'people',
    sources: ['people'],
    models: { main: defineVault('people', { entities }) },
    defaultModel: 'main',
    recordSource: 'test',
  });
}

const run = (parts: Partial<RunRequest> = {}) => commands.run(aRunRequest('people', parts), project.context);
const vault = () =>
  Promise.all(
    ['h_people', 's_people', 's_seen'].map((table) =>
      project.rows(`select * from dds.${table} order by all`),
    ),
  );

describe('a warehouse of the version before deliveries', () => {
  let before: unknown;

  beforeEach(async () => {
    project.configure(peopleSet());
    const files = { people_1: ['1,Bonn', '2,Rome'], people_2: ['1,Kiel'], people_3: ['1,Bonn', '2,Rome'] };
    const etags = new Map<string, string>();
    for (const [name, rows] of Object.entries(files)) {
      await project.file(`${name}.csv`, 'id,town', ...rows);
      const { size, mtimeNs } = await stat(project.path('in', `${name}.csv`), { bigint: true });
      etags.set(`${name}.csv`, `${size}-${mtimeNs}`);
    }
    const bucket = pathToFileURL(project.path('in/')).href;
    const sql = (await readFile(made, 'utf8'))
      .replaceAll('{bucket}', bucket)
      .replaceAll(/\{etag of ([^}…]+)\}/g, (_whole, key: string) => etags.get(key) ?? '');
    for (const statement of sql.replaceAll(/^--.*$/gm, '').split(';\n')) {
      if (statement.trim() !== '') await project.rows(statement);
    }
    before = await vault();
  });

  it('goes on without a changed row', async () => {
    const plan = await commands.plan({ dataSet: 'people', only: [], forceLoad: false }, project.context);
    expect(plan.objects.map(({ status }) => status)).toEqual(['known', 'known', 'known']);
    expect(plan.changed).toEqual([
      'ops.etl_object: column delivery is new in this version',
      'ops.etl_staged: column delivery is new in this version',
      'ops.etl_staged: column told_dt is new in this version',
    ]);
    expect(await run()).toMatchObject({ status: 'nothing', error: null });
    expect(await vault()).toEqual(before);
    expect((await run({ forceLoad: true })).objects.map(({ status }) => status)).toEqual([
      'again',
      'again',
      'known',
    ]);
    expect(await vault()).toEqual(before);
  });

  it('goes on with a value that comes back, and with an entity that is added', async () => {
    await project.file('people_2.csv', 'id,town', '1,Bonn');
    project.configure(peopleSet([...old, added]));
    const { status, warnings } = await run();
    expect([status, warnings]).toEqual([
      'partial',
      [
        's_towns: not filled from people_2.csv of 2023-11-14, whose content is gone; with it back in place, --force-load fills them',
        'people_2.csv has the same content as people_3.csv',
      ].slice(0, 1),
    ]);
    expect(
      await project.rows('select town from dds.s_people where town is not null order by load_dt'),
    ).toHaveLength(4);
    expect(await project.rows('select town from dds.s_towns order by load_dt, town')).toEqual([
      { town: 'Bonn' },
      { town: 'Rome' },
    ]);
  });
});
