import {
  defineHub,
  defineNonHistorizedLink,
  defineSource,
  defineVault,
  decimal,
  text,
} from '@vaultwright/datavault-core';

const sales = defineSource('sales', {
  columns: { receipt: text(9), customer: text(9), shop: text(9), amount: decimal(9, 2) },
});

const hCustomer = defineHub('h_customer', { from: sales, businessKey: { customer_id: 'customer' } });
const hShop = defineHub('h_shop', { from: sales, businessKey: { shop_id: 'shop' } });
const lSale = defineNonHistorizedLink('l_sale', {
  from: sales,
  connects: { hk_customer_id: [hCustomer, 'customer'], hk_shop_id: [hShop, 'shop'] },
  payload: { receipt: 'receipt', amount: 'amount' },
  identity: ['receipt'],
});

export const vault = defineVault('example', { entities: [hCustomer, hShop, lSale] });

export const batches = [
  {
    loadDate: '2022-01-01 08:00:00.000000',
    recordSource: 'sales-1.csv',
    rows: {
      sales: [
        ['r1', 'Ann', 'north', '5'],
        ['r1', 'Ann', 'north', '5'],
        ['r2', 'Ann', 'north', '7.5'],
      ],
    },
  },
  {
    loadDate: '2022-01-02 08:00:00.000000',
    recordSource: 'sales-2.csv',
    rows: { sales: [['r2', 'Ann', 'north', '8']] },
  },
];

export const tables = {
  l_sale: [
    {
      hk_l_sale: '329c94ed86a4ff320ce48cd9b593302b',
      hk_customer_id: '82e335f7ac0e0e412b2ae15abe662110',
      hk_shop_id: '8d8d1437907bca79900ac5f0ea1f5c73',
      receipt: 'r1',
      amount: '5',
      load_dt: '2022-01-01 08:00:00.000000',
      load_src: 'sales-1.csv',
    },
    {
      hk_l_sale: '75672de5ec7cd3b21d32530e66fbccae',
      hk_customer_id: '82e335f7ac0e0e412b2ae15abe662110',
      hk_shop_id: '8d8d1437907bca79900ac5f0ea1f5c73',
      receipt: 'r2',
      amount: '7.5',
      load_dt: '2022-01-01 08:00:00.000000',
      load_src: 'sales-1.csv',
    },
  ],
  l_sale_late: [
    {
      hk_l_sale: '75672de5ec7cd3b21d32530e66fbccae',
      hk_customer_id: '82e335f7ac0e0e412b2ae15abe662110',
      hk_shop_id: '8d8d1437907bca79900ac5f0ea1f5c73',
      receipt: 'r2',
      amount: '8',
      load_dt: '2022-01-02 08:00:00.000000',
      load_src: 'sales-2.csv',
    },
  ],
};
