import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../fixtures/config-folder.ts';
import { projectFolder } from '../fixtures/project-folder.ts';
import { sourcesSet } from '../fixtures/small-data-sets.ts';
import { commands } from './commands.ts';

const project = projectFolder();

/** An adapter that confirms one claim, and each vault it is asked to explain. */
const adapterModule = (explains: boolean): string => `
const result = (id) => ({ id, claim: 'c', source: 's', status: 'confirmed', expected: '', observed: '', sqlState: null, ms: 0 });
export const adapter = {
  dialect: { name: 'own' },
  verify: async (_settings, { explain = [], only = [] }) => ({
    driver: 'none',
    server: { version: '1', nodes: 1, emulator: false },
    tls: 'none',
    results: [
      result(['claim', ...only].join(' ')),
      ...(${explains} ? explain.map(({ name, vault }) => result('explain/' + name + '/' + vault.entities.length)) : []),
    ],
  }),
};`;

const verify = (explain: boolean, target = 'own') =>
  commands.verify({ target, only: ['x'], explain, out: 'reports/v.json' }, project.context);

beforeEach(async () => {
  project.configure(sourcesSet());
  await project.module('own.mjs', adapterModule(true));
  await project.module('blind.mjs', adapterModule(false));
  await project.addTarget('own', './own.mjs');
  await project.addTarget('blind', './blind.mjs');
});

describe('verify', () => {
  it('hands over every model of every data set when statements are to be explained, and writes the report', async () => {
    const summary = await verify(true);
    const { name, models } = sourcesSet();
    expect(summary.results.map(({ id }) => id)).toEqual([
      'claim x',
      ...Object.entries(models).map(([model, vault]) => `explain/${name}.${model}/${vault.entities.length}`),
    ]);
    expect(summary.summary).toEqual({
      confirmed: summary.results.length,
      refuted: 0,
      skipped: 0,
      error: 0,
    });
    expect(JSON.parse(readFileSync(project.path('reports', 'v.json'), 'utf8'))).toMatchObject({
      schema: 'vaultwright.verify/1',
      results: summary.results,
    });
  });

  it('explains nothing without being asked to', async () => {
    expect((await verify(false)).results.map(({ id }) => id)).toEqual(['claim x']);
  });

  it('refuses an adapter that explains nothing, and one that has no claims', async () => {
    expect(await failure(verify(true, 'blind'))).toMatchObject({
      code: 'E-USAGE-VERIFY',
      fix: 'leave --explain out, or choose another target',
    });
    expect(await failure(verify(false, 'demo'))).toMatchObject({ code: 'E-USAGE-VERIFY' });
  });
});
