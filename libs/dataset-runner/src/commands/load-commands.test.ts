import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import {
  defineAsOfTable,
  defineHub,
  definePointInTime,
  defineRecordTrackingSatellite,
  defineReferenceTable,
  defineSatellite,
  defineSource,
  defineVault,
  text,
} from '@vaultwright/datavault-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { defineDataSet } from '../data-set.ts';
import { sourcesSet } from '../fixtures/small-data-sets.ts';
import { aRunRequest, projectFolder } from '../fixtures/project-folder.ts';
import { runResultSchema } from '../run-result.ts';
import { commands } from './commands.ts';

const project = projectFolder();

describe('run.json', () => {
  const customers = defineSource('customers', { columns: { id: text(9), city: text(20) } });
  const countries = defineSource('countries', { columns: { code: text(2), title: text(40) } });
  const hub = defineHub('h_customer', { from: customers, businessKey: { customer_id: 'id' } });
  const city = defineSatellite('s_city', { of: hub, from: customers, payload: ['city'] });
  const days = defineAsOfTable('as_of_day', {
    generate: { start: '2022-01-02', end: '2022-01-04', grains: { daily: 'all' } },
  });
  const vault = defineVault('shop', {
    entities: [
      hub,
      city,
      defineRecordTrackingSatellite('rts_customer', { of: hub, from: customers }),
      defineReferenceTable('r_country', {
        from: countries,
        naturalKey: { country_code: 'code' },
        payload: ['title'],
      }),
      days,
      definePointInTime('pit_customer', { of: hub, at: days, satellites: [city] }),
    ],
  });

  it('fits its own schema whatever kinds the vault has', async () => {
    project.configure(
      defineDataSet({
        name: 'shop',
        sources: ['customers', 'countries'],
        models: { main: vault },
        defaultModel: 'main',
        recordSource: 'test',
      }),
    );
    await project.file('customers.csv', 'id,city', '1,Kyiv', '2,Lviv');
    await project.file('countries.csv', 'code,title', 'UA,Ukraine');
    const { runId, status } = await commands.run(aRunRequest('shop'), project.context);
    expect(status).toBe('ok');

    const written: unknown = JSON.parse(
      readFileSync(project.path('.vaultwright', 'runs', runId, 'run.json'), 'utf8'),
    );
    const { steps } = runResultSchema.parse(written);
    expect(new Set(steps.map(({ step }) => step))).toEqual(
      new Set(['fetch', 'stage', 'hubs', 'satellites', 'tracking', 'references']),
    );
  });
});

describe('--only', () => {
  const rows = async (): Promise<Record<string, bigint>> => {
    const counts = ['staging.people', 'staging.towns', 'dds.h_people', 'dds.h_towns'].map(
      (table) => `(select count(*) from ${table}) as "${table}"`,
    );
    const [row = {}] = await project.rows(`select ${counts.join(', ')}`);
    return row as Record<string, bigint>;
  };
  const { forceLoad, noCreate, ...both } = aRunRequest('places');
  const stage = (...only: readonly string[]) =>
    commands.stage({ ...both, forceLoad, noCreate, only }, project.context);
  const load = (...only: readonly string[]) => commands.load({ ...both, noCreate, only }, project.context);

  beforeEach(async () => {
    project.configure(sourcesSet());
    await project.file('people.csv', 'id,name', '1,Ada');
    await project.file('towns.csv', 'id,name', '1,London');
  });

  it('of load loads what is staged of these sources and leaves the rest waiting', async () => {
    await stage();
    expect((await load('towns')).status).toBe('ok');
    expect(await rows()).toMatchObject({ 'dds.h_people': 0n, 'dds.h_towns': 1n });
    expect((await load('towns')).status).toBe('nothing');
    expect((await load()).status).toBe('ok');
    expect(await rows()).toMatchObject({ 'dds.h_people': 1n, 'dds.h_towns': 1n });
  });

  it('of stage stages files of these sources', async () => {
    expect((await stage('people')).objects.map(({ key }) => key)).toEqual(['people.csv']);
    expect(await rows()).toMatchObject({ 'staging.people': 1n, 'staging.towns': 0n });
  });

  it('of fetch copies files of these sources', async () => {
    const request = { dataSet: 'places', only: ['towns'], out: 'copies' };
    const { objects } = await commands.fetch(request, project.context);
    expect(objects.map(({ key }) => key)).toEqual(['towns.csv']);
    expect(readdirSync(project.path('copies'))).toEqual(['towns.csv']);
  });

  it('of fetch copies compressed files as they are stored', async () => {
    const stored = gzipSync('id,name\n2,Paris\n');
    await writeFile(project.path('in', 'towns_2.csv.gz'), stored);
    await commands.fetch({ dataSet: 'places', only: ['towns'], out: 'copies' }, project.context);
    expect(readFileSync(project.path('copies', 'towns_2.csv.gz'))).toEqual(stored);
  });

  it.each(['load', 'stage'])('of %s names the sources there are when it is given another', async (verb) => {
    const result = await (verb === 'load' ? load('cities') : stage('cities'));
    expect(result).toMatchObject({
      status: 'failed',
      error: { code: 'E-USAGE-SOURCE', found: 'cities', allowed: 'people, towns' },
    });
  });
});
