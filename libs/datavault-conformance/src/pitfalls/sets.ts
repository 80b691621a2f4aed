import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  vaultwright1,
  defineHub,
  defineLink,
  defineNonHistorizedLink,
  int,
  text,
  defineSource,
  defineVault,
} from '@vaultwright/datavault-core';
import type { Warehouse } from '@vaultwright/datavault-core/warehouse';
import type { WarehouseUnderTest } from '../describe-warehouse.ts';
import { LawBench, type LoadedVault } from '../law-bench.ts';
import { loadDateOf } from '../law-history.ts';
import type { LawVault } from '../law-metadata.ts';
import { VaultDriver } from '../vault-driver.ts';

const nullable = { type: { kind: 'text', length: 20 }, nullable: true } as const;
const columns = { k: nullable, p: nullable };

/** A hub of two sources, and transactions that have a number. */
const shop: LawVault = {
  name: 'pitfalls',
  hashProfile: vaultwright1,
  sources: [
    { name: 'a', columns },
    { name: 'b', columns },
    { name: 'sales', columns: { buyer: nullable, seller: nullable, no: nullable, amount: nullable } },
  ],
  entities: [
    {
      kind: 'hub',
      name: 'h',
      from: 'a',
      businessKey: { key: 'k' },
      extra: { seen: 'p' },
      hashKey: 'hk',
      furtherSources: [{ from: 'b', businessKey: { key: 'k' }, extra: { seen: 'p' } }],
    },
    {
      kind: 'nonHistorizedLink',
      name: 't',
      from: 'sales',
      connects: { hk_buyer: { hub: 'h', columns: ['buyer'] }, hk_seller: { hub: 'h', columns: ['seller'] } },
      payload: { no: 'no', amount: 'amount' },
      identity: ['no'],
      orphans: 'infer',
    },
  ],
};

/** What hubs, links and events must not get wrong, on a real engine. */
export function describeSetPitfalls({ name, open }: WarehouseUnderTest): void {
  describe(`${name}: pitfalls of sets`, () => {
    let warehouse: Warehouse;
    let bench: LawBench;
    beforeAll(async () => {
      warehouse = await open();
      bench = await LawBench.open(warehouse);
    });
    afterAll(async () => {
      await bench.close();
      await warehouse.close();
    });

    let batches = 0;
    const load = async (vault: LoadedVault, rows: Record<string, (string | null)[][]>, place?: number) => {
      batches += 1;
      const results = await vault.load({
        rows,
        loadDate: loadDateOf(place ?? batches),
        recordSource: 'test',
      });
      return new Map(
        (results ?? []).map((result) => [`${result.entity} ${result.source ?? 'held'}`, result]),
      );
    };
    const stored = async (vault: LoadedVault, entity: string, column: string) =>
      ((await vault.rows()).get(entity) ?? [])
        .map((row) => row[column] ?? null)
        .sort((left, right) => ((left ?? '~') < (right ?? '~') ? -1 : 1));

    it('pitfall 04: a batch loaded again, or an older one, inserts nothing', async () => {
      const vault = await bench.create(shop);
      const first = { a: [['1', 'x']], sales: [['1', '2', 'n1', '5']] };
      await load(vault, first, 1);
      await load(vault, { a: [['1', 'y']], sales: [['1', '2', 'n1', '6']] }, 2);
      const before = await vault.rows();
      for (const place of [1, 3]) {
        const results = [...(await load(vault, first, place)).values()];
        expect(results.map(({ inserted, derived, lateStored }) => inserted + derived + lateStored)).toEqual(
          results.map(() => 0n),
        );
      }
      expect(await vault.rows()).toEqual(before);
    });

    it('pitfall 05: exact duplicates inside a later batch are inserted once', async () => {
      const vault = await bench.create(shop);
      await load(vault, { a: [['1', 'x']] });
      const again = await load(vault, {
        a: [
          ['2', 'x'],
          ['2', 'x'],
        ],
        b: [['2', 'x']],
      });
      expect(again.get('h a')).toMatchObject({ read: 2n, inserted: 1n, duplicate: 1n });
      expect(again.get('h b')).toMatchObject({ read: 1n, inserted: 0n, duplicate: 1n });
      expect(await stored(vault, 'h', 'key')).toEqual(['1', '2']);
    });

    it('pitfall 08: a NULL key is no key, in one column and in all of several', async () => {
      const vault = await bench.create(shop);
      const first = await load(vault, {
        a: [[null, 'x']],
        sales: [
          [null, null, null, '5'],
          ['1', null, 'n', '5'],
        ],
      });
      expect(first.get('h a')).toMatchObject({ read: 1n, nullKey: 1n });
      expect(first.get('t sales')).toMatchObject({ read: 2n, nullKey: 2n });
      expect(await stored(vault, 'h', 'key')).toEqual([]);
    });

    it('pitfall 21: of sources that arrive together the one declared first is kept, whatever the order of the scan', async () => {
      for (const order of [
        ['a', 'b'],
        ['b', 'a'],
      ]) {
        const vault = await bench.create(shop);
        const rows = Object.fromEntries(order.map((source) => [source, [['1', source === 'a' ? 'z' : 'a']]]));
        await load(vault, rows);
        expect(await stored(vault, 'h', 'seen')).toEqual(['z']);
      }
    });

    it('pitfall 22: the first load of events removes duplicates and sets contradictions aside', async () => {
      const vault = await bench.create(shop);
      const sale = ['1', '2', 'n1', '5'];
      const first = await load(vault, { sales: [sale, sale, ['1', '2', 'n1', '6'], ['1', '2', 'n2', null]] });
      expect(first.get('t sales')).toMatchObject({
        read: 4n,
        inserted: 2n,
        duplicate: 1n,
        conflict: 1n,
        lateStored: 1n,
      });
      expect(await stored(vault, 't', 'amount')).toEqual(['5', null]);
      expect(await stored(vault, 't_late', 'amount')).toEqual(['6']);
    });

    it('pitfall 23: any name may stand in any place', async () => {
      const a = defineSource('select "a"', {
        columns: {
          Ключ: text(20).nullable(),
          'order by': int().nullable(),
          'Where Ever': text(20).nullable(),
        },
      });
      const b = defineSource('Источник б', {
        columns: { group: text(20).nullable(), 'a"b': int().nullable() },
      });
      const hub = defineHub('Hub "order"', {
        from: a,
        businessKey: { 'Первый ключ': 'Ключ', select: 'order by' },
        extra: { from: 'Where Ever' },
        hashKey: 'Hash "Key"',
        zeroKeyRows: ['unknown', 'error'],
      });
      const link = defineLink('Ссылка table', {
        from: a,
        connects: {
          'left join': [hub, ['Ключ', 'order by']],
          Правый: [hub, ['Ключ', 'order by'], { optional: true }],
        },
        childKey: { in: 'Where Ever' },
        orphans: 'hold',
        hashKey: 'union all',
      });
      const event = defineNonHistorizedLink('events "of" день', {
        from: b,
        connects: { case: [hub, ['group', 'a"b']], when: [hub, ['group', 'a"b']] },
        payload: { having: 'group', Else: 'a"b' },
        identity: ['having'],
        orphans: 'infer',
        hashKey: 'end',
      });
      const naming = {
        stagingSchema: 'Staging "1"',
        vaultSchema: 'Хранилище dds',
        loadDate: 'load "dt"',
        recordSource: 'Источник',
        loadId: 'ID of load',
        pendingSuffix: ' "pending"',
        lateSuffix: ' позже',
      };
      const vault = defineVault('pitfalls', { naming, entities: [hub, link, event] });
      const driver = await VaultDriver.open(vault, warehouse);
      const first = await driver.load('select "a"', [['ключ "1"', '1', 'x']]);
      const second = await driver.load('Источник б', [
        ['ключ "2"', '2'],
        ['ключ "2"', '3'],
      ]);
      expect(first.get('Ссылка table')).toMatchObject({ read: 1n, inserted: 1n });
      expect(second.get('events "of" день')).toMatchObject({ read: 2n, inserted: 2n });
      expect(await driver.rows('Hub "order"', ['Первый ключ', 'select', 'from'])).toHaveLength(5);
      await driver.session.close();
    });
  });
}
