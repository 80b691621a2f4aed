import { VaultDriver } from '@vaultwright/datavault-conformance';
import {
  defineHub,
  defineLink,
  defineSatellite,
  defineSource,
  defineVault,
  executeLoad,
  int,
  planLoad,
  text,
} from '@vaultwright/datavault-core';
import type { VaultwrightError } from '@vaultwright/datavault-core';
import type { Session, Warehouse } from '@vaultwright/datavault-core/warehouse';
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
      details: ['source cards: number = "7"'],
      fix: 'load h_card before s_card: this plan loads s_card without it',
    });
    await driver.loadBatch({ cards: [['7', 'gold']] }, arrival, ['h_card']);
    await driver.loadBatch({ cards: [['7', 'gold']] }, arrival, ['s_card']);
    expect(await driver.rows('s_card', ['kind'])).toEqual([{ kind: 'gold' }]);
    await driver.session.close();
  });

  it('show the business keys as the files have them, and how to let the rows wait', async () => {
    const uses = defineSource('uses', {
      columns: { customer: text(9), card: text(9).nullable(), at: int() },
    });
    const customers = defineSource('customers', { columns: { id: text(9), region: int() } });
    const hCustomer = defineHub('h_customer', { from: customers, businessKey: { customer_id: 'id' } });
    const lUse = defineLink('l_use', {
      from: uses,
      connects: { hk_customer: [hCustomer, 'customer'], hk_card: [hCard, 'card'] },
      childKey: { used_at: 'at' },
    });
    const notes = defineSource('notes', {
      columns: { who: text(9), what: text(9), when: int(), note: text(9) },
    });
    const sUse = defineSatellite('s_use', {
      of: lUse,
      from: notes,
      payload: ['note'],
      key: ['who', 'what', 'when'],
    });
    const vault = defineVault('uses', { entities: [hCustomer, hCard, lUse, sUse] });
    const driver = await VaultDriver.open(vault, warehouse);
    await driver.loadBatch({ customers: [['ann', '1']], cards: [['1', 'gold']] }, arrival);
    const used = [
      ['ann', '8', '1'],
      ['ann', '6', '2'],
      ['ann', '6', '3'],
      ['ann', null, '4'],
      ['ann', '1', '5'],
    ];
    const link = await refusal(driver.loadBatch({ uses: used }, arrival));
    expect(link).toMatchObject({
      title: 'l_use has rows whose key h_card does not hold',
      details: ['source uses: card = "6"', 'source uses: card = "8"'],
      fix: "deliver these keys to h_card first, or let l_use keep such rows until they come: orphans: 'hold'",
    });
    const satellite = await refusal(driver.loadBatch({ notes: [['ann', '1', '9', 'none']] }, arrival));
    expect(satellite).toMatchObject({
      title: 's_use has rows whose key l_use does not hold',
      details: ['source notes: who = "ann", what = "1", when = 9'],
    });
    await driver.session.close();
  });

  it('are shown as the check found them where their keys cannot be asked for', async () => {
    const plain = await VaultDriver.open(defineVault('cards', { entities: [hCard, sCard] }), warehouse);
    const { steps } = planLoad(plain.vault, { dialect: warehouse.dialect, entities: ['s_card'] });
    const check = steps.find((step) => step.kind === 'check' && step.remedy !== null);
    const mute = {
      query: ({ sql }: { sql: string }) =>
        sql === check?.compiled.sql
          ? Promise.resolve([{ hk_card_number: 'ab' }])
          : Promise.reject(new Error('no connection')),
    } as unknown as Session;
    const error = await refusal(executeLoad(mute, check === undefined ? [] : [check], {}));
    expect(error.details).toEqual(['{"hk_card_number":"ab"}']);
    await plain.session.close();
  });
});
