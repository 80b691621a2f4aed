import { defineHub, defineSource, defineVault, int, text, type Column } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import type { DoctorSummary } from '../cli/commands.ts';
import { defineDataSet, type DataSet, type DataSetDeclaration } from '../data-set.ts';
import { sourcesSet } from '../fixtures/small-data-sets.ts';
import { aRunRequest, projectFolder } from '../fixtures/project-folder.ts';
import { commands } from './commands.ts';

const project = projectFolder();

const finding = async (name: string): Promise<DoctorSummary['findings'][number] | undefined> =>
  (await commands.doctor({}, project.context)).findings.find((one) => one.name === name);
const run = (dataSet: string) => commands.run(aRunRequest(dataSet), project.context);

function shop(
  files: DataSetDeclaration['sources'][number],
  more: Readonly<Record<string, Column>> = {},
): DataSet {
  const cards = defineSource('cards', { columns: { number: int(), kind: text(9), ...more } });
  const hub = defineHub('h_card', { from: cards, businessKey: { card_number: 'number' } });
  return defineDataSet({
    name: 'shop',
    sources: [files],
    models: { main: defineVault('shop', { entities: [hub] }) },
    defaultModel: 'main',
    recordSource: 'test',
  });
}

describe('doctor shows deliveries', () => {
  it('before there is a warehouse, after a run, and when one source has none', async () => {
    project.configure(sourcesSet());
    await project.file('people.csv', 'id,name', '1,Ann');
    expect(await finding('deliveries places/main')).toMatchObject({
      status: 'ok',
      message: '1 new, 0 known; absent: towns',
    });
    await run('places');
    await project.file('people_2.csv', 'id,name', '1,Ann');
    await run('places');
    await project.file('towns.csv', 'id,name', '1,Bonn');
    expect(await finding('deliveries places/main')).toMatchObject({
      status: 'ok',
      message: '1 new, 2 known; people_2.csv has the same content as people.csv',
    });
  });

  it('that wait, come late or are gone, as a warning where someone must act', async () => {
    const files = { name: 'cards', files: 'cards_{day:yyyy-MM-dd}_{part}of{of}.csv', parts: { count: 'of' } };
    project.configure(shop(files));
    await project.file('cards_2023-01-09_1of1.csv', 'number,kind', '1,gold');
    await run('shop');
    await project.file('cards_2023-01-08_1of1.csv', 'number,kind', '2,gold');
    await project.file('cards_2023-01-10_1of2.csv', 'number,kind', '3,gold');
    expect(await finding('deliveries shop/main')).toEqual({
      name: 'deliveries shop/main',
      status: 'warned',
      message:
        '0 new, 1 late, 1 known, 1 waiting; cards_2023-01-10_{part}of{of}.csv waits: 1 of 2 parts are there',
      fix: 'vaultwright plan shop shows each delivery',
    });
  });

  it('and an empty folder is a warning, since files may come', async () => {
    project.configure(shop('cards'));
    expect(await finding('deliveries shop/main')).toMatchObject({
      status: 'warned',
      message: 'no file to load: no files at all',
    });
  });
});

describe('doctor names what mends the tables', () => {
  it('apply, where a source has only got a nullable column', async () => {
    project.configure(shop('cards'));
    await project.file('cards.csv', 'number,kind', '1,gold');
    await run('shop');
    project.configure(shop('cards', { note: text(9).nullable() }));
    expect(await finding('schema shop/main')).toMatchObject({
      status: 'failed',
      message: 'staging.cards: missing note VARCHAR',
      fix: expect.stringContaining('vaultwright apply'),
    });
  });

  it('and so does a run that may not create', async () => {
    project.configure(shop('cards'));
    await project.file('cards.csv', 'number,kind', '1,gold');
    const strict = () => commands.run(aRunRequest('shop', { noCreate: true }), project.context);
    expect((await strict()).error).toMatchObject({
      code: 'E-SCHEMA-DRIFT',
      fix: 'run once without --no-create, with a login that may create and alter tables',
    });
    await run('shop');
    expect((await strict()).error).toBeNull();
    project.configure(shop('cards', { note: text(9).nullable() }));
    expect((await strict()).error).toMatchObject({
      code: 'E-SCHEMA-DRIFT',
      fix: expect.stringContaining('vaultwright apply'),
    });
  });
});
