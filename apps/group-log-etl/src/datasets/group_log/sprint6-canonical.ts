import { defineLink, defineNonHistorizedSatellite, defineVault } from '@vaultwright/datavault-core';
import { hGroups, hUsers, socialEntities } from './social-entities.ts';
import { groupLog } from './sources.ts';

const lUserGroupActivity = defineLink('l_user_group_activity', {
  from: groupLog,
  connects: { hk_user_id: [hUsers, 'user_id'], hk_group_id: [hGroups, 'group_id'] },
  orphans: 'hold',
});

const sAuthHistory = defineNonHistorizedSatellite('s_auth_history', {
  of: lUserGroupActivity,
  from: groupLog,
  payload: { user_id_from: 'user_id_from', event: 'event', event_dt: 'datetime' },
  orphans: 'hold',
});

/** One link per pair of person and community, with every event of the pair as its history. */
export const sprint6Canonical = defineVault('sprint6-canonical', {
  entities: [...socialEntities, lUserGroupActivity, sAuthHistory],
});
