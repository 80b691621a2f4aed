import {
  decimal,
  int,
  text,
  timestamp,
  defineHub,
  defineLink,
  defineNonHistorizedSatellite,
  defineSatellite,
  defineSource,
  defineVault,
} from '@vaultwright/datavault-core';

/** Customers, and the cards they used: the smallest vault that has every kind and every policy. */
export const customers = defineSource('customers', {
  columns: {
    id: text(40).nullable(),
    name: text(40).nullable(),
    credit: decimal(9, 2).nullable(),
    since: timestamp().nullable(),
  },
});

export const uses = defineSource('uses', {
  columns: {
    customer: text(40).nullable(),
    card: int().nullable(),
    used_at: timestamp(),
    note: text(40).nullable(),
  },
});

export const cards = defineSource('cards', { columns: { number: int(), kind: text(20) } });

const hCustomer = defineHub('h_customer', {
  from: customers,
  businessKey: { customer_id: 'id' },
  extra: { since: 'since' },
});
const hCard = defineHub('h_card', { from: cards, businessKey: { card_number: 'number' } });
const sCustomer = defineSatellite('s_customer', {
  of: hCustomer,
  from: customers,
  payload: ['name', 'credit'],
});
const sCard = defineSatellite('s_card', { of: hCard, from: cards, payload: ['kind'] });
const lUse = defineLink('l_use', {
  from: uses,
  connects: { hk_customer_id: [hCustomer, 'customer'], hk_card_number: [hCard, 'card'] },
  orphans: 'hold',
});
const sUse = defineNonHistorizedSatellite('s_use', {
  of: lUse,
  from: uses,
  payload: ['used_at', 'note'],
  orphans: 'hold',
});

export const smallVault = defineVault('small', {
  entities: [hCustomer, hCard, sCustomer, sCard, lUse, sUse],
});
