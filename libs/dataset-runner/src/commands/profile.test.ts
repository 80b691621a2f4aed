import { readFileSync } from 'node:fs';
import {
  defineAsOfTable,
  defineHub,
  definePointInTime,
  defineSatellite,
  defineSource,
  defineVault,
  int,
  text,
} from '@vaultwright/datavault-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { defineDataSet } from '../data-set.ts';
import { aRunRequest, projectFolder } from '../fixtures/project-folder.ts';
import type { RunProfile } from '../run-profile.ts';
import { runResultSchema } from '../run-result.ts';
import type { Work } from '../run-work.ts';
import { commands } from './commands.ts';

const project = projectFolder();

const users = defineSource('users', { columns: { id: int(), mood: text(9).nullable() } });
const hub = defineHub('h_users', { from: users, businessKey: { user_id: 'id' } });
const satellite = defineSatellite('s_users', { of: hub, from: users, payload: ['mood'] });
const days = defineAsOfTable('as_of_day', {
  generate: { start: '2023-01-01', end: '2023-01-03', grains: { daily: 'all' } },
});
const vault = defineVault('profiled', {
  entities: [
    hub,
    satellite,
    days,
    definePointInTime('pit_users', { of: hub, at: days, satellites: [satellite] }),
  ],
});

const run = (profile: boolean) => commands.run(aRunRequest('users', { profile }), project.context);

const phaseOf = ({ phases }: RunProfile, name: string) => phases.find(({ phase }) => phase === name);
const sumOf = (parts: readonly { readonly milliseconds: number }[]): number =>
  parts.reduce((sum, { milliseconds }) => sum + milliseconds, 0);

/** The profile of a run of three records, as it was written. */
async function writtenProfile(): Promise<RunProfile> {
  const { runId } = await run(true);
  const text = readFileSync(project.path('.vaultwright', 'runs', runId, 'run.json'), 'utf8');
  const { profile } = runResultSchema.parse(JSON.parse(text));
  if (profile === undefined) throw new Error('the run has no profile');
  return profile;
}

describe('run --profile', () => {
  beforeEach(async () => {
    project.configure(
      defineDataSet({
        name: 'users',
        sources: ['users'],
        models: { main: vault },
        defaultModel: 'main',
        recordSource: 'test',
      }),
    );
    await project.file('users.csv', 'id,mood', '1,glad', '2,sad', '3,');
  });

  it('accounts for every moment of the run, phase by phase and subject by subject', async () => {
    const profile = await writtenProfile();
    expect(profile.phases.map(({ phase }) => phase)).toEqual([
      'open',
      'list',
      'fetch',
      'work-tables',
      'lock',
      'land',
      'rules',
      'prepared-stage',
      'collect',
      'check',
      'keep',
      'insert',
      'compute',
      'ledger',
      'commit',
      'other',
    ]);
    expect(sumOf(profile.phases)).toBeCloseTo(profile.milliseconds, 6);
    for (const { subjects, milliseconds } of profile.phases)
      if (subjects.length > 0) expect(sumOf(subjects)).toBeCloseTo(milliseconds, 6);
  });

  it('tells for each of them which rows were read and written', async () => {
    const profile = await writtenProfile();
    expect(phaseOf(profile, 'fetch')?.subjects).toMatchObject([{ subject: 'users', read: 3, written: null }]);
    expect(phaseOf(profile, 'land')?.subjects).toMatchObject([
      { subject: 'users', statements: 1, read: 3, written: 3 },
    ]);
    expect(phaseOf(profile, 'keep')).toMatchObject({ statements: 1, written: 3 });
    expect(phaseOf(profile, 'prepared-stage')?.subjects).toMatchObject([{ subject: 'users', written: 3 }]);
    const named = (name: string): Record<string, unknown> =>
      Object.fromEntries(
        (phaseOf(profile, name)?.subjects ?? []).map(({ subject, read, written }) => [
          subject,
          [read, written],
        ]),
      );
    expect(named('collect')).toEqual({ h_users: [3, 3], s_users: [3, 3] });
    expect(named('insert')).toMatchObject({ h_users: [null, 3] });
    expect(named('check')).toMatchObject({ h_users: [0, null] });
    expect(Object.keys(named('compute')).toSorted()).toEqual(['as_of_day', 'pit_users']);
    expect(phaseOf(profile, 'open')?.statements).toBeGreaterThan(0);
  });

  it('is shown by runs show, and changes nothing of the other figures', async () => {
    await run(true);
    const { run: shown } = await commands.showRun({ runId: 'last' }, project.context);
    expect(shown).toMatchObject({ status: 'ok', profile: { phases: expect.any(Array) } });
    const { runs } = await commands.listRuns({ limit: null }, project.context);
    expect(runs[0]).not.toHaveProperty('profile');
  });

  it('tells of a failed run where its time went until then', async () => {
    await project.file('users.csv', 'id,mood', '1,glad', 'x,sad');
    const { status, profile } = await run(true);
    expect(status).toBe('failed');
    if (profile === undefined) throw new Error('the run has no profile');
    expect(sumOf(profile.phases)).toBeCloseTo(profile.milliseconds, 6);
    expect(phaseOf(profile, 'land')).toMatchObject({ read: 2 });
    expect(phaseOf(profile, 'commit')).toBeUndefined();
  });

  it('is not measured unless asked for', async () => {
    const result = await run(false);
    expect(result.status).toBe('ok');
    expect(result).not.toHaveProperty('profile');
    const { run: shown } = await commands.showRun({ runId: 'last' }, project.context);
    expect(shown.profile).toBeNull();
  });
});

describe('whoever watches a run', () => {
  beforeEach(() =>
    project.configure(
      defineDataSet({
        name: 'users',
        sources: ['users'],
        models: { main: vault },
        defaultModel: 'main',
        recordSource: 'test',
      }),
    ),
  );

  it('is told the end of everything that began, and how far the reading of records came', async () => {
    // the second record breaks off the fast way: the canonical parser tells its progress
    await project.file('users.csv', 'id,mood', '1,"glad"', '2,""', '3,');
    const open: Work[] = [];
    const landed: number[] = [];
    const { status } = await commands.run(aRunRequest('users'), {
      ...project.context,
      watch: (work) => {
        open.push(work);
        return {
          reached: (rows) => void (work.phase === 'land' && landed.push(rows)),
          ended: () => void open.splice(open.indexOf(work), 1),
        };
      },
    });
    expect(status).toBe('ok');
    expect(open).toEqual([]);
    expect(landed.at(-1)).toBe(3);
  });

  it('is told the end of what failed too', async () => {
    await project.file('users.csv', 'id,mood', 'x,glad');
    const open: Work[] = [];
    const { status } = await commands.run(aRunRequest('users'), {
      ...project.context,
      watch: (work) => {
        open.push(work);
        return { reached: () => {}, ended: () => void open.splice(open.indexOf(work), 1) };
      },
    });
    expect(status).toBe('failed');
    expect(open).toEqual([]);
  });
});
