import {
  defineHub,
  defineSource,
  defineStatusTrackingSatellite,
  defineVault,
  text,
} from '@vaultwright/datavault-core';

const customers = defineSource('customers', { columns: { id: text(20), city: text(20) } });

const hCustomer = defineHub('h_customer', {
  from: customers,
  businessKey: { customer_id: 'id' },
  hashKey: 'hk_customer',
});
const stsCustomer = defineStatusTrackingSatellite('sts_customer', {
  of: hCustomer,
  from: customers,
  feed: 'snapshot',
  payload: ['city'],
});

export const vault = defineVault('example', { entities: [hCustomer, stsCustomer] });

const batchOf = (day: number, ...customersOfDay: readonly (readonly string[])[]) => ({
  loadDate: `2022-03-0${day} 06:00:00.000000`,
  recordSource: `customers-${day}.csv`,
  rows: { customers: customersOfDay },
});

export const batches = [
  batchOf(1, ['7', 'Bonn'], ['8', 'Kiel']),
  batchOf(2, ['7', 'Bonn'], ['8', 'Jena']),
  batchOf(3, ['7', 'Bonn']),
  batchOf(4, ['7', 'Bonn'], ['8', 'Jena']),
];

const seven = '8f14e45fceea167a5a36dedd4bea2543';
const eight = 'c9f0f895fb98ab9159f51fd0297e236d';
const rowOf = (hk_customer: string, status: string, day: number) => ({
  hk_customer,
  status,
  load_dt: `2022-03-0${day} 06:00:00.000000`,
  load_src: `customers-${day}.csv`,
});

export const tables = {
  sts_customer: [
    rowOf(seven, 'I', 1),
    rowOf(eight, 'I', 1),
    rowOf(eight, 'U', 2),
    rowOf(eight, 'D', 3),
    rowOf(eight, 'I', 4),
  ],
};
