import {
  defineHub,
  defineNonHistorizedSatellite,
  defineSource,
  defineVault,
  derive,
  text,
  withCleaned,
  withDerived,
  withNullKeys,
} from '@vaultwright/datavault-core';

const towns = defineSource('towns', {
  columns: { city: text(20).nullable(), state: text(20).nullable(), country: text(2) },
});

const cleaned = withCleaned(towns, { city: ['trim', 'nullIfEmpty'], country: ['upperAscii'] });
const derived = withDerived(cleaned, (c) => ({
  region: derive.concat(derive.coalesce(c.state, c.country), '/', c.country),
}));
const named = withNullKeys(derived, { city: 'required' });

const hCity = defineHub('h_city', { from: named, businessKey: { city: 'city' } });
const sCity = defineNonHistorizedSatellite('s_city', {
  of: hCity,
  from: named,
  payload: ['city_original', 'region'],
});

export const vault = defineVault('example', { entities: [hCity, sCity] });

export const batches = [
  {
    loadDate: '2022-01-01 00:00:00.000000',
    recordSource: 'towns.csv',
    rows: {
      towns: [
        [' Bonn ', null, 'de'],
        ['', 'Hesse', 'DE'],
        [null, null, 'fr'],
      ],
    },
  },
];

export const tables = {
  h_city: [{ city: 'Bonn' }, { city: '-1' }],
  s_city: [
    { city_original: 'Bonn', region: 'DE/DE' },
    { city_original: null, region: 'Hesse/DE' },
    { city_original: null, region: 'FR/FR' },
  ],
};
