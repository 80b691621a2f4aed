import { describe, expect, it } from 'vitest';
import { VaultwrightError } from '../../errors.ts';
import { date, text, timestamp } from '../../metadata/column.ts';
import { defineSource } from '../../metadata/source.ts';
import { defineVault } from '../../vault/define-vault.ts';
import type { Vault } from '../../vault/registry.ts';
import { planTables } from '../../plan/plan-tables.ts';
import { ansiDialect } from '../../../test/ansi-dialect.ts';
import { defineEffectivitySatellite } from './effectivity-satellite.ts';
import { defineHub } from '../insert-once/hub.ts';
import { defineLink } from '../insert-once/link.ts';

const moves = defineSource('moves', {
  columns: { person: text(9), team: text(9), since: timestamp(), until: timestamp().nullable(), day: date() },
});
const hPerson = defineHub('h_person', { from: moves, businessKey: { person_id: 'person' } });
const hTeam = defineHub('h_team', {
  from: moves,
  businessKey: { team_id: 'team' },
  zeroKeyRows: ['unknown'],
});

type Options = Omit<
  Parameters<typeof defineEffectivitySatellite<'s_member', typeof moves>>[1],
  'of' | 'from'
>;

function vaultOf(options: Options, linkOptions: { optional?: boolean; symmetric?: boolean } = {}): Vault {
  const { optional = false, symmetric = false } = linkOptions;
  const lMember = defineLink('l_member', {
    from: moves,
    symmetric,
    connects: {
      hk_person: [symmetric ? hTeam : hPerson, 'person', { optional: false }],
      hk_team: [hTeam, 'team', { optional }],
    },
  });
  const sMember = defineEffectivitySatellite('s_member', { of: lMember, from: moves, ...options });
  return defineVault('members', { entities: [hPerson, hTeam, lMember, sMember] });
}

function mistakes(...given: Parameters<typeof vaultOf>): readonly string[] {
  try {
    vaultOf(...given);
    return [];
  } catch (error) {
    if (error instanceof VaultwrightError) return error.details ?? [];
    throw error;
  }
}

const drivingKey = ['hk_person'];

describe('metadata of effectivity satellites', () => {
  it.each<[string, Options, Parameters<typeof vaultOf>[1], RegExp]>([
    ['no driving key', {}, {}, /drivingKey names the participants that stay .*hk_person, hk_team/],
    ['nothing that changes', { drivingKey: ['hk_person', 'hk_team'] }, {}, /at least one participant must/],
    ['an unknown participant', { drivingKey: ['hk_boss'] }, {}, /l_member has no participant hk_boss/],
    ['half a secondary key', { drivingKey, secondaryKey: [] }, {}, /secondaryKey is all .*: hk_team/],
    [
      'a driving key that may miss',
      { drivingKey: ['hk_team'] },
      { optional: true },
      /optional participant cannot/,
    ],
    [
      'closing by a key that never misses',
      { drivingKey, nullSecondary: 'close' },
      { optional: true },
      /stored as the unknown key/,
    ],
    ['participants without order', { drivingKey }, { symmetric: true }, /have no order/],
    [
      'held rows without key',
      { drivingKey, nullSecondary: 'close', orphans: 'hold' },
      {},
      /no link key to wait for/,
    ],
    ['a snapshot by driving key', { mode: 'snapshot', drivingKey }, {}, /no driving or secondary key/],
    ['a snapshot with a start', { mode: 'snapshot', start: 'since' }, {}, /no start and no end/],
    ['a snapshot that waits', { mode: 'snapshot', orphans: 'hold' }, {}, /needs mode 'driving'/],
    ['a start that may be empty', { drivingKey, start: 'until' }, {}, /until may be empty/],
    ['a start that is a day', { drivingKey, start: 'day' }, {}, /day is date, but a timestamp/],
    ['a column twice', { drivingKey, startColumn: 'hk_team' }, {}, /hk_team appears twice/],
    ['a work column', { drivingKey, endColumn: 'Tied' }, {}, /loading uses itself/],
  ])('refuses %s', (_title, options, linkOptions, sentence) => {
    expect(mistakes(options, linkOptions).join('\n')).toMatch(sentence);
  });

  it('takes every other combination', () => {
    for (const mode of ['driving', 'automate-dv'] as const)
      expect(mistakes({ mode, drivingKey, secondaryKey: ['hk_team'], start: 'since', end: 'until' })).toEqual(
        [],
      );
    expect(mistakes({ drivingKey, orphans: 'hold' })).toEqual([]);
    expect(mistakes({ drivingKey }, { optional: true })).toEqual([]);
    expect(mistakes({ mode: 'snapshot', activeColumn: 'active' })).toEqual([]);
  });

  it('has the tables that its policies need, with the names it was given', () => {
    const tables = (options: Options) => {
      const steps = planTables(vaultOf(options), ansiDialect);
      return steps.map(({ id }) => id).filter((id) => id.includes('s_member'));
    };
    expect(tables({ drivingKey, orphans: 'hold' })).toHaveLength(3);
    expect(tables({ drivingKey })).toHaveLength(2);
    expect(tables({ drivingKey, onLate: 'drop' })).toHaveLength(1);
    expect(tables({ mode: 'automate-dv', drivingKey })).toHaveLength(1);
  });
});
