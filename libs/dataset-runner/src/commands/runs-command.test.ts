import { mkdir, rm } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { sourcesSet } from '../fixtures/small-data-sets.ts';
import { aRunRequest, projectFolder } from '../fixtures/project-folder.ts';
import { commands } from './commands.ts';

const project = projectFolder();
const run = () => commands.run(aRunRequest('places'), project.context);
const list = (limit: number | null = null) => commands.listRuns({ limit }, project.context);
const show = (runId: string) => commands.showRun({ runId }, project.context);

describe('earlier runs', () => {
  beforeEach(() => project.configure(sourcesSet()));

  it('are none before the first', async () => {
    expect(await list()).toMatchObject({ total: 0, runs: [], warnings: [] });
    await expect(show('last')).rejects.toMatchObject({ code: 'E-USAGE-RUN' });
  });

  it('are listed newest first, each with what became of its deliveries', async () => {
    await project.file('people.csv', 'id,name', '1,Ann');
    await run();
    await project.file('people_2.csv', 'id,name', '1,Ann');
    await project.file('towns.csv', 'id,name', '1,Bonn', 'x,Kiel');
    await run();
    const { runs } = await list();
    expect(runs.map(({ status, deliveries, absent }) => [status, deliveries, absent])).toEqual([
      ['failed', { new: 2, known: 1 }, []],
      ['ok', { new: 1 }, ['towns']],
    ]);
    expect((await list(1)).runs).toHaveLength(1);
    const { run: last } = await show('last');
    expect(last.error).toMatch(/^E-/);
    expect(last.deliveries.map(({ delivery, status, sameAs }) => [delivery, status, sameAs])).toEqual([
      ['people.csv', 'known', 'people_2.csv'],
      ['people_2.csv', 'new', 'people.csv'],
      ['towns.csv', 'new', null],
    ]);
    expect((await show(runs[1]?.runId ?? '')).run.status).toBe('ok');
    await expect(show('0')).rejects.toMatchObject({ title: 'several runs begin like that' });
  });

  it('are told by the ledger where their folders are gone', async () => {
    await project.file('people.csv', 'id,name', '1,Ann', '2,Ben');
    await run();
    const { run: before } = await show('last');
    await rm(project.path('.vaultwright'), { recursive: true });
    const { run: after } = await show('last');
    expect(after).toMatchObject({ runId: before.runId, status: 'loaded', rows: before.rows, folder: null });
    expect(after.deliveries.map(({ delivery, status }) => [delivery, status])).toEqual([
      ['people.csv', 'loaded'],
    ]);
    expect(after.startedAt).not.toBeNull();
  });

  it('that were killed are unfinished, with what they had committed', async () => {
    await project.file('people.csv', 'id,name', '1,Ann');
    await run();
    await rm(project.path('.vaultwright', 'last', 'run.json'));
    const { run: killed } = await show('last');
    expect(killed).toMatchObject({ status: 'unfinished', rows: { loaded: 1 } });
    expect(killed.deliveries).toHaveLength(1);
  });

  it('are shown from folders alone when the warehouse cannot be read, and that is said', async () => {
    await project.file('people.csv', 'id,name', '1,Ann');
    await run();
    await rm(project.path('warehouse.duckdb'));
    await mkdir(project.path('warehouse.duckdb'));
    await mkdir(project.path('.vaultwright', 'runs', 'strange'));
    const { runs, warnings } = await list();
    expect(runs).toHaveLength(1);
    expect(warnings).toEqual([
      expect.stringMatching(/^the ledger of demo was not read: E-/),
      '1 run folders hold no run that can be read, first strange: delete them',
    ]);
  });
});
