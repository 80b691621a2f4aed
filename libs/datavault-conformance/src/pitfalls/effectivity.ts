import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  defineAsOfTable,
  defineBridge,
  defineEffectivitySatellite,
  defineHub,
  defineLink,
  text,
  timestamp,
  defineSource,
  defineVault,
  planLoad,
} from '@vaultwright/datavault-core';
import {
  compileStatement,
  column,
  equal,
  type Expression,
  from,
  table,
  type Query,
  type TableColumn,
} from '@vaultwright/datavault-core/sql';
import type { CanonicalRow, Warehouse } from '@vaultwright/datavault-core/warehouse';
import type { WarehouseUnderTest } from '../describe-warehouse.ts';
import { VaultDriver } from '../vault-driver.ts';

const seats = defineSource('seats', {
  columns: {
    person: text(9),
    room: text(9).nullable(),
    desk: text(9),
    since: timestamp(),
    until: timestamp().nullable(),
    at: timestamp(),
  },
  arrival: { loadDate: 'at' },
});
const instants = defineSource('instants', { columns: { instant: timestamp() } });
const open9999 = '9999-12-31 23:59:59.999999';
const time = (day: number, hour = 0): string =>
  `2022-01-${String(day).padStart(2, '0')} ${String(hour).padStart(2, '0')}:00:00.000000`;
/** A person's seat from its load date on. */
const seat = (
  person: string,
  place: string | null,
  at: string,
  [since, until]: readonly [string, (string | null)?] = [at],
): CanonicalRow => {
  const [room, desk] = place?.split('-') ?? [null, 'x'];
  return [person, room ?? null, desk ?? 'x', since, until ?? null, at];
};

type Options = Omit<
  Parameters<typeof defineEffectivitySatellite<'s_seat', typeof seats>>[1],
  'of' | 'from' | 'drivingKey' | 'start' | 'end'
>;

let vaults = 0;
/** Who sits at which desk of which room, in schemas of its own. */
function vaultOf(options: Options = {}) {
  vaults += 1;
  const hPerson = defineHub('h_person', {
    from: seats,
    businessKey: { person_id: 'person' },
    hashKey: 'hk_person',
  });
  const hRoom = defineHub('h_room', { from: seats, businessKey: { room_id: 'room' }, hashKey: 'hk_room' });
  const hDesk = defineHub('h_desk', { from: seats, businessKey: { desk_id: 'desk' }, hashKey: 'hk_desk' });
  const lSeat = defineLink('l_seat', {
    from: seats,
    connects: { hk_person: [hPerson, 'person'], hk_room: [hRoom, 'room'], hk_desk: [hDesk, 'desk'] },
  });
  const sSeat = defineEffectivitySatellite('s_seat', {
    of: lSeat,
    from: seats,
    ...(options.mode === 'snapshot'
      ? {}
      : { drivingKey: ['hk_person'], start: 'since' as const, end: 'until' as const }),
    ...options,
  });
  const asOfHour = defineAsOfTable('as_of', { from: instants, column: 'instant' });
  const bridge = defineBridge('bridge', {
    of: hPerson,
    at: asOfHour,
    via: [{ link: lSeat, from: 'hk_person', to: 'hk_desk', activity: { satellite: sSeat } }],
  });
  const naming = { stagingSchema: `pit_eff_staging_${vaults}`, vaultSchema: `pit_eff_vault_${vaults}` };
  return defineVault('pitfalls', {
    naming,
    entities: [hPerson, hRoom, hDesk, lSeat, sSeat, asOfHour, bridge],
  });
}

/** What effectivity satellites must not get wrong, on a real engine. */
export function describeEffectivityPitfalls({ name, open }: WarehouseUnderTest): void {
  describe(`${name}: pitfalls of effectivity satellites`, () => {
    let warehouse: Warehouse;
    beforeAll(async () => {
      warehouse = await open();
    });
    afterAll(() => warehouse.close());
    const start = (options?: Options): Promise<VaultDriver> => VaultDriver.open(vaultOf(options), warehouse);
    const histories = async (driver: VaultDriver): Promise<string[]> => {
      const query = historyQuery(driver);
      const rows = await driver.session.query(compileStatement({ node: 'query', query }, warehouse.dialect));
      return (rows as readonly Readonly<Record<string, string>>[])
        .map(({ person, room, desk, since = '', until = '', at = '' }) => {
          const end = until === open9999 ? 'open' : until.slice(5, 13);
          return `${at.slice(5, 13)} ${person} ${room}-${desk}: ${since.slice(5, 13)} to ${end}`;
        })
        .sort();
    };
    const flipFlop = [
      '01-01 00 Ann 1-a: 01-01 00 to open',
      '01-02 00 Ann 1-a: 01-01 00 to 01-02 00',
      '01-02 00 Ann 1-b: 01-02 00 to open',
      '01-03 00 Ann 1-a: 01-03 00 to open',
      '01-03 00 Ann 1-b: 01-02 00 to 01-03 00',
    ];

    it.each(['one', 'many'] as const)(
      'pitfall 01: A, B, A in one batch are five rows (cardinality %s)',
      async (cardinality) => {
        const driver = await start({ cardinality });
        const rows = [seat('Ann', '1-a', time(3)), seat('Ann', '1-a', time(1)), seat('Ann', '1-b', time(2))];
        const result = (await driver.load('seats', rows)).get('s_seat');
        expect(result).toMatchObject({ read: 3n, inserted: 3n, derived: 2n, known: 0n });
        expect(await histories(driver)).toEqual(flipFlop);
        await driver.session.close();
      },
    );

    it('pitfall 01: A, B, A at one load date follow their starts', async () => {
      const driver = await start();
      const rows = ['1-a', '1-b', '1-a'].map((place, index) =>
        seat('Ann', place, time(5), [time(5, index + 6)]),
      );
      expect((await driver.load('seats', rows)).get('s_seat')).toMatchObject({ inserted: 3n, derived: 2n });
      expect(await histories(driver)).toEqual([
        '01-05 00 Ann 1-a: 01-05 06 to 01-05 07',
        '01-05 00 Ann 1-a: 01-05 06 to open',
        '01-05 00 Ann 1-a: 01-05 08 to open',
        '01-05 00 Ann 1-b: 01-05 07 to 01-05 08',
        '01-05 00 Ann 1-b: 01-05 07 to open',
      ]);
      await driver.session.close();
    });

    it('pitfall 16: what was open is searched per driving key, whatever the link key', async () => {
      const driver = await start();
      await driver.load('seats', [seat('Ann', '1-a', time(1)), seat('Bob', '1-b', time(1))]);
      const moved = await driver.load('seats', [seat('Ann', '1-b', time(2))]);
      expect(moved.get('s_seat')).toMatchObject({ read: 1n, inserted: 1n, derived: 1n });
      const back = await driver.load('seats', [seat('Ann', '1-a', time(3))]);
      expect(back.get('s_seat')).toMatchObject({ read: 1n, inserted: 1n, derived: 1n });
      expect(await histories(driver)).toEqual([...flipFlop, '01-01 00 Bob 1-b: 01-01 00 to open'].sort());
      await driver.session.close();
    });

    it('pitfall 16: a change in one column of a secondary key is a change of all of it', async () => {
      const driver = await start();
      const places = ['1-a', '2-a', '2-b', '1-b', '1-a'];
      for (const [index, place] of places.entries()) {
        const result = await driver.load('seats', [seat('Ann', place, time(index + 1))]);
        expect(result.get('s_seat')).toMatchObject({ inserted: 1n, derived: index === 0 ? 0n : 1n });
      }
      const open = (await histories(driver)).filter((row) => row.endsWith('open'));
      expect(open).toHaveLength(5);
      expect(await histories(driver)).toHaveLength(9);
      await driver.session.close();
    });

    it('pitfall 17: a second run inserts no closed row again, and no open one', async () => {
      const driver = await start();
      const rows = [
        seat('Ann', '1-a', time(1)),
        seat('Ann', '1-b', time(2)),
        seat('Ann', '1-b', time(2)),
        seat('Ann', '1-b', time(3), [time(2)]),
        seat('Bob', '1-c', time(1), [time(1), time(1, 9)]),
      ];
      const first = (await driver.load('seats', rows)).get('s_seat');
      expect(first).toMatchObject({ read: 5n, inserted: 3n, duplicate: 1n, known: 1n, derived: 1n });
      const before = await histories(driver);
      expect(before).toHaveLength(4);
      const again = (await driver.load('seats', rows)).get('s_seat');
      expect(again).toMatchObject({ inserted: 0n, derived: 0n, known: 4n, duplicate: 1n, late: 0n });
      expect(await histories(driver)).toEqual(before);
      await driver.session.close();
    });

    it('pitfall 18: a link key that ends on the day of the open end is closed', async () => {
      const driver = await start();
      await driver.load('seats', [
        seat('Ann', '1-a', time(1), [time(1), '9999-12-31 00:00:00.000000']),
        seat('Bob', '1-a', time(1)),
      ]);
      const next = await driver.load('seats', [
        seat('Ann', '1-b', time(1, 9)),
        seat('Bob', '1-b', time(1, 9)),
      ]);
      expect(next.get('s_seat')).toMatchObject({ inserted: 2n, derived: 1n });
      const reopened = await driver.load('seats', [seat('Bob', '1-a', time(1, 17))]);
      expect(reopened.get('s_seat')).toMatchObject({ inserted: 1n, derived: 1n });
      expect((await histories(driver)).filter((row) => row.includes('Bob'))).toEqual([
        '01-01 00 Bob 1-a: 01-01 00 to open',
        '01-01 09 Bob 1-a: 01-01 00 to 01-01 09',
        '01-01 09 Bob 1-b: 01-01 09 to open',
        '01-01 17 Bob 1-a: 01-01 17 to open',
        '01-01 17 Bob 1-b: 01-01 09 to 01-01 17',
      ]);
      await driver.session.close();
    });

    it('pitfall 18: many open rows of one driving key are closed once each, in the same number of statements', async () => {
      const driver = await start({ cardinality: 'many' });
      const desks = (prefix: string, at: string) =>
        Array.from({ length: 400 }, (_, index) => seat('Ann', `1-${prefix}${index}`, at));
      await driver.load('seats', [...desks('a', time(1)), seat('Bob', '1-z', time(1))]);
      const result = (await driver.load('seats', desks('b', time(2)))).get('s_seat');
      expect(result).toMatchObject({ read: 400n, inserted: 400n, derived: 400n });
      expect(await histories(driver)).toHaveLength(1201);
      const plan = planLoad(driver.vault, { dialect: warehouse.dialect });
      const collecting = plan.steps.filter(({ id }) => id === 'satellites/s_seat/seats/collect');
      expect(collecting).toHaveLength(1);
      expect(collecting[0]?.compiled.sql).not.toContain('cross join');
      await driver.session.close();
    });

    it('takes a row that ends before it begins from its end on, stored or delivered', async () => {
      const driver = await start();
      await driver.load('seats', [seat('Ann', '1-a', time(1), [time(1, 10)])]);
      const earlier = await driver.load('seats', [
        seat('Ann', '1-b', time(2), [time(1, 6)]),
        seat('Ann', '1-a', time(2), [time(1, 8)]),
      ]);
      expect(earlier.get('s_seat')).toMatchObject({ inserted: 2n, derived: 2n });
      const same = await driver.load('seats', [seat('Ann', '1-a', time(3), [time(1, 8)])]);
      expect(same.get('s_seat')).toMatchObject({ inserted: 0n, derived: 0n, known: 1n });
      const delivered = await driver.load('seats', [
        seat('Bob', '1-a', time(4), [time(1, 18), time(1, 3)]),
        seat('Bob', '1-a', time(4), [time(1, 9)]),
        seat('Bob', '1-b', time(4), [time(1, 20)]),
      ]);
      expect(delivered.get('s_seat')).toMatchObject({ inserted: 3n, derived: 1n });
      await driver.session.close();
    });

    it('tells a bridge which link keys were in force', async () => {
      const driver = await start();
      await driver.load(
        'seats',
        ['1-a', '1-b', '1-a'].map((place, day) => seat('Ann', place, time(day + 1))),
      );
      await driver.load('seats', [seat('Ann', '1-a', time(4), [time(3), time(4)])]);
      await driver.load(
        'instants',
        [1, 2, 3, 4].map((day) => [time(day, 12)]),
      );
      const desks = await driver.rows('h_desk', ['hk_desk', 'desk_id']);
      const key = (row: (typeof desks)[number]): string =>
        Buffer.from(row['hk_desk'] as Uint8Array).toString('hex');
      const nameOf = new Map(desks.map((row) => [key(row), row['desk_id']]));
      const found = await driver.rows('bridge', ['as_of', 'hk_desk']);
      expect(found.map((row) => nameOf.get(key(row)))).toEqual(['a', 'b', 'a']);
      await driver.session.close();
    });

    it('tells a bridge which link keys a snapshot held', async () => {
      const driver = await start({ mode: 'snapshot' });
      await driver.load('seats', [seat('Ann', '1-a', time(1)), seat('Ann', '1-b', time(1))]);
      const next = await driver.load('seats', [seat('Ann', '1-b', time(2))]);
      expect(next.get('s_seat')).toMatchObject({ inserted: 0n, known: 1n, derived: 1n });
      const none = await driver.load('seats', [], time(3));
      expect(none.get('s_seat')).toMatchObject({ read: 0n, derived: 1n });
      await driver.load(
        'instants',
        [1, 2, 3].map((day) => [time(day, 12)]),
      );
      expect(await driver.rows('bridge', ['as_of', 'hk_desk'])).toHaveLength(3);
      await driver.session.close();
    });

    it('reads an end by its day in mode automate-dv, as that tool does', async () => {
      const driver = await start({ mode: 'automate-dv' });
      await driver.load('seats', [seat('Ann', '1-a', time(1), [time(1), '9999-12-31 00:00:00.000000'])]);
      const moved = await driver.load('seats', [seat('Ann', '1-b', time(2))]);
      expect(moved.get('s_seat')).toMatchObject({ inserted: 1n, derived: 1n });
      const back = await driver.load('seats', [seat('Ann', '1-a', time(3))]);
      expect(back.get('s_seat')).toMatchObject({ inserted: 1n, derived: 1n });
      const both = await driver.load('seats', [seat('Ann', '1-a', time(4)), seat('Ann', '1-b', time(4))]);
      expect(both.get('s_seat')).toMatchObject({ inserted: 1n, known: 1n, derived: 0n });
      await driver.session.close();
    });

    it('pitfall 08: a row without secondary key says nothing, or that there is none', async () => {
      for (const nullSecondary of ['skip', 'close'] as const) {
        const driver = await start({ nullSecondary });
        await driver.load('seats', [seat('Ann', '1-a', time(1))]);
        const result = (await driver.load('seats', [seat('Ann', null, time(2))])).get('s_seat');
        expect(result).toMatchObject({ nullKey: 1n, derived: nullSecondary === 'close' ? 1n : 0n });
        await driver.session.close();
      }
    });
  });
}

/** Stored rows with the business keys of their hubs, as canonical texts. */
function historyQuery({ vault }: VaultDriver): Query {
  const schema = vault.naming.vaultSchema;
  const shown = (relation: string, name: string, type: TableColumn['type']): Expression => ({
    node: 'canonicalText',
    operand: column(relation, name),
    type,
  });
  const hubs = ['person', 'room', 'desk'];
  return {
    node: 'select',
    columns: [
      ...hubs.map((hub) => ({ name: hub, value: shown(hub, `${hub}_id`, { kind: 'text', length: 9 }) })),
      { name: 'since', value: shown('stored', 'start_dt', { kind: 'timestamp' }) },
      { name: 'until', value: shown('stored', 'end_dt', { kind: 'timestamp' }) },
      { name: 'at', value: shown('stored', 'load_dt', { kind: 'timestamp' }) },
    ],
    from: from(table(schema, 's_seat'), 'stored'),
    joins: hubs.map((hub) => ({
      kind: 'inner',
      ...from(table(schema, `h_${hub}`), hub),
      on: equal(column(hub, `hk_${hub}`), column('stored', `hk_${hub}`)),
    })),
  };
}
