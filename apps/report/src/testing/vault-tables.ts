import type { ModelName } from '../report.ts';

const arrived = 'load_dt timestamp not null, load_src varchar not null';
const heldToo = `${arrived}, load_id varchar not null, reason varchar not null`;

/** A table whose rows may wait, and that of the waiting ones. */
function link(name: string, columns: string): Record<string, string> {
  return {
    [`dds.${name}`]: `${columns}, ${arrived}`,
    [`dds.${name}_pending`]: `${columns}, ${heldToo}`,
  };
}

const rejects =
  'load_id varchar, source_object varchar, record_no bigint, line_no bigint, column_no bigint, column_name varchar, ' +
  'reason_code varchar, value varchar, expected varchar, raw_text varchar, load_dt timestamp';

/** Tables of either model that the report reads, as DuckDB holds them. Shape: qualified name -> columns. */
export const sharedTables: Readonly<Record<string, string>> = {
  'dds.h_users': `hk_user_id uuid, user_id bigint, registration_dt timestamp, ${arrived}`,
  'dds.h_groups': `hk_group_id uuid, group_id bigint, registration_dt timestamp, ${arrived}`,
  'dds.h_dialogs': `hk_message_id uuid, message_id bigint, message_ts timestamp, ${arrived}`,
  'dds.s_group_name': `hk_group_id uuid, group_name varchar, hash_diff uuid, ${arrived}`,
  'dds.s_group_private_status': `hk_group_id uuid, is_private boolean, hash_diff uuid, ${arrived}`,
  ...link('l_user_message', 'hk_l_user_message uuid, hk_user_id uuid, hk_message_id uuid'),
  ...link('l_groups_dialogs', 'hk_l_groups_dialogs uuid, hk_message_id uuid, hk_group_id uuid'),
  ...link(
    'es_groups_dialogs',
    'hk_l_groups_dialogs uuid, hk_message_id uuid, hk_group_id uuid, start_dt timestamp, end_dt timestamp',
  ),
  ...link('l_admins', 'hk_l_admin_id uuid, hk_user_id uuid, hk_group_id uuid'),
  ...link('s_admins', 'hk_l_admin_id uuid, admin_from timestamp, hash_diff uuid'),
  'staging.users_rej': rejects,
  'staging.groups_rej': rejects,
  'staging.dialogs_rej': rejects,
  'staging.group_log_rej': rejects,
  'ops.etl_load':
    'load_id varchar, vault varchar, dataset varchar, run_id varchar, load_dt timestamp, status varchar, objects bigint, ' +
    'rows_read bigint, rows_loaded bigint, rows_rejected bigint, rows_blank bigint, code_version varchar, ' +
    'metadata_hash varchar, hash_profile varchar',
  'ops.etl_object':
    'vault varchar, dataset varchar, source varchar, content_sha256 varchar, metadata_hash varchar, load_id varchar, ' +
    'bucket varchar, object_key varchar, etag varchar, object_size bigint, rows_read bigint, rows_loaded bigint, ' +
    'rows_rejected bigint, rows_blank bigint, path varchar, loaded_at timestamp',
  'ops.etl_entity':
    'load_id varchar, entity varchar, source varchar, "read" bigint, inserted bigint, known bigint, duplicate bigint, ' +
    'null_key bigint, held bigint, late bigint, released bigint, conflict bigint',
};

const event = `user_id_from bigint, event varchar, event_dt timestamp, ${arrived}`;

export const modelTables: Readonly<Record<ModelName, Readonly<Record<string, string>>>> = {
  'sprint6-canonical': {
    ...link('l_user_group_activity', 'hk_l_user_group_activity uuid, hk_user_id uuid, hk_group_id uuid'),
    'dds.s_auth_history': `hk_l_user_group_activity uuid, ${event}`,
  },
  'event-hub': {
    'dds.h_group_logs': `hk_group_log_id uuid, group_log_id uuid, datetime timestamp, ${arrived}`,
    ...link('l_group_logs_users', 'hk_l_group_logs_users uuid, hk_group_log_id uuid, hk_user_id uuid'),
    ...link('l_group_logs_groups', 'hk_l_group_logs_groups uuid, hk_group_log_id uuid, hk_group_id uuid'),
    ...link(
      'l_group_logs_users_from',
      'hk_l_group_logs_users_from uuid, hk_group_log_id uuid, hk_user_id uuid',
    ),
    'dds.s_auth_history': `hk_group_log_id uuid, ${event}`,
  },
};

export const models: readonly ModelName[] = ['sprint6-canonical', 'event-hub'];
