import { VaultDriver } from '@vaultwright/datavault-conformance';
import { defineHub, defineSatellite, defineSource, defineVault, text } from '@vaultwright/datavault-core';
import type { VaultwrightError } from '@vaultwright/datavault-core';
import type { Warehouse } from '@vaultwright/datavault-core/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb } from './open-duckdb.ts';

const cards = defineSource('cards', { columns: { number: text(9), kind: text(9) } });
const hCard = defineHub('h_card', { from: cards, businessKey: { card_number: 'number' } });
const sCard = defineSatellite('s_card', { of: hCard, from: cards, payload: ['kind'] });
const arrival = { loadDate: '2022-01-01 00:00:00.000000', recordSource: 'test' };

/** What a load is refused with. */
const refusal = (load: Promise<unknown>): Promise<VaultwrightError> =>
  load.then(
    () => expect.unreachable('the load was not refused'),
    (error: unknown) => error as VaultwrightError,
  );

describe('rows whose key their parent does not hold', () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await openDuckDb({ path: ':memory:' });
  });
  afterAll(() => warehouse.close());

  it('of a plan that loads a satellite without its hub name the hub to load first', async () => {
    const driver = await VaultDriver.open(defineVault('cards', { entities: [hCard, sCard] }), warehouse);
    const error = await refusal(driver.loadBatch({ cards: [['7', 'gold']] }, arrival, ['s_card']));
    expect(error).toMatchObject({
      code: 'E-CHECK-FAILED',
      title: 's_card has rows whose key h_card does not hold',
      where: 's_card',
      found: '1 row without its parent',
      fix: 'load h_card before s_card: this plan loads s_card without it',
    });
    await driver.loadBatch({ cards: [['7', 'gold']] }, arrival, ['h_card']);
    await driver.loadBatch({ cards: [['7', 'gold']] }, arrival, ['s_card']);
    expect(await driver.rows('s_card', ['kind'])).toEqual([{ kind: 'gold' }]);
    await driver.session.close();
  });
});
