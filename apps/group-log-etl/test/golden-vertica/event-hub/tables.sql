-- Vault event-hub: tables.

-- Schema staging_event_hub.
create schema if not exists "staging_event_hub";

-- Schema dds_event_hub.
create schema if not exists "dds_event_hub";

-- Staging: users as delivered; rows are told apart by their load.
create table if not exists "staging_event_hub"."users" (
  "id" int not null,
  "chat_name" varchar(800) not null,
  "registration_dt" timestamp,
  "country" varchar(800) not null,
  "age" numeric(4,1),
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of users that do not fit the contract: place, reason and raw text.
create table if not exists "staging_event_hub"."users_rej" (
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null,
  "record_no" int not null,
  "line_no" int not null,
  "column_no" int,
  "column_name" varchar(512),
  "reason_code" varchar(256) not null,
  "value" varchar(16384),
  "expected" varchar(4096) not null,
  "byte_start" int not null,
  "byte_length" int not null,
  "raw_text" varchar(32768),
  "raw_sha256" varchar(256) not null,
  "load_dt" timestamp not null
);

-- Staging: groups as delivered; rows are told apart by their load.
create table if not exists "staging_event_hub"."groups" (
  "id" int not null,
  "admin_id" int not null,
  "group_name" varchar(400) not null,
  "registration_dt" timestamp,
  "is_private" boolean not null,
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of groups that do not fit the contract: place, reason and raw text.
create table if not exists "staging_event_hub"."groups_rej" (
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null,
  "record_no" int not null,
  "line_no" int not null,
  "column_no" int,
  "column_name" varchar(512),
  "reason_code" varchar(256) not null,
  "value" varchar(16384),
  "expected" varchar(4096) not null,
  "byte_start" int not null,
  "byte_length" int not null,
  "raw_text" varchar(32768),
  "raw_sha256" varchar(256) not null,
  "load_dt" timestamp not null
);

-- Staging: dialogs as delivered; rows are told apart by their load.
create table if not exists "staging_event_hub"."dialogs" (
  "message_id" int not null,
  "message_ts" timestamp not null,
  "message_from" int not null,
  "message_to" int,
  "message" varchar(4000) not null,
  "message_group" int,
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of dialogs that do not fit the contract: place, reason and raw text.
create table if not exists "staging_event_hub"."dialogs_rej" (
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null,
  "record_no" int not null,
  "line_no" int not null,
  "column_no" int,
  "column_name" varchar(512),
  "reason_code" varchar(256) not null,
  "value" varchar(16384),
  "expected" varchar(4096) not null,
  "byte_start" int not null,
  "byte_length" int not null,
  "raw_text" varchar(32768),
  "raw_sha256" varchar(256) not null,
  "load_dt" timestamp not null
);

-- Staging: group_log as delivered; rows are told apart by their load.
create table if not exists "staging_event_hub"."group_log" (
  "group_id" int not null,
  "user_id" int not null,
  "user_id_from" int,
  "event" varchar(40) not null,
  "datetime" timestamp not null,
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of group_log that do not fit the contract: place, reason and raw text.
create table if not exists "staging_event_hub"."group_log_rej" (
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null,
  "record_no" int not null,
  "line_no" int not null,
  "column_no" int,
  "column_name" varchar(512),
  "reason_code" varchar(256) not null,
  "value" varchar(16384),
  "expected" varchar(4096) not null,
  "byte_start" int not null,
  "byte_length" int not null,
  "raw_text" varchar(32768),
  "raw_sha256" varchar(256) not null,
  "load_dt" timestamp not null
);

-- Hub: every user_id the business has named, once.
create table if not exists "dds_event_hub"."h_users" (
  "hk_user_id" binary(16) not null,
  "user_id" int not null,
  "registration_dt" timestamp,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_user_id"
segmented by hash("hk_user_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Hub: every group_id the business has named, once.
create table if not exists "dds_event_hub"."h_groups" (
  "hk_group_id" binary(16) not null,
  "group_id" int not null,
  "registration_dt" timestamp,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_group_id"
segmented by hash("hk_group_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Hub: every message_id the business has named, once.
create table if not exists "dds_event_hub"."h_dialogs" (
  "hk_message_id" binary(16) not null,
  "message_id" int not null,
  "message_ts" timestamp,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_message_id"
segmented by hash("hk_message_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Hub: every group_log_id the business has named, once.
create table if not exists "dds_event_hub"."h_group_logs" (
  "hk_group_log_id" binary(16) not null,
  "group_log_id" binary(16) not null,
  "datetime" timestamp,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_group_log_id"
segmented by hash("hk_group_log_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Link: every combination of h_users, h_dialogs that was seen, once.
create table if not exists "dds_event_hub"."l_user_message" (
  "hk_l_user_message" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_l_user_message"
segmented by hash("hk_l_user_message") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of l_user_message that name a hub key nobody has delivered yet; tried again in every batch.
create table if not exists "dds_event_hub"."l_user_message_pending" (
  "hk_l_user_message" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_l_user_message"
segmented by hash("hk_l_user_message") all nodes;

-- Link: every combination of h_users, h_groups that was seen, once.
create table if not exists "dds_event_hub"."l_admins" (
  "hk_l_admin_id" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_l_admin_id"
segmented by hash("hk_l_admin_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of l_admins that name a hub key nobody has delivered yet; tried again in every batch.
create table if not exists "dds_event_hub"."l_admins_pending" (
  "hk_l_admin_id" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_l_admin_id"
segmented by hash("hk_l_admin_id") all nodes;

-- Link: every combination of h_dialogs, h_groups that was seen, once.
create table if not exists "dds_event_hub"."l_groups_dialogs" (
  "hk_l_groups_dialogs" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_l_groups_dialogs"
segmented by hash("hk_l_groups_dialogs") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of l_groups_dialogs that name a hub key nobody has delivered yet; tried again in every batch.
create table if not exists "dds_event_hub"."l_groups_dialogs_pending" (
  "hk_l_groups_dialogs" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_l_groups_dialogs"
segmented by hash("hk_l_groups_dialogs") all nodes;

-- Link: every combination of h_group_logs, h_users that was seen, once.
create table if not exists "dds_event_hub"."l_group_logs_users" (
  "hk_l_group_logs_users" binary(16) not null,
  "hk_group_log_id" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_l_group_logs_users"
segmented by hash("hk_l_group_logs_users") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of l_group_logs_users that name a hub key nobody has delivered yet; tried again in every batch.
create table if not exists "dds_event_hub"."l_group_logs_users_pending" (
  "hk_l_group_logs_users" binary(16) not null,
  "hk_group_log_id" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_l_group_logs_users"
segmented by hash("hk_l_group_logs_users") all nodes;

-- Link: every combination of h_group_logs, h_groups that was seen, once.
create table if not exists "dds_event_hub"."l_group_logs_groups" (
  "hk_l_group_logs_groups" binary(16) not null,
  "hk_group_log_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_l_group_logs_groups"
segmented by hash("hk_l_group_logs_groups") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of l_group_logs_groups that name a hub key nobody has delivered yet; tried again in every batch.
create table if not exists "dds_event_hub"."l_group_logs_groups_pending" (
  "hk_l_group_logs_groups" binary(16) not null,
  "hk_group_log_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_l_group_logs_groups"
segmented by hash("hk_l_group_logs_groups") all nodes;

-- Link: every combination of h_group_logs, h_users that was seen, once.
create table if not exists "dds_event_hub"."l_group_logs_users_from" (
  "hk_l_group_logs_users_from" binary(16) not null,
  "hk_group_log_id" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_l_group_logs_users_from"
segmented by hash("hk_l_group_logs_users_from") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of l_group_logs_users_from that name a hub key nobody has delivered yet; tried again in every batch.
create table if not exists "dds_event_hub"."l_group_logs_users_from_pending" (
  "hk_l_group_logs_users_from" binary(16) not null,
  "hk_group_log_id" binary(16) not null,
  "hk_user_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_l_group_logs_users_from"
segmented by hash("hk_l_group_logs_users_from") all nodes;

-- Effectivity satellite: which hk_group_id a hk_message_id of l_groups_dialogs had, and when.
create table if not exists "dds_event_hub"."es_groups_dialogs" (
  "hk_l_groups_dialogs" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "start_dt" timestamp not null,
  "end_dt" timestamp not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_l_groups_dialogs", "load_dt"
segmented by hash("hk_l_groups_dialogs") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of es_groups_dialogs that are older than what was stored when they came; kept, not applied.
create table if not exists "dds_event_hub"."es_groups_dialogs_late" (
  "hk_l_groups_dialogs" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "start_dt" timestamp not null,
  "end_dt" timestamp not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_l_groups_dialogs", "load_dt"
segmented by hash("hk_l_groups_dialogs") all nodes;

-- Rows of es_groups_dialogs whose l_groups_dialogs row, or that of another row of their driving key, is not known yet; tried again in every batch.
create table if not exists "dds_event_hub"."es_groups_dialogs_pending" (
  "hk_l_groups_dialogs" binary(16) not null,
  "hk_message_id" binary(16) not null,
  "hk_group_id" binary(16) not null,
  "start_dt" timestamp not null,
  "end_dt" timestamp not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_l_groups_dialogs", "load_dt"
segmented by hash("hk_l_groups_dialogs") all nodes;

-- Satellite: how is_admin, admin_from of l_admins changed.
create table if not exists "dds_event_hub"."s_admins" (
  "hk_l_admin_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "is_admin" boolean not null,
  "admin_from" timestamp,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_l_admin_id", "load_dt"
segmented by hash("hk_l_admin_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of s_admins that are older than what was stored when they came; kept, not applied.
create table if not exists "dds_event_hub"."s_admins_late" (
  "hk_l_admin_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "is_admin" boolean not null,
  "admin_from" timestamp,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_l_admin_id", "load_dt"
segmented by hash("hk_l_admin_id") all nodes;

-- Rows of s_admins whose l_admins row is not known yet; tried again in every batch.
create table if not exists "dds_event_hub"."s_admins_pending" (
  "hk_l_admin_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "is_admin" boolean not null,
  "admin_from" timestamp,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_l_admin_id", "load_dt"
segmented by hash("hk_l_admin_id") all nodes;

-- Satellite: how chat_name of h_users changed.
create table if not exists "dds_event_hub"."s_user_chatinfo" (
  "hk_user_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "chat_name" varchar(800) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_user_id", "load_dt"
segmented by hash("hk_user_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of s_user_chatinfo that are older than what was stored when they came; kept, not applied.
create table if not exists "dds_event_hub"."s_user_chatinfo_late" (
  "hk_user_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "chat_name" varchar(800) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_user_id", "load_dt"
segmented by hash("hk_user_id") all nodes;

-- Satellite: how country, age of h_users changed.
create table if not exists "dds_event_hub"."s_user_socdem" (
  "hk_user_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "country" varchar(800) not null,
  "age" numeric(4,1),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_user_id", "load_dt"
segmented by hash("hk_user_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of s_user_socdem that are older than what was stored when they came; kept, not applied.
create table if not exists "dds_event_hub"."s_user_socdem_late" (
  "hk_user_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "country" varchar(800) not null,
  "age" numeric(4,1),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_user_id", "load_dt"
segmented by hash("hk_user_id") all nodes;

-- Satellite: how group_name of h_groups changed.
create table if not exists "dds_event_hub"."s_group_name" (
  "hk_group_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "group_name" varchar(400) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_group_id", "load_dt"
segmented by hash("hk_group_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of s_group_name that are older than what was stored when they came; kept, not applied.
create table if not exists "dds_event_hub"."s_group_name_late" (
  "hk_group_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "group_name" varchar(400) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_group_id", "load_dt"
segmented by hash("hk_group_id") all nodes;

-- Satellite: how is_private of h_groups changed.
create table if not exists "dds_event_hub"."s_group_private_status" (
  "hk_group_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "is_private" boolean not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_group_id", "load_dt"
segmented by hash("hk_group_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of s_group_private_status that are older than what was stored when they came; kept, not applied.
create table if not exists "dds_event_hub"."s_group_private_status_late" (
  "hk_group_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "is_private" boolean not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_group_id", "load_dt"
segmented by hash("hk_group_id") all nodes;

-- Satellite: how message, message_from, message_to of h_dialogs changed.
create table if not exists "dds_event_hub"."s_dialog_info" (
  "hk_message_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "message" varchar(4000) not null,
  "message_from" int not null,
  "message_to" int,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_message_id", "load_dt"
segmented by hash("hk_message_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of s_dialog_info that are older than what was stored when they came; kept, not applied.
create table if not exists "dds_event_hub"."s_dialog_info_late" (
  "hk_message_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "message" varchar(4000) not null,
  "message_from" int not null,
  "message_to" int,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_message_id", "load_dt"
segmented by hash("hk_message_id") all nodes;

-- Events of h_group_logs: every distinct row that was seen, once.
create table if not exists "dds_event_hub"."s_auth_history" (
  "hk_group_log_id" binary(16) not null,
  "user_id_from" int,
  "event" varchar(40) not null,
  "event_dt" timestamp not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_group_log_id"
segmented by hash("hk_group_log_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- The rules that each entity was loaded with; the latest row of an entity is in force.
create table if not exists "dds_event_hub"."vault_model" (
  "entity" varchar(512) not null,
  "place" int not null,
  "hash_fingerprint" varchar(256) not null,
  "structure_fingerprint" varchar(256) not null,
  "rules" varchar(65000) not null,
  "structure" varchar(65000) not null,
  "applied_batch" varchar(256) not null,
  "applied_at" timestamp not null
)
order by "entity", "place"
unsegmented all nodes;
