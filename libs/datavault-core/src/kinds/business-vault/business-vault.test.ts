import { describe, expect, it } from 'vitest';
import { VaultwrightError } from '../../errors.ts';
import { text, timestamp } from '../../metadata/column.ts';
import { defineSource } from '../../metadata/source.ts';
import { defineVault, type DefinedEntity } from '../../vault/define-vault.ts';
import { planBusinessVault, rawVaultEntities } from '../../plan/plan-business-vault.ts';
import { planLoad } from '../../plan/plan-load.ts';
import { planTables, vaultTables } from '../../plan/plan-tables.ts';
import { ansiDialect } from '../../../test/ansi-dialect.ts';
import { defineAsOfTable } from './as-of-table.ts';
import { defineBridge } from './bridge.ts';
import { defineCurrentView } from './current-view.ts';
import { defineEndDatedView } from './end-dated-view.ts';
import { defineHub } from '../insert-once/hub.ts';
import { defineLink } from '../insert-once/link.ts';
import { defineNonHistorizedSatellite } from '../insert-once/non-historized-satellite.ts';
import { definePointInTime } from './point-in-time.ts';
import { defineSatellite } from '../history/satellite.ts';

const moves = defineSource('moves', {
  columns: { person: text(9), boss: text(9), team: text(9), until: timestamp().nullable(), note: text(9) },
});
const hPerson = defineHub('h_person', { from: moves, businessKey: { person: 'person' }, hashKey: 'hk_p' });
const hTeam = defineHub('h_team', { from: moves, businessKey: { team: 'team' }, hashKey: 'hk_t' });
const lMove = defineLink('l_move', {
  from: moves,
  connects: { hk_p: [hPerson, 'person'], hk_boss: [hPerson, 'boss'], hk_t: [hTeam, 'team'] },
});
const sNote = defineSatellite('s_note', { of: hPerson, from: moves, payload: ['note'] });
const sMove = defineSatellite('s_move', { of: lMove, from: moves, payload: ['until', 'note'] });
const sEvent = defineNonHistorizedSatellite('s_event', { of: hPerson, from: moves, payload: ['note'] });
const days = defineAsOfTable('days', {
  generate: { start: '2022-01-01', end: '2022-01-03', grains: { daily: 'all' } },
});
const raw: readonly DefinedEntity[] = [hPerson, hTeam, lMove, sNote, sMove, sEvent, days];
const pit = definePointInTime('pit', { of: hPerson, at: days, satellites: [sNote] });
const bridge = defineBridge('bridge', { of: hTeam, at: days, via: [{ link: lMove, to: 'hk_boss' }] });

/** The mistakes found when these are added to the vault. */
function mistakes(...added: DefinedEntity[]): readonly string[] {
  try {
    defineVault('v', { entities: [...raw, ...added] });
  } catch (error) {
    if (error instanceof VaultwrightError) return error.details;
    throw error;
  }
  return [];
}

describe('metadata of what is computed from the vault', () => {
  it('is accepted where it fits', () => {
    expect(mistakes(pit, bridge, defineCurrentView('now', { of: sNote }))).toEqual([]);
  });

  it('refuses satellites of another parent or without versions', () => {
    const found = mistakes(definePointInTime('pit', { of: hPerson, at: days, satellites: [sMove, sEvent] }));
    expect(found).toEqual([
      'pit: satellite s_move describes l_move, not h_person',
      'pit: a satellite with versions is needed, but s_event is a nonHistorizedSatellite',
    ]);
    expect(mistakes(defineEndDatedView('history', { of: sEvent }))).toHaveLength(1);
  });

  it('asks for the way where a link allows several', () => {
    const via = (step: object) =>
      mistakes(defineBridge('bridge', { of: hPerson, at: days, via: [{ link: lMove, ...step }] }));
    expect(via({})[0]).toMatch(/`from`: hk_p, hk_boss, hk_t/);
    expect(via({ from: 'hk_p' })[0]).toMatch(/`to`: hk_p, hk_boss, hk_t/);
    expect(via({ from: 'hk_p', to: 'hk_t' })).toEqual([]);
    expect(via({ from: 'hk_p', to: 'hk_p' })).toHaveLength(1);
  });

  it('asks for a column that ends a link, of the right type', () => {
    const activity = (given: object) =>
      mistakes(
        defineBridge('bridge', {
          of: hTeam,
          at: days,
          via: [{ link: lMove, to: 'hk_p', activity: { satellite: sMove, ...given } }],
        }),
      );
    expect(activity({ until: 'until' })).toEqual([]);
    expect(activity({ status: 'note' })).toEqual([]);
    expect(activity({})[0]).toMatch(/`until` or `status`/);
    expect(activity({ until: 'until', status: 'note' })[0]).toMatch(/`until` or `status`/);
    expect(activity({ until: 'note' })[0]).toMatch(/needs a timestamp column note/);
    expect(activity({ status: 'absent' })[0]).toMatch(/needs a text column absent/);
  });

  it('refuses instants that cannot be', () => {
    const generate = { start: '2022-02-01', end: '2022-01-01', grains: {} };
    expect(mistakes(defineAsOfTable('other', { generate }))).toEqual([
      'other: name at least one grain: daily, weekly, monthly, quarterly or yearly',
      'other: the start 2022-02-01 lies after the end 2022-01-01',
    ]);
  });
});

describe('plans of what is computed from the vault', () => {
  const vault = defineVault('v', {
    entities: [...raw, pit, bridge, defineCurrentView('now', { of: sNote })],
  });

  it('let a payload be NULL in the table of a satellite with a ghost record, and only there', () => {
    const nullable = (name: string) =>
      vaultTables(vault)
        .find((item) => item.name === name)
        ?.columns.filter((item) => item.nullable)
        .map((item) => item.name);
    expect(nullable('s_note')).toEqual(['note']);
    expect(nullable('s_move')).toEqual(['until']);
  });

  it('create views after tables', () => {
    const order = planTables(vault, ansiDialect).map(({ statement }) => statement.node);
    expect(order.indexOf('createView')).toBeGreaterThan(order.lastIndexOf('createTable'));
  });

  it('refresh in every batch, or later on their own', () => {
    const phasesOf = (steps: readonly { readonly phase: string; readonly kind: string }[]) =>
      new Set(steps.filter(({ kind }) => kind === 'write').map(({ phase }) => phase));
    const options = { dialect: ansiDialect };
    expect(phasesOf(planLoad(vault, options).steps)).toContain('pointInTime');
    const later = planLoad(vault, { ...options, entities: rawVaultEntities(vault) });
    expect(phasesOf(later.steps)).not.toContain('pointInTime');
    const alone = phasesOf(planBusinessVault(vault, options).steps);
    expect(alone).toContain('pointInTime');
    expect(alone).not.toContain('hubs');
  });

  it('never join keys with instants without a range', () => {
    for (const { id, compiled } of planLoad(vault, { dialect: ansiDialect }).steps) {
      if (!id.startsWith('pointInTime/')) continue;
      const crossed = compiled.sql.match(/cross join \(?\s*(select\s+)?"?[a-z]+/g) ?? [];
      // The one row with the earliest load date of the batch is not a join of keys.
      expect(crossed.filter((text) => !text.includes('min')).length, compiled.sql).toBe(0);
    }
  });
});
