import {
  defineHub,
  defineMultiActiveSatellite,
  defineSource,
  defineVault,
  text,
} from '@vaultwright/datavault-core';

const phones = defineSource('phones', {
  columns: { person: text(20), kind: text(10).nullable(), number: text(20) },
});

const hPerson = defineHub('h_person', { from: phones, businessKey: { person_id: 'person' } });
const sPhone = defineMultiActiveSatellite('s_phone', {
  of: hPerson,
  from: phones,
  childKey: ['kind'],
  payload: ['number'],
});

export const vault = defineVault('example', { entities: [hPerson, sPhone] });

const dayOf = (day: number) => ({
  loadDate: `2022-03-0${day} 06:00:00.000000`,
  recordSource: `phones-${day}.csv`,
});

export const batches = [
  {
    ...dayOf(1),
    rows: {
      phones: [
        ['Ann', 'home', '100'],
        ['Ann', 'work', '200'],
        ['Ann', null, '999'],
        ['Bob', 'home', '300'],
      ],
    },
  },
  {
    ...dayOf(2),
    rows: {
      phones: [
        ['Ann', 'work', '200'],
        ['Ann', 'home', '100'],
        ['Bob', 'home', '301'],
      ],
    },
  },
  { ...dayOf(3), rows: { phones: [['Ann', 'work', '200']] } },
];

const arrivalOf = (day: number) => ({ load_dt: dayOf(day).loadDate, load_src: dayOf(day).recordSource });

export const tables = {
  s_phone: [
    { kind: 'home', number: '100', ...arrivalOf(1) },
    { kind: 'work', number: '200', ...arrivalOf(1) },
    { kind: 'home', number: '300', ...arrivalOf(1) },
    { kind: 'home', number: '301', ...arrivalOf(2) },
    { kind: 'work', number: '200', ...arrivalOf(3) },
  ],
};
