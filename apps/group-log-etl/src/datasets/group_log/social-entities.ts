import {
  constantFlag,
  defineEffectivitySatellite,
  defineHub,
  defineLink,
  defineSatellite,
} from '@vaultwright/datavault-core';
import { dialogs, groups, users } from './sources.ts';

/** What both models share: people, communities, messages and how they describe themselves. */

export const hUsers = defineHub('h_users', {
  from: users,
  businessKey: { user_id: 'id' },
  extra: { registration_dt: 'registration_dt' },
});

export const hGroups = defineHub('h_groups', {
  from: groups,
  businessKey: { group_id: 'id' },
  extra: { registration_dt: 'registration_dt' },
});

export const hDialogs = defineHub('h_dialogs', {
  from: dialogs,
  businessKey: { message_id: 'message_id' },
  extra: { message_ts: 'message_ts' },
});

export const lUserMessage = defineLink('l_user_message', {
  from: dialogs,
  connects: { hk_user_id: [hUsers, 'message_from'], hk_message_id: [hDialogs, 'message_id'] },
  orphans: 'hold',
});

export const lAdmins = defineLink('l_admins', {
  from: groups,
  hashKey: 'hk_l_admin_id',
  connects: { hk_user_id: [hUsers, 'admin_id'], hk_group_id: [hGroups, 'id'] },
  orphans: 'hold',
});

export const lGroupsDialogs = defineLink('l_groups_dialogs', {
  from: dialogs,
  present: 'message_group',
  connects: { hk_message_id: [hDialogs, 'message_id'], hk_group_id: [hGroups, 'message_group'] },
  orphans: 'hold',
});

/**
 * In which group a message is: a later delivery may correct it, and the link keeps what was told before.
 *
 * It starts with the message, not with the load, so that a file that comes again adds nothing.
 */
export const esGroupsDialogs = defineEffectivitySatellite('es_groups_dialogs', {
  of: lGroupsDialogs,
  from: dialogs,
  drivingKey: ['hk_message_id'],
  start: 'message_ts',
  orphans: 'hold',
});

export const sAdmins = defineSatellite('s_admins', {
  of: lAdmins,
  from: groups,
  payload: { is_admin: constantFlag(true), admin_from: 'registration_dt' },
  orphans: 'hold',
});

export const sUserChatinfo = defineSatellite('s_user_chatinfo', {
  of: hUsers,
  from: users,
  payload: ['chat_name'],
});

export const sUserSocdem = defineSatellite('s_user_socdem', {
  of: hUsers,
  from: users,
  payload: ['country', 'age'],
});

export const sGroupName = defineSatellite('s_group_name', {
  of: hGroups,
  from: groups,
  payload: ['group_name'],
});

export const sGroupPrivateStatus = defineSatellite('s_group_private_status', {
  of: hGroups,
  from: groups,
  payload: ['is_private'],
});

export const sDialogInfo = defineSatellite('s_dialog_info', {
  of: hDialogs,
  from: dialogs,
  payload: ['message', 'message_from', 'message_to'],
});

export const socialEntities = [
  hUsers,
  hGroups,
  hDialogs,
  lUserMessage,
  lAdmins,
  lGroupsDialogs,
  esGroupsDialogs,
  sAdmins,
  sUserChatinfo,
  sUserSocdem,
  sGroupName,
  sGroupPrivateStatus,
  sDialogInfo,
] as const;
