import type { Knex } from 'knex';
import type { HeldReference } from '../../quality/held-rows.ts';
import type { ModelName } from '../../report.ts';

/** All that differs between the two layouts of the log: how an event is reached, and which links may wait. */
export interface MembershipSource {
  /**
   * Events of the chosen groups.
   *
   * Shape: `hk_group_id, hk_user_id, event, event_dt`; one row per stored event of a known user.
   */
  groupEvents(knex: Knex, vault: string): Knex.QueryBuilder;
  readonly references: readonly HeldReference[];
}

const event = { hk_group_id: 'g.hk_group_id', event: 's.event', event_dt: 's.event_dt' };

const sharedReferences: readonly HeldReference[] = [
  reference('l_user_message', 'hk_l_user_message', 'h_users', 'hk_user_id'),
  reference('l_user_message', 'hk_l_user_message', 'h_dialogs', 'hk_message_id'),
  reference('l_groups_dialogs', 'hk_l_groups_dialogs', 'h_groups', 'hk_group_id'),
  reference('l_groups_dialogs', 'hk_l_groups_dialogs', 'h_dialogs', 'hk_message_id'),
  reference('l_admins', 'hk_l_admin_id', 'h_users', 'hk_user_id'),
  reference('l_admins', 'hk_l_admin_id', 'h_groups', 'hk_group_id'),
];

/** The log as a link of user and group with a history satellite on it. */
const canonical: MembershipSource = {
  groupEvents: (knex, vault) =>
    knex
      .select({ ...event, hk_user_id: 'l.hk_user_id' })
      .from({ g: 'chosen_groups' })
      .join({ l: `${vault}.l_user_group_activity` }, 'l.hk_group_id', 'g.hk_group_id')
      .join({ s: `${vault}.s_auth_history` }, 's.hk_l_user_group_activity', 'l.hk_l_user_group_activity'),
  references: [
    ...sharedReferences,
    reference('l_user_group_activity', 'hk_l_user_group_activity', 'h_users', 'hk_user_id'),
    reference('l_user_group_activity', 'hk_l_user_group_activity', 'h_groups', 'hk_group_id'),
  ],
};

/** The log as a hub of events, linked to user and group, with the history satellite on the hub. */
const eventHub: MembershipSource = {
  groupEvents: (knex, vault) =>
    knex
      .select({ ...event, hk_user_id: 'lu.hk_user_id' })
      .from({ g: 'chosen_groups' })
      .join({ lg: `${vault}.l_group_logs_groups` }, 'lg.hk_group_id', 'g.hk_group_id')
      .join({ lu: `${vault}.l_group_logs_users` }, 'lu.hk_group_log_id', 'lg.hk_group_log_id')
      .join({ s: `${vault}.s_auth_history` }, 's.hk_group_log_id', 'lg.hk_group_log_id'),
  references: [
    ...sharedReferences,
    reference('l_group_logs_users', 'hk_l_group_logs_users', 'h_users', 'hk_user_id'),
    reference('l_group_logs_groups', 'hk_l_group_logs_groups', 'h_groups', 'hk_group_id'),
    reference('l_group_logs_users_from', 'hk_l_group_logs_users_from', 'h_users', 'hk_user_id'),
  ],
};

export const membershipSources: Readonly<Record<ModelName, MembershipSource>> = {
  'sprint6-canonical': canonical,
  'event-hub': eventHub,
};

function reference(link: string, linkKey: string, hub: string, hubKey: string): HeldReference {
  return { link, linkKey, hub, hubKey };
}
