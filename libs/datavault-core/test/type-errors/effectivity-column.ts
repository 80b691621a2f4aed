import {
  defineEffectivitySatellite,
  defineHub,
  defineLink,
  defineSource,
  text,
  timestamp,
} from '../../src/index.ts';

const moves = defineSource('moves', { columns: { person: text(9), team: text(9), since: timestamp() } });
const hPerson = defineHub('h_person', { from: moves, businessKey: { person_id: 'person' } });
const hTeam = defineHub('h_team', { from: moves, businessKey: { team_id: 'team' } });
const lMember = defineLink('l_member', {
  from: moves,
  connects: { hk_person: [hPerson, 'person'], hk_team: [hTeam, 'team'] },
});

// expected: source moves has no column from
export const bad = defineEffectivitySatellite('s_member', {
  of: lMember,
  from: moves,
  drivingKey: ['hk_person'],
  start: 'from',
});
