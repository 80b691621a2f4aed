import {
  defineHub,
  defineRecordTrackingSatellite,
  defineSource,
  defineVault,
  text,
} from '@vaultwright/datavault-core';

const customers = defineSource('customers', { columns: { id: text(20).nullable() } });

const hCustomer = defineHub('h_customer', { from: customers, businessKey: { customer_id: 'id' } });
const rtsCustomer = defineRecordTrackingSatellite('rts_customer', { of: hCustomer, from: customers });

export const vault = defineVault('example', { entities: [hCustomer, rtsCustomer] });

export const batches = [
  {
    loadDate: '2022-03-02 00:00:00.000000',
    recordSource: 'shop',
    rows: { customers: [['7'], ['7'], [null]] },
  },
  { loadDate: '2022-03-01 00:00:00.000000', recordSource: 'shop', rows: { customers: [['7']] } },
  { loadDate: '2022-03-01 00:00:00.000000', recordSource: 'shop', rows: { customers: [['7']] } },
];

export const tables = {
  rts_customer: [
    { load_dt: '2022-03-01 00:00:00.000000', load_src: 'shop' },
    { load_dt: '2022-03-02 00:00:00.000000', load_src: 'shop' },
  ],
};
