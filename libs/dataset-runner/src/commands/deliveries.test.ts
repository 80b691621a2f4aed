import {
  defineCurrentView,
  defineHub,
  defineRecordTrackingSatellite,
  defineReferenceTable,
  defineSatellite,
  defineSource,
  defineStatusTrackingSatellite,
  defineVault,
  int,
  text,
} from '@vaultwright/datavault-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunRequest } from '../cli/commands.ts';
import { defineDataSet, type DataSet, type DataSetDeclaration } from '../data-set.ts';
import { aRunRequest, projectFolder } from '../fixtures/project-folder.ts';
import type { RunResult } from '../run-result.ts';
import { commands } from './commands.ts';

const project = projectFolder();

type Entities = Parameters<typeof defineVault>[1]['entities'];

const users = defineSource('users', { columns: { id: int(), town: text(50) } });
const hub = defineHub('h_users', { from: users, businessKey: { user_id: 'id' } });
const towns = defineSatellite('s_users', { of: hub, from: users, payload: { town: 'town' } });
const named = defineSatellite('s_users_again', { of: hub, from: users, payload: { town: 'town' } });
const seen = defineRecordTrackingSatellite('s_seen', { of: hub, from: users });
const states = defineStatusTrackingSatellite('s_status', {
  of: hub,
  from: users,
  feed: 'snapshot',
});
const current = defineCurrentView('v_users', { of: towns });
const listed = defineReferenceTable('r_users', {
  from: users,
  naturalKey: { user_id: 'id' },
  payload: { town: 'town' },
  mode: 'type1',
});

function usersSet(entities: Entities, sources: DataSetDeclaration['sources'] = ['users']): DataSet {
  return defineDataSet({
    name: 'users',
    sources,
    models: { main: defineVault('users', { entities: [...entities] }) },
    defaultModel: 'main',
    recordSource: 'test',
  });
}

const run = (parts: Partial<RunRequest> = {}): Promise<RunResult> =>
  commands.run(aRunRequest('users', parts), project.context);
const day = (name: string, ...rows: readonly string[]): Promise<void> =>
  project.file(name, 'id,town', ...rows);
const versions = async (entity = 's_users'): Promise<unknown[]> =>
  (await project.rows(`select town from dds.${entity} order by load_dt, town`)).map(({ town }) => town);
/** Everything the vault holds, for the law that a run changed nothing. */
const everything = (tables: readonly string[]): Promise<unknown[]> =>
  Promise.all(tables.map((table) => project.rows(`select * from dds.${table} order by all`)));
const warnings = (result: RunResult): string[] => [...result.warnings];

describe('a value that comes back', () => {
  beforeEach(() => project.configure(usersSet([hub, towns, seen])));

  it('is a version of its own, in files of three days', async () => {
    for (const [place, town] of ['Bonn', 'Kiel', 'Bonn'].entries()) {
      await day(`users_${place + 1}.csv`, `1,${town}`);
      expect((await run()).status).toBe('ok');
    }
    expect(await versions()).toEqual(['Bonn', 'Kiel', 'Bonn']);
    expect(await project.rows('select * from dds.s_seen')).toHaveLength(3);
  });

  it('is a version of its own, in one file that is written anew', async () => {
    for (const town of ['Bonn', 'Kiel', 'Bonn']) {
      await day('users.csv', `1,${town}`);
      expect((await run()).status).toBe('ok');
    }
    expect(await versions()).toEqual(['Bonn', 'Kiel', 'Bonn']);
    expect((await run()).status).toBe('nothing');
  });

  it('is a version of its own, when all three files are found at once', async () => {
    for (const [place, town] of ['Bonn', 'Kiel', 'Bonn'].entries())
      await day(`users_${place + 1}.csv`, `1,${town}`);
    await run();
    expect(await versions()).toEqual(['Bonn', 'Kiel', 'Bonn']);
  });

  it('needs no new version while the value stays, though each sighting is tracked', async () => {
    for (const place of [1, 2, 3]) await day(`users_${place}.csv`, '1,Bonn');
    const result = await run();
    expect(warnings(result)).toHaveLength(2);
    expect(await versions()).toEqual(['Bonn']);
    expect(await project.rows('select * from dds.s_seen')).toHaveLength(3);
  });
});

describe('what was loaded once has its date for ever', () => {
  const tables = ['h_users', 's_users', 's_seen'];

  beforeEach(async () => {
    project.configure(usersSet([hub, towns, seen]));
    await day('users_1.csv', '1,Bonn', '2,Rom');
    await run();
    await day('users_2.csv', '1,Kiel');
    await run();
  });

  it('so that loading everything again changes no row', async () => {
    const before = await everything(tables);
    const result = await run({ forceLoad: true });
    expect(result.objects.map(({ key, status }) => [key, status])).toEqual([
      ['users_1.csv', 'again'],
      ['users_2.csv', 'again'],
    ]);
    expect(await everything(tables)).toEqual(before);
    expect((await run()).status).toBe('nothing');
  });

  it('so that an entity that is added later gets the history it would have had from the start', async () => {
    const before = await everything(tables);
    project.configure(usersSet([hub, towns, seen, named]));
    const plan = await commands.plan({ dataSet: 'users', only: [], forceLoad: false }, project.context);
    expect(plan.objects.map(({ key, status, fills }) => [key, status, fills])).toEqual([
      ['users_1.csv', 'again', ['s_users_again']],
      ['users_2.csv', 'again', ['s_users_again']],
    ]);
    expect((await run()).status).toBe('ok');
    expect(await everything(tables)).toEqual(before);
    const rows = (entity: string) =>
      project.rows(`select hk_user_id, load_dt, load_src, town from dds.${entity} order by all`);
    expect(await rows('s_users_again')).toEqual(await rows('s_users'));
    expect((await run()).status).toBe('nothing');
  });

  it('and one chosen object says nothing of the others: they are filled later', async () => {
    project.configure(usersSet([hub, towns, seen, named]));
    const chosen = { source: { location: project.path('in'), key: 'users_2.csv' } };
    expect((await run(chosen)).status).toBe('nothing');
    expect((await run()).status).toBe('ok');
    expect(await versions('s_users_again')).toEqual(['Bonn', 'Rom', 'Kiel']);
  });

  it('and an entity that lacks one of the versions is filled from that one', async () => {
    project.configure(usersSet([hub, towns, seen, named]));
    await run();
    const filled = await everything(['s_users_again']);
    await project.rows("delete from dds.s_users_again where town = 'Kiel'");
    await project.rows(
      `delete from ops.etl_entity where entity = 's_users_again'
       and load_id in (select load_id from ops.etl_load order by load_dt desc, load_id desc limit 1)`,
    );
    const result = await run();
    expect(result.objects.map(({ key, status }) => [key, status])).toEqual([
      ['users_2.csv', 'again'],
      ['users_1.csv', 'known'],
    ]);
    expect(await everything(['s_users_again'])).toEqual(filled);
  });

  it('and what is gone fills the entity when it is back and loading is forced', async () => {
    await project.removeFiles();
    project.configure(usersSet([hub, towns, seen, named]));
    await day('users_2.csv', '1,Kiel');
    expect((await run()).status).toBe('partial');
    await day('users_1.csv', '1,Bonn', '2,Rom');
    expect((await run({ forceLoad: true })).status).toBe('ok');
    expect(
      await project.rows(
        'select town from dds.s_users_again union all select town from dds.s_users_again_late',
      ),
    ).toHaveLength(3);
  });

  it('and what is gone is named once', async () => {
    await project.removeFiles();
    await day('users_2.csv', '1,Kiel');
    project.configure(usersSet([hub, towns, seen, named]));
    const result = await run();
    expect(result.status).toBe('partial');
    expect(warnings(result)).toEqual([
      expect.stringMatching(
        /^s_users_again: not filled from users_1.csv of \d{4}-\d\d-\d\d, whose content is gone; with it back in place, --force-load fills them$/,
      ),
    ]);
    expect(await versions('s_users_again')).toEqual(['Kiel']);
    expect((await run()).status).toBe('nothing');
  });
});

describe('order', () => {
  it('counts digits as numbers, so that day 10 is in force after day 2', async () => {
    project.configure(usersSet([hub, towns]));
    for (const place of [10, 2, 1]) await day(`users_${place}.csv`, `1,day ${place}`);
    await run();
    expect(await versions()).toEqual(['day 1', 'day 2', 'day 10']);
  });

  const dated = [{ name: 'users', files: 'users_{day:yyyy-MM-dd}.csv' }];
  const dates = () =>
    project.rows(`select cast(load_dt as varchar) as load_dt, town from dds.s_users order by load_dt`);

  it('is that of the dates in names, and the dates become load dates', async () => {
    project.configure(usersSet([hub, towns], dated));
    await day('users_2023-01-10.csv', '1,Kiel');
    await day('users_2023-01-09.csv', '1,Bonn');
    expect((await run()).objects.map(({ date }) => date)).toEqual([
      '2023-01-09 00:00:00.000000',
      '2023-01-10 00:00:00.000000',
    ]);
    expect(await dates()).toEqual([
      { load_dt: '2023-01-09 00:00:00', town: 'Bonn' },
      { load_dt: '2023-01-10 00:00:00', town: 'Kiel' },
    ]);
  });

  it('keeps the date of what comes late, and says so', async () => {
    project.configure(usersSet([hub, towns], dated));
    await day('users_2023-01-10.csv', '1,Kiel');
    await run();
    await day('users_2023-01-09.csv', '2,Bonn');
    const result = await run();
    expect(result.objects.map(({ key, status }) => [key, status])).toEqual([
      ['users_2023-01-09.csv', 'late'],
      ['users_2023-01-10.csv', 'known'],
    ]);
    expect(warnings(result)).toEqual([expect.stringContaining('is dated before what was loaded of users')]);
    expect(await dates()).toEqual([
      { load_dt: '2023-01-09 00:00:00', town: 'Bonn' },
      { load_dt: '2023-01-10 00:00:00', town: 'Kiel' },
    ]);
  });

  it('follows a date in the future, and says so', async () => {
    project.configure(usersSet([hub, towns], dated));
    await day('users_2100-01-01.csv', '1,Kiel');
    expect(warnings(await run())).toEqual([
      'users_2100-01-01.csv is dated in the future: 2100-01-01 00:00:00.000000',
    ]);
    expect(await dates()).toEqual([{ load_dt: '2100-01-01 00:00:00', town: 'Kiel' }]);
  });

  it('puts a corrected delivery just after the one it corrects', async () => {
    project.configure(usersSet([hub, towns], dated));
    await day('users_2023-01-09.csv', '1,Bonn');
    await run();
    await day('users_2023-01-09.csv', '1,Kiel');
    await run();
    expect(await dates()).toEqual([
      { load_dt: '2023-01-09 00:00:00', town: 'Bonn' },
      { load_dt: '2023-01-09 00:00:00.000001', town: 'Kiel' },
    ]);
  });
});

describe('parts of one delivery', () => {
  const parted = [{ name: 'users', files: 'users_{day:yyyy-MM-dd}_part{part}.csv', parts: 'all' }] as const;

  it('end no key of each other', async () => {
    project.configure(usersSet([hub, states], parted));
    await day('users_2023-01-09_part0.csv', '1,Bonn', '2,Bonn');
    await day('users_2023-01-09_part1.csv', '3,Bonn');
    expect((await run()).status).toBe('ok');
    expect(await project.rows('select status from dds.s_status')).toEqual([
      { status: 'I' },
      { status: 'I' },
      { status: 'I' },
    ]);
    expect(await project.rows('select objects, rows_loaded from ops.etl_load')).toEqual([
      { objects: 2n, rows_loaded: 3n },
    ]);
  });

  it('replace a reference table together', async () => {
    project.configure(usersSet([listed], parted));
    await day('users_2023-01-09_part0.csv', '1,Bonn', '2,Bonn');
    await day('users_2023-01-09_part1.csv', '3,Bonn');
    await run();
    expect(await project.rows('select user_id from dds.r_users order by 1')).toHaveLength(3);
  });

  it('that come after the others make a new version of the whole', async () => {
    project.configure(usersSet([hub, states], parted));
    await day('users_2023-01-09_part0.csv', '1,Bonn');
    await run();
    await day('users_2023-01-09_part1.csv', '2,Bonn');
    expect((await run()).objects.map(({ status }) => status)).toEqual(['new', 'new']);
    expect(
      await project.rows(
        `select h.user_id, s.status, cast(s.load_dt as varchar) as load_dt
         from dds.s_status s join dds.h_users h using (hk_user_id) order by 1`,
      ),
    ).toEqual([
      { user_id: 1n, status: 'I', load_dt: '2023-01-09 00:00:00' },
      { user_id: 2n, status: 'I', load_dt: '2023-01-09 00:00:00.000001' },
    ]);
    expect((await run()).status).toBe('nothing');
  });

  it('are not loaded one by one', async () => {
    project.configure(usersSet([hub, states], parted));
    await day('users_2023-01-09_part0.csv', '1,Bonn');
    await day('users_2023-01-09_part1.csv', '2,Bonn');
    const result = await run({ source: { location: project.path('in'), key: 'users_2023-01-09_part0.csv' } });
    expect(result).toMatchObject({ status: 'nothing', objects: [{ status: 'waiting' }] });
  });

  it('wait until the delivery is complete', async () => {
    const counted = [
      { name: 'users', files: 'users_{day:yyyy-MM-dd}_{part}of{of}.csv', parts: { count: 'of' } },
    ];
    project.configure(usersSet([hub], counted));
    await day('users_2023-01-09_1of2.csv', '1,Bonn');
    const waiting = await run();
    expect(waiting).toMatchObject({ status: 'nothing', objects: [{ status: 'waiting' }] });
    expect(warnings(waiting)).toEqual([
      'delivery users_2023-01-09_{part}of{of}.csv waits: 1 of 2 parts are there',
    ]);
    await day('users_2023-01-09_2of2.csv', '2,Bonn');
    expect((await run()).objects.map(({ status }) => status)).toEqual(['new', 'new']);
  });
});

it('a view is there after one run', async () => {
  project.configure(usersSet([hub, towns, current]));
  await day('users.csv', '1,Bonn');
  await run();
  expect(await project.rows('select town from dds.v_users')).toEqual([{ town: 'Bonn' }]);
});
