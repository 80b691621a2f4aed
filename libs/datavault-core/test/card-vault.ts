import { int, text, timestamp } from '../src/metadata/column.ts';
import { defineSource } from '../src/metadata/source.ts';
import { defineHub } from '../src/kinds/insert-once/hub.ts';
import { defineLink } from '../src/kinds/insert-once/link.ts';
import { defineNonHistorizedSatellite } from '../src/kinds/insert-once/non-historized-satellite.ts';
import { defineSatellite } from '../src/kinds/history/satellite.ts';
import { defineVault } from '../src/vault/define-vault.ts';

const customers = defineSource('customers', { columns: { id: text(40).nullable(), name: text(40) } });
const cards = defineSource('cards', { columns: { number: int(), kind: text(20) } });
const uses = defineSource('uses', {
  columns: { customer: text(40).nullable(), card: int().nullable(), used_at: timestamp() },
});

const hCustomer = defineHub('h_customer', { from: customers, businessKey: { customer_id: 'id' } });
const hCard = defineHub('h_card', { from: cards, businessKey: { card_number: 'number' } });
const sCard = defineSatellite('s_card', { of: hCard, from: cards, payload: ['kind'] });
const lUse = defineLink('l_use', {
  from: uses,
  connects: { hk_customer_id: [hCustomer, 'customer'], hk_card_number: [hCard, 'card'] },
  orphans: 'hold',
});
const sUse = defineNonHistorizedSatellite('s_use', {
  of: lUse,
  from: uses,
  payload: ['used_at'],
  orphans: 'hold',
});

/** Customers and the cards they used: two hubs, a link and satellites, some of whose rows may be held. */
export const cardVault = defineVault('cards', { entities: [hCustomer, hCard, sCard, lUse, sUse] });
