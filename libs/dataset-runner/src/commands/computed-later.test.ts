import {
  defineAsOfTable,
  defineBridge,
  defineHub,
  defineLink,
  definePointInTime,
  defineSatellite,
  defineSource,
  defineVault,
  int,
  text,
} from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { defineDataSet, type DataSet } from '../data-set.ts';
import { aRunRequest, projectFolder } from '../fixtures/project-folder.ts';
import type { RunEvent } from '../run-event.ts';
import type { RunResult } from '../run-result.ts';
import { commands } from './commands.ts';

const project = projectFolder();

// payload columns that may be empty, as a ghost record needs them
const users = defineSource('users', { columns: { id: int(), town: text(50), mood: text(9).nullable() } });
const hub = defineHub('h_users', { from: users, businessKey: { user_id: 'id' } });
const towns = defineHub('h_towns', { from: users, businessKey: { town: 'town' } });
const lives = defineLink('l_lives', {
  from: users,
  connects: { hk_user_id: [hub, 'id'], hk_town: [towns, 'town'] },
});
const satellite = defineSatellite('s_users', { of: hub, from: users, payload: ['mood'] });
const second = defineSatellite('s_second', { of: hub, from: users, payload: ['mood'] });
const days = defineAsOfTable('as_of_day', {
  generate: { start: '2023-01-01', end: '2023-01-20', grains: { daily: 'all' } },
});
const pit = definePointInTime('pit_users', { of: hub, at: days, satellites: [satellite, second] });
const bridge = defineBridge('b_users', { of: hub, at: days, via: [{ link: lives }] });

type Entities = Parameters<typeof defineVault>[1]['entities'];

/** The same vault twice: declared whole from the start, and with what is given for now. */
function growing(now: Entities): DataSet {
  const whole = [hub, towns, lives, satellite, second, days, pit, bridge];
  const vault = (name: string, entities: Entities) =>
    defineVault(name, {
      naming: { stagingSchema: `staging_${name}`, vaultSchema: `dds_${name}` },
      entities: [...entities],
    });
  return defineDataSet({
    name: 'users',
    sources: [{ name: 'users', files: 'users_{day:yyyy-MM-dd}.csv' }],
    models: { whole: vault('whole', whole), grown: vault('grown', now) },
    defaultModel: 'grown',
    recordSource: 'test',
  });
}

const run = (model: string): Promise<RunResult> =>
  commands.run(aRunRequest('users', { model }), project.context);
const rows = (model: string, table: string, columns: string) =>
  project.rows(`select ${columns} from dds_${model}.${table} order by all`);
const pitColumns = 'hk_user_id, as_of, s_users_hk_user_id, s_users_load_dt, s_second_load_dt';

describe('a point-in-time table or bridge that is declared later', () => {
  it.each<[string, Entities]>([
    ['over satellites that were there', [hub, towns, lives, satellite, second, days]],
    ['with its instants', [hub, towns, lives, satellite, second]],
    ['with one of its satellites', [hub, towns, lives, satellite, days]],
  ])('%s holds what it would hold if it had been declared from the start', async (_title, before) => {
    project.configure(growing(before));
    await project.file('users_2023-01-02.csv', 'id,town,mood', '1,Bonn,at Bonn', '2,Rom,at Rom');
    await project.file('users_2023-01-05.csv', 'id,town,mood', '1,Kiel,at Kiel');
    for (const model of ['whole', 'grown']) expect((await run(model)).error).toBeNull();

    project.configure(growing([hub, towns, lives, satellite, second, days, pit, bridge]));
    const plan = await commands.plan({ dataSet: 'users', only: [], forceLoad: false }, project.context);
    expect(plan.pending).toBe(true);
    expect(plan.computed).toEqual(expect.arrayContaining(['pit_users', 'b_users']));
    const filled = await run('grown');
    expect(filled).toMatchObject({ status: 'ok', error: null });
    for (const [table, columns] of [
      ['pit_users', pitColumns],
      ['b_users', '*'],
    ] as const) {
      const expected = await rows('whole', table, columns);
      expect(expected.length).toBeGreaterThan(0);
      expect(await rows('grown', table, columns)).toEqual(expected);
    }

    expect((await run('grown')).status).toBe('nothing');
    const settled = await commands.plan({ dataSet: 'users', only: [], forceLoad: false }, project.context);
    expect(settled).toMatchObject({ pending: false, computed: [] });
    await project.file('users_2023-01-04.csv', 'id,town,mood', '2,Ulm,at Ulm');
    for (const model of ['whole', 'grown']) expect((await run(model)).error).toBeNull();
    expect(await rows('grown', 'pit_users', pitColumns)).toEqual(
      await rows('whole', 'pit_users', pitColumns),
    );
  });

  it.each<[string, Entities, string]>([
    ['when the first one broke off', [hub, towns, lives, satellite, second, days], 'pit_users'],
    ['when the first one filled a satellite only', [hub, towns, lives, satellite], 'as_of_day'],
  ])('is brought up to date by the next run %s', async (_title, before, brokenAt) => {
    project.configure(growing(before));
    await project.file('users_2023-01-02.csv', 'id,town,mood', '1,Bonn,at Bonn');
    await run('grown');
    project.configure(growing([hub, towns, lives, satellite, second, days, pit]));
    const abort = new AbortController();
    const context = {
      ...project.context,
      signal: abort.signal,
      report: (event: RunEvent) => {
        if (event.kind === 'statement' && event.step.includes(brokenAt)) abort.abort(new Error('stop'));
      },
    };
    expect((await commands.run(aRunRequest('users'), context)).status).toBe('interrupted');
    expect((await run('grown')).status).toBe('ok');
    expect((await rows('grown', 'pit_users', 'as_of')).length).toBeGreaterThan(0);
  });

  it('may need apply first: a ghost record leaves the payload of its satellite empty', async () => {
    const filled = defineSatellite('s_filled', { of: hub, from: users, payload: ['town'] });
    const pitFilled = definePointInTime('pit_filled', { of: hub, at: days, satellites: [filled] });
    project.configure(growing([hub, towns, lives, filled, days]));
    await project.file('users_2023-01-02.csv', 'id,town,mood', '1,Bonn,at Bonn');
    await run('grown');
    project.configure(growing([hub, towns, lives, filled, days, pitFilled]));
    expect((await run('grown')).error).toMatchObject({
      code: 'E-SCHEMA-DRIFT',
      fix: expect.stringContaining('vaultwright apply'),
    });
    const { digest, changes } = await commands.apply({ dataSet: 'users', digest: null }, project.context);
    expect(changes.map(({ title }) => title)).toContain('Column town of s_filled may be empty.');
    await commands.apply({ dataSet: 'users', digest }, project.context);
    expect((await run('grown')).error).toBeNull();
    expect((await rows('grown', 'pit_filled', 'as_of')).length).toBeGreaterThan(0);
  });

  it('holds the same when the next batch is staged and loaded apart', async () => {
    project.configure(growing([hub, towns, lives, satellite, second, days]));
    await project.file('users_2023-01-02.csv', 'id,town,mood', '1,Bonn,at Bonn', '2,Rom,at Rom');
    for (const model of ['whole', 'grown']) expect((await run(model)).error).toBeNull();
    project.configure(growing([hub, towns, lives, satellite, second, days, pit, bridge]));
    await project.file('users_2023-01-05.csv', 'id,town,mood', '1,Kiel,at Kiel');
    await run('whole');
    const request = { ...aRunRequest('users'), model: 'grown' };
    expect((await commands.stage(request, project.context)).error).toBeNull();
    expect((await commands.load(request, project.context)).error).toBeNull();
    expect(await rows('grown', 'pit_users', pitColumns)).toEqual(
      await rows('whole', 'pit_users', pitColumns),
    );
    expect(await rows('grown', 'b_users', '*')).toEqual(await rows('whole', 'b_users', '*'));
  });
});
