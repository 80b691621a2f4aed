import {
  defineAsOfTable,
  defineBridge,
  defineCurrentView,
  defineEffectivitySatellite,
  defineEndDatedView,
  defineExtendedTrackingSatellite,
  defineHub,
  defineLink,
  defineMultiActiveSatellite,
  defineNonHistorizedLink,
  defineNonHistorizedSatellite,
  definePointInTime,
  defineRecordTrackingSatellite,
  defineReferenceHub,
  defineReferenceSatellite,
  defineReferenceTable,
  defineSatellite,
  defineSnapshotView,
  defineSource,
  defineStatusTrackingSatellite,
  defineVault,
  derive,
  decimal,
  text,
  timestamp,
  withCleaned,
  withDerived,
  type Vault,
} from '@vaultwright/datavault-core';

const people = withCleaned(
  defineSource('people', {
    columns: { id: text(20).nullable(), name: text(40).nullable(), town: text(20), country: text(2) },
  }),
  { town: ['trim', 'nullIfEmpty'], country: ['upperAscii'] },
);
const moves = defineSource('moves', {
  columns: { person: text(20), team: text(20).nullable(), since: timestamp() },
});
const phones = defineSource('phones', {
  columns: { person: text(20), kind: text(10).nullable(), number: text(20) },
});
const sales = withDerived(
  defineSource('sales', {
    columns: { receipt: text(9), person: text(20), shop: text(9).nullable(), amount: decimal(9, 2) },
  }),
  (column) => ({ place: derive.concat(derive.coalesce(column.shop, column.receipt), '/', column.receipt) }),
);
const countries = defineSource('countries', {
  columns: { code: text(2).nullable(), title: text(40), currency: text(3) },
});

const hPerson = defineHub('h_person', {
  from: people,
  businessKey: { person_id: 'id' },
  hashKey: 'hk_person',
  furtherSources: [{ source: phones, businessKey: { person_id: 'person' } }],
});
const hTeam = defineHub('h_team', { from: moves, businessKey: { team_id: 'team' }, hashKey: 'hk_team' });
const hShop = defineHub('h_shop', { from: sales, businessKey: { shop_id: 'shop' }, hashKey: 'hk_shop' });
const lMember = defineLink('l_member', {
  from: moves,
  hashKey: 'hk_member',
  connects: { hk_person: [hPerson, 'person'], hk_team: [hTeam, 'team'] },
});
const lSale = defineNonHistorizedLink('l_sale', {
  from: sales,
  connects: { hk_person: [hPerson, 'person'], hk_shop: [hShop, 'shop'] },
  payload: { receipt: 'receipt', amount: 'amount', place: 'place' },
  identity: ['receipt'],
  orphans: 'hold',
});
const xtsPerson = defineExtendedTrackingSatellite('xts_person', { of: hPerson });
const sPerson = defineSatellite('s_person', {
  of: hPerson,
  from: people,
  payload: ['name', 'town'],
  trackedBy: xtsPerson,
  onLate: 'insertRestore',
});
const sCountry = defineSatellite('s_country', { of: hPerson, from: people, payload: ['country'] });
const sBorn = defineNonHistorizedSatellite('s_born', { of: hPerson, from: people, payload: ['town'] });
const sMember = defineEffectivitySatellite('s_member', {
  of: lMember,
  from: moves,
  drivingKey: ['hk_person'],
  start: 'since',
  nullSecondary: 'close',
});
const sSince = defineSatellite('s_since', {
  of: lMember,
  from: moves,
  payload: ['since'],
});
const sPhone = defineMultiActiveSatellite('s_phone', {
  of: hPerson,
  from: phones,
  childKey: ['kind'],
  payload: ['number'],
});
const stsPerson = defineStatusTrackingSatellite('sts_person', {
  of: hPerson,
  from: people,
  feed: 'snapshot',
  payload: ['town'],
});
const rtsPerson = defineRecordTrackingSatellite('rts_person', { of: hPerson, from: people });
const rhCountry = defineReferenceHub('rh_country', { from: countries, naturalKey: { country_code: 'code' } });
const rsCountry = defineReferenceSatellite('rs_country', {
  of: rhCountry,
  from: countries,
  payload: ['currency'],
});
const rCountry = defineReferenceTable('r_country', {
  from: countries,
  naturalKey: { country_code: 'code' },
  payload: ['title'],
});
const asOfDay = defineAsOfTable('as_of_day', {
  generate: { start: '2022-01-02', end: '2022-01-04', grains: { daily: 'all', monthly: 'all' } },
});
const pitPerson = definePointInTime('pit_person', {
  of: hPerson,
  at: asOfDay,
  satellites: [sPerson, sCountry],
});
const bridgeStaff = defineBridge('bridge_staff', {
  of: hPerson,
  at: asOfDay,
  via: [{ link: lMember, activity: { satellite: sSince, until: 'since' } }],
});
const sCountryNow = defineCurrentView('s_country_now', { of: sCountry });
const sCountryHistory = defineEndDatedView('s_country_history', { of: sCountry });
const rsCountryAt = defineSnapshotView('rs_country_at', { of: rsCountry, at: asOfDay });

/** An entity of every kind, so that a server sees every form of statement that the kinds generate. */
export const everyKind: Vault = defineVault('every-kind', {
  entities: [
    hPerson,
    hTeam,
    hShop,
    lMember,
    lSale,
    xtsPerson,
    sPerson,
    sCountry,
    sBorn,
    sMember,
    sSince,
    sPhone,
    stsPerson,
    rtsPerson,
    rhCountry,
    rsCountry,
    rCountry,
    asOfDay,
    pitPerson,
    bridgeStaff,
    sCountryNow,
    sCountryHistory,
    rsCountryAt,
  ],
});
