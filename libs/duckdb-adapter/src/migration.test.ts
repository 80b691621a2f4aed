import { engineStatement } from '@vaultwright/datavault-core/sql';
import {
  executeDefinitions,
  executeLoad,
  planLoad,
  type LoadResult,
  type PlanOptions,
  type Vault,
} from '@vaultwright/datavault-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  automateDvRows,
  automateDvVault,
  datavault4dbtRows,
  datavault4dbtVault,
  diffOf,
  keyOf,
  unknown,
} from '../test/migrated-vaults.ts';
import { openDuckDb } from './open-duckdb.ts';

type Warehouse = Awaited<ReturnType<typeof openDuckDb>>;
type Session = Awaited<ReturnType<Warehouse['connect']>>;

describe('DuckDB: vaults that another tool began', () => {
  let warehouse: Warehouse;
  let session: Session;
  beforeEach(async () => {
    warehouse = await openDuckDb({ path: ':memory:' });
    session = await warehouse.connect();
  });
  afterEach(async () => {
    await session.close();
    await warehouse.close();
  });

  const run = async (sql: string): Promise<void> => {
    for (const statement of sql.split(';')) await session.execute(engineStatement('dml', statement));
  };
  const rowsOf = (sql: string) => session.query(engineStatement('query', sql));
  const load = async (
    vault: Vault,
    options: Omit<PlanOptions, 'dialect'>,
    loadDate = '2024-03-05 00:00:00.000000',
  ): Promise<Map<string, LoadResult>> => {
    const { steps } = planLoad(vault, { dialect: warehouse.dialect, ...options });
    await executeDefinitions(session, steps);
    const values = { load_id: 'L1', load_dt: loadDate, load_src: 'SHOP' };
    const { loads } = await session.vaultTransaction(vault.name, 'test', () =>
      executeLoad(session, steps, values),
    );
    return new Map(loads.map((result) => [result.entity, result]));
  };
  const staged = { customer_orders: { table: { schema: 'raw_stage', name: 'v_stg_orders' } } };

  it('AutomateDV: the same hashes, no row again, every change', async () => {
    await run(automateDvRows);
    const vault = automateDvVault();
    const before = await rowsOf(`select * from raw_vault.sat_customer_details`);
    const results = await load(vault, { staged });
    expect(results.get('hub_customer')).toMatchObject({ read: 4n, inserted: 1n, known: 2n, nullKey: 1n });
    expect(results.get('hub_order')).toMatchObject({ read: 4n, inserted: 3n, known: 1n });
    expect(results.get('link_customer_order')).toMatchObject({
      read: 4n,
      inserted: 2n,
      known: 1n,
      nullKey: 1n,
    });
    expect(results.get('sat_customer_details')).toMatchObject({
      read: 4n,
      inserted: 2n,
      known: 1n,
      nullKey: 1n,
    });
    const after = await rowsOf(
      'select * from raw_vault.sat_customer_details order by LOAD_DATETIME, CUSTOMER_NAME',
    );
    expect(after).toHaveLength(3);
    expect(after.slice(0, 1)).toEqual(before);
    const { hashProfile } = vault;
    const hashes = await rowsOf(
      `select replace(cast(CUSTOMER_HASHDIFF as varchar), '-', '') as diff from raw_vault.sat_customer_details order by LOAD_DATETIME, CUSTOMER_NAME`,
    );
    expect(hashes.map(({ diff }) => diff)).toEqual([
      '3c5984cddb9f86dc008ae0ec9db9cf7a',
      diffOf(hashProfile, '1997-04-24', '1001', 'ALICE', '17-999-233-1214').toLowerCase(),
      diffOf(hashProfile, null, '1002', 'BOB', null).toLowerCase(),
    ]);
    const links = await rowsOf(
      `select replace(cast(CUSTOMER_ORDER_HK as varchar), '-', '') as key from raw_vault.link_customer_order order by key`,
    );
    const expected = [
      ['1001', '100'],
      ['1001', '101'],
      ['1002', '102'],
    ].map((values) => keyOf(hashProfile, ...values)?.toLowerCase());
    expect(links).toHaveLength(expected.length);
    expect(links.map(({ key }) => key)).toEqual(expect.arrayContaining(expected));
  });

  it('AutomateDV: a batch loaded again repeats versions before the latest, as there; the default rule repeats nothing', async () => {
    await run(automateDvRows);
    await load(automateDvVault(), { staged });
    const safe = await load(automateDvVault({}), { staged });
    expect([...safe.values()].map(({ inserted }) => inserted)).toEqual([0n, 0n, 0n, 0n]);
    const again = await load(automateDvVault(), { staged });
    expect([...again.values()].map(({ inserted }) => inserted)).toEqual([0n, 0n, 0n, 1n]);
  });

  it('AutomateDV: a row older than the latest version is stored when it differs from it, as there', async () => {
    await run(automateDvRows);
    await run(`delete from raw_stage.v_stg_orders;
      insert into raw_stage.v_stg_orders values
        ('1001', 'Alice', '1', date '1997-04-24', '100', timestamp '2024-02-01 00:00:00')`);
    const results = await load(automateDvVault(), { staged });
    expect(results.get('sat_customer_details')).toMatchObject({ read: 1n, inserted: 1n, late: 0n });
  });

  it('AutomateDV: table by table and period by period gives the same vault as all at once', async () => {
    await run(automateDvRows);
    const vault = automateDvVault();
    const type = { kind: 'timestamp' } as const;
    const days = ['2024-03-02', '2024-03-03', '2024-03-04'].map((day) => `${day} 00:00:00.000000`);
    for (const [place, from] of days.slice(0, -1).entries()) {
      const only = { column: 'load_datetime', type, from, before: days[place + 1] ?? '' };
      const period = { customer_orders: { ...staged.customer_orders, only } };
      for (const entity of ['hub_customer', 'hub_order', 'link_customer_order', 'sat_customer_details']) {
        const results = await load(vault, { entities: [entity], staged: period });
        expect([...results.keys()]).toEqual([entity]);
        expect(results.get(entity)?.read).toBe(place === 0 ? 1n : 3n);
      }
    }
    const counts = await rowsOf(`select
      (select count(*) from raw_vault.hub_customer) as customers, (select count(*) from raw_vault.hub_order) as orders,
      (select count(*) from raw_vault.link_customer_order) as links,
      (select count(*) from raw_vault.sat_customer_details) as versions`);
    expect(counts).toEqual([{ customers: 2n, orders: 4n, links: 3n, versions: 3n }]);
  });

  it.each([1, 2] as const)(
    'datavault4dbt %d: the same hashes, ghosts in the way of nothing',
    async (version) => {
      const vault = datavault4dbtVault(version);
      const { hashProfile } = vault;
      const diff = version === 2 ? '327797e4bf58b00c95844ea75d3b0ee7' : diffOf(hashProfile, 'say "x"');
      await run(datavault4dbtRows(diff));
      const remarksTable = { schema: 'stage', name: 'remarks' };
      const rank = (equals: string) => ({
        staged: {
          remarks: {
            table: remarksTable,
            only: { column: 'run_no', type: { kind: 'int' } as const, equals },
          },
        },
      });
      const first = await load(vault, rank('1'));
      expect([...first.values()].map(({ inserted, known }) => [inserted, known])).toEqual([
        [0n, 1n],
        [0n, 1n],
        [0n, 1n],
        [0n, 1n],
      ]);
      const second = await load(vault, rank('2'), '2024-03-06 00:00:00.000000');
      expect(second.get('customer_h')).toMatchObject({
        read: 3n,
        inserted: 1n,
        known: 1n,
        nullKey: 1n,
        derived: 0n,
      });
      expect(second.get('customer_order_l')).toMatchObject({ read: 3n, inserted: 2n, nullKey: 1n });
      expect(second.get('customer_s')).toMatchObject({ read: 3n, inserted: 2n, nullKey: 1n, late: 0n });
      const zeros = await rowsOf(
        `select count(*) as n from dds.customer_h where hk_customer_h = '${unknown}'`,
      );
      expect(zeros).toEqual([{ n: 1n }]);
      const stored =
        await rowsOf(`select hd_customer_s as diff from dds.customer_s where ldts < timestamp '8888-01-01'
      and ldts > timestamp '0002-01-01' order by ldts, remark nulls last`);
      expect(stored.map((row) => row['diff'])).toEqual([
        diff,
        diffOf(hashProfile, 'say "y"'),
        diffOf(hashProfile, null),
      ]);
    },
  );
});
