import {
  defineAsOfTable,
  defineHub,
  definePointInTime,
  defineSatellite,
  defineSource,
  defineVault,
  text,
} from '@vaultwright/datavault-core';

const customers = defineSource('customers', { columns: { id: text(9), city: text(20) } });
const ratings = defineSource('ratings', { columns: { id: text(9), grade: text(1) } });

const hCustomer = defineHub('h_customer', {
  from: customers,
  businessKey: { customer_id: 'id' },
  hashKey: 'hk_customer',
  furtherSources: [{ source: ratings, businessKey: { customer_id: 'id' } }],
});
const sAddress = defineSatellite('s_address', { of: hCustomer, from: customers, payload: ['city'] });
const sRating = defineSatellite('s_rating', { of: hCustomer, from: ratings, payload: ['grade'] });
const asOfDay = defineAsOfTable('as_of_day', {
  generate: { start: '2022-01-02', end: '2022-01-04', grains: { daily: 'all' } },
});
const pitCustomer = definePointInTime('pit_customer', {
  of: hCustomer,
  at: asOfDay,
  satellites: [sAddress, sRating],
});

export const vault = defineVault('example', {
  entities: [hCustomer, sAddress, sRating, asOfDay, pitCustomer],
});

export const batches = [
  {
    loadDate: '2022-01-01 08:00:00.000000',
    recordSource: 'customers-1.csv',
    rows: { customers: [['1', 'Kyiv']] },
  },
  {
    loadDate: '2022-01-02 08:00:00.000000',
    recordSource: 'customers-2.csv',
    rows: {
      customers: [
        ['1', 'Lviv'],
        ['2', 'Odesa'],
      ],
    },
  },
  {
    loadDate: '2022-01-03 08:00:00.000000',
    recordSource: 'ratings-1.csv',
    rows: { ratings: [['1', 'A']] },
  },
];

export const tables = {
  s_rating: [
    {
      hk_customer: '00000000000000000000000000000000',
      hash_diff: '00000000000000000000000000000000',
      grade: null,
      load_dt: '1900-01-01 00:00:00.000000',
      load_src: 'GHOST',
    },
    {
      hk_customer: 'c4ca4238a0b923820dcc509a6f75849b',
      hash_diff: '7fc56270e7a70fa81a5935b72eacbe29',
      grade: 'A',
      load_dt: '2022-01-03 08:00:00.000000',
      load_src: 'ratings-1.csv',
    },
  ],
};
