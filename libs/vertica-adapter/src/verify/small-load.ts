import {
  defineEffectivitySatellite,
  defineHub,
  defineLink,
  defineMultiActiveSatellite,
  defineNonHistorizedLink,
  defineSatellite,
  defineSource,
  defineVault,
  text,
  timestamp,
  type Vault,
} from '@vaultwright/datavault-core';
import type { CanonicalRow } from '@vaultwright/datavault-core/warehouse';

const people = defineSource('people', { columns: { id: text(20).nullable(), name: text(40).nullable() } });
const moves = defineSource('moves', {
  columns: { person: text(20), team: text(20).nullable(), since: timestamp() },
});
const phones = defineSource('phones', {
  columns: { person: text(20), kind: text(10).nullable(), number: text(20) },
});
const visits = defineSource('visits', {
  columns: {
    visit: text(9),
    person: text(20).nullable(),
    place: text(20).nullable(),
    note: text(20).nullable(),
  },
});

const hPerson = defineHub('h_person', {
  from: people,
  businessKey: { person: 'id' },
  hashKey: 'hk',
  furtherSources: [
    { source: moves, businessKey: { person: 'person' } },
    { source: phones, businessKey: { person: 'person' } },
    { source: visits, businessKey: { person: 'person' } },
  ],
});
const hTeam = defineHub('h_team', { from: moves, businessKey: { team: 'team' }, hashKey: 'hk_team' });
const hPlace = defineHub('h_place', {
  from: visits,
  businessKey: { place: 'place' },
  hashKey: 'hk_place',
});
const lMember = defineLink('l_member', {
  from: moves,
  hashKey: 'hk_member',
  connects: { hk: [hPerson, 'person'], hk_team: [hTeam, 'team'] },
});

/** A small vault, all of it in one schema: a satellite, a link, an event, a multi-active and an effectivity satellite. */
export const smallVault = (schema: string): Vault =>
  defineVault('verify', {
    naming: { stagingSchema: schema, vaultSchema: schema },
    entities: [
      hPerson,
      hTeam,
      hPlace,
      lMember,
      defineNonHistorizedLink('l_visit', {
        from: visits,
        connects: { hk: [hPerson, 'person'], hk_place: [hPlace, 'place'] },
        payload: { visit: 'visit', note: 'note' },
        identity: ['visit', 'note'],
      }),
      defineSatellite('s_person', { of: hPerson, from: people, payload: ['name'] }),
      defineEffectivitySatellite('s_member', {
        of: lMember,
        from: moves,
        drivingKey: ['hk'],
        start: 'since',
        nullSecondary: 'close',
      }),
      defineMultiActiveSatellite('s_phone', {
        of: hPerson,
        from: phones,
        childKey: ['kind'],
        payload: ['number'],
      }),
    ],
  });

/** What is delivered, by source, in the order of its columns. */
export const delivered: Readonly<Record<string, readonly CanonicalRow[]>> = {
  people: [
    ['1', 'Ann'],
    ['2', 'Жанна "💥"\r\n'],
    ['3', null],
    [null, 'nobody'],
  ],
  moves: [
    ['1', 'red', '2020-01-01 00:00:00.000000'],
    ['2', 'blue', '2020-01-02 00:00:00.500000'],
    ['4', null, '2020-01-04 00:00:00.000000'],
  ],
  phones: [
    ['1', 'home', '100'],
    ['1', 'work', '200'],
    ['1', null, '999'],
    ['4', 'home', '300'],
  ],
  visits: [
    ['v1', '1', 'north', 'short'],
    ['v1', '1', 'north', 'short'],
    ['v1', '1', 'north', null],
    ['v2', null, 'north', null],
    ['v3', '9', 'south', 'long'],
  ],
};

const open = '9999-12-31 23:59:59.999999';
/** What must be stored, by table: columns and rows, which are ordered by all of their columns, NULL first. */
export const recorded: Readonly<
  Record<string, { readonly columns: readonly string[]; readonly rows: readonly CanonicalRow[] }>
> = {
  h_person: { columns: ['person'], rows: [['1'], ['2'], ['3'], ['4'], ['9']] },
  h_place: { columns: ['place'], rows: [['north'], ['south']] },
  h_team: { columns: ['team'], rows: [['blue'], ['red']] },
  s_person: { columns: ['name'], rows: [[null], ['Ann'], ['Жанна "💥"\r\n']] },
  s_phone: {
    columns: ['kind', 'number'],
    rows: [
      ['home', '100'],
      ['home', '300'],
      ['work', '200'],
    ],
  },
  l_member: { columns: ['load_src'], rows: [['verify'], ['verify']] },
  s_member: {
    columns: ['start_dt', 'end_dt'],
    rows: [
      ['2020-01-01 00:00:00.000000', open],
      ['2020-01-02 00:00:00.500000', open],
    ],
  },
  l_visit: {
    columns: ['visit', 'note'],
    rows: [
      ['v1', 'short'],
      ['v3', 'long'],
    ],
  },
};
