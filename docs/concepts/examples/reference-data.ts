import {
  defineAsOfTable,
  defineCurrentView,
  defineReferenceHub,
  defineReferenceSatellite,
  defineReferenceTable,
  defineSnapshotView,
  defineSource,
  defineVault,
  text,
} from '@vaultwright/datavault-core';

const countries = defineSource('countries', {
  columns: { code: text(2).nullable(), title: text(40), currency: text(3) },
});
const partners = defineSource('partners', { columns: { country: text(2), country_name: text(40) } });

const rhCountry = defineReferenceHub('rh_country', {
  from: countries,
  naturalKey: { country_code: 'code' },
  furtherSources: [{ source: partners, naturalKey: { country_code: 'country' } }],
});
const rsCountry = defineReferenceSatellite('rs_country', {
  of: rhCountry,
  from: countries,
  payload: ['currency'],
});
const rsCountryNow = defineCurrentView('rs_country_now', { of: rsCountry });
const asOfYear = defineAsOfTable('as_of_year', {
  generate: { start: '2022-01-01', end: '2023-12-31', grains: { yearly: 'all' } },
});
const rsCountryAt = defineSnapshotView('rs_country_at', { of: rsCountry, at: asOfYear });

const rCountryName = defineReferenceTable('r_country_name', {
  from: countries,
  naturalKey: { country_code: 'code' },
  payload: ['title'],
  furtherSources: [
    { source: partners, naturalKey: { country_code: 'country' }, payload: { title: 'country_name' } },
  ],
});
const rCurrency = defineReferenceTable('r_currency', {
  from: countries,
  naturalKey: { country_code: 'code' },
  payload: ['currency'],
  mode: 'type1',
});

export const vault = defineVault('example', {
  entities: [rhCountry, rsCountry, asOfYear, rCountryName, rCurrency, rsCountryNow, rsCountryAt],
});

export const batches = [
  {
    loadDate: '2021-12-30 08:00:00.000000',
    recordSource: 'codes-2021.csv',
    rows: {
      countries: [
        ['HR', 'Croatia', 'HRK'],
        ['SK', 'Slovakia', 'EUR'],
        [null, 'nowhere', 'XXX'],
      ],
      partners: [
        ['HR', 'Hrvatska'],
        ['NO', 'Norge'],
      ],
    },
  },
  {
    loadDate: '2022-12-30 08:00:00.000000',
    recordSource: 'codes-2022.csv',
    rows: { countries: [['HR', 'Croatia', 'EUR']] },
  },
];

export const tables = {
  rh_country: [
    { country_code: 'HR', load_dt: '2021-12-30 08:00:00.000000', load_src: 'codes-2021.csv' },
    { country_code: 'SK', load_dt: '2021-12-30 08:00:00.000000', load_src: 'codes-2021.csv' },
    { country_code: 'NO', load_dt: '2021-12-30 08:00:00.000000', load_src: 'codes-2021.csv' },
  ],
  rs_country: [
    {
      country_code: 'HR',
      currency: 'HRK',
      load_dt: '2021-12-30 08:00:00.000000',
      load_src: 'codes-2021.csv',
      hash_diff: 'c11a22bb557caefe8a0f3535dbf6d201',
    },
    {
      country_code: 'SK',
      currency: 'EUR',
      load_dt: '2021-12-30 08:00:00.000000',
      load_src: 'codes-2021.csv',
      hash_diff: 'a055562bdb59ad8ba9cc680367308118',
    },
    {
      country_code: 'HR',
      currency: 'EUR',
      load_dt: '2022-12-30 08:00:00.000000',
      load_src: 'codes-2022.csv',
      hash_diff: 'a055562bdb59ad8ba9cc680367308118',
    },
  ],
  rs_country_now: [
    {
      country_code: 'HR',
      currency: 'EUR',
      load_dt: '2022-12-30 08:00:00.000000',
      load_src: 'codes-2022.csv',
      hash_diff: 'a055562bdb59ad8ba9cc680367308118',
    },
    {
      country_code: 'SK',
      currency: 'EUR',
      load_dt: '2021-12-30 08:00:00.000000',
      load_src: 'codes-2021.csv',
      hash_diff: 'a055562bdb59ad8ba9cc680367308118',
    },
  ],
  rs_country_at: [
    {
      as_of: '2022-01-01 00:00:00.000000',
      country_code: 'HR',
      currency: 'HRK',
      load_dt: '2021-12-30 08:00:00.000000',
      load_src: 'codes-2021.csv',
      hash_diff: 'c11a22bb557caefe8a0f3535dbf6d201',
    },
    {
      as_of: '2022-01-01 00:00:00.000000',
      country_code: 'SK',
      currency: 'EUR',
      load_dt: '2021-12-30 08:00:00.000000',
      load_src: 'codes-2021.csv',
      hash_diff: 'a055562bdb59ad8ba9cc680367308118',
    },
    {
      as_of: '2023-01-01 00:00:00.000000',
      country_code: 'HR',
      currency: 'EUR',
      load_dt: '2022-12-30 08:00:00.000000',
      load_src: 'codes-2022.csv',
      hash_diff: 'a055562bdb59ad8ba9cc680367308118',
    },
    {
      as_of: '2023-01-01 00:00:00.000000',
      country_code: 'SK',
      currency: 'EUR',
      load_dt: '2021-12-30 08:00:00.000000',
      load_src: 'codes-2021.csv',
      hash_diff: 'a055562bdb59ad8ba9cc680367308118',
    },
  ],
  r_country_name: [
    {
      country_code: 'HR',
      title: 'Croatia',
      load_dt: '2021-12-30 08:00:00.000000',
      load_src: 'codes-2021.csv',
    },
    {
      country_code: 'SK',
      title: 'Slovakia',
      load_dt: '2021-12-30 08:00:00.000000',
      load_src: 'codes-2021.csv',
    },
    { country_code: 'NO', title: 'Norge', load_dt: '2021-12-30 08:00:00.000000', load_src: 'codes-2021.csv' },
  ],
  r_currency: [
    {
      country_code: 'HR',
      currency: 'EUR',
      load_dt: '2022-12-30 08:00:00.000000',
      load_src: 'codes-2022.csv',
    },
  ],
};
