import { VaultDriver } from '@vaultwright/datavault-conformance';
import {
  automateDvCompatibility,
  defineHub,
  defineSource,
  defineVault,
  text,
  type VaultwrightError,
} from '@vaultwright/datavault-core';
import type { Warehouse } from '@vaultwright/datavault-core/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb } from './open-duckdb.ts';

const people = defineSource('people', { columns: { first: text(20), last: text(20) } });

/** Under rules that escape nothing both are `a||b||c`. */
const rows = [
  ['a||b', 'c'],
  ['a', 'b||c'],
];

describe('two business keys with one hash', () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await openDuckDb({ path: ':memory:' });
  });
  afterAll(() => warehouse.close());

  it('under the rules of another tool are told what makes them one, never to take a longer digest', async () => {
    const hub = (collisions: 'fail' | 'count') =>
      defineHub('h_person', { from: people, businessKey: { first: 'first', last: 'last' }, collisions });
    const vault = (collisions: 'fail' | 'count') =>
      defineVault('people', { ...automateDvCompatibility, entities: [hub(collisions)] });
    const driver = await VaultDriver.open(vault('fail'), warehouse);
    const load = driver.load('people', rows);
    const error = await load.then(
      () => expect.unreachable('the load was not refused'),
      (thrown: unknown) => thrown as VaultwrightError,
    );
    expect(error).toMatchObject({
      code: 'E-HASH-COLLISION',
      title: 'two business keys of h_person have one hash key',
      fix: `a value holds the delimiter "||" or the null token "^^" of profile automate-dv, so both keys are one text and no digest tells them apart; replace it while staging (withDerived), or let h_person keep the first and warn: collisions: 'count'`,
    });
    await driver.session.close();
    const second = await VaultDriver.open(vault('count'), warehouse);
    await second.load('people', rows);
    expect(await second.rows('h_person', ['first'])).toHaveLength(1);
    await second.session.close();
  });
});
