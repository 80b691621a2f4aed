import { defineHub, defineSource, defineVault, fedBy, text, timestamp } from '@vaultwright/datavault-core';

const customers = defineSource('customers', {
  columns: { id: text(9).nullable(), city: text(20), at: timestamp() },
  arrival: { loadDate: 'at' },
});
const leads = defineSource('leads', { columns: { lead_no: text(9), town: text(20) } });

const hCustomer = defineHub('h_customer', {
  from: customers,
  businessKey: { customer_id: 'id' },
  extra: { first_city: 'city' },
  hashKey: 'hk_customer',
  zeroKeyRows: ['unknown'],
  furtherSources: [fedBy(leads, { businessKey: { customer_id: 'lead_no' }, extra: { first_city: 'town' } })],
});

export const vault = defineVault('example', { entities: [hCustomer] });

export const batches = [
  {
    loadDate: '2022-01-03 08:00:00.000000',
    recordSource: 'night-run',
    rows: {
      customers: [
        ['1', 'Lviv', '2022-01-02 08:00:00.000000'],
        ['1', 'Kyiv', '2022-01-01 08:00:00.000000'],
        [null, 'Odesa', '2022-01-02 08:00:00.000000'],
      ],
      leads: [
        ['1', 'Rivne'],
        ['2', 'Sumy'],
      ],
    },
  },
];

export const tables = {
  h_customer: [
    {
      hk_customer: 'c4ca4238a0b923820dcc509a6f75849b',
      customer_id: '1',
      first_city: 'Kyiv',
      load_dt: '2022-01-01 08:00:00.000000',
      load_src: 'night-run',
    },
    {
      hk_customer: 'c81e728d9d4c2f636f067f89cc14862c',
      customer_id: '2',
      first_city: 'Sumy',
      load_dt: '2022-01-03 08:00:00.000000',
      load_src: 'night-run',
    },
    {
      hk_customer: '00000000000000000000000000000000',
      customer_id: null,
      first_city: null,
      load_dt: '1900-01-01 00:00:00.000000',
      load_src: 'GHOST',
    },
  ],
};
