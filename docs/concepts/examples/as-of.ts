import { defineAsOfTable, defineSource, defineVault, timestamp } from '@vaultwright/datavault-core';

const closings = defineSource('closings', { columns: { closed_at: timestamp() } });

const asOfRecent = defineAsOfTable('as_of_recent', {
  generate: {
    start: '2022-03-24',
    end: '2022-04-02',
    zone: 'Europe/Berlin',
    grains: { daily: 3, weekly: 'all', monthly: 'all' },
  },
});
const asOfClosing = defineAsOfTable('as_of_closing', { from: closings, column: 'closed_at' });

export const vault = defineVault('example', { entities: [asOfRecent, asOfClosing] });

export const batches = [
  {
    loadDate: '2022-04-02 06:00:00.000000',
    recordSource: 'closings.csv',
    rows: { closings: [['2022-03-31 20:00:00.000000'], ['2022-03-31 20:00:00.000000']] },
  },
];

export const tables = {
  as_of_recent: [
    { as_of: '2022-03-23 23:00:00.000000', is_active: 'false' },
    { as_of: '2022-03-24 23:00:00.000000', is_active: 'false' },
    { as_of: '2022-03-25 23:00:00.000000', is_active: 'false' },
    { as_of: '2022-03-26 23:00:00.000000', is_active: 'false' },
    { as_of: '2022-03-27 22:00:00.000000', is_active: 'true' },
    { as_of: '2022-03-28 22:00:00.000000', is_active: 'false' },
    { as_of: '2022-03-29 22:00:00.000000', is_active: 'false' },
    { as_of: '2022-03-30 22:00:00.000000', is_active: 'true' },
    { as_of: '2022-03-31 22:00:00.000000', is_active: 'true' },
    { as_of: '2022-04-01 22:00:00.000000', is_active: 'true' },
  ],
  as_of_closing: [
    { as_of: '2022-03-31 20:00:00.000000', load_dt: '2022-04-02 06:00:00.000000', load_src: 'closings.csv' },
  ],
};
