-- Vault sprint6-canonical: work tables.

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
on commit delete rows
segmented by hash("hk_user_id") all nodes;

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
on commit delete rows
segmented by hash("hk_group_id") all nodes;

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
on commit delete rows
segmented by hash("hk_message_id") all nodes;

-- Empty work table stage_group_log.
create local temporary table if not exists "stage_group_log" (
  "hk_l_user_group_activity" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "user_id_from" int,
  "event" varchar(40) not null,
  "datetime" timestamp not null
)
on commit delete rows
segmented by hash("hk_l_user_group_activity") all nodes;

-- Empty work table new_h_users.
create local temporary table if not exists "new_h_users" (
  "hk_user_id" binary(16) not null,
  "user_id" int not null,
  "registration_dt" timestamp,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_user_id") all nodes;

-- Empty work table new_h_groups.
create local temporary table if not exists "new_h_groups" (
  "hk_group_id" binary(16) not null,
  "group_id" int not null,
  "registration_dt" timestamp,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_group_id") all nodes;

-- Empty work table new_h_dialogs.
create local temporary table if not exists "new_h_dialogs" (
  "hk_message_id" binary(16) not null,
  "message_id" int not null,
  "message_ts" timestamp,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_message_id") all nodes;

-- Empty work table released_l_user_message.
create local temporary table if not exists "released_l_user_message" (
  "hk_l_user_message" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_l_user_message") all nodes;

-- Empty work table new_l_user_message.
create local temporary table if not exists "new_l_user_message" (
  "hk_l_user_message" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "vw_rows" int not null,
  "vw_missing_parent" varchar(512)
)
on commit delete rows
segmented by hash("hk_l_user_message") all nodes;

-- Empty work table released_l_admins.
create local temporary table if not exists "released_l_admins" (
  "hk_l_admin_id" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_l_admin_id") all nodes;

-- Empty work table new_l_admins.
create local temporary table if not exists "new_l_admins" (
  "hk_l_admin_id" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "vw_rows" int not null,
  "vw_missing_parent" varchar(512)
)
on commit delete rows
segmented by hash("hk_l_admin_id") all nodes;

-- Empty work table released_l_groups_dialogs.
create local temporary table if not exists "released_l_groups_dialogs" (
  "hk_l_groups_dialogs" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_l_groups_dialogs") all nodes;

-- Empty work table new_l_groups_dialogs.
create local temporary table if not exists "new_l_groups_dialogs" (
  "hk_l_groups_dialogs" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "vw_rows" int not null,
  "vw_missing_parent" varchar(512)
)
on commit delete rows
segmented by hash("hk_l_groups_dialogs") all nodes;

-- Empty work table released_l_user_group_activity.
create local temporary table if not exists "released_l_user_group_activity" (
  "hk_l_user_group_activity" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_l_user_group_activity") all nodes;

-- Empty work table new_l_user_group_activity.
create local temporary table if not exists "new_l_user_group_activity" (
  "hk_l_user_group_activity" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "vw_rows" int not null,
  "vw_missing_parent" varchar(512)
)
on commit delete rows
segmented by hash("hk_l_user_group_activity") all nodes;

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
on commit delete rows
segmented by hash("hk_l_groups_dialogs") all nodes;

-- Empty work table released_es_groups_dialogs_delivered.
create local temporary table if not exists "released_es_groups_dialogs_delivered" (
  "link_key" binary(16),
  "driving_0" binary(16),
  "secondary_0" binary(16),
  "start_at" timestamp,
  "end_at" timestamp,
  "arrived" timestamp,
  "origin" varchar(800),
  "instant" timestamp
)
on commit delete rows
segmented by hash("link_key") all nodes;

-- Empty work table released_es_groups_dialogs_sightings.
create local temporary table if not exists "released_es_groups_dialogs_sightings" (
  "link_key" binary(16),
  "start_at" timestamp,
  "end_at" timestamp,
  "arrived" timestamp,
  "driving_0" binary(16),
  "secondary_0" binary(16),
  "origin" varchar(800),
  "instant" timestamp,
  "vw_rows" int
)
on commit delete rows
segmented by hash("link_key") all nodes;

-- Empty work table released_es_groups_dialogs_drivers.
create local temporary table if not exists "released_es_groups_dialogs_drivers" (
  "driving_0" binary(16)
)
on commit delete rows
segmented by hash("driving_0") all nodes;

-- Empty work table released_es_groups_dialogs_stored.
create local temporary table if not exists "released_es_groups_dialogs_stored" (
  "link_key" binary(16),
  "driving_0" binary(16),
  "secondary_0" binary(16),
  "start_at" timestamp,
  "end_at" timestamp,
  "arrived" timestamp,
  "origin" varchar(800),
  "instant" timestamp,
  "from_last" int,
  "next_arrived" timestamp
)
on commit delete rows
segmented by hash("link_key") all nodes;

-- Empty work table released_es_groups_dialogs_latest.
create local temporary table if not exists "released_es_groups_dialogs_latest" (
  "driving_0" binary(16),
  "latest_at" timestamp
)
on commit delete rows
segmented by hash("driving_0") all nodes;

-- Empty work table released_es_groups_dialogs_repeated.
create local temporary table if not exists "released_es_groups_dialogs_repeated" (
  "link_key" binary(16),
  "start_at" timestamp,
  "end_at" timestamp,
  "arrived" timestamp
)
on commit delete rows
segmented by hash("link_key") all nodes;

-- Empty work table released_es_groups_dialogs_blocked.
create local temporary table if not exists "released_es_groups_dialogs_blocked" (
  "driving_0" binary(16)
)
on commit delete rows
segmented by hash("driving_0") all nodes;

-- Empty work table released_es_groups_dialogs_numbered.
create local temporary table if not exists "released_es_groups_dialogs_numbered" (
  "driving_0" binary(16),
  "arrived" timestamp,
  "instant" timestamp,
  "origin" varchar(800),
  "until_at" timestamp,
  "tied" int,
  "closes" int,
  "step_no" int,
  "closing_no" int
)
on commit delete rows
segmented by hash("driving_0") all nodes;

-- Empty work table released_es_groups_dialogs_compared.
create local temporary table if not exists "released_es_groups_dialogs_compared" (
  "link_key" binary(16),
  "driving_0" binary(16),
  "secondary_0" binary(16),
  "start_at" timestamp,
  "end_at" timestamp,
  "arrived" timestamp,
  "origin" varchar(800),
  "instant" timestamp,
  "vw_rows" int,
  "step_no" int,
  "closing_no" int,
  "tied" int,
  "closed_at" timestamp,
  "closed_arrived" timestamp,
  "closed_origin" varchar(800),
  "before_start" timestamp,
  "before_end" timestamp
)
on commit delete rows
segmented by hash("link_key") all nodes;

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
on commit delete rows
segmented by hash("hk_l_groups_dialogs") all nodes;

-- Empty work table new_es_groups_dialogs_delivered.
create local temporary table if not exists "new_es_groups_dialogs_delivered" (
  "link_key" binary(16),
  "driving_0" binary(16),
  "secondary_0" binary(16),
  "start_at" timestamp,
  "end_at" timestamp,
  "arrived" timestamp,
  "origin" varchar(800),
  "instant" timestamp
)
on commit delete rows
segmented by hash("link_key") all nodes;

-- Empty work table new_es_groups_dialogs_sightings.
create local temporary table if not exists "new_es_groups_dialogs_sightings" (
  "link_key" binary(16),
  "start_at" timestamp,
  "end_at" timestamp,
  "arrived" timestamp,
  "driving_0" binary(16),
  "secondary_0" binary(16),
  "origin" varchar(800),
  "instant" timestamp,
  "vw_rows" int
)
on commit delete rows
segmented by hash("link_key") all nodes;

-- Empty work table new_es_groups_dialogs_drivers.
create local temporary table if not exists "new_es_groups_dialogs_drivers" (
  "driving_0" binary(16)
)
on commit delete rows
segmented by hash("driving_0") all nodes;

-- Empty work table new_es_groups_dialogs_stored.
create local temporary table if not exists "new_es_groups_dialogs_stored" (
  "link_key" binary(16),
  "driving_0" binary(16),
  "secondary_0" binary(16),
  "start_at" timestamp,
  "end_at" timestamp,
  "arrived" timestamp,
  "origin" varchar(800),
  "instant" timestamp,
  "from_last" int,
  "next_arrived" timestamp
)
on commit delete rows
segmented by hash("link_key") all nodes;

-- Empty work table new_es_groups_dialogs_latest.
create local temporary table if not exists "new_es_groups_dialogs_latest" (
  "driving_0" binary(16),
  "latest_at" timestamp
)
on commit delete rows
segmented by hash("driving_0") all nodes;

-- Empty work table new_es_groups_dialogs_repeated.
create local temporary table if not exists "new_es_groups_dialogs_repeated" (
  "link_key" binary(16),
  "start_at" timestamp,
  "end_at" timestamp,
  "arrived" timestamp
)
on commit delete rows
segmented by hash("link_key") all nodes;

-- Empty work table new_es_groups_dialogs_blocked.
create local temporary table if not exists "new_es_groups_dialogs_blocked" (
  "driving_0" binary(16)
)
on commit delete rows
segmented by hash("driving_0") all nodes;

-- Empty work table new_es_groups_dialogs_numbered.
create local temporary table if not exists "new_es_groups_dialogs_numbered" (
  "driving_0" binary(16),
  "arrived" timestamp,
  "instant" timestamp,
  "origin" varchar(800),
  "until_at" timestamp,
  "tied" int,
  "closes" int,
  "step_no" int,
  "closing_no" int
)
on commit delete rows
segmented by hash("driving_0") all nodes;

-- Empty work table new_es_groups_dialogs_compared.
create local temporary table if not exists "new_es_groups_dialogs_compared" (
  "link_key" binary(16),
  "driving_0" binary(16),
  "secondary_0" binary(16),
  "start_at" timestamp,
  "end_at" timestamp,
  "arrived" timestamp,
  "origin" varchar(800),
  "instant" timestamp,
  "vw_rows" int,
  "step_no" int,
  "closing_no" int,
  "tied" int,
  "closed_at" timestamp,
  "closed_arrived" timestamp,
  "closed_origin" varchar(800),
  "before_start" timestamp,
  "before_end" timestamp
)
on commit delete rows
segmented by hash("link_key") all nodes;

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
on commit delete rows
segmented by hash("hk_l_admin_id") all nodes;

-- Empty work table released_s_admins_versions.
create local temporary table if not exists "released_s_admins_versions" (
  "hk_l_admin_id" binary(16),
  "load_dt" timestamp,
  "hash_diff" binary(16),
  "is_admin" boolean,
  "admin_from" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_l_admin_id") all nodes;

-- Empty work table released_s_admins_latest.
create local temporary table if not exists "released_s_admins_latest" (
  "hk_l_admin_id" binary(16),
  "latest_load_dt" timestamp,
  "latest_hash_diff" binary(16)
)
on commit delete rows
segmented by hash("hk_l_admin_id") all nodes;

-- Empty work table released_s_admins_older.
create local temporary table if not exists "released_s_admins_older" (
  "hk_l_admin_id" binary(16),
  "hash_diff" binary(16),
  "is_admin" boolean,
  "admin_from" timestamp,
  "load_dt" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_l_admin_id") all nodes;

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
on commit delete rows
segmented by hash("hk_l_admin_id") all nodes;

-- Empty work table new_s_admins_versions.
create local temporary table if not exists "new_s_admins_versions" (
  "hk_l_admin_id" binary(16),
  "load_dt" timestamp,
  "hash_diff" binary(16),
  "is_admin" boolean,
  "admin_from" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_l_admin_id") all nodes;

-- Empty work table new_s_admins_latest.
create local temporary table if not exists "new_s_admins_latest" (
  "hk_l_admin_id" binary(16),
  "latest_load_dt" timestamp,
  "latest_hash_diff" binary(16)
)
on commit delete rows
segmented by hash("hk_l_admin_id") all nodes;

-- Empty work table new_s_admins_older.
create local temporary table if not exists "new_s_admins_older" (
  "hk_l_admin_id" binary(16),
  "hash_diff" binary(16),
  "is_admin" boolean,
  "admin_from" timestamp,
  "load_dt" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_l_admin_id") all nodes;

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
on commit delete rows
segmented by hash("hk_user_id") all nodes;

-- Empty work table new_s_user_chatinfo_versions.
create local temporary table if not exists "new_s_user_chatinfo_versions" (
  "hk_user_id" binary(16),
  "load_dt" timestamp,
  "hash_diff" binary(16),
  "chat_name" varchar(800),
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_user_id") all nodes;

-- Empty work table new_s_user_chatinfo_latest.
create local temporary table if not exists "new_s_user_chatinfo_latest" (
  "hk_user_id" binary(16),
  "latest_load_dt" timestamp,
  "latest_hash_diff" binary(16)
)
on commit delete rows
segmented by hash("hk_user_id") all nodes;

-- Empty work table new_s_user_chatinfo_older.
create local temporary table if not exists "new_s_user_chatinfo_older" (
  "hk_user_id" binary(16),
  "hash_diff" binary(16),
  "chat_name" varchar(800),
  "load_dt" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_user_id") all nodes;

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
on commit delete rows
segmented by hash("hk_user_id") all nodes;

-- Empty work table new_s_user_socdem_versions.
create local temporary table if not exists "new_s_user_socdem_versions" (
  "hk_user_id" binary(16),
  "load_dt" timestamp,
  "hash_diff" binary(16),
  "country" varchar(800),
  "age" numeric(4,1),
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_user_id") all nodes;

-- Empty work table new_s_user_socdem_latest.
create local temporary table if not exists "new_s_user_socdem_latest" (
  "hk_user_id" binary(16),
  "latest_load_dt" timestamp,
  "latest_hash_diff" binary(16)
)
on commit delete rows
segmented by hash("hk_user_id") all nodes;

-- Empty work table new_s_user_socdem_older.
create local temporary table if not exists "new_s_user_socdem_older" (
  "hk_user_id" binary(16),
  "hash_diff" binary(16),
  "country" varchar(800),
  "age" numeric(4,1),
  "load_dt" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_user_id") all nodes;

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
on commit delete rows
segmented by hash("hk_group_id") all nodes;

-- Empty work table new_s_group_name_versions.
create local temporary table if not exists "new_s_group_name_versions" (
  "hk_group_id" binary(16),
  "load_dt" timestamp,
  "hash_diff" binary(16),
  "group_name" varchar(400),
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_group_id") all nodes;

-- Empty work table new_s_group_name_latest.
create local temporary table if not exists "new_s_group_name_latest" (
  "hk_group_id" binary(16),
  "latest_load_dt" timestamp,
  "latest_hash_diff" binary(16)
)
on commit delete rows
segmented by hash("hk_group_id") all nodes;

-- Empty work table new_s_group_name_older.
create local temporary table if not exists "new_s_group_name_older" (
  "hk_group_id" binary(16),
  "hash_diff" binary(16),
  "group_name" varchar(400),
  "load_dt" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_group_id") all nodes;

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
on commit delete rows
segmented by hash("hk_group_id") all nodes;

-- Empty work table new_s_group_private_status_versions.
create local temporary table if not exists "new_s_group_private_status_versions" (
  "hk_group_id" binary(16),
  "load_dt" timestamp,
  "hash_diff" binary(16),
  "is_private" boolean,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_group_id") all nodes;

-- Empty work table new_s_group_private_status_latest.
create local temporary table if not exists "new_s_group_private_status_latest" (
  "hk_group_id" binary(16),
  "latest_load_dt" timestamp,
  "latest_hash_diff" binary(16)
)
on commit delete rows
segmented by hash("hk_group_id") all nodes;

-- Empty work table new_s_group_private_status_older.
create local temporary table if not exists "new_s_group_private_status_older" (
  "hk_group_id" binary(16),
  "hash_diff" binary(16),
  "is_private" boolean,
  "load_dt" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_group_id") all nodes;

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
on commit delete rows
segmented by hash("hk_message_id") all nodes;

-- Empty work table new_s_dialog_info_versions.
create local temporary table if not exists "new_s_dialog_info_versions" (
  "hk_message_id" binary(16),
  "load_dt" timestamp,
  "hash_diff" binary(16),
  "message" varchar(4000),
  "message_from" int,
  "message_to" int,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_message_id") all nodes;

-- Empty work table new_s_dialog_info_latest.
create local temporary table if not exists "new_s_dialog_info_latest" (
  "hk_message_id" binary(16),
  "latest_load_dt" timestamp,
  "latest_hash_diff" binary(16)
)
on commit delete rows
segmented by hash("hk_message_id") all nodes;

-- Empty work table new_s_dialog_info_older.
create local temporary table if not exists "new_s_dialog_info_older" (
  "hk_message_id" binary(16),
  "hash_diff" binary(16),
  "message" varchar(4000),
  "message_from" int,
  "message_to" int,
  "load_dt" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_message_id") all nodes;

-- Empty work table released_s_auth_history.
create local temporary table if not exists "released_s_auth_history" (
  "hk_l_user_group_activity" binary(16) not null,
  "user_id_from" int,
  "event" varchar(40) not null,
  "event_dt" timestamp not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_l_user_group_activity") all nodes;

-- Empty work table new_s_auth_history.
create local temporary table if not exists "new_s_auth_history" (
  "hk_l_user_group_activity" binary(16) not null,
  "user_id_from" int,
  "event" varchar(40) not null,
  "event_dt" timestamp not null,
  "vw_rows" int not null,
  "vw_missing_parent" varchar(512)
)
on commit delete rows
segmented by hash("hk_l_user_group_activity") all nodes;
