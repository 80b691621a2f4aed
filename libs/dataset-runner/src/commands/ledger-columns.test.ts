import {
  defineHub,
  defineNonHistorizedLink,
  defineSource,
  defineVault,
  decimal,
  text,
} from '@vaultwright/datavault-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { defineDataSet } from '../data-set.ts';
import { aRunRequest, projectFolder } from '../fixtures/project-folder.ts';
import { commands } from './commands.ts';

const project = projectFolder();

const sales = defineSource('sales', {
  columns: { receipt: text(9), customer: text(9), amount: decimal(9, 2) },
});
const customers = defineHub('h_customer', { from: sales, businessKey: { customer_id: 'customer' } });
const sale = defineNonHistorizedLink('l_sale', {
  from: sales,
  connects: { hk_customer_id: [customers, 'customer'], hk_buyer_id: [customers, 'customer'] },
  payload: { receipt: 'receipt', amount: 'amount' },
  identity: ['receipt'],
});
const shop = defineDataSet({
  name: 'shop',
  sources: ['sales'],
  models: { main: defineVault('shop', { entities: [customers, sale] }) },
  defaultModel: 'main',
  recordSource: 'test',
});

const run = (parts = {}) => commands.run(aRunRequest('shop', parts), project.context);
const counts = (): Promise<Record<string, unknown>[]> =>
  project.rows(
    `select "read", inserted, conflict from ops.etl_entity where entity = 'l_sale' order by load_id`,
  );

beforeEach(async () => {
  project.configure(shop);
  await project.file('sales.csv', 'receipt,customer,amount', 'r1,Ann,5.00', 'r2,Ann,7.50');
});

describe('rows that contradict stored ones', () => {
  it('are counted by the result and by the ledger, and told', async () => {
    await run();
    await project.file('sales_2.csv', 'receipt,customer,amount', 'r2,Ann,8.00', 'r3,Ann,1.00');
    const { entities } = await run();
    expect(entities.find(({ entity }) => entity === 'l_sale')).toMatchObject({
      read: 2,
      inserted: 1,
      conflict: 1,
    });
    expect(await counts()).toEqual([
      { read: 2n, inserted: 2n, conflict: 0n },
      { read: 2n, inserted: 1n, conflict: 1n },
    ]);
    expect(project.events).toContainEqual(
      expect.objectContaining({ kind: 'step', counts: expect.objectContaining({ conflict: 1 }) as unknown }),
    );
  });
});

describe('a warehouse whose ledger was made before conflicts were counted', () => {
  beforeEach(async () => {
    await run();
    await project.rows('alter table ops.etl_entity drop column conflict');
    await project.file('sales_2.csv', 'receipt,customer,amount', 'r2,Ann,8.00');
  });

  it('gets the column with the next run, which the plan announces', async () => {
    const plan = { dataSet: 'shop', only: [], forceLoad: false };
    const line = 'ops.etl_entity: column conflict is new in this version';
    expect(await commands.plan(plan, project.context)).toMatchObject({ changed: [line], pending: true });
    expect((await run()).status).toBe('ok');
    expect(project.events).toContainEqual({ kind: 'plan', create: 0, changed: 1 });
    expect(await counts()).toEqual([
      { read: 2n, inserted: 2n, conflict: null },
      { read: 1n, inserted: 0n, conflict: 1n },
    ]);
    expect(await commands.plan(plan, project.context)).toMatchObject({ changed: [], pending: false });
  });

  it('is not changed by a run that may not create anything', async () => {
    expect(await run({ noCreate: true })).toMatchObject({
      status: 'failed',
      error: { code: 'E-SCHEMA-DRIFT', details: ['ops.etl_entity: column conflict is new in this version'] },
    });
  });

  it('can be cleaned', async () => {
    await commands.clean({ dataSet: 'shop', confirmed: true }, project.context);
    expect((await run()).status).toBe('ok');
  });
});
