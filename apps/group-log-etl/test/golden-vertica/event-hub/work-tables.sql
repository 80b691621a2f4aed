-- Vault event-hub: work tables.

-- Empty work table stage_users.
create local temporary table if not exists "stage_users" (
  "hk_user_id" binary(16) not null,
  "id" int not null,
  "registration_dt" timestamp,
  "chat_name" varchar(800) not null,
  "s_user_chatinfo_hash_diff" binary(16) not null,
  "country" varchar(800) not null,
  "age" numeric(4,1),
  "s_user_socdem_hash_diff" binary(16) not null
)
on commit delete rows;

-- Empty work table stage_groups.
create local temporary table if not exists "stage_groups" (
  "hk_group_id" binary(16) not null,
  "id" int not null,
  "registration_dt" timestamp,
  "hk_l_admin_id" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "s_admins_hash_diff" binary(16) not null,
  "group_name" varchar(400) not null,
  "s_group_name_hash_diff" binary(16) not null,
  "is_private" boolean not null,
  "s_group_private_status_hash_diff" binary(16) not null
)
on commit delete rows;

-- Empty work table stage_dialogs.
create local temporary table if not exists "stage_dialogs" (
  "hk_message_id" binary(16) not null,
  "message_id" int not null,
  "message_ts" timestamp not null,
  "hk_l_user_message" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_l_groups_dialogs" binary(16),
  "hk_group_id" binary(16),
  "message_group" int,
  "message" varchar(4000) not null,
  "message_from" int not null,
  "message_to" int,
  "s_dialog_info_hash_diff" binary(16) not null
)
on commit delete rows;

-- Empty work table stage_group_log.
create local temporary table if not exists "stage_group_log" (
  "hk_group_log_id" binary(16) not null,
  "id" binary(16) not null,
  "datetime" timestamp not null,
  "hk_l_group_logs_users" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_l_group_logs_groups" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "hk_l_group_logs_users_from" binary(16),
  "hk_user_id_2" binary(16),
  "user_id_from" int,
  "event" varchar(40) not null
)
on commit delete rows;

-- Empty work table new_h_users.
create local temporary table if not exists "new_h_users" (
  "hk_user_id" binary(16) not null,
  "user_id" int not null,
  "registration_dt" timestamp,
  "vw_rows" int not null
)
on commit delete rows;

-- Empty work table new_h_groups.
create local temporary table if not exists "new_h_groups" (
  "hk_group_id" binary(16) not null,
  "group_id" int not null,
  "registration_dt" timestamp,
  "vw_rows" int not null
)
on commit delete rows;

-- Empty work table new_h_dialogs.
create local temporary table if not exists "new_h_dialogs" (
  "hk_message_id" binary(16) not null,
  "message_id" int not null,
  "message_ts" timestamp,
  "vw_rows" int not null
)
on commit delete rows;

-- Empty work table new_h_group_logs.
create local temporary table if not exists "new_h_group_logs" (
  "hk_group_log_id" binary(16) not null,
  "group_log_id" binary(16) not null,
  "datetime" timestamp,
  "vw_rows" int not null
)
on commit delete rows;

-- Empty work table released_l_user_message.
create local temporary table if not exists "released_l_user_message" (
  "hk_l_user_message" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null
)
on commit delete rows;

-- Empty work table new_l_user_message.
create local temporary table if not exists "new_l_user_message" (
  "hk_l_user_message" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "vw_rows" int not null,
  "vw_missing_parent" varchar(512)
)
on commit delete rows;

-- Empty work table released_l_admins.
create local temporary table if not exists "released_l_admins" (
  "hk_l_admin_id" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null
)
on commit delete rows;

-- Empty work table new_l_admins.
create local temporary table if not exists "new_l_admins" (
  "hk_l_admin_id" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "vw_rows" int not null,
  "vw_missing_parent" varchar(512)
)
on commit delete rows;

-- Empty work table released_l_groups_dialogs.
create local temporary table if not exists "released_l_groups_dialogs" (
  "hk_l_groups_dialogs" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null
)
on commit delete rows;

-- Empty work table new_l_groups_dialogs.
create local temporary table if not exists "new_l_groups_dialogs" (
  "hk_l_groups_dialogs" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "vw_rows" int not null,
  "vw_missing_parent" varchar(512)
)
on commit delete rows;

-- Empty work table released_l_group_logs_users.
create local temporary table if not exists "released_l_group_logs_users" (
  "hk_l_group_logs_users" binary(16) not null,
  "hk_group_log_id" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null
)
on commit delete rows;

-- Empty work table new_l_group_logs_users.
create local temporary table if not exists "new_l_group_logs_users" (
  "hk_l_group_logs_users" binary(16) not null,
  "hk_group_log_id" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "vw_rows" int not null,
  "vw_missing_parent" varchar(512)
)
on commit delete rows;

-- Empty work table released_l_group_logs_groups.
create local temporary table if not exists "released_l_group_logs_groups" (
  "hk_l_group_logs_groups" binary(16) not null,
  "hk_group_log_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null
)
on commit delete rows;

-- Empty work table new_l_group_logs_groups.
create local temporary table if not exists "new_l_group_logs_groups" (
  "hk_l_group_logs_groups" binary(16) not null,
  "hk_group_log_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "vw_rows" int not null,
  "vw_missing_parent" varchar(512)
)
on commit delete rows;

-- Empty work table released_l_group_logs_users_from.
create local temporary table if not exists "released_l_group_logs_users_from" (
  "hk_l_group_logs_users_from" binary(16) not null,
  "hk_group_log_id" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null
)
on commit delete rows;

-- Empty work table new_l_group_logs_users_from.
create local temporary table if not exists "new_l_group_logs_users_from" (
  "hk_l_group_logs_users_from" binary(16) not null,
  "hk_group_log_id" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "vw_rows" int not null,
  "vw_missing_parent" varchar(512)
)
on commit delete rows;

-- Empty work table released_es_groups_dialogs.
create local temporary table if not exists "released_es_groups_dialogs" (
  "hk_l_groups_dialogs" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "start_dt" timestamp not null,
  "end_dt" timestamp not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null,
  "tied" int not null
)
on commit delete rows;

-- Empty work table new_es_groups_dialogs.
create local temporary table if not exists "new_es_groups_dialogs" (
  "hk_l_groups_dialogs" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "start_dt" timestamp not null,
  "end_dt" timestamp not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null,
  "tied" int not null
)
on commit delete rows;

-- Empty work table released_s_admins.
create local temporary table if not exists "released_s_admins" (
  "hk_l_admin_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "is_admin" boolean not null,
  "admin_from" timestamp,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null,
  "tied" int not null
)
on commit delete rows;

-- Empty work table new_s_admins.
create local temporary table if not exists "new_s_admins" (
  "hk_l_admin_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "is_admin" boolean not null,
  "admin_from" timestamp,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null,
  "tied" int not null
)
on commit delete rows;

-- Empty work table new_s_user_chatinfo.
create local temporary table if not exists "new_s_user_chatinfo" (
  "hk_user_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "chat_name" varchar(800) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null,
  "tied" int not null
)
on commit delete rows;

-- Empty work table new_s_user_socdem.
create local temporary table if not exists "new_s_user_socdem" (
  "hk_user_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "country" varchar(800) not null,
  "age" numeric(4,1),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null,
  "tied" int not null
)
on commit delete rows;

-- Empty work table new_s_group_name.
create local temporary table if not exists "new_s_group_name" (
  "hk_group_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "group_name" varchar(400) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null,
  "tied" int not null
)
on commit delete rows;

-- Empty work table new_s_group_private_status.
create local temporary table if not exists "new_s_group_private_status" (
  "hk_group_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "is_private" boolean not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null,
  "tied" int not null
)
on commit delete rows;

-- Empty work table new_s_dialog_info.
create local temporary table if not exists "new_s_dialog_info" (
  "hk_message_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "message" varchar(4000) not null,
  "message_from" int not null,
  "message_to" int,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null,
  "tied" int not null
)
on commit delete rows;

-- Empty work table new_s_auth_history.
create local temporary table if not exists "new_s_auth_history" (
  "hk_group_log_id" binary(16) not null,
  "user_id_from" int,
  "event" varchar(40) not null,
  "event_dt" timestamp not null,
  "vw_rows" int not null
)
on commit delete rows;
