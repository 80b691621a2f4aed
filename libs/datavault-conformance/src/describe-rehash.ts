import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  planRehash,
  type RehashStep,
  vaultwright1,
  type HashProfile,
  parseVault,
  type VaultDefinition,
  type Vault,
  vaultTables,
} from '@vaultwright/datavault-core';
import type { Warehouse, WarehouseRow } from '@vaultwright/datavault-core/warehouse';
import type { WarehouseUnderTest } from './describe-warehouse.ts';
import { VaultDriver } from './vault-driver.ts';

const text = { type: { kind: 'text' as const, length: 20 }, nullable: true };
const int = { type: { kind: 'int' as const }, nullable: true };
const other: HashProfile = {
  ...vaultwright1,
  key: { ...vaultwright1.key, delimiter: '::' },
  algorithm: 'sha256',
  encoding: 'hexLower',
};

const definition = (hashProfile: HashProfile, vaultSchema: string): VaultDefinition => ({
  name: 'moving',
  hashProfile,
  naming: { vaultSchema, stagingSchema: `${vaultSchema}_staging` },
  sources: [
    { name: 'people', columns: { id: text, nr: int, name: text } },
    { name: 'visits', columns: { person: text, nr: int, town: text, place: int, note: text } },
    { name: 'towns', columns: { town: text } },
  ],
  entities: [
    { kind: 'hub', name: 'h_person', from: 'people', businessKey: { person: 'id', nr: 'nr' } },
    { kind: 'hub', name: 'h_town', from: 'towns', businessKey: { town: 'town' } },
    {
      kind: 'link',
      name: 'l_visit',
      from: 'visits',
      childKey: { place: 'place' },
      connects: {
        hk_person: { hub: 'h_person', columns: ['person', 'nr'] },
        hk_town: { hub: 'h_town', columns: ['town'] },
      },
    },
    { kind: 'satellite', name: 's_person', of: 'h_person', from: 'people', payload: { name: 'name' } },
    {
      kind: 'nonHistorizedSatellite',
      name: 's_visit',
      of: 'l_visit',
      from: 'visits',
      payload: { note: 'note' },
    },
  ],
});

/**
 * A loaded vault moves to another hash profile, as a vitest suite: it ends as if it had been loaded under it.
 *
 * Example: `describeRehash({ name: 'DuckDB', open: () => openDuckDb({ path: ':memory:' }) })`
 */
export function describeRehash({ name, open }: WarehouseUnderTest): void {
  describe(`${name}: rehash`, () => {
    let warehouse: Warehouse;
    beforeEach(async () => {
      warehouse = await open();
    });
    afterEach(() => warehouse.close());

    const loaded = async (vault: Vault): Promise<VaultDriver> => {
      const driver = await VaultDriver.open(vault, warehouse);
      await driver.load('towns', [['Rome'], ['a::b'], ['Oslo']]);
      await driver.load('people', [
        ['1', '7', 'Ann'],
        ['a', null, null],
        ['a::b', '1', 'x'],
      ]);
      await driver.load('people', [['1', '7', 'Anne']]);
      await driver.load('people', [['1', '7', 'Old']], '2021-01-01 00:00:00.000000');
      await driver.load('visits', [
        ['1', '7', 'Rome', '1', null],
        ['a', null, 'a::b', '2', 'n'],
      ]);
      return driver;
    };
    const run = async (driver: VaultDriver, steps: readonly RehashStep[]): Promise<void> => {
      for (const { kind, compiled, title } of steps) {
        if (kind === 'check') expect(await driver.session.query(compiled), title).toEqual([]);
        else await driver.session.execute(compiled);
      }
    };
    const contents = async (driver: VaultDriver): Promise<Record<string, WarehouseRow[]>> => {
      const kept = vaultTables(driver.vault).filter(
        ({ schema, role }) => schema === driver.vault.naming.vaultSchema && role !== 'ledger',
      );
      const found: Record<string, WarehouseRow[]> = {};
      for (const { name: table, columns } of kept) {
        const shown = columns.map((column) => column.name).filter((column) => column !== 'load_id');
        found[table] = await driver.rows(table, shown);
      }
      return found;
    };

    it('ends with the rows that loading under the new profile would have stored', async () => {
      const driver = await loaded(parseVault(definition(vaultwright1, 'moved')));
      const plan = planRehash(driver.vault, other, warehouse.dialect);
      expect(plan.impossible).toEqual([]);
      await run(driver, [...plan.build, ...plan.switchOver, ...plan.finish]);
      await driver.session.close();
      const moved = await VaultDriver.open(plan.vault, warehouse);
      const fresh = await loaded(parseVault(definition(other, 'fresh')));
      const expected = await contents(fresh);
      expect(await contents(moved)).toEqual(expected);
      expect(Object.values(expected).flat().length).toBeGreaterThan(10);
      await fresh.session.close();
      await moved.session.close();
    });

    it('keeps the old tables until it is finished', async () => {
      const driver = await loaded(parseVault(definition(vaultwright1, 'kept')));
      const before = await driver.rows('h_person', ['hk_h_person', 'person']);
      const plan = planRehash(driver.vault, other, warehouse.dialect);
      await run(driver, [...plan.build, ...plan.switchOver]);
      expect(await driver.rows('h_person__before', ['hk_h_person', 'person'])).toEqual(before);
      await run(driver, plan.finish);
      const left = await driver.session.describe(['kept']);
      expect(left.filter(({ name: table }) => table.includes('__'))).toEqual([]);
      await driver.session.close();
    });

    it('says what cannot be hashed again', () => {
      const vault = parseVault({
        ...definition(vaultwright1, 'stuck'),
        sources: [
          {
            name: 'events',
            columns: { a: text, b: text },
            staging: { hashed: { id: { of: ['a', 'b'] } } },
          },
        ],
        entities: [{ kind: 'hub', name: 'h_event', from: 'events', businessKey: { event: 'id' } }],
      });
      expect(planRehash(vault, other, warehouse.dialect).impossible).toEqual([
        'h_event.event is itself a hash; what was hashed is not stored',
      ]);
    });
  });
}
