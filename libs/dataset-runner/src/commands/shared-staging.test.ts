import { defineHub, defineSource, defineVault, int, text } from '@vaultwright/datavault-core';
import { expect, it } from 'vitest';
import { defineDataSet } from '../data-set.ts';
import { linesOfError } from '../fixtures/printed-error.ts';
import { aRunRequest, projectFolder } from '../fixtures/project-folder.ts';
import { commands } from './commands.ts';

const project = projectFolder();

function dataSet(name: string, key: 'int' | 'text', naming = {}) {
  const users = defineSource('users', { columns: { id: key === 'int' ? int() : text(9) } });
  const hub = defineHub(`h_${name}`, { from: users, businessKey: { user_id: 'id' } });
  const main = defineVault(name, { entities: [hub], naming });
  return defineDataSet({
    name,
    sources: ['users'],
    models: { main },
    defaultModel: 'main',
    recordSource: 'test',
  });
}

it('two data sets whose sources need one staging table with other columns are told before anything is read', async () => {
  await project.file('users.csv', 'id', '1');
  const shop = dataSet('shop', 'int');
  const run = () => commands.run(aRunRequest('shop'), project.context);
  project.configure(shop, dataSet('club', 'text'));
  const error: unknown = await run().catch((thrown: unknown) => thrown);
  expect(linesOfError(error)).toEqual([
    'E-CONFIG-DATASET  data sets shop and club need one staging table with different columns',
    '  source users of shop: found staging.users in both; allowed: a staging table per source, or the same columns',
    "  Fix: give the source another name in one of them, or its vault another schema: naming: { stagingSchema: 'staging_club' }",
    '  More: vaultwright explain E-CONFIG-DATASET  exit 1',
  ]);
  project.configure(shop, dataSet('club', 'text', { stagingSchema: 'staging_club' }));
  expect((await run()).status).toBe('ok');
  project.configure(shop, dataSet('club', 'int'));
  expect((await run()).status).toBe('nothing');
});
