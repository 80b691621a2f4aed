import {
  defineEffectivitySatellite,
  defineHub,
  defineLink,
  defineSource,
  defineVault,
  text,
  timestamp,
} from '@vaultwright/datavault-core';

const moves = defineSource('moves', {
  columns: { person: text(9), team: text(9).nullable(), since: timestamp() },
});

const hPerson = defineHub('h_person', {
  from: moves,
  businessKey: { person_id: 'person' },
  hashKey: 'hk_person',
});
const hTeam = defineHub('h_team', { from: moves, businessKey: { team_id: 'team' }, hashKey: 'hk_team' });
const lMember = defineLink('l_member', {
  from: moves,
  hashKey: 'hk_member',
  connects: { hk_person: [hPerson, 'person'], hk_team: [hTeam, 'team'] },
});
const sMember = defineEffectivitySatellite('s_member', {
  of: lMember,
  from: moves,
  drivingKey: ['hk_person'],
  start: 'since',
  nullSecondary: 'close',
});

export const vault = defineVault('example', { entities: [hPerson, hTeam, lMember, sMember] });

export const batches = [
  {
    loadDate: '2022-01-01 08:00:00.000000',
    recordSource: 'moves-1.csv',
    rows: {
      moves: [
        ['Ann', 'red', '2022-01-01 00:00:00.000000'],
        ['Bob', 'red', '2022-01-01 00:00:00.000000'],
      ],
    },
  },
  {
    loadDate: '2022-01-05 08:00:00.000000',
    recordSource: 'moves-2.csv',
    rows: {
      moves: [
        ['Ann', 'blue', '2022-01-03 00:00:00.000000'],
        ['Ann', 'red', '2022-01-04 12:00:00.000000'],
        ['Bob', null, '2022-01-05 00:00:00.000000'],
      ],
    },
  },
];

const annRed = {
  hk_member: 'd6c6b6eff97166b91ce0333ca5dab30c',
  hk_person: '82e335f7ac0e0e412b2ae15abe662110',
  hk_team: 'bda9643ac6601722a28f238714274da4',
};
const annBlue = {
  hk_member: 'f1fc08605c6610c5e47bb58b82905c4a',
  hk_person: '82e335f7ac0e0e412b2ae15abe662110',
  hk_team: '48d6215903dff56238e52e8891380c8f',
};
const bobRed = {
  hk_member: '0c5027e8099ec009c140414792b53280',
  hk_person: '2fc1c0beb992cd7096975cfebf9d5c3b',
  hk_team: 'bda9643ac6601722a28f238714274da4',
};
const first = { load_dt: '2022-01-01 08:00:00.000000', load_src: 'moves-1.csv' };
const second = { load_dt: '2022-01-05 08:00:00.000000', load_src: 'moves-2.csv' };
const open = '9999-12-31 23:59:59.999999';

export const tables = {
  s_member: [
    { ...annRed, start_dt: '2022-01-01 00:00:00.000000', end_dt: open, ...first },
    { ...bobRed, start_dt: '2022-01-01 00:00:00.000000', end_dt: open, ...first },
    {
      ...annRed,
      start_dt: '2022-01-01 00:00:00.000000',
      end_dt: '2022-01-03 00:00:00.000000',
      ...second,
    },
    { ...annBlue, start_dt: '2022-01-03 00:00:00.000000', end_dt: open, ...second },
    {
      ...annBlue,
      start_dt: '2022-01-03 00:00:00.000000',
      end_dt: '2022-01-04 12:00:00.000000',
      ...second,
    },
    { ...annRed, start_dt: '2022-01-04 12:00:00.000000', end_dt: open, ...second },
    {
      ...bobRed,
      start_dt: '2022-01-01 00:00:00.000000',
      end_dt: '2022-01-05 00:00:00.000000',
      ...second,
    },
  ],
};
