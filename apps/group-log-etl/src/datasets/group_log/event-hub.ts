import {
  defineHub,
  defineLink,
  defineNonHistorizedSatellite,
  defineVault,
} from '@vaultwright/datavault-core';
import { hGroups, hUsers, socialEntities } from './social-entities.ts';
import { identifiedGroupLog } from './sources.ts';

const hGroupLogs = defineHub('h_group_logs', {
  from: identifiedGroupLog,
  businessKey: { group_log_id: 'id' },
  extra: { datetime: 'datetime' },
});

const lGroupLogsUsers = defineLink('l_group_logs_users', {
  from: identifiedGroupLog,
  connects: { hk_group_log_id: [hGroupLogs, 'id'], hk_user_id: [hUsers, 'user_id'] },
  orphans: 'hold',
});

const lGroupLogsGroups = defineLink('l_group_logs_groups', {
  from: identifiedGroupLog,
  connects: { hk_group_log_id: [hGroupLogs, 'id'], hk_group_id: [hGroups, 'group_id'] },
  orphans: 'hold',
});

const lGroupLogsUsersFrom = defineLink('l_group_logs_users_from', {
  from: identifiedGroupLog,
  present: 'user_id_from',
  connects: { hk_group_log_id: [hGroupLogs, 'id'], hk_user_id: [hUsers, 'user_id_from'] },
  orphans: 'hold',
});

const sAuthHistory = defineNonHistorizedSatellite('s_auth_history', {
  of: hGroupLogs,
  from: identifiedGroupLog,
  payload: { user_id_from: 'user_id_from', event: 'event', event_dt: 'datetime' },
});

/** Every event of the log is a business key of its own, linked to the people and the community it names. */
export const eventHub = defineVault('event-hub', {
  naming: { stagingSchema: 'staging_event_hub', vaultSchema: 'dds_event_hub' },
  entities: [
    ...socialEntities,
    hGroupLogs,
    lGroupLogsUsers,
    lGroupLogsGroups,
    lGroupLogsUsersFrom,
    sAuthHistory,
  ],
});
