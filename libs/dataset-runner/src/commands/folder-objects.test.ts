import { defineHub, defineSource, defineVault, int } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import type { RunRequest } from '../cli/commands.ts';
import { defineDataSet, type DataSet } from '../data-set.ts';
import { aRunRequest, projectFolder } from '../fixtures/project-folder.ts';
import { commands } from './commands.ts';

const project = projectFolder();
const run = (parts: Partial<RunRequest> = {}) => commands.run(aRunRequest('users', parts), project.context);

describe('objects in a folder', () => {
  const orders = (name: string) => defineSource(name, { columns: { id: int() } });
  const set = (): DataSet => {
    const entities = ['order', 'order_notes'].map((name) =>
      defineHub(`h_${name}`, { from: orders(name), businessKey: { [`${name}_id`]: 'id' } }),
    );
    return defineDataSet({
      name: 'users',
      sources: ['order', 'order_notes'],
      models: { main: defineVault('orders', { entities }) },
      defaultModel: 'main',
      recordSource: 'test',
    });
  };
  const held = async (table: string) => (await project.rows(`select * from dds.${table}`)).length;

  it('belong to the source whose name says more', async () => {
    project.configure(set());
    await project.file('order.csv', 'id', '1');
    await project.file('order_notes.csv', 'id', '1', '2');
    await run();
    expect([await held('h_order'), await held('h_order_notes')]).toEqual([1, 2]);
  });

  it('that belong to nobody are named, or refused', async () => {
    project.configure(set());
    await project.file('order.CSV', 'id', '1');
    await project.file('Orders.csv', 'id', '1');
    await project.file('products (1).csv', 'id', '1');
    const result = await run();
    expect(result).toMatchObject({ status: 'ok', rows: { read: 1 } });
    expect(result.warnings).toEqual(['2 objects belong to no source: Orders.csv, products (1).csv']);
    expect(await run({ choices: { strict: true } })).toMatchObject({
      status: 'failed',
      error: { code: 'E-SOURCE-STRAY', details: ['Orders.csv', 'products (1).csv'] },
    });
  });

  it('may be missing, unless that is an error', async () => {
    project.configure(set());
    await project.file('order.csv', 'id', '1');
    expect((await run({ choices: { onMissing: 'fail' } })).error).toMatchObject({
      code: 'E-SOURCE-ABSENT',
      found: 'no object of order_notes',
    });
    expect((await run()).status).toBe('ok');
  });

  it('may be empty or have more columns, where that is allowed', async () => {
    project.configure(set());
    await project.file('order.csv', 'id,note', '1,x');
    expect((await run()).status).toBe('failed');
    expect(await run({ choices: { onExtraColumn: 'ignore' } })).toMatchObject({
      status: 'ok',
      rows: { loaded: 1 },
    });
  });
});
