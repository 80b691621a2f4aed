import {
  defineAsOfTable,
  defineBridge,
  defineHub,
  defineLink,
  defineSatellite,
  defineSource,
  defineVault,
  text,
  timestamp,
} from '@vaultwright/datavault-core';

const contracts = defineSource('contracts', {
  columns: { person: text(9), team: text(9), ends: timestamp().nullable() },
});

const hPerson = defineHub('h_person', {
  from: contracts,
  businessKey: { person_id: 'person' },
  hashKey: 'hk_person',
});
const hTeam = defineHub('h_team', {
  from: contracts,
  businessKey: { team_id: 'team' },
  hashKey: 'hk_team',
});
const lContract = defineLink('l_contract', {
  from: contracts,
  hashKey: 'hk_contract',
  connects: { hk_person: [hPerson, 'person'], hk_team: [hTeam, 'team'] },
});
const sContract = defineSatellite('s_contract', { of: lContract, from: contracts, payload: ['ends'] });
const asOfDay = defineAsOfTable('as_of_day', {
  generate: { start: '2022-01-02', end: '2022-01-04', grains: { daily: 'all' } },
});
const bridgeStaff = defineBridge('bridge_staff', {
  of: hPerson,
  at: asOfDay,
  via: [{ link: lContract, activity: { satellite: sContract, until: 'ends' } }],
});

export const vault = defineVault('example', {
  entities: [hPerson, hTeam, lContract, sContract, asOfDay, bridgeStaff],
});

export const batches = [
  {
    loadDate: '2022-01-01 08:00:00.000000',
    recordSource: 'contracts-1.csv',
    rows: { contracts: [['Ann', 'red', null]] },
  },
  {
    loadDate: '2022-01-02 08:00:00.000000',
    recordSource: 'contracts-2.csv',
    rows: {
      contracts: [
        ['Ann', 'red', '2022-01-03 12:00:00.000000'],
        ['Ann', 'blue', null],
      ],
    },
  },
];

export const tables = {
  bridge_staff: [
    {
      as_of: '2022-01-02 00:00:00.000000',
      hk_person: '82e335f7ac0e0e412b2ae15abe662110',
      hk_contract: 'd6c6b6eff97166b91ce0333ca5dab30c',
      hk_team: 'bda9643ac6601722a28f238714274da4',
    },
    {
      as_of: '2022-01-03 00:00:00.000000',
      hk_person: '82e335f7ac0e0e412b2ae15abe662110',
      hk_contract: 'd6c6b6eff97166b91ce0333ca5dab30c',
      hk_team: 'bda9643ac6601722a28f238714274da4',
    },
    {
      as_of: '2022-01-03 00:00:00.000000',
      hk_person: '82e335f7ac0e0e412b2ae15abe662110',
      hk_contract: 'f1fc08605c6610c5e47bb58b82905c4a',
      hk_team: '48d6215903dff56238e52e8891380c8f',
    },
    {
      as_of: '2022-01-04 00:00:00.000000',
      hk_person: '82e335f7ac0e0e412b2ae15abe662110',
      hk_contract: 'f1fc08605c6610c5e47bb58b82905c4a',
      hk_team: '48d6215903dff56238e52e8891380c8f',
    },
  ],
};
