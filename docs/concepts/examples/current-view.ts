import {
  defineCurrentView,
  defineHub,
  defineSatellite,
  defineSource,
  defineVault,
  text,
} from '@vaultwright/datavault-core';

const customers = defineSource('customers', { columns: { id: text(9), city: text(20) } });

const hCustomer = defineHub('h_customer', {
  from: customers,
  businessKey: { customer_id: 'id' },
  hashKey: 'hk_customer',
});
const sAddress = defineSatellite('s_address', { of: hCustomer, from: customers, payload: ['city'] });
const sAddressNow = defineCurrentView('s_address_now', { of: sAddress });

export const vault = defineVault('example', { entities: [hCustomer, sAddress, sAddressNow] });

export const batches = [
  {
    loadDate: '2022-01-01 08:00:00.000000',
    recordSource: 'customers-1.csv',
    rows: { customers: [['1', 'Kyiv']] },
  },
  {
    loadDate: '2022-01-02 08:00:00.000000',
    recordSource: 'customers-2.csv',
    rows: { customers: [['1', 'Lviv']] },
  },
];

export const tables = {
  s_address_now: [
    {
      hk_customer: 'c4ca4238a0b923820dcc509a6f75849b',
      hash_diff: '43a5ad276e80f525c203d25a92f0bf80',
      city: 'Lviv',
      load_dt: '2022-01-02 08:00:00.000000',
      load_src: 'customers-2.csv',
    },
  ],
};
