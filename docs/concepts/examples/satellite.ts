import {
  defineHub,
  defineSatellite,
  defineSource,
  defineVault,
  int,
  text,
  timestamp,
} from '@vaultwright/datavault-core';

const customers = defineSource('customers', {
  columns: {
    id: text(20),
    changed_at: timestamp(),
    line: int(),
    city: text(20).nullable(),
    note: text(20).nullable(),
  },
  arrival: { loadDate: 'changed_at' },
});

const hCustomer = defineHub('h_customer', { from: customers, businessKey: { customer_id: 'id' } });
const sCustomer = defineSatellite('s_customer', {
  of: hCustomer,
  from: customers,
  payload: { city: 'city' },
  sequence: { line_no: 'line' },
  extra: { note: 'note' },
});

export const vault = defineVault('example', { entities: [hCustomer, sCustomer] });

export const batches = [
  {
    loadDate: '2022-03-31 06:00:00.000000',
    recordSource: 'customers-1.csv',
    rows: {
      customers: [
        ['7', '2022-03-01 00:00:00.000000', '1', 'Bonn', 'first'],
        ['7', '2022-03-02 00:00:00.000000', '1', 'Bonn', 'unchanged'],
        ['7', '2022-03-03 00:00:00.000000', '1', 'Kiel', 'moved'],
        ['7', '2022-03-03 00:00:00.000000', '2', 'Bonn', 'and back'],
        ['7', '2022-03-03 00:00:00.000000', '2', 'Bonn', 'and back'],
      ],
    },
  },
  {
    loadDate: '2022-04-01 06:00:00.000000',
    recordSource: 'customers-2.csv',
    rows: {
      customers: [
        ['7', '2022-03-02 12:00:00.000000', '1', 'Jena', 'too late'],
        ['7', '2022-04-01 00:00:00.000000', '1', null, 'no city'],
      ],
    },
  },
];

export const tables = {
  s_customer: [
    {
      line_no: '1',
      city: 'Bonn',
      note: 'first',
      load_dt: '2022-03-01 00:00:00.000000',
      load_src: 'customers-1.csv',
    },
    {
      line_no: '1',
      city: 'Kiel',
      note: 'moved',
      load_dt: '2022-03-03 00:00:00.000000',
      load_src: 'customers-1.csv',
    },
    {
      line_no: '2',
      city: 'Bonn',
      note: 'and back',
      load_dt: '2022-03-03 00:00:00.000000',
      load_src: 'customers-1.csv',
    },
    {
      line_no: '1',
      city: null,
      note: 'no city',
      load_dt: '2022-04-01 00:00:00.000000',
      load_src: 'customers-2.csv',
    },
  ],
  s_customer_late: [
    {
      line_no: '1',
      city: 'Jena',
      note: 'too late',
      load_dt: '2022-03-02 12:00:00.000000',
      load_src: 'customers-2.csv',
    },
  ],
};
