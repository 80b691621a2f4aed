import { beforeEach, describe, expect, it } from 'vitest';
import { aRunRequest, projectFolder } from '../fixtures/project-folder.ts';
import { sourcesSet } from '../fixtures/small-data-sets.ts';
import { commands } from './commands.ts';

const project = projectFolder();

/** Plans, then runs, and gives the keys that the plan called new when they are those that the run loaded. */
async function newObjects(parts: Partial<Parameters<typeof aRunRequest>[1]> = {}): Promise<string[]> {
  const { dataSet, only, forceLoad, choices = {} } = aRunRequest('places', parts);
  const isNew = ({ status }: { readonly status: string }): boolean => status === 'new' || status === 'again';
  const plan = await commands.plan({ dataSet, only, forceLoad, choices }, project.context);
  const run = await commands.run(aRunRequest('places', parts), project.context);
  const keys = plan.objects.filter(isNew).map(({ key }) => key);
  expect(run.objects.filter(isNew).map(({ key }) => key)).toEqual(keys);
  expect(plan.objects.map(({ key, status }) => [key, status])).toEqual(
    run.objects.map(({ key, status }) => [key, status]),
  );
  expect(plan.steps.length > 0).toBe(keys.length > 0);
  expect(run.status).toBe(keys.length > 0 ? 'ok' : 'nothing');
  return keys;
}

beforeEach(async () => {
  project.configure(sourcesSet());
  await project.file('people_1.csv', 'id,name', '1,Ada');
  await project.file('towns.csv', 'id,name', '1,London');
});

describe('what a plan calls new is what the next run loads', () => {
  it('before anything was loaded, and after', async () => {
    expect(await newObjects()).toEqual(['people_1.csv', 'towns.csv']);
    expect(await newObjects()).toEqual([]);
    expect(await newObjects({ forceLoad: true })).toEqual(['people_1.csv', 'towns.csv']);
  });

  it('of two files with one content: both, unless known content is to be left out', async () => {
    await project.file('people_2.csv', 'id,name', '1,Ada');
    const skip = { choices: { knownContent: 'skip' } } as const;
    expect(await newObjects(skip)).toEqual(['people_1.csv', 'towns.csv']);
    expect(await newObjects(skip)).toEqual([]);
    await project.file('people_3.csv', 'id,name', '2,Bob');
    await project.file('people_4.csv', 'id,name', '2,Bob');
    expect(await newObjects()).toEqual(['people_3.csv', 'people_4.csv']);
    expect(project.events).toContainEqual({
      kind: 'warning',
      message: expect.stringMatching(
        /^people_4.csv has the same content as people_3.csv \(\d{4}-\d\d-\d\d\) and is loaded$/,
      ) as unknown,
    });
  });

  it('when a file was renamed: the new name tells it again, unless known content is left out', async () => {
    await newObjects();
    await project.renameFile('people_1.csv', 'people_2.csv');
    expect(await newObjects({ choices: { knownContent: 'skip' } })).toEqual([]);
    await project.renameFile('people_2.csv', 'people_3.csv');
    expect(await newObjects()).toEqual(['people_3.csv']);
  });

  it('when a name brings another content', async () => {
    await newObjects();
    await project.file('people_1.csv', 'id,name', '1,Ada', '2,Grace');
    expect(await newObjects()).toEqual(['people_1.csv']);
    await project.file('people_1.csv', 'id,name', '1,Ada', '3,Linus');
    expect(await newObjects()).toEqual(['people_1.csv']);
  });

  it('when a name brings an old content again', async () => {
    await newObjects();
    await project.file('people_1.csv', 'id,name', '2,Bob');
    expect(await newObjects()).toEqual(['people_1.csv']);
    await project.file('people_1.csv', 'id,name', '1,Ada');
    expect(await newObjects()).toEqual(['people_1.csv']);
    expect(await newObjects()).toEqual([]);
  });

  it('when one content belongs to two sources', async () => {
    await newObjects();
    await project.file('towns_2.csv', 'id,name', '1,Ada');
    expect(await newObjects()).toEqual(['towns_2.csv']);
  });

  it('after an attempt that failed, and with some sources only', async () => {
    await project.file('people_1.csv', 'id,name', 'one,Ada');
    expect((await commands.run(aRunRequest('places'), project.context)).status).toBe('failed');
    await project.file('people_1.csv', 'id,name', '1,Ada');
    expect(await newObjects({ only: ['people'] })).toEqual(['people_1.csv']);
    expect(await newObjects()).toEqual(['towns.csv']);
  });

  it('after an attempt whose rejects were accepted', async () => {
    await project.file('people_1.csv', 'id,name', 'one,Ada', '2,Bob');
    expect(await newObjects({ maxRejects: 1 })).toEqual(['people_1.csv', 'towns.csv']);
    expect(await newObjects()).toEqual([]);
  });

  it('after files were staged apart', async () => {
    const { dryRun: _none, ...request } = aRunRequest('places');
    await commands.stage(request, project.context);
    expect(await newObjects()).toEqual(['people_1.csv', 'towns.csv']);
  });

  it('under another record source: nothing, what was told keeps the source it had', async () => {
    await newObjects();
    project.configure({ ...sourcesSet(), recordSource: 'another' });
    expect(await newObjects()).toEqual([]);
  });
});
