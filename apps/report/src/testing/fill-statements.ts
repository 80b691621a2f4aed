import type { ModelName } from '../report.ts';
import { inForce, toldLinks } from './message-groups.ts';
import type { SocialHistory } from './social-history.ts';

/** When and how every row of a fixture came, but those that say which of several groups a message is in. */
const arrived = `timestamp '2021-06-01 12:00:00', 's3'`;
const held = `${arrived}, 'load-1', 'unknown key'`;

const knownUser = 'user_id in (select user_id from dds.h_users)';
const knownGroup = 'group_id in (select group_id from dds.h_groups)';
const knownInviter = 'inviter_id in (select user_id from dds.h_users)';

const keyed = (prefix: string, ...columns: string[]): string =>
  `md5(concat_ws('|', '${prefix}', ${columns.join(', ')}))::uuid`;
const userKey = keyed('user', 'user_id');
const groupKey = keyed('group', 'group_id');
const adminKey = keyed('admin', 'group_id');
const messageKey = keyed('message', 'message_id');
const groupLinkKey = keyed('gd', 'message_id', 'group_id');
const toldRow = `${groupLinkKey}, ${messageKey}, ${groupKey}, start_dt, end_dt, load_dt, 's3'`;
const logKey = keyed('log', 'group_id', 'user_id', `coalesce(inviter_id, -1)`, 'event', 'event_dt');

/** Statements that store a history in the tables of a model: hubs, then links with their held rows, then satellites. */
export function fillStatements(history: SocialHistory, model: ModelName): string[] {
  return [
    input(
      'users_in',
      history.users.map((user_id) => ({ user_id })),
      'user_id bigint',
    ),
    input(
      'groups_in',
      history.groups.map(({ id, name, registered, isPrivate = false }) => ({
        group_id: id,
        group_name: name ?? null,
        registered,
        is_private: isPrivate,
      })),
      'group_id bigint, group_name varchar, registered timestamp, is_private boolean',
    ),
    input(
      'log_in',
      history.log.map(({ group, user, from, event, at }) => ({
        group_id: group,
        user_id: user,
        inviter_id: from ?? null,
        event,
        event_dt: at,
      })),
      'group_id bigint, user_id bigint, inviter_id bigint, event varchar, event_dt timestamp',
    ),
    input(
      'messages_in',
      history.messages.map(({ id, from, group, at }) => ({
        message_id: id,
        user_id: from,
        group_id: group ?? null,
        message_ts: at,
      })),
      'message_id bigint, user_id bigint, group_id bigint, message_ts timestamp',
    ),
    input(
      'dates_in',
      history.groups.flatMap(({ id, registered, registeredLater = [] }) =>
        [registered, ...registeredLater].map((date, place) => ({
          group_id: id,
          admin_from: date,
          load_dt: `2021-06-01 12:00:0${place}`,
        })),
      ),
      'group_id bigint, admin_from timestamp, load_dt timestamp',
    ),
    input('links_in', toldLinks(history), 'message_id bigint, group_id bigint'),
    input(
      'in_force_in',
      inForce(history),
      'message_id bigint, group_id bigint, start_dt timestamp, end_dt timestamp, load_dt timestamp, held boolean',
    ),
    `insert into dds.h_users select distinct ${userKey}, user_id, null, ${arrived} from users_in`,
    `insert into dds.h_groups select distinct ${groupKey}, group_id, registered, ${arrived} from groups_in`,
    `insert into dds.h_dialogs select distinct ${messageKey}, message_id, message_ts, ${arrived} from messages_in`,
    `insert into dds.s_group_name select ${groupKey}, group_name, md5(group_name)::uuid, ${arrived} from groups_in where group_name is not null`,
    `insert into dds.s_group_private_status select ${groupKey}, is_private, md5(is_private::varchar)::uuid, ${arrived} from groups_in`,
    ...link('l_user_message', `${keyed('um', 'message_id', 'user_id')}, ${userKey}, ${messageKey}`, {
      from: 'messages_in',
      known: knownUser,
    }),
    ...link('l_groups_dialogs', `${groupLinkKey}, ${messageKey}, ${groupKey}`, {
      from: 'links_in',
      known: knownGroup,
    }),
    `insert into dds.es_groups_dialogs select ${toldRow} from in_force_in where not held`,
    `insert into dds.es_groups_dialogs_pending select ${toldRow}, 'load-1', 'l_groups_dialogs' from in_force_in where held`,
    `insert into dds.l_admins select distinct ${adminKey}, ${keyed('user', '0')}, ${groupKey}, ${arrived} from groups_in`,
    `insert into dds.s_admins select ${adminKey}, admin_from, md5(concat_ws('|', 'date', admin_from))::uuid, load_dt, 's3' from dates_in`,
    ...(model === 'event-hub' ? eventHub() : canonical()),
  ];
}

function canonical(): string[] {
  const pair = keyed('ug', 'user_id', 'group_id');
  const known = `${knownUser} and ${knownGroup}`;
  return [
    ...link('l_user_group_activity', `${pair}, ${userKey}, ${groupKey}`, { from: 'log_in', known }),
    `insert into dds.s_auth_history select distinct ${pair}, inviter_id, event, event_dt, ${arrived} from log_in where ${known}`,
  ];
}

function eventHub(): string[] {
  return [
    `insert into dds.h_group_logs select distinct ${logKey}, ${logKey}, event_dt, ${arrived} from log_in`,
    ...link('l_group_logs_users', `${keyed('lu', logKey)}, ${logKey}, ${userKey}`, {
      from: 'log_in',
      known: knownUser,
    }),
    ...link('l_group_logs_groups', `${keyed('lg', logKey)}, ${logKey}, ${groupKey}`, {
      from: 'log_in',
      known: knownGroup,
    }),
    ...link('l_group_logs_users_from', `${keyed('lf', logKey)}, ${logKey}, ${keyed('user', 'inviter_id')}`, {
      from: '(select * from log_in where inviter_id is not null)',
      known: knownInviter,
    }),
    `insert into dds.s_auth_history select distinct ${logKey}, inviter_id, event, event_dt, ${arrived} from log_in`,
  ];
}

function link(
  name: string,
  columns: string,
  rows: { readonly from: string; readonly known: string },
): string[] {
  return [
    `insert into dds.${name} select distinct ${columns}, ${arrived} from ${rows.from} where ${rows.known}`,
    `insert into dds.${name}_pending select distinct ${columns}, ${held} from ${rows.from} where not (${rows.known})`,
  ];
}

function input(name: string, rows: readonly object[], columns: string): string {
  const shape = columns.split(', ').map((column) => column.split(' '));
  const structure = Object.fromEntries(shape.map(([column, type]) => [column, type?.toUpperCase()]));
  const json = JSON.stringify(rows).replaceAll("'", "''");
  return `create or replace temp table ${name} as select unnest(from_json('${json}', '${JSON.stringify([structure])}'), recursive := true)`;
}
