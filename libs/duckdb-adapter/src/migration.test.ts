import {
  automateDvCompatibility,
  datavault4dbtCompatibility,
  date,
  defineHub,
  defineLink,
  defineSatellite,
  defineSource,
  defineVault,
  executeDefinitions,
  executeLoad,
  hashDiff,
  hashKey,
  planLoad,
  text,
  timestamp,
  type HashProfile,
  type LoadResult,
  type PlanOptions,
  type VaultModel,
} from '@vaultwright/datavault-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDuckDb } from './open-duckdb.ts';

type Warehouse = Awaited<ReturnType<typeof openDuckDb>>;
type Session = Awaited<ReturnType<Warehouse['connect']>>;

/** Parts as texts, hashed by the rules of a profile, without the warehouse. */
const parts = (values: readonly (string | null)[]) =>
  values.map((value, place) => ({ name: `part_${place}`, kind: 'text' as const, text: value }));
const keyOf = (profile: HashProfile, ...values: (string | null)[]) => hashKey(profile, parts(values));
const diffOf = (profile: HashProfile, ...values: (string | null)[]) => hashDiff(profile, parts(values));

/** Customer orders as AutomateDV's staging models see them. */
const orders = defineSource('customer_orders', {
  columns: {
    customer_id: text(20).nullable(),
    customer_name: text(60).nullable(),
    customer_phone: text(20).nullable(),
    customer_dob: date().nullable(),
    order_id: text(20).nullable(),
    load_datetime: timestamp(),
  },
  arrival: { loadDate: 'load_datetime' },
});

function automateDvVault(defaults = automateDvCompatibility.defaults): VaultModel {
  const customer = defineHub('hub_customer', {
    from: orders,
    businessKey: { CUSTOMER_ID: 'customer_id' },
    hashKey: 'CUSTOMER_HK',
  });
  const order = defineHub('hub_order', {
    from: orders,
    businessKey: { ORDER_ID: 'order_id' },
    hashKey: 'ORDER_HK',
  });
  const link = defineLink('link_customer_order', {
    from: orders,
    connects: {
      CUSTOMER_HK: [customer, 'customer_id'],
      ORDER_HK: [order, 'order_id'],
    },
    hashKey: 'CUSTOMER_ORDER_HK',
  });
  const details = defineSatellite('sat_customer_details', {
    of: customer,
    from: orders,
    payload: {
      CUSTOMER_NAME: 'customer_name',
      CUSTOMER_DOB: 'customer_dob',
      CUSTOMER_PHONE: 'customer_phone',
    },
    includeParentKey: true,
    hashDiff: 'CUSTOMER_HASHDIFF',
  });
  return defineVault('automate-dv', {
    ...automateDvCompatibility,
    defaults,
    naming: { ...automateDvCompatibility.naming, vaultSchema: 'raw_vault' },
    entities: [customer, order, link, details],
  });
}

/**
 * What AutomateDV would have left: tables and rows as literals, hashes from the published vectors. In DuckDB a hash of 16
 * bytes is a UUID.
 */
const automateDvRows = `
  create schema raw_vault;
  create table raw_vault.hub_customer as select
    uuid 'b8c37e33defde51cf91e1e03e51657da' as CUSTOMER_HK, '1001' as CUSTOMER_ID,
    timestamp '2024-03-01 00:00:00' as LOAD_DATETIME, 'SHOP' as RECORD_SOURCE;
  create table raw_vault.hub_order as select
    uuid 'f899139df5e1059396431415e770c6dd' as ORDER_HK, '100' as ORDER_ID,
    timestamp '2024-03-01 00:00:00' as LOAD_DATETIME, 'SHOP' as RECORD_SOURCE;
  create table raw_vault.link_customer_order as select
    uuid '135bf87e2979e3a453fdc340a327a8b2' as CUSTOMER_ORDER_HK,
    uuid 'b8c37e33defde51cf91e1e03e51657da' as CUSTOMER_HK,
    uuid 'f899139df5e1059396431415e770c6dd' as ORDER_HK,
    timestamp '2024-03-01 00:00:00' as LOAD_DATETIME, 'SHOP' as RECORD_SOURCE;
  create table raw_vault.sat_customer_details as select
    uuid 'b8c37e33defde51cf91e1e03e51657da' as CUSTOMER_HK,
    uuid '3c5984cddb9f86dc008ae0ec9db9cf7a' as CUSTOMER_HASHDIFF,
    'Alice' as CUSTOMER_NAME, date '1997-04-24' as CUSTOMER_DOB, '17-214-233-1214' as CUSTOMER_PHONE,
    timestamp '2024-03-01 00:00:00' as LOAD_DATETIME, 'SHOP' as RECORD_SOURCE;
  create schema raw_stage;
  create table raw_stage.v_stg_orders (customer_id varchar, customer_name varchar, customer_phone varchar,
    customer_dob date, order_id varchar, load_datetime timestamp);
  insert into raw_stage.v_stg_orders values
    ('1001', ' alice ', '17-214-233-1214', date '1997-04-24', '100', timestamp '2024-03-02 00:00:00'),
    ('1001', 'Alice', '17-999-233-1214', date '1997-04-24', '101', timestamp '2024-03-03 00:00:00'),
    ('1002', 'Bob', null, null, '102', timestamp '2024-03-03 00:00:00'),
    (null, 'nobody', null, null, '103', timestamp '2024-03-03 00:00:00')`;

const remarks = defineSource('remarks', {
  columns: { customer_no: text(20).nullable(), order_no: text(20).nullable(), remark: text(60).nullable() },
});

function datavault4dbtVault(version: 1 | 2): VaultModel {
  const customer = defineHub('customer_h', {
    from: remarks,
    businessKey: { customer_no: 'customer_no' },
    hashKey: 'hk_customer_h',
  });
  const order = defineHub('order_h', {
    from: remarks,
    businessKey: { order_no: 'order_no' },
    hashKey: 'hk_order_h',
  });
  const link = defineLink('customer_order_l', {
    from: remarks,
    connects: {
      hk_customer_h: [customer, 'customer_no'],
      hk_order_h: [order, 'order_no'],
    },
    hashKey: 'hk_customer_order_l',
  });
  const remark = defineSatellite('customer_s', {
    of: customer,
    from: remarks,
    payload: ['remark'],
    hashDiff: 'hd_customer_s',
  });
  return defineVault('datavault4dbt', {
    ...datavault4dbtCompatibility({ version }),
    entities: [customer, order, link, remark],
  });
}

const [unknown, wrong] = ['00'.repeat(16), 'ff'.repeat(16)];
/** What datavault4dbt would have left, with its ghost records, which come before and after all time. */
const datavault4dbtRows = (diff: string): string => `
  create schema dds;
  create table dds.customer_h (hk_customer_h varchar, customer_no varchar, ldts timestamp, rsrc varchar);
  insert into dds.customer_h values
    ('${unknown}', '(unknown)', timestamp '0001-01-01 00:00:01', 'SYSTEM'),
    ('${wrong}', '(error)', timestamp '8888-12-31 23:59:59', 'ERROR'),
    ('25f4d5c41ca3bfb2388752a4a7bf5a5f', 'C001', timestamp '2024-03-01 00:00:00', 'shop');
  create table dds.order_h (hk_order_h varchar, order_no varchar, ldts timestamp, rsrc varchar);
  insert into dds.order_h values
    ('${unknown}', '(unknown)', timestamp '0001-01-01 00:00:01', 'SYSTEM'),
    ('${wrong}', '(error)', timestamp '8888-12-31 23:59:59', 'ERROR'),
    ('${keyOf(datavault4dbtCompatibility({ version: 2 }).hashProfile, 'O-1')}', 'O-1',
      timestamp '2024-03-01 00:00:00', 'shop');
  create table dds.customer_order_l (hk_customer_order_l varchar, hk_customer_h varchar, hk_order_h varchar,
    ldts timestamp, rsrc varchar);
  insert into dds.customer_order_l values
    ('${unknown}', '${unknown}', '${unknown}', timestamp '0001-01-01 00:00:01', 'SYSTEM'),
    ('${wrong}', '${wrong}', '${wrong}', timestamp '8888-12-31 23:59:59', 'ERROR'),
    ('b1db486cc6e1e46dce12a30fc6f6a0bf', '25f4d5c41ca3bfb2388752a4a7bf5a5f',
      '${keyOf(datavault4dbtCompatibility({ version: 2 }).hashProfile, 'O-1')}', timestamp '2024-03-01 00:00:00', 'shop');
  create table dds.customer_s (hk_customer_h varchar, hd_customer_s varchar, rsrc varchar, ldts timestamp,
    remark varchar);
  insert into dds.customer_s values
    ('${unknown}', '${unknown}', 'SYSTEM', timestamp '0001-01-01 00:00:01', '(unknown)'),
    ('${wrong}', '${wrong}', 'ERROR', timestamp '8888-12-31 23:59:59', '(error)'),
    ('25f4d5c41ca3bfb2388752a4a7bf5a5f', '${diff}', 'shop', timestamp '2024-03-01 00:00:00', 'say "x"');
  create schema stage;
  create table stage.remarks (customer_no varchar, order_no varchar, remark varchar, run_no integer);
  insert into stage.remarks values
    ('c001', 'O-1', 'say "x"', 1), ('C001', 'O-2', 'say "y"', 2), ('C002', 'O-2', null, 2),
    (null, 'O-3', 'lost', 2)`;

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
    for (const statement of sql.split(';')) await session.execute({ sql: statement, parameters: [] });
  };
  const rowsOf = (sql: string) => session.query({ sql, parameters: [] });
  const load = async (
    vault: VaultModel,
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
    expect(links.map(({ key }) => key)).toEqual(
      [
        ['1001', '100'],
        ['1001', '101'],
        ['1002', '102'],
      ]
        .map(([customer, order]) => keyOf(hashProfile, customer ?? '', order ?? '')?.toLowerCase())
        .sort(),
    );
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

  it.each([
    [1, 'as escaped before'],
    [2, 'as escaped since'],
  ] as const)('datavault4dbt %d: the same hashes %s, ghosts in the way of nothing', async (version) => {
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
    const zeros = await rowsOf(`select count(*) as n from dds.customer_h where hk_customer_h = '${unknown}'`);
    expect(zeros).toEqual([{ n: 1n }]);
    const stored =
      await rowsOf(`select hd_customer_s as diff from dds.customer_s where ldts < timestamp '8888-01-01'
      and ldts > timestamp '0002-01-01' order by ldts, remark nulls last`);
    expect(stored.map((row) => row['diff'])).toEqual([
      diff,
      diffOf(hashProfile, 'say "y"'),
      diffOf(hashProfile, null),
    ]);
  });
});
