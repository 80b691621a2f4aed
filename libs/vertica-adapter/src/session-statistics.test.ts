import { engineStatement } from '@vaultwright/datavault-core/sql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmulatedWarehouse } from '../test/emulator.ts';
import { failureOf } from './fixtures/failure-of.ts';

const tables = [
  { schema: 'dds', name: 'h_user' },
  { schema: 'dds', name: `s_user's "town"` },
];

describe('statistics of tables', () => {
  let warehouse: Awaited<ReturnType<typeof openEmulatedWarehouse>>;
  beforeAll(async () => {
    warehouse = await openEmulatedWarehouse();
    const session = await warehouse.connect();
    await session.execute(engineStatement('ddl', 'create schema if not exists "dds"'));
    for (const name of ['"dds"."h_user"', `"dds"."s_user's ""town"""`])
      await session.execute(engineStatement('ddl', `create table ${name} ("a" int) unsegmented all nodes`));
    await session.close();
  });
  afterAll(() => warehouse.close());

  it('are collected by their quoted names', async () => {
    const session = await warehouse.connect();
    await expect(session.analyze?.(tables)).resolves.toBeUndefined();
    await session.close();
  });

  it('are never collected inside a batch, which they would commit', async () => {
    const session = await warehouse.connect();
    const refused = failureOf(
      session.vaultTransaction(
        'small',
        'vaultwright/run-1',
        () => session.analyze?.(tables) ?? Promise.resolve(),
      ),
    );
    expect((await refused).code).toMatch(/^E-WH-|^E-INTERNAL/);
    await session.close();
  });
});
