import { defineHub, defineLink, defineSource, defineVault, text } from '@vaultwright/datavault-core';

const staff = defineSource('staff', { columns: { id: text(9), boss: text(9).nullable() } });
const pairs = defineSource('pairs', { columns: { left: text(9), right: text(9) } });

const hPerson = defineHub('h_person', {
  from: staff,
  businessKey: { person_id: 'id' },
  hashKey: 'hk_person',
  zeroKeyRows: ['unknown'],
});
const lBoss = defineLink('l_boss', {
  from: staff,
  connects: { hk_person: [hPerson, 'id'], hk_boss: [hPerson, 'boss', { optional: true }] },
});
const lSamePerson = defineLink('l_same_person', {
  from: pairs,
  connects: { hk_master: [hPerson, 'left'], hk_duplicate: [hPerson, 'right'] },
  symmetric: true,
  orphans: 'infer',
});

export const vault = defineVault('example', { entities: [hPerson, lBoss, lSamePerson] });

export const batches = [
  {
    loadDate: '2022-01-01 08:00:00.000000',
    recordSource: 'staff.csv',
    rows: {
      staff: [
        ['1', null],
        ['2', '1'],
      ],
      pairs: [
        ['2', '3'],
        ['3', '2'],
      ],
    },
  },
];

export const tables = {
  l_boss: [
    {
      hk_l_boss: '2be511c4a22bea65d9130c5c7a0e880f',
      hk_person: 'c4ca4238a0b923820dcc509a6f75849b',
      hk_boss: '00000000000000000000000000000000',
      load_dt: '2022-01-01 08:00:00.000000',
      load_src: 'staff.csv',
    },
    {
      hk_l_boss: '14c0e5f8cddbd6fdcda779fa08f84b49',
      hk_person: 'c81e728d9d4c2f636f067f89cc14862c',
      hk_boss: 'c4ca4238a0b923820dcc509a6f75849b',
      load_dt: '2022-01-01 08:00:00.000000',
      load_src: 'staff.csv',
    },
  ],
  l_same_person: [
    {
      hk_l_same_person: '26896ad4161e67209ce38cc4d1164f60',
      hk_master: 'c81e728d9d4c2f636f067f89cc14862c',
      hk_duplicate: 'eccbc87e4b5ce2fe28308fd9f2a7baf3',
      load_dt: '2022-01-01 08:00:00.000000',
      load_src: 'staff.csv',
    },
  ],
  h_person: [
    {
      hk_person: 'c4ca4238a0b923820dcc509a6f75849b',
      person_id: '1',
      load_dt: '2022-01-01 08:00:00.000000',
      load_src: 'staff.csv',
    },
    {
      hk_person: 'c81e728d9d4c2f636f067f89cc14862c',
      person_id: '2',
      load_dt: '2022-01-01 08:00:00.000000',
      load_src: 'staff.csv',
    },
    {
      hk_person: '00000000000000000000000000000000',
      person_id: null,
      load_dt: '1900-01-01 00:00:00.000000',
      load_src: 'GHOST',
    },
    {
      hk_person: 'eccbc87e4b5ce2fe28308fd9f2a7baf3',
      person_id: '3',
      load_dt: '2022-01-01 08:00:00.000000',
      load_src: 'staff.csv',
    },
  ],
};
