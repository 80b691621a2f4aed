import {
  automateDv,
  binary,
  boolean,
  date,
  decimal,
  defineCurrentView,
  defineEndDatedView,
  defineHub,
  defineLink,
  defineNonHistorizedSatellite,
  defineSatellite,
  defineSource,
  defineVault,
  float,
  int,
  text,
  time,
  timestamp,
  timestamptz,
  uuid,
  type Vault,
} from '@vaultwright/datavault-core';

const readings = defineSource('readings', {
  columns: {
    code: text(20),
    number: int(),
    price: decimal(9, 2),
    share: decimal(4, 4).nullable(),
    count: decimal(18, 0).nullable(),
    is_open: boolean(),
    is_late: boolean().nullable(),
    day: date(),
    clock: time(),
    at: timestamp(),
    instant: timestamptz(),
    guid: uuid(),
    bytes: binary(16).nullable(),
    weight: float().nullable(),
    note: text(1000).nullable(),
  },
});

const places = defineSource('places', { columns: { id: text(40).nullable(), name: text(100).nullable() } });

const hReading = defineHub('h_reading', {
  from: readings,
  businessKey: {
    code: 'code',
    number: 'number',
    price: 'price',
    is_open: 'is_open',
    day: 'day',
    clock: 'clock',
    at: 'at',
    instant: 'instant',
    guid: 'guid',
  },
  extra: { is_late: 'is_late' },
});
const hPlace = defineHub('h_place', { from: places, businessKey: { place_id: 'id' } });
const hCode = defineHub('h_code', { from: readings, businessKey: { code: 'code' } });
const lReading = defineLink('l_reading', {
  from: readings,
  connects: {
    hk_code: [hCode, 'code'],
    hk_place_id: [hPlace, 'note'],
  },
  orphans: 'hold',
});
const sReading = defineSatellite('s_reading', {
  of: hReading,
  from: readings,
  payload: ['is_late', 'share', 'count', 'bytes', 'note'],
});
const sPlace = defineSatellite('s_place', { of: hPlace, from: places, payload: ['name'], orphans: 'hold' });
const sLink = defineNonHistorizedSatellite('s_reading_event', {
  of: lReading,
  from: readings,
  payload: ['at', 'instant', 'is_late', 'share', 'guid', 'bytes', 'note'],
  orphans: 'hold',
});

const vReading = defineCurrentView('v_reading_now', { of: sReading });
const vPlace = defineEndDatedView('v_place_history', { of: sPlace, mergeEqual: true });

const entities = [hReading, hPlace, hCode, lReading, sReading, sPlace, sLink, vReading, vPlace];

/** Vaults whose SQL is kept for review: every type under the default hashes, and the hashes of another tool as hex text. */
export const goldenVaults: readonly Vault[] = [
  defineVault('every-type', { entities }),
  defineVault('folded-hex', {
    entities,
    hashProfile: {
      ...automateDv,
      name: 'folded-hex',
      algorithm: 'sha1',
      encoding: 'hexUpper',
      text: 'vaultwright-1',
    },
    naming: { stagingSchema: 'staging_folded', vaultSchema: 'dds_folded' },
  }),
];
