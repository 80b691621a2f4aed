import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  defineExtendedTrackingSatellite,
  defineHub,
  defineSatellite,
  int,
  text,
  timestamp,
  defineSource,
  defineVault,
} from '@vaultwright/datavault-core';
import type { CanonicalRow, Warehouse } from '@vaultwright/datavault-core/warehouse';
import type { WarehouseUnderTest } from '../describe-warehouse.ts';
import { VaultDriver } from '../vault-driver.ts';

const notes = defineSource('notes', {
  columns: {
    id: text(20).nullable(),
    at: timestamp(),
    value: text(20).nullable(),
    line: int(),
    origin: text(20),
  },
  arrival: { loadDate: 'at', recordSource: 'origin' },
});
const keys = defineSource('keys', { columns: { id: text(20) } });
const day = (place: number): string => `2022-01-${String(place).padStart(2, '0')} 00:00:00.000000`;
/** Key, day and value of a row; the line orders rows of one day. */
const note = (id: string | null, place: number, value: string | null, line = 1): CanonicalRow => [
  id,
  day(place),
  value,
  String(line),
  'test',
];

type Options = Omit<
  Parameters<typeof defineSatellite<'s', typeof notes, ['value']>>[1],
  'of' | 'from' | 'payload'
>;

let vaults = 0;
/** A hub and one satellite with these options, in schemas of their own. */
function vaultOf(options: Options & { readonly tracked?: boolean } = {}) {
  vaults += 1;
  const { tracked = false, ...rest } = options;
  const hub = defineHub('h', { from: keys, businessKey: { note_id: 'id' }, hashKey: 'hk' });
  const seen = defineExtendedTrackingSatellite('xts', { of: hub });
  const trackedBy = tracked ? { trackedBy: seen } : {};
  const satellite = defineSatellite('s', {
    of: hub,
    from: notes,
    key: ['id'],
    payload: ['value'],
    ...rest,
    ...trackedBy,
  });
  const naming = { stagingSchema: `pit_sat_staging_${vaults}`, vaultSchema: `pit_sat_vault_${vaults}` };
  return defineVault('pitfalls', { naming, entities: tracked ? [hub, satellite, seen] : [hub, satellite] });
}

/** What satellites of versions must not get wrong, on a real engine. */
export function describeSatellitePitfalls({ name, open }: WarehouseUnderTest): void {
  describe(`${name}: pitfalls of satellites`, () => {
    let warehouse: Warehouse;
    beforeAll(async () => {
      warehouse = await open();
    });
    afterAll(() => warehouse.close());

    const start = async (options: Parameters<typeof vaultOf>[0] = {}): Promise<VaultDriver> => {
      const driver = await VaultDriver.open(vaultOf(options), warehouse);
      await driver.load('keys', [['a'], ['b']], day(1));
      return driver;
    };
    /** Days and values of the satellite's rows. */
    const stored = async (driver: VaultDriver, table = 's'): Promise<string[]> => {
      const rows = await driver.rows(table, ['load_dt', 'value']);
      return rows.map((row) => `${dayOf(row['load_dt'])} ${String(row['value'])}`);
    };
    const counts = async (driver: VaultDriver, rows: readonly CanonicalRow[]) =>
      (await driver.load('notes', rows)).get('s');

    it('pitfall 01: A, B, A in one batch are three rows', async () => {
      const driver = await start();
      const first = [note('a', 1, 'A'), note('a', 2, 'B'), note('a', 3, 'A')];
      expect(await counts(driver, first)).toMatchObject({ read: 3n, inserted: 3n });
      expect(await stored(driver)).toEqual(['1 A', '2 B', '3 A']);
      const next = [note('a', 4, 'A'), note('a', 5, 'B'), note('a', 6, 'A')];
      expect(await counts(driver, next)).toMatchObject({ inserted: 2n, known: 1n });
    });

    it('pitfall 02: a first row counts as changed, and only a first row does', async () => {
      const driver = await start();
      await counts(driver, [note('a', 1, null)]);
      expect(await counts(driver, [note('a', 2, null), note('b', 2, null)])).toMatchObject({
        inserted: 1n,
        known: 1n,
      });
    });

    it('pitfall 03: an unchanged first row of a batch is not inserted again', async () => {
      const driver = await start();
      await counts(driver, [note('a', 1, 'A')]);
      expect(await counts(driver, [note('a', 2, 'A'), note('a', 3, 'A'), note('a', 4, 'B')])).toMatchObject({
        inserted: 1n,
        known: 2n,
      });
      expect(await stored(driver)).toEqual(['1 A', '4 B']);
    });

    it('pitfall 04: a batch loaded again, the last or an older one, inserts nothing', async () => {
      const driver = await start();
      const [first, second] = [
        [note('a', 1, 'A'), note('a', 2, 'B')],
        [note('a', 3, 'A'), note('b', 3, 'B')],
      ];
      await counts(driver, first);
      await counts(driver, second);
      for (const batch of [second, first])
        expect(await counts(driver, batch)).toMatchObject({ inserted: 0n, known: 2n, late: 0n });
    });

    it('pitfall 06: different rows of one key and load date are all kept, in the same order on every run', async () => {
      const rows = [note('a', 1, 'A'), note('a', 1, 'B'), note('a', 1, 'C')];
      const orders: string[][] = [];
      for (const batch of [rows, [...rows].reverse()]) {
        const driver = await start();
        expect(await counts(driver, batch)).toMatchObject({ inserted: 3n, ties: 3n });
        await counts(driver, [note('a', 2, 'A'), note('a', 2, 'B')]);
        orders.push(await stored(driver));
      }
      expect(orders[1]).toEqual(orders[0]);
    });

    it('pitfall 07: a version that was there before, but is not the latest, is a change', async () => {
      const driver = await start();
      await counts(driver, [note('a', 1, 'A'), note('a', 2, 'B')]);
      expect(await counts(driver, [note('a', 3, 'A')])).toMatchObject({ inserted: 1n });
    });

    it('pitfall 20: the new load date of one key hides no older row of another', async () => {
      const driver = await start();
      await counts(driver, [note('a', 9, 'A')]);
      expect(await counts(driver, [note('b', 2, 'B')])).toMatchObject({ inserted: 1n, late: 0n });
      const marked = await start({ candidates: 'tableMark' });
      await counts(marked, [note('a', 9, 'A')]);
      expect(await counts(marked, [note('b', 2, 'B')])).toMatchObject({ inserted: 0n, late: 1n });
    });

    it('pitfall 24: 200,000 load dates of one batch are loaded by one set of statements', async () => {
      const driver = await start();
      const rows = Array.from({ length: 200_000 }, (_, place): CanonicalRow => {
        const at = new Date(Date.UTC(2022, 0, 1) + place).toISOString().slice(0, -1).replace('T', ' ');
        return [place % 2 === 0 ? 'a' : 'b', `${at}001`, String(Math.floor(place / 4)), '1', 'test'];
      });
      expect(await counts(driver, rows)).toMatchObject({
        read: 200_000n,
        inserted: 100_000n,
        known: 100_000n,
      });
    }, 120_000);

    it('loads A in force, then A and B at one instant, again and again, to one result', async () => {
      const driver = await start();
      await counts(driver, [note('a', 1, 'A')]);
      const tied = [note('a', 2, 'A'), note('a', 2, 'B')];
      await counts(driver, tied);
      const before = await stored(driver);
      expect(await counts(driver, tied)).toMatchObject({ inserted: 0n, known: 2n });
      expect(await stored(driver)).toEqual(before);
    });

    it('orders rows of one load date by a stored sequence', async () => {
      const driver = await start({ sequence: { line: 'line' } });
      const rows = [note('a', 1, 'A', 10), note('a', 1, 'B', 9), note('a', 1, 'B', 11)];
      expect(await counts(driver, rows)).toMatchObject({ inserted: 3n, ties: 0n });
      expect(await counts(driver, [note('a', 1, 'B', 12), note('a', 1, 'C', 13)])).toMatchObject({
        known: 1n,
        inserted: 1n,
      });
      expect(await counts(driver, [note('a', 1, 'C', 8)])).toMatchObject({ late: 1n, lateStored: 1n });
    });

    it('restores the version that a late row cuts off from a later sighting', async () => {
      const driver = await start({ tracked: true, onLate: 'insertRestore' });
      await counts(driver, [note('a', 1, 'A')]);
      await counts(driver, [note('a', 3, 'A')]);
      expect(await counts(driver, [note('a', 2, 'B')])).toMatchObject({ inserted: 1n, derived: 1n });
      expect(await stored(driver)).toEqual(['1 A', '2 B', '3 A']);
      expect(await counts(driver, [note('a', 2, 'B')])).toMatchObject({
        inserted: 0n,
        known: 1n,
        derived: 0n,
      });
    });

    it('takes a row for late that came after a later sighting without a version', async () => {
      const driver = await start({ tracked: true });
      await counts(driver, [note('a', 1, 'A'), note('a', 3, 'A')]);
      expect(await counts(driver, [note('a', 2, 'B')])).toMatchObject({ late: 1n, lateStored: 1n });
      expect(await stored(driver)).toEqual(['1 A']);
      const untracked = await start();
      await counts(untracked, [note('a', 1, 'A'), note('a', 3, 'A')]);
      expect(await counts(untracked, [note('a', 2, 'B')])).toMatchObject({ inserted: 1n, late: 0n });
    });

    it('asks for a high water only where suspects are looked for, and finds none without it', async () => {
      const driver = await start({ onSuspect: 'insert' });
      await counts(driver, [note('a', 1, 'A')]);
      expect(await counts(driver, [note('a', 2, 'B')])).toMatchObject({ inserted: 1n, suspect: 0n });
    });
  });
}

function dayOf(value: unknown): number {
  const text =
    typeof value === 'string' ? value : value instanceof Date ? value.toISOString() : String(value);
  return Number(/^\d{4}-\d{2}-(\d{2})/.exec(text)?.[1]);
}
