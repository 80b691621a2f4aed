import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoadResult } from '@vaultwright/datavault-core';
import type { Warehouse, WarehouseValue } from '@vaultwright/datavault-core/warehouse';
import { describeHashes, type HashesUnderTest } from './describe-hashes.ts';
import { smallVault } from './small-vault.ts';
import { VaultDriver } from './vault-driver.ts';

/** A warehouse that the suite may fill. */
export interface WarehouseUnderTest {
  readonly name: string;
  /** A new, empty warehouse. */
  readonly open: () => Promise<Warehouse>;
  /** Limits of the hash suite. */
  readonly hashes?: Pick<HashesUnderTest, 'longestText' | 'rounds'>;
}

/**
 * The behaviour every adapter must show, as a vitest suite: published hashes and the rules of the kinds.
 *
 * Example: `describeWarehouse({ name: 'DuckDB', open: () => openDuckDb({ path: ':memory:' }) })`
 */
export function describeWarehouse({ name, open, hashes }: WarehouseUnderTest): void {
  describeHashes({ name, open, ...hashes });

  let warehouse: Warehouse;
  beforeEach(async () => {
    warehouse = await open();
  });
  afterEach(() => warehouse.close());

  describe(`${name}: loading rules`, () => {
    let vault: VaultDriver;
    beforeEach(async () => {
      vault = await VaultDriver.open(smallVault, warehouse);
    });
    afterEach(() => vault.session.close());
    const names = async (): Promise<WarehouseValue[]> =>
      (await vault.rows('s_customer', ['load_dt', 'name'])).map((row) => row['name'] ?? null);

    it('keeps A, B, A over three batches, and stores an unchanged row once', async () => {
      await vault.load('customers', [['1', 'A', null, null]]);
      await vault.load('customers', [['1', 'B', null, null]]);
      const last = await vault.load('customers', [['1', 'A', null, null]]);
      expect(counts(last.get('s_customer'))).toEqual({ read: 1, inserted: 1 });
      const again = await vault.load('customers', [['1', 'A', null, null]]);
      expect(counts(again.get('s_customer'))).toEqual({ read: 1, known: 1 });
      expect(await names()).toEqual(['A', 'B', 'A']);
    });

    it('changes nothing when a batch is loaded again', async () => {
      const rows = [
        ['1', 'A', '1.50', '2020-01-01 00:00:00.000000'],
        ['2', null, null, null],
      ];
      await vault.load('customers', rows);
      const before = await vault.rows('s_customer', [
        'hk_customer_id',
        'hash_diff',
        'name',
        'credit',
        'load_dt',
      ]);
      const again = await vault.load('customers', rows);
      expect(counts(again.get('h_customer'))).toEqual({ read: 2, known: 2 });
      expect(counts(again.get('s_customer'))).toEqual({ read: 2, known: 2 });
      expect(
        await vault.rows('s_customer', ['hk_customer_id', 'hash_diff', 'name', 'credit', 'load_dt']),
      ).toEqual(before);
    });

    it('keeps ties of one load date, all of them, whatever their order in the file', async () => {
      const ties = [
        ['1', 'B', null, null],
        ['1', 'A', null, null],
        ['1', 'A', null, null],
      ];
      const first = await vault.load('customers', ties);
      expect(counts(first.get('s_customer'))).toEqual({ read: 3, inserted: 2, duplicate: 1, ties: 2 });
      const again = await vault.load('customers', [...ties].reverse(), '2022-01-01 00:00:00.000000');
      expect(counts(again.get('s_customer'))).toEqual({ read: 3, known: 2, duplicate: 1 });
    });

    it('never loads a null key, and counts it', async () => {
      const result = await vault.load('customers', [
        [null, 'A', null, null],
        ['', 'B', null, null],
      ]);
      expect(counts(result.get('h_customer'))).toEqual({ read: 2, inserted: 1, nullKey: 1 });
      expect(counts(result.get('s_customer'))).toEqual({ read: 2, inserted: 1, nullKey: 1 });
      const uses = await vault.load('uses', [
        [null, '1', '2020-01-01 00:00:00.000000', null],
        ['', null, '2020-01-01 00:00:00.000000', null],
      ]);
      expect(counts(uses.get('l_use'))).toEqual({ read: 2, nullKey: 2 });
    });

    it('writes hub attributes once and warns of others', async () => {
      await vault.load('customers', [['1', 'A', null, '2020-01-01 00:00:00.000000']]);
      await vault.load('customers', [['1', 'A', null, '2021-01-01 00:00:00.000000']]);
      expect(await vault.rows('h_customer', ['customer_id', 'since'])).toEqual([
        { customer_id: '1', since: '2020-01-01 00:00:00.000000' },
      ]);
    });

    it('sets rows aside that are older than what is stored, once, and knows those that repeat history', async () => {
      await vault.load('customers', [['1', 'A', null, null]], '2022-01-10 00:00:00.000000');
      await vault.load('customers', [['1', 'B', null, null]], '2022-01-20 00:00:00.000000');
      const older = [
        ['1', 'A', null, null],
        ['1', 'C', null, null],
      ];
      for (const lateStored of [1, 0]) {
        const late = await vault.load('customers', older, '2022-01-15 00:00:00.000000');
        expect(counts(late.get('s_customer'))).toEqual({
          read: 2,
          known: 1,
          late: 1,
          ...(lateStored ? { lateStored } : {}),
        });
      }
      expect(await names()).toEqual(['A', 'B']);
      expect(await vault.rows('s_customer_late', ['name', 'load_dt'])).toEqual([
        { name: 'C', load_dt: '2022-01-15 00:00:00.000000' },
      ]);
    });

    it('holds rows that name an unknown key, and lets them in when it arrives', async () => {
      const used = [
        ['1', '7', '2020-01-01 00:00:00.000000', null],
        ['1', '7', '2020-01-01 00:00:00.000000', null],
        ['1', '7', '2020-01-02 00:00:00.000000', null],
        ['1', '8', '2020-01-02 00:00:00.000000', 'x'],
      ];
      const held = await vault.load('uses', used);
      expect(counts(held.get('l_use'))).toEqual({ read: 4, duplicate: 2, held: 2 });
      expect(counts(held.get('s_use'))).toEqual({ read: 4, duplicate: 1, held: 3 });
      const again = await vault.load('uses', used);
      expect(counts(again.get('l_use'))).toEqual({ read: 4, duplicate: 2, held: 2 });
      expect(await vault.rows('l_use_pending', ['reason'])).toHaveLength(2);

      await vault.load('customers', [['1', 'A', null, null]]);
      const released = await vault.load('cards', [['7', 'debit']]);
      expect(counts(released.get('l_use released'))).toEqual({ read: 1, inserted: 1 });
      expect(counts(released.get('s_use released'))).toEqual({ read: 2, inserted: 2 });
      expect(await vault.rows('s_use', ['used_at', 'note', 'load_dt'])).toEqual([
        { used_at: '2020-01-01 00:00:00.000000', note: null, load_dt: '2022-01-01 00:00:00.000000' },
        { used_at: '2020-01-02 00:00:00.000000', note: null, load_dt: '2022-01-01 00:00:00.000000' },
      ]);
      const later = await vault.load('cards', [['7', 'debit']]);
      expect(counts(later.get('l_use released'))).toEqual({ read: 1, known: 1 });
    });

    it('keeps later events of a known pair', async () => {
      await vault.load('customers', [['1', 'A', null, null]]);
      await vault.load('cards', [['7', 'debit']]);
      await vault.load('uses', [['1', '7', '2020-01-01 00:00:00.000000', null]]);
      const next = await vault.load('uses', [
        ['1', '7', '2020-01-01 00:00:00.000000', null],
        ['1', '7', '2020-01-03 00:00:00.000000', null],
      ]);
      expect(counts(next.get('l_use'))).toEqual({ read: 2, known: 2 });
      expect(counts(next.get('s_use'))).toEqual({ read: 2, inserted: 1, known: 1 });
    });
  });
}

/** The counts that are not zero. */
function counts(result: LoadResult | undefined): Record<string, number> {
  const all = Object.entries(result ?? {}).filter(
    (entry): entry is [string, bigint] => typeof entry[1] === 'bigint',
  );
  return Object.fromEntries(
    all.filter(([, rows]) => rows !== 0n).map(([name, rows]) => [name, Number(rows)]),
  );
}
