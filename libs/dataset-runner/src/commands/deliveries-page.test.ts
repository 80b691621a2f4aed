import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  defineHub,
  defineSatellite,
  defineSource,
  defineVault,
  int,
  text,
} from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { defineDataSet } from '../data-set.ts';
import type { SourceFiles } from '../deliveries/source-files.ts';
import { aRunRequest, projectFolder } from '../fixtures/project-folder.ts';
import { commands } from './commands.ts';

type Example = 'dailySnapshots' | 'increments' | 'parts' | 'corrections' | 'backfill';

const project = projectFolder();
const page = new URL('../../../../docs/how-to/deliveries.md', import.meta.url);
const examples = new URL('../../../../docs/how-to/examples/deliveries.ts', import.meta.url);

const declared = (await import(examples.href)) as Record<Example, SourceFiles>;

const users = defineSource('users', { columns: { id: int(), town: text(50) } });
const hub = defineHub('h_users', { from: users, businessKey: { user_id: 'id' } });
const towns = defineSatellite('s_users', { of: hub, from: users, payload: { town: 'town' } });
const vault = defineVault('users', { entities: [hub, towns] });

async function deliver(name: string, town: string, modified?: Date): Promise<void> {
  const path = project.path('in', name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, name.endsWith('.csv') ? `id,town\n1,${town}\n` : '');
  if (modified !== undefined) await utimes(path, modified, modified);
}

async function run(files: SourceFiles) {
  project.configure(
    defineDataSet({
      name: 'crm',
      sources: [files],
      models: { main: vault },
      defaultModel: 'main',
      recordSource: 'test',
    }),
  );
  return commands.run(aRunRequest('crm'), project.context);
}

const versions = async () =>
  (
    await project.rows('select cast(load_dt as varchar) as load_dt, town from dds.s_users order by load_dt')
  ).map(({ load_dt: date, town }) => [date, town]);

describe('the page about deliveries', () => {
  it('shows each declaration as it is run here', async () => {
    const [shown, source] = [await readFile(page, 'utf8'), await readFile(examples, 'utf8')];
    for (const [, body] of source.matchAll(/= (\{.*?\n\}) satisfies SourceFiles;/gs))
      expect(shown).toContain(body);
    expect(Object.keys(declared)).toHaveLength([...shown.matchAll(/^ {2}name: 'users',$/gm)].length);
  });

  it('daily snapshots', async () => {
    for (const [day, town] of ['Bonn', 'Bonn', 'Kiel', 'Bonn'].entries())
      await deliver(`users/2023-01-0${day + 1}.csv`, town);
    expect((await run(declared.dailySnapshots)).error).toBeNull();
    expect(await versions()).toEqual([
      ['2023-01-01 00:00:00', 'Bonn'],
      ['2023-01-03 00:00:00', 'Kiel'],
      ['2023-01-04 00:00:00', 'Bonn'],
    ]);
  });

  it('increments', async () => {
    for (const number of [10, 9]) await deliver(`changes/users_20230101_${number}.csv`, `number ${number}`);
    await run(declared.increments);
    expect(await versions()).toEqual([
      ['2023-01-01 00:00:00', 'number 9'],
      ['2023-01-01 00:00:00.000001', 'number 10'],
    ]);
  });

  it('parts', async () => {
    await deliver('users/2023-01-01/part-0.csv', 'Bonn');
    expect((await run(declared.parts)).objects.map(({ status }) => status)).toEqual(['waiting']);
    await deliver('users/2023-01-01/_SUCCESS', '');
    expect((await run(declared.parts)).objects.map(({ status }) => status)).toEqual(['new']);
    expect(await versions()).toEqual([['2023-01-01 00:00:00', 'Bonn']]);
  });

  it('corrections', async () => {
    await deliver('users.csv', 'Bonn', new Date('2023-01-01T12:00:00Z'));
    await run(declared.corrections);
    await deliver('users.csv', 'Kiel', new Date('2023-01-02T12:00:00Z'));
    await run(declared.corrections);
    expect(await versions()).toEqual([
      ['2023-01-01 12:00:00', 'Bonn'],
      ['2023-01-02 12:00:00', 'Kiel'],
    ]);
  });

  it('backfill', async () => {
    await deliver('weeks/users_2023-W02.csv', 'Kiel');
    await run(declared.backfill);
    await deliver('weeks/users_2023-W01.csv', 'Bonn');
    expect((await run(declared.backfill)).objects.map(({ status }) => status)).toEqual(['late', 'known']);
    expect(await versions()).toEqual([['2023-01-08 23:00:00', 'Kiel']]);
    // The late rule of this satellite keeps older versions aside.
    expect(await project.rows('select town from dds.s_users_late')).toEqual([{ town: 'Bonn' }]);
  });
});
