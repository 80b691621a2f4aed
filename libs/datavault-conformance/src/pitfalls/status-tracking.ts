import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  defineAsOfTable,
  defineBridge,
  defineHub,
  defineLink,
  defineStatusTrackingSatellite,
  prehashed,
  text,
  timestamp,
  defineSource,
  defineVault,
} from '@vaultwright/datavault-core';
import type { CanonicalRow, Warehouse } from '@vaultwright/datavault-core/warehouse';
import type { WarehouseUnderTest } from '../describe-warehouse.ts';
import { VaultDriver } from '../vault-driver.ts';

const keys = defineSource('keys', { columns: { id: prehashed(16).nullable(), name: text(9) } });
const dated = defineSource('dated', {
  columns: { id: prehashed(16), at: timestamp() },
  arrival: { loadDate: 'at' },
});
const told = defineSource('told', { columns: { id: prehashed(16), op: text(9) } });
const members = defineSource('members', { columns: { person: text(9), team: text(9) } });
const day = (place: number): string => `2022-01-${String(place).padStart(2, '0')} 00:00:00.000000`;
const hash = (key: string): string => key.repeat(32);

let vaults = 0;
function vaultOf(allowEmpty: boolean) {
  vaults += 1;
  const hub = defineHub('h', { from: keys, businessKey: { key_hash: 'id' }, hashKey: 'hk' });
  const common = { of: hub, feed: 'snapshot', allowEmpty } as const;
  const naming = { stagingSchema: `pit_status_staging_${vaults}`, vaultSchema: `pit_status_vault_${vaults}` };
  return defineVault('pitfalls', {
    naming,
    entities: [
      hub,
      defineStatusTrackingSatellite('plain', { ...common, from: keys }),
      defineStatusTrackingSatellite('compared', { ...common, from: keys, payload: ['name'] }),
      defineStatusTrackingSatellite('sequenced', { ...common, from: dated, key: ['id'] }),
      defineStatusTrackingSatellite('told', { of: hub, from: told, key: ['id'], feed: 'cdc', status: 'op' }),
    ],
  });
}

/** Members of teams, listed day by day, and who was one at the end of each day. */
function bridgeVault() {
  vaults += 1;
  const person = defineHub('h_person', { from: members, businessKey: { person_id: 'person' } });
  const team = defineHub('h_team', { from: members, businessKey: { team_id: 'team' } });
  const link = defineLink('l_member', {
    from: members,
    connects: { hk_person: [person, 'person'], hk_team: [team, 'team'] },
  });
  const status = defineStatusTrackingSatellite('sts', { of: link, from: members, feed: 'snapshot' });
  const days = defineAsOfTable('days', {
    generate: { start: '2022-01-01', end: '2022-01-03', grains: { daily: 'all' } },
  });
  const via = [{ link, activity: { satellite: status } }];
  const bridge = defineBridge('bridge', { of: person, at: days, via });
  const naming = { stagingSchema: `pit_status_staging_${vaults}`, vaultSchema: `pit_status_vault_${vaults}` };
  return defineVault('pitfalls', { naming, entities: [person, team, link, status, days, bridge] });
}

/** What status tracking satellites must not get wrong, on a real engine. */
export function describeStatusTrackingPitfalls({ name, open }: WarehouseUnderTest): void {
  describe(`${name}: pitfalls of status tracking satellites`, () => {
    let warehouse: Warehouse;
    beforeAll(async () => {
      warehouse = await open();
    });
    afterAll(() => warehouse.close());

    const start = async (allowEmpty = false): Promise<VaultDriver> =>
      VaultDriver.open(vaultOf(allowEmpty), warehouse);
    const list = (...listed: readonly string[]): CanonicalRow[] =>
      listed.map((key) => [hash(key[0] ?? ''), key]);
    /** Statuses in the order of load dates, for each key that ever was. */
    const statuses = async (driver: VaultDriver, satellite: string): Promise<string[]> => {
      const rows = await driver.rows(satellite, ['hk', 'load_dt', 'status']);
      const byKey = new Map<string, string>();
      for (const row of rows) {
        const key =
          row['hk'] instanceof Uint8Array ? Buffer.from(row['hk']).toString('hex') : String(row['hk']);
        byKey.set(key, `${byKey.get(key) ?? ''}${String(row['status'])}`);
      }
      return [...byKey].map(([key, told]) => `${key.slice(0, 1)} ${told}`);
    };

    it('tells that a key came, changed, went and came again', async () => {
      const driver = await start();
      const loads = [list('a1', 'b1'), list('a1', 'b2'), list('a1'), list('a1', 'b2')];
      const results = [];
      for (const [place, rows] of loads.entries())
        results.push((await driver.load('keys', rows, day(place + 1))).get('compared'));
      expect(await statuses(driver, 'plain')).toEqual(['a I', 'b IDI']);
      expect(await statuses(driver, 'compared')).toEqual(['a I', 'b IUDI']);
      expect(results[2]).toMatchObject({ read: 1n, known: 1n, inserted: 0n, derived: 1n });
      await driver.session.close();
    });

    it('pitfall 01: several snapshots in one batch are compared one with the next', async () => {
      const driver = await start();
      await driver.load('keys', list('a1', 'b1'), day(1));
      const at = (place: number, ...listed: readonly string[]): CanonicalRow[] =>
        listed.map((key) => [hash(key), day(place)]);
      const rows = [...at(1, 'a', 'b'), ...at(2, 'b'), ...at(3, 'a'), ...at(4, 'a')];
      const results = await driver.load('dated', rows, day(9));
      expect(await statuses(driver, 'sequenced')).toEqual(['a IDI', 'b ID']);
      expect(results.get('sequenced')).toMatchObject({ read: 5n, inserted: 3n, known: 2n, derived: 2n });
      await driver.session.close();
    });

    it('pitfall 04: an older snapshot again is known, another old one is late as a whole', async () => {
      const driver = await start();
      await driver.load('keys', list('a1', 'b1'), day(1));
      await driver.load('keys', list('a1'), day(3));
      const again = await driver.load('keys', list('b1', 'a1'), day(1));
      expect(again.get('plain')).toMatchObject({ known: 2n, late: 0n, inserted: 0n, derived: 0n });
      const other = await driver.load('keys', list('a1', 'c1'), day(2));
      expect(other.get('plain')).toMatchObject({ known: 0n, late: 2n, lateStored: 2n, inserted: 0n });
      expect(await statuses(driver, 'plain')).toEqual(['a I', 'b ID']);
      await driver.session.close();
    });

    it('refuses an empty snapshot, which would end every key, unless that is allowed', async () => {
      const careful = await start();
      await careful.load('keys', list('a1'), day(1));
      await expect(careful.load('keys', [], day(2))).rejects.toMatchObject({ code: 'E-CHECK-FAILED' });
      await expect(careful.load('keys', [[null, 'x']], day(2))).rejects.toMatchObject({
        code: 'E-CHECK-FAILED',
      });
      expect(await statuses(careful, 'plain')).toEqual(['a I']);
      await careful.session.close();
      const trusting = await start(true);
      await trusting.load('keys', list('a1'), day(1));
      const ended = await trusting.load('keys', [], day(2));
      expect(ended.get('plain')).toMatchObject({ read: 0n, derived: 1n });
      const rows = await trusting.rows('plain', ['load_src', 'status', 'load_dt']);
      expect(rows.every((row) => row['load_dt'] !== null)).toBe(true);
      expect(await statuses(trusting, 'plain')).toEqual(['a ID']);
      await trusting.session.close();
    });

    it('never counts a zero key as absent', async () => {
      const driver = await start();
      await driver.load('keys', list('01', 'a1', 'f1'), day(1));
      await driver.load('keys', list('b1'), day(2));
      expect(await statuses(driver, 'plain')).toEqual(['0 I', 'a ID', 'b I', 'f I']);
      const again = await driver.load('keys', list('01', 'a1', 'f1'), day(1));
      expect(again.get('plain')).toMatchObject({ known: 3n, late: 0n });
      const at = (place: number, ...listed: readonly string[]): CanonicalRow[] =>
        listed.map((key) => [hash(key), day(place)]);
      await driver.load('dated', [...at(1, '0', 'a'), ...at(2, 'a'), ...at(3, '0', 'a')], day(9));
      expect(await statuses(driver, 'sequenced')).toEqual(['0 I', 'a I']);
      await driver.load('dated', [...at(4, 'a'), ...at(5, '0', 'a')], day(9));
      expect(await statuses(driver, 'sequenced')).toEqual(['0 I', 'a I']);
      await driver.session.close();
    });

    it('leaves what is gone out of bridges', async () => {
      const driver = await VaultDriver.open(bridgeVault(), warehouse);
      await driver.load(
        'members',
        [
          ['Ann', 'red'],
          ['Bob', 'red'],
        ],
        day(1),
      );
      await driver.load('members', [['Ann', 'red']], day(2));
      const kept = await driver.load(
        'members',
        [
          ['Ann', 'red'],
          ['Bob', 'red'],
        ],
        day(3),
      );
      expect(kept.get('sts')).toMatchObject({ known: 1n, inserted: 1n });
      const rows = await driver.rows('bridge', ['as_of']);
      const days = rows.map(({ as_of: at }) =>
        (at instanceof Date ? at.toISOString() : String(at)).slice(8, 10),
      );
      expect(days).toEqual(['01', '01', '02', '03', '03']);
      await driver.session.close();
    });

    it('takes the statuses that a source tells, and no others', async () => {
      const driver = await start();
      await driver.load('keys', list('a1'), day(1));
      for (const [place, op] of ['I', 'I', 'D', 'I'].entries())
        await driver.load('told', [[hash('a'), op]], day(place + 1));
      expect(await statuses(driver, 'told')).toEqual(['a IDI']);
      await expect(driver.load('told', [[hash('a'), 'gone']], day(9))).rejects.toMatchObject({
        code: 'E-CHECK-FAILED',
      });
      await driver.session.close();
    });
  });
}
