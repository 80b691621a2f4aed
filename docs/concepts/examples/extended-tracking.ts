import {
  defineExtendedTrackingSatellite,
  defineHub,
  defineSatellite,
  defineSource,
  defineVault,
  text,
} from '@vaultwright/datavault-core';

const customers = defineSource('customers', { columns: { id: text(20), city: text(20) } });

const hCustomer = defineHub('h_customer', { from: customers, businessKey: { customer_id: 'id' } });
const xtsCustomer = defineExtendedTrackingSatellite('xts_customer', { of: hCustomer });
const sCustomer = defineSatellite('s_customer', {
  of: hCustomer,
  from: customers,
  payload: ['city'],
  trackedBy: xtsCustomer,
  onLate: 'insertRestore',
});

export const vault = defineVault('example', { entities: [hCustomer, xtsCustomer, sCustomer] });

const day = (place: number, city: string) => ({
  loadDate: `2022-03-0${place} 00:00:00.000000`,
  recordSource: `day-${place}.csv`,
  rows: { customers: [['7', city]] },
});

/** Day 2 is delivered after day 3. */
export const batches = [day(1, 'Bonn'), day(3, 'Bonn'), day(2, 'Kiel')];

export const tables = {
  s_customer: [
    { city: 'Bonn', load_dt: '2022-03-01 00:00:00.000000', load_src: 'day-1.csv' },
    { city: 'Kiel', load_dt: '2022-03-02 00:00:00.000000', load_src: 'day-2.csv' },
    { city: 'Bonn', load_dt: '2022-03-03 00:00:00.000000', load_src: 'day-3.csv' },
  ],
  xts_customer: [
    { satellite_name: 's_customer', load_dt: '2022-03-01 00:00:00.000000', load_src: 'day-1.csv' },
    { satellite_name: 's_customer', load_dt: '2022-03-02 00:00:00.000000', load_src: 'day-2.csv' },
    { satellite_name: 's_customer', load_dt: '2022-03-03 00:00:00.000000', load_src: 'day-3.csv' },
  ],
};
