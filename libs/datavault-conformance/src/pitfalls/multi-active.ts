import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  defineAsOfTable,
  defineCurrentView,
  defineHub,
  defineMultiActiveSatellite,
  definePointInTime,
  text,
  timestamp,
  defineSource,
  defineVault,
} from '@vaultwright/datavault-core';
import type { CanonicalRow, Warehouse, WarehouseRow } from '@vaultwright/datavault-core/warehouse';
import type { WarehouseUnderTest } from '../describe-warehouse.ts';
import { VaultDriver } from '../vault-driver.ts';

const phones = defineSource('phones', {
  columns: { id: text(20), kind: text(20).nullable(), number: text(20), at: timestamp() },
  arrival: { loadDate: 'at' },
});
const day = (place: number): string => `2022-01-${String(place).padStart(2, '0')} 00:00:00.000000`;
/** `home 1` is the number 1 of kind home. */
const group = (place: number, ...members: readonly string[]): CanonicalRow[] =>
  members.map((member) => {
    const [kind = '', number = ''] = member.split(' ');
    return ['a', kind === '-' ? null : kind, number, day(place)];
  });

type Options = Partial<
  Pick<Parameters<typeof defineMultiActiveSatellite>[1], 'membership' | 'childNull' | 'firstLoad'>
>;

/** A row as `day kind number`; null for the ghost record. */
function textOf(row: WarehouseRow): string | null {
  const { load_dt: loaded, kind, number: called } = row;
  const date = loaded instanceof Date ? loaded.toISOString() : String(loaded);
  return called === null ? null : `${Number(date.slice(8, 10))} ${String(kind ?? '-')} ${String(called)}`;
}

let vaults = 0;
function vaultOf(options: Options) {
  vaults += 1;
  const hub = defineHub('h', { from: phones, businessKey: { person_id: 'id' } });
  const satellite = defineMultiActiveSatellite('s', {
    of: hub,
    from: phones,
    childKey: ['kind'],
    payload: ['number'],
    ...options,
  });
  const now = defineCurrentView('s_now', { of: satellite });
  const days = defineAsOfTable('days', {
    generate: { start: '2022-01-01', end: '2022-01-03', grains: { daily: 'all' } },
  });
  const pit = definePointInTime('pit', { of: hub, at: days, satellites: [satellite] });
  const naming = { stagingSchema: `pit_many_staging_${vaults}`, vaultSchema: `pit_many_vault_${vaults}` };
  return defineVault('pitfalls', { naming, entities: [hub, satellite, now, days, pit] });
}

/** What multi-active satellites must not get wrong, on a real engine. */
export function describeMultiActivePitfalls({ name, open }: WarehouseUnderTest): void {
  describe(`${name}: pitfalls of multi-active satellites`, () => {
    let warehouse: Warehouse;
    beforeAll(async () => {
      warehouse = await open();
    });
    afterAll(() => warehouse.close());

    /** The stored rows as `day kind number`, after loading each list of rows as a batch. */
    const stored = async (options: Options, ...batches: readonly (readonly CanonicalRow[])[]) => {
      const driver = await VaultDriver.open(vaultOf(options), warehouse);
      const results = [];
      for (const rows of batches) results.push((await driver.load('phones', rows)).get('s'));
      const rows = await driver.rows('s', ['load_dt', 'kind', 'number']);
      const late = await driver.rows('s_late', ['kind']);
      await driver.session.close();
      const texts = rows.map(textOf).filter((row) => row !== null);
      return { rows: texts, results, late: late.length };
    };

    it('pitfall 01: A, B, A in one batch are three groups', async () => {
      const rows = [
        ...group(1, 'home 1', 'work 2'),
        ...group(2, 'home 3'),
        ...group(3, 'home 1', 'work 2'),
        ...group(4, 'work 2', 'home 1'),
      ];
      expect((await stored({}, rows)).rows).toEqual([
        '1 home 1',
        '1 work 2',
        '2 home 3',
        '3 home 1',
        '3 work 2',
      ]);
    });

    it.each([
      ['member added', ['home 1', 'work 2', 'fax 3']],
      ['member removed', ['home 1']],
      ['member changed', ['home 1', 'work 9']],
      ['members swapped', ['home 2', 'work 1']],
      ['other members, same count', ['home 1', 'fax 2']],
      ['one number for both', ['home 1', 'work 1']],
    ])('pitfall 19: %s: the new group is stored whole', async (_what, members) => {
      const before = group(1, 'home 1', 'work 2');
      const { rows, results } = await stored({}, before, group(2, ...members));
      const expected = members.map((member) => `2 ${member}`).sort();
      expect(rows.filter((row) => row.startsWith('2 '))).toEqual(expected);
      expect(results[1]).toMatchObject({ inserted: BigInt(members.length), known: 0n });
    });

    it('pitfall 19: the same members in another order and twice are no change', async () => {
      const before = group(1, 'home 1', 'work 2');
      const { rows, results } = await stored({}, before, group(2, 'work 2', 'home 1', 'home 1'));
      expect(rows).toEqual(['1 home 1', '1 work 2']);
      expect(results[1]).toMatchObject({ read: 3n, known: 2n, duplicate: 1n, inserted: 0n });
    });

    it('pitfall 19: several load dates in one batch are compared one with the next, the first with what is stored', async () => {
      const later = [
        ...group(2, 'home 1', 'work 2'),
        ...group(3, 'home 1'),
        ...group(4, 'home 1'),
        ...group(5, 'home 1', 'work 2'),
      ];
      const { rows, results } = await stored({}, group(1, 'home 1', 'work 2'), later);
      expect(rows).toEqual(['1 home 1', '1 work 2', '3 home 1', '5 home 1', '5 work 2']);
      expect(results[1]).toMatchObject({ read: 6n, inserted: 3n, known: 3n });
    });

    it('pitfall 04: an older batch again stores nothing, and another old group is late as a whole', async () => {
      const first = group(1, 'home 1', 'work 2');
      const { rows, results, late } = await stored(
        {},
        first,
        group(3, 'home 1'),
        first,
        group(2, 'home 8', 'work 2'),
      );
      expect(rows).toEqual(['1 home 1', '1 work 2', '3 home 1']);
      expect(results[2]).toMatchObject({ inserted: 0n, known: 2n, late: 0n });
      expect(results[3]).toMatchObject({ inserted: 0n, known: 0n, late: 2n, lateStored: 2n });
      expect(late).toBe(2);
    });

    it('pitfall 06: two numbers of one kind at one load date are kept and counted', async () => {
      const { rows, results } = await stored({}, group(1, 'home 1', 'home 2', 'work 3'));
      expect(rows).toEqual(['1 home 1', '1 home 2', '1 work 3']);
      expect(results[0]).toMatchObject({ inserted: 3n, ties: 2n });
    });

    it('compares a NULL child with a NULL child', async () => {
      const same = await stored({ childNull: 'value' }, group(1, '- 1', 'home 2'), group(2, 'home 2', '- 1'));
      expect(same.results[1]).toMatchObject({ known: 2n, inserted: 0n });
      const without = await stored({}, group(1, '- 1', 'home 2'));
      expect(without.results[0]).toMatchObject({ nullKey: 1n, inserted: 1n });
    });

    it('gives every child a history of its own where batches bring changes only', async () => {
      const { rows } = await stored(
        { membership: 'delta' },
        group(1, 'home 1', 'work 2'),
        group(2, 'home 3'),
        group(3, 'home 3', 'work 4'),
      );
      expect(rows).toEqual(['1 home 1', '1 work 2', '2 home 3', '3 work 4']);
    });

    it('shows the last group of each key now, and names a group for each instant', async () => {
      const driver = await VaultDriver.open(vaultOf({}), warehouse);
      await driver.load('phones', [...group(1, 'home 1', 'work 2'), ...group(3, 'home 1')]);
      const now = await driver.rows('s_now', ['load_dt', 'kind', 'number']);
      expect(now.map(textOf)).toEqual(['3 home 1']);
      const pit = await driver.rows('pit', ['as_of', 's_load_dt']);
      const days = pit.map((row) => textOf({ load_dt: row['s_load_dt'] ?? null, kind: 'group', number: '' }));
      expect(days).toEqual(['1 group ', '1 group ', '3 group ']);
      await driver.session.close();
    });

    it('keeps unchanged groups of the first load only where that is asked for', async () => {
      const twice = [...group(1, 'home 1'), ...group(2, 'home 1')];
      const { rows } = await stored({ firstLoad: 'asIs' }, twice, group(3, 'home 1'));
      expect(rows).toEqual(['1 home 1', '2 home 1']);
    });
  });
}
