import {
  defineHub,
  defineLink,
  defineSatellite,
  defineSource,
  defineVault,
  int,
  text,
  vaultTables,
} from '@vaultwright/datavault-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CleanSummary } from '../cli/commands.ts';
import { defineDataSet, type DataSet } from '../data-set.ts';
import { aRunRequest, projectFolder } from '../fixtures/project-folder.ts';
import { commands } from './commands.ts';

const project = projectFolder();

const people = defineSource('people', { columns: { id: int(), name: text(50), town: text(50) } });
const hPeople = defineHub('h_people', { from: people, businessKey: { person_id: 'id' } });
const towns = defineSource('towns', { columns: { id: int(), mayor: int() } });
const hTowns = defineHub('h_towns', { from: towns, businessKey: { town_id: 'id' } });

/** Two data sets in one schema; the order of the payload is a hash rule. */
const peopleSet = (payload: readonly ('name' | 'town')[] = ['name', 'town']): DataSet =>
  dataSetOf(
    'people',
    ['people'],
    [hPeople, defineSatellite('s_people', { of: hPeople, from: people, payload })],
  );
const townSet = (): DataSet => dataSetOf('towns', ['towns'], [hTowns]);

function dataSetOf(
  name: string,
  sources: readonly string[],
  entities: Parameters<typeof defineVault>[1]['entities'],
): DataSet {
  const models = { main: defineVault(`${name}_vault`, { entities }) };
  return defineDataSet({ name, sources, models, defaultModel: 'main', recordSource: 'test' });
}

const run = async (dataSet: string) => commands.run(aRunRequest(dataSet), project.context);
const clean = (dataSet: string, confirmed = true): Promise<CleanSummary> =>
  commands.clean({ dataSet, confirmed }, project.context);
const tables = (schemas = ['staging', 'dds']): Promise<string[]> =>
  project.look(async (session) =>
    (await session.describe(schemas)).map(({ schema, name }) => `${schema}.${name}`).sort(),
  );
const tablesOf = (dataSet: DataSet): string[] =>
  vaultTables(dataSet.models['main'] as NonNullable<DataSet['models'][string]>)
    .map(({ schema, name }) => `${schema}.${name}`)
    .sort();

beforeEach(async () => {
  await project.file('people.csv', 'id,name,town', '1,Ada,London', '2,Grace,New York');
  await project.file('towns.csv', 'id,mayor', '10,1', '11,2');
});

describe('clean of one of two data sets in a schema', () => {
  beforeEach(async () => {
    project.configure(peopleSet(), townSet());
    await run('people');
    await run('towns');
  });

  it('leaves the other one its tables and its protection from changed hash rules', async () => {
    await clean('towns');
    expect(await tables()).toEqual(tablesOf(peopleSet()));
    expect((await run('people')).status).toBe('nothing');

    project.configure(peopleSet(['town', 'name']), townSet());
    expect(await run('people')).toMatchObject({ status: 'failed', error: { code: 'E-HASH-RULE-CHANGED' } });
    expect(await project.rows('select * from dds.s_people')).toHaveLength(2);
  });

  it('takes its own rules with it, and the data set loads anew under other ones', async () => {
    await clean('people');
    project.configure(peopleSet(['town', 'name']), townSet());
    expect(await run('people')).toMatchObject({ status: 'ok', rows: { loaded: 2 } });
    expect(await project.rows('select * from dds.s_people')).toHaveLength(2);
    expect(await project.rows('select * from dds.h_towns')).toHaveLength(2);
  });

  it('shows before and after what it drops, deletes and leaves', async () => {
    const listed = await clean('towns', false);
    expect(listed).toMatchObject({
      objects: ['dds.h_towns', 'staging.towns_rej', 'staging.towns'],
      rows: [
        { table: 'dds.vault_model', rows: 1 },
        { table: 'ops.etl_entity', rows: 1 },
        { table: 'ops.etl_load', rows: 1 },
        { table: 'ops.etl_object', rows: 1 },
        { table: 'ops.etl_object_key', rows: 1 },
      ],
      kept: [],
      dropped: false,
    });
    expect(await tables()).toContain('dds.h_towns');
    expect(await clean('towns')).toEqual({ ...listed, dropped: true });
    expect(await clean('towns', false)).toMatchObject({ objects: [], rows: [] });
  });

  it('drops the table of rules with the last data set', async () => {
    await clean('towns');
    expect((await clean('people')).objects.at(-1)).toBe('dds.vault_model');
    expect(await tables()).toEqual([]);
    expect(await project.rows('select * from ops.etl_load')).toEqual([]);
    expect((await run('towns')).status).toBe('ok');
  });
});

describe('clean of a data set whose hub another one loads too', () => {
  const lMayors = defineLink('l_mayors', {
    from: towns,
    connects: { hk_town: [hTowns, 'id'], hk_person: [hPeople, 'mayor'] },
    orphans: 'hold',
  });
  const mayors = dataSetOf('towns', ['people', 'towns'], [hPeople, hTowns, lMayors]);
  const shared = 'dds.h_people';

  beforeEach(async () => {
    project.configure(peopleSet(), mayors);
    await run('people');
  });

  it('drops the hub while the other one was never loaded', async () => {
    expect(await clean('people', false)).toMatchObject({ kept: [] });
    await clean('people');
    expect(await tables()).toEqual([]);
  });

  it('leaves the hub and its rules, and says who stands on it', async () => {
    await run('towns');
    const cleaned = await clean('people');
    expect(cleaned.kept).toContainEqual({
      name: shared,
      because: 'vault towns_vault of data set towns stands on it',
    });
    expect(await tables()).toEqual(tablesOf(mayors));
    expect(
      await project.rows("select entity from dds.vault_model where entity in ('h_people', 's_people')"),
    ).toEqual([{ entity: 'h_people' }]);
    expect(await run('people')).toMatchObject({ status: 'ok', rows: { loaded: 2 } });
    expect(await project.rows(`select * from ${shared}`)).toHaveLength(2);
  });

  it('leaves it too when only the ledger remembers the other data set', async () => {
    await run('towns');
    project.configure(peopleSet());
    const { kept } = await clean('people');
    expect(kept).toContainEqual({
      name: shared,
      because: 'data set towns, which the configuration does not know, has loaded one of this name',
    });
    expect(await tables()).toContain(shared);
  });
});
