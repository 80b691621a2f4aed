import {
  automateDvCompatibility,
  datavault4dbtCompatibility,
  date,
  defineHub,
  defineLink,
  defineSatellite,
  defineSource,
  defineVault,
  hashDiff,
  hashKey,
  text,
  timestamp,
  type HashProfile,
  type Vault,
} from '@vaultwright/datavault-core';

/** Parts as texts, hashed by the rules of a profile, without the warehouse. */
const parts = (values: readonly (string | null)[]) =>
  values.map((value, place) => ({ name: `part_${place}`, kind: 'text' as const, text: value }));
export const keyOf = (profile: HashProfile, ...values: (string | null)[]) => hashKey(profile, parts(values));
export const diffOf = (profile: HashProfile, ...values: (string | null)[]) =>
  hashDiff(profile, parts(values));

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

export function automateDvVault(defaults = automateDvCompatibility.defaults): Vault {
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
export const automateDvRows = `
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

export function datavault4dbtVault(version: 1 | 2): Vault {
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

export const [unknown, wrong] = ['00'.repeat(16), 'ff'.repeat(16)] as const;

/** What datavault4dbt would have left, with its ghost records, which come before and after all time. */
export const datavault4dbtRows = (diff: string): string => `
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
