import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../fixtures/config-folder.ts';
import { projectFolder } from '../fixtures/project-folder.ts';
import { sourcesSet } from '../fixtures/small-data-sets.ts';
import { commands } from './commands.ts';
import { findDialect } from './find-dialect.ts';
import { openConfig } from './open-project.ts';

const project = projectFolder();
const dialectModule = "export const dialect = { name: 'own' };";
const render = (dialect: string) =>
  commands.render({ dataSet: 'places', dialect, out: 'sql' }, project.context);

beforeEach(() => project.configure(sourcesSet()));

describe('the dialect of render', () => {
  it.each(['demo', 'duckdb', '@vaultwright/duckdb-adapter'])('may be given as %s', async (name) => {
    const { files } = await render(name);
    expect(files).toContain('sql/00-ledger.sql');
    expect(readFileSync(project.path('sql', '00-ledger.sql'), 'utf8')).toContain('create table');
  });

  it('does not change how often a first collection reads a table', async () => {
    for (const dialect of ['demo', '@vaultwright/vertica-adapter']) {
      const { scans } = await render(dialect);
      expect(scans.find(({ step }) => step.startsWith('hubs/'))?.tables, dialect).toEqual({
        'dds.h_people': 1,
        stage_people: 1,
      });
    }
  });

  it('needs no target when its package is named', async () => {
    await render('@vaultwright/vertica-adapter');
    expect(readFileSync(project.path('sql', '00-ledger.sql'), 'utf8')).toContain('segmented');
  });

  it('is the one of the adapter that the target names', async () => {
    await project.addTarget('prod', '@vaultwright/vertica-adapter');
    for (const name of ['prod', 'vertica']) {
      await render(name);
      expect(readFileSync(project.path('sql', '00-ledger.sql'), 'utf8')).toContain('segmented');
    }
  });

  it('may come from a package or a module beside the configuration', async () => {
    await project.module(
      'node_modules/own-adapter/package.json',
      '{ "exports": { "./dialect": "./d.mjs" } }',
    );
    await project.module('node_modules/own-adapter/d.mjs', dialectModule);
    await project.module('near.mjs', dialectModule);
    for (const [name, adapter] of Object.entries({ own: 'own-adapter', near: './near.mjs' })) {
      await project.addTarget(name, adapter);
      expect((await findDialect(await openConfig(project.context, {}), name)).name).toBe('own');
    }
  });

  it.each([
    ['duckbd', 'did you mean --dialect duckdb?'],
    ['constructor', 'npm install the package of the adapter'],
    ['vertica', 'npm install the package of the adapter'],
  ])('that nobody names is refused with the names there are: %s', async (name, fix) => {
    const error = await failure(render(name));
    expect(error).toMatchObject({ code: 'E-CONFIG-DIALECT', family: 'configuration', found: name });
    expect(error.allowed).toContain('demo, duckdb (vaultwright.config.yaml)');
    expect(error.fix).toContain(fix);
  });

  it.each(['lake', '@nowhere/lake-adapter'])(
    'of a package that is missing says how to get it: %s',
    async (name) => {
      await project.addTarget('lake', '@nowhere/lake-adapter');
      expect(await failure(render(name))).toMatchObject({
        code: 'E-CONFIG-PACKAGE',
        where: 'targets.lake.adapter',
        fix: 'npm install @nowhere/lake-adapter',
      });
    },
  );

  it('of a package or a module without one says so', async () => {
    await project.module('node_modules/odd-adapter/package.json', '{ "exports": "./x.mjs" }');
    await project.module('odd.mjs', 'export const adapter = null;');
    await project.addTarget('odd', 'odd-adapter');
    await project.addTarget('none', './odd.mjs');
    await project.addTarget('gone', './gone.mjs');
    expect(await failure(render('odd'))).toMatchObject({
      code: 'E-CONFIG-PACKAGE',
      title: 'package odd-adapter has no entry odd-adapter/dialect',
    });
    expect(await failure(render('none'))).toMatchObject({
      code: 'E-CONFIG-ADAPTER',
      where: 'targets.none.adapter',
    });
    expect(await failure(render('gone'))).toMatchObject({ code: 'E-CONFIG-PACKAGE', found: 'no such file' });
  });

  it('of a package whose own import is missing is a failure of that package', async () => {
    await project.module(
      'node_modules/half-adapter/package.json',
      '{ "exports": { "./dialect": "./d.mjs" } }',
    );
    await project.module('node_modules/half-adapter/d.mjs', "import 'a-driver-that-is-missing';");
    await project.addTarget('half', 'half-adapter');
    await expect(render('half')).rejects.toThrow('a-driver-that-is-missing');
  });
});
