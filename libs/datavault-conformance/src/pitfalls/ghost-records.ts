import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type HashProfile,
  vaultwright1,
  defineAsOfTable,
  defineHub,
  definePointInTime,
  defineSatellite,
  text,
  defineSource,
  defineVault,
  type Vault,
} from '@vaultwright/datavault-core';
import { ghostRecordSource } from '../reference/reserved-rows.ts';
import {
  compileStatement,
  and,
  column,
  equal,
  textLiteral,
  from,
  table,
} from '@vaultwright/datavault-core/sql';
import type { Warehouse } from '@vaultwright/datavault-core/warehouse';
import type { WarehouseUnderTest } from '../describe-warehouse.ts';
import { VaultDriver } from '../vault-driver.ts';

const profiles = (['md5', 'sha1', 'sha256'] as const).flatMap((algorithm) =>
  (['binary', 'hexLower', 'hexUpper'] as const).map((encoding): HashProfile => ({
    ...vaultwright1,
    algorithm,
    encoding,
  })),
);
const people = defineSource('people', {
  columns: { id: text(9), part: text(9), name: text(9) },
});

/** Names that need quotes, a composite key, and instants before, at and after the load dates. */
function ghostVault(hashProfile: HashProfile): Vault {
  const hub = defineHub('h "Клиент"', {
    from: people,
    businessKey: { id: 'id', part: 'part' },
    hashKey: 'select "ключ"',
  });
  const satellite = defineSatellite('s "Клиент"', { of: hub, from: people, payload: ['name'] });
  const days = defineAsOfTable('as of', {
    generate: { start: '2022-01-01', end: '2022-01-04', grains: { daily: 'all' } },
  });
  const pit = definePointInTime('pit', { of: hub, at: days, satellites: [satellite], rows: 'all' });
  return defineVault('ghosts', { hashProfile, entities: [hub, satellite, days, pit] });
}

/** What goes wrong with ghost records in hand-written vaults, as a vitest suite. */
export function describeGhostRecordPitfalls({ name, open }: WarehouseUnderTest): void {
  describe(`${name}: pitfalls of ghost records`, () => {
    let warehouse: Warehouse;
    beforeEach(async () => {
      warehouse = await open();
    });
    afterEach(() => warehouse.close());
    const loaded = async (profile: HashProfile): Promise<VaultDriver> => {
      const vault = await VaultDriver.open(ghostVault(profile), warehouse);
      await vault.load('people', [['1', 'a', 'Ann']], '2022-01-02 00:00:00.000000');
      return vault;
    };

    it.each(profiles)(
      'pitfall 13: type and width are the same in table, ghost and zero key ($algorithm, $encoding)',
      async (profile) => {
        const vault = await loaded(profile);
        const tables = await vault.session.describe([vault.vault.naming.vaultSchema]);
        const types = tables.flatMap(({ columns }) =>
          columns.filter((item) => item.name.includes('ключ')).map(({ type }) => type),
        );
        expect(types.length).toBeGreaterThanOrEqual(4);
        expect(new Set(types).size).toBe(1);
        const keys = await vault.rows('s "Клиент"', ['select "ключ"']);
        const sizes = keys
          .map((row) => Object.values(row)[0])
          .map((key) => (key as string | Uint8Array).length);
        expect(new Set(sizes).size).toBe(1);
        await vault.session.close();
      },
    );

    it.each(profiles)(
      'pitfall 14: every pair of a point-in-time table finds its row ($algorithm, $encoding)',
      async (profile) => {
        const vault = await loaded(profile);
        const satellite = 's "Клиент"';
        const pair = (item: string) => column('pit', `${satellite}_${item}`);
        const own = (item: string) => column('version', item);
        const query = {
          node: 'select',
          columns: [
            { name: 'as_of', value: column('pit', 'as_of') },
            { name: 'name', value: own('name') },
          ],
          from: from(table('dds', 'pit'), 'pit'),
          joins: [
            {
              kind: 'inner',
              ...from(table('dds', satellite), 'version'),
              on: and(
                equal(own('select "ключ"'), pair('select "ключ"')),
                equal(own('load_dt'), pair('load_dt')),
              ),
            },
          ],
          orderBy: [{ by: column('pit', 'as_of') }],
        } as const;
        const rows = await vault.session.query(compileStatement({ node: 'query', query }, warehouse.dialect));
        expect(rows.map((row) => row['name'])).toEqual([null, 'Ann', 'Ann', 'Ann']);
        await vault.session.close();
      },
    );

    it('pitfall 15: the ghost record is created once, over reruns, composite keys and quoted names', async () => {
      const vault = await loaded(vaultwright1);
      await vault.load('people', [['2', 'b', 'Bob']]);
      await vault.load('people', []);
      const query = {
        node: 'select',
        columns: [{ name: 'name', value: column('version', 'name') }],
        from: from(table('dds', 's "Клиент"'), 'version'),
        where: equal(column('version', 'load_src'), textLiteral(ghostRecordSource)),
      } as const;
      const ghosts = await vault.session.query(compileStatement({ node: 'query', query }, warehouse.dialect));
      expect(ghosts).toEqual([{ name: null }]);
      await vault.session.close();
    });

    it('pitfall 20: a ghost record hides no row of any key, whatever its load date', async () => {
      const vault = await loaded(vaultwright1);
      const old = await vault.load('people', [['2', 'b', 'Bob']], '1850-01-01 00:00:00.000000');
      expect(old.get('s "Клиент"')).toMatchObject({ read: 1n, inserted: 1n, late: 0n });
      const next = await vault.load('people', [['1', 'a', 'Eve']], '2022-01-03 00:00:00.000000');
      expect(next.get('s "Клиент"')).toMatchObject({ read: 1n, inserted: 1n, late: 0n });
      await vault.session.close();
    });
  });
}
