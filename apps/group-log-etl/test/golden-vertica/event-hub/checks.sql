-- Vault event-hub: checks.

-- No hash key shared by two business keys: h_users: one row per hk_user_id (new_h_users).
select
  "stored"."hk_user_id",
  count(*) as "row_count"
from "dds_event_hub"."h_users" as "stored"
where "stored"."hk_user_id" in (
  select "fresh"."hk_user_id"
  from "new_h_users" as "fresh"
)
group by "stored"."hk_user_id"
having count(*) > 1;

-- No key with another attribute than the hub keeps: h_users: attributes as first seen (users).
select
  "stored"."user_id",
  "stored"."registration_dt",
  "staged"."registration_dt" as "registration_dt_staged"
from "stage_users" as "staged"
join "dds_event_hub"."h_users" as "stored"
  on "stored"."hk_user_id" = "staged"."hk_user_id"
where "staged"."hk_user_id" is not null
  and not ("stored"."registration_dt" <=> "staged"."registration_dt");

-- No hash key shared by two business keys: h_groups: one row per hk_group_id (new_h_groups).
select
  "stored"."hk_group_id",
  count(*) as "row_count"
from "dds_event_hub"."h_groups" as "stored"
where "stored"."hk_group_id" in (
  select "fresh"."hk_group_id"
  from "new_h_groups" as "fresh"
)
group by "stored"."hk_group_id"
having count(*) > 1;

-- No key with another attribute than the hub keeps: h_groups: attributes as first seen (groups).
select
  "stored"."group_id",
  "stored"."registration_dt",
  "staged"."registration_dt" as "registration_dt_staged"
from "stage_groups" as "staged"
join "dds_event_hub"."h_groups" as "stored"
  on "stored"."hk_group_id" = "staged"."hk_group_id"
where "staged"."hk_group_id" is not null
  and not ("stored"."registration_dt" <=> "staged"."registration_dt");

-- No hash key shared by two business keys: h_dialogs: one row per hk_message_id (new_h_dialogs).
select
  "stored"."hk_message_id",
  count(*) as "row_count"
from "dds_event_hub"."h_dialogs" as "stored"
where "stored"."hk_message_id" in (
  select "fresh"."hk_message_id"
  from "new_h_dialogs" as "fresh"
)
group by "stored"."hk_message_id"
having count(*) > 1;

-- No key with another attribute than the hub keeps: h_dialogs: attributes as first seen (dialogs).
select
  "stored"."message_id",
  "stored"."message_ts",
  "staged"."message_ts" as "message_ts_staged"
from "stage_dialogs" as "staged"
join "dds_event_hub"."h_dialogs" as "stored"
  on "stored"."hk_message_id" = "staged"."hk_message_id"
where "staged"."hk_message_id" is not null
  and not ("stored"."message_ts" <=> "staged"."message_ts");

-- No hash key shared by two business keys: h_group_logs: one row per hk_group_log_id (new_h_group_logs).
select
  "stored"."hk_group_log_id",
  count(*) as "row_count"
from "dds_event_hub"."h_group_logs" as "stored"
where "stored"."hk_group_log_id" in (
  select "fresh"."hk_group_log_id"
  from "new_h_group_logs" as "fresh"
)
group by "stored"."hk_group_log_id"
having count(*) > 1;

-- No key with another attribute than the hub keeps: h_group_logs: attributes as first seen (group_log).
select
  "stored"."group_log_id",
  "stored"."datetime",
  "staged"."datetime" as "datetime_staged"
from "stage_group_log" as "staged"
join "dds_event_hub"."h_group_logs" as "stored"
  on "stored"."hk_group_log_id" = "staged"."hk_group_log_id"
where "staged"."hk_group_log_id" is not null
  and not ("stored"."datetime" <=> "staged"."datetime");

-- No identity stored twice: l_user_message: one row per hk_l_user_message (released_l_user_message).
select
  "stored"."hk_l_user_message",
  count(*) as "row_count"
from "dds_event_hub"."l_user_message" as "stored"
where "stored"."hk_l_user_message" in (
  select "fresh"."hk_l_user_message"
  from "released_l_user_message" as "fresh"
)
group by "stored"."hk_l_user_message"
having count(*) > 1;

-- No row without its parent: l_user_message: every hk_user_id exists in h_users (released_l_user_message).
select "fresh"."hk_user_id"
from "released_l_user_message" as "fresh"
left join "dds_event_hub"."h_users" as "parent"
  on "parent"."hk_user_id" = "fresh"."hk_user_id"
where "parent"."hk_user_id" is null;

-- No row without its parent: l_user_message: every hk_message_id exists in h_dialogs (released_l_user_message).
select "fresh"."hk_message_id"
from "released_l_user_message" as "fresh"
left join "dds_event_hub"."h_dialogs" as "parent"
  on "parent"."hk_message_id" = "fresh"."hk_message_id"
where "parent"."hk_message_id" is null;

-- No identity stored twice: l_user_message: one row per hk_l_user_message (new_l_user_message).
select
  "stored"."hk_l_user_message",
  count(*) as "row_count"
from "dds_event_hub"."l_user_message" as "stored"
where "stored"."hk_l_user_message" in (
  select "fresh"."hk_l_user_message"
  from "new_l_user_message" as "fresh"
)
group by "stored"."hk_l_user_message"
having count(*) > 1;

-- No row without its parent: l_user_message: every hk_user_id exists in h_users (new_l_user_message).
select "fresh"."hk_user_id"
from "new_l_user_message" as "fresh"
left join "dds_event_hub"."h_users" as "parent"
  on "parent"."hk_user_id" = "fresh"."hk_user_id"
where "parent"."hk_user_id" is null
  and "fresh"."vw_missing_parent" is null;

-- No row without its parent: l_user_message: every hk_message_id exists in h_dialogs (new_l_user_message).
select "fresh"."hk_message_id"
from "new_l_user_message" as "fresh"
left join "dds_event_hub"."h_dialogs" as "parent"
  on "parent"."hk_message_id" = "fresh"."hk_message_id"
where "parent"."hk_message_id" is null
  and "fresh"."vw_missing_parent" is null;

-- No identity stored twice: l_admins: one row per hk_l_admin_id (released_l_admins).
select
  "stored"."hk_l_admin_id",
  count(*) as "row_count"
from "dds_event_hub"."l_admins" as "stored"
where "stored"."hk_l_admin_id" in (
  select "fresh"."hk_l_admin_id"
  from "released_l_admins" as "fresh"
)
group by "stored"."hk_l_admin_id"
having count(*) > 1;

-- No row without its parent: l_admins: every hk_user_id exists in h_users (released_l_admins).
select "fresh"."hk_user_id"
from "released_l_admins" as "fresh"
left join "dds_event_hub"."h_users" as "parent"
  on "parent"."hk_user_id" = "fresh"."hk_user_id"
where "parent"."hk_user_id" is null;

-- No row without its parent: l_admins: every hk_group_id exists in h_groups (released_l_admins).
select "fresh"."hk_group_id"
from "released_l_admins" as "fresh"
left join "dds_event_hub"."h_groups" as "parent"
  on "parent"."hk_group_id" = "fresh"."hk_group_id"
where "parent"."hk_group_id" is null;

-- No identity stored twice: l_admins: one row per hk_l_admin_id (new_l_admins).
select
  "stored"."hk_l_admin_id",
  count(*) as "row_count"
from "dds_event_hub"."l_admins" as "stored"
where "stored"."hk_l_admin_id" in (
  select "fresh"."hk_l_admin_id"
  from "new_l_admins" as "fresh"
)
group by "stored"."hk_l_admin_id"
having count(*) > 1;

-- No row without its parent: l_admins: every hk_user_id exists in h_users (new_l_admins).
select "fresh"."hk_user_id"
from "new_l_admins" as "fresh"
left join "dds_event_hub"."h_users" as "parent"
  on "parent"."hk_user_id" = "fresh"."hk_user_id"
where "parent"."hk_user_id" is null
  and "fresh"."vw_missing_parent" is null;

-- No row without its parent: l_admins: every hk_group_id exists in h_groups (new_l_admins).
select "fresh"."hk_group_id"
from "new_l_admins" as "fresh"
left join "dds_event_hub"."h_groups" as "parent"
  on "parent"."hk_group_id" = "fresh"."hk_group_id"
where "parent"."hk_group_id" is null
  and "fresh"."vw_missing_parent" is null;

-- No identity stored twice: l_groups_dialogs: one row per hk_l_groups_dialogs (released_l_groups_dialogs).
select
  "stored"."hk_l_groups_dialogs",
  count(*) as "row_count"
from "dds_event_hub"."l_groups_dialogs" as "stored"
where "stored"."hk_l_groups_dialogs" in (
  select "fresh"."hk_l_groups_dialogs"
  from "released_l_groups_dialogs" as "fresh"
)
group by "stored"."hk_l_groups_dialogs"
having count(*) > 1;

-- No row without its parent: l_groups_dialogs: every hk_message_id exists in h_dialogs (released_l_groups_dialogs).
select "fresh"."hk_message_id"
from "released_l_groups_dialogs" as "fresh"
left join "dds_event_hub"."h_dialogs" as "parent"
  on "parent"."hk_message_id" = "fresh"."hk_message_id"
where "parent"."hk_message_id" is null;

-- No row without its parent: l_groups_dialogs: every hk_group_id exists in h_groups (released_l_groups_dialogs).
select "fresh"."hk_group_id"
from "released_l_groups_dialogs" as "fresh"
left join "dds_event_hub"."h_groups" as "parent"
  on "parent"."hk_group_id" = "fresh"."hk_group_id"
where "parent"."hk_group_id" is null;

-- No identity stored twice: l_groups_dialogs: one row per hk_l_groups_dialogs (new_l_groups_dialogs).
select
  "stored"."hk_l_groups_dialogs",
  count(*) as "row_count"
from "dds_event_hub"."l_groups_dialogs" as "stored"
where "stored"."hk_l_groups_dialogs" in (
  select "fresh"."hk_l_groups_dialogs"
  from "new_l_groups_dialogs" as "fresh"
)
group by "stored"."hk_l_groups_dialogs"
having count(*) > 1;

-- No row without its parent: l_groups_dialogs: every hk_message_id exists in h_dialogs (new_l_groups_dialogs).
select "fresh"."hk_message_id"
from "new_l_groups_dialogs" as "fresh"
left join "dds_event_hub"."h_dialogs" as "parent"
  on "parent"."hk_message_id" = "fresh"."hk_message_id"
where "parent"."hk_message_id" is null
  and "fresh"."vw_missing_parent" is null;

-- No row without its parent: l_groups_dialogs: every hk_group_id exists in h_groups (new_l_groups_dialogs).
select "fresh"."hk_group_id"
from "new_l_groups_dialogs" as "fresh"
left join "dds_event_hub"."h_groups" as "parent"
  on "parent"."hk_group_id" = "fresh"."hk_group_id"
where "parent"."hk_group_id" is null
  and "fresh"."vw_missing_parent" is null;

-- No identity stored twice: l_group_logs_users: one row per hk_l_group_logs_users (released_l_group_logs_users).
select
  "stored"."hk_l_group_logs_users",
  count(*) as "row_count"
from "dds_event_hub"."l_group_logs_users" as "stored"
where "stored"."hk_l_group_logs_users" in (
  select "fresh"."hk_l_group_logs_users"
  from "released_l_group_logs_users" as "fresh"
)
group by "stored"."hk_l_group_logs_users"
having count(*) > 1;

-- No row without its parent: l_group_logs_users: every hk_group_log_id exists in h_group_logs (released_l_group_logs_users).
select "fresh"."hk_group_log_id"
from "released_l_group_logs_users" as "fresh"
left join "dds_event_hub"."h_group_logs" as "parent"
  on "parent"."hk_group_log_id" = "fresh"."hk_group_log_id"
where "parent"."hk_group_log_id" is null;

-- No row without its parent: l_group_logs_users: every hk_user_id exists in h_users (released_l_group_logs_users).
select "fresh"."hk_user_id"
from "released_l_group_logs_users" as "fresh"
left join "dds_event_hub"."h_users" as "parent"
  on "parent"."hk_user_id" = "fresh"."hk_user_id"
where "parent"."hk_user_id" is null;

-- No identity stored twice: l_group_logs_users: one row per hk_l_group_logs_users (new_l_group_logs_users).
select
  "stored"."hk_l_group_logs_users",
  count(*) as "row_count"
from "dds_event_hub"."l_group_logs_users" as "stored"
where "stored"."hk_l_group_logs_users" in (
  select "fresh"."hk_l_group_logs_users"
  from "new_l_group_logs_users" as "fresh"
)
group by "stored"."hk_l_group_logs_users"
having count(*) > 1;

-- No row without its parent: l_group_logs_users: every hk_group_log_id exists in h_group_logs (new_l_group_logs_users).
select "fresh"."hk_group_log_id"
from "new_l_group_logs_users" as "fresh"
left join "dds_event_hub"."h_group_logs" as "parent"
  on "parent"."hk_group_log_id" = "fresh"."hk_group_log_id"
where "parent"."hk_group_log_id" is null
  and "fresh"."vw_missing_parent" is null;

-- No row without its parent: l_group_logs_users: every hk_user_id exists in h_users (new_l_group_logs_users).
select "fresh"."hk_user_id"
from "new_l_group_logs_users" as "fresh"
left join "dds_event_hub"."h_users" as "parent"
  on "parent"."hk_user_id" = "fresh"."hk_user_id"
where "parent"."hk_user_id" is null
  and "fresh"."vw_missing_parent" is null;

-- No identity stored twice: l_group_logs_groups: one row per hk_l_group_logs_groups (released_l_group_logs_groups).
select
  "stored"."hk_l_group_logs_groups",
  count(*) as "row_count"
from "dds_event_hub"."l_group_logs_groups" as "stored"
where "stored"."hk_l_group_logs_groups" in (
  select "fresh"."hk_l_group_logs_groups"
  from "released_l_group_logs_groups" as "fresh"
)
group by "stored"."hk_l_group_logs_groups"
having count(*) > 1;

-- No row without its parent: l_group_logs_groups: every hk_group_log_id exists in h_group_logs (released_l_group_logs_groups).
select "fresh"."hk_group_log_id"
from "released_l_group_logs_groups" as "fresh"
left join "dds_event_hub"."h_group_logs" as "parent"
  on "parent"."hk_group_log_id" = "fresh"."hk_group_log_id"
where "parent"."hk_group_log_id" is null;

-- No row without its parent: l_group_logs_groups: every hk_group_id exists in h_groups (released_l_group_logs_groups).
select "fresh"."hk_group_id"
from "released_l_group_logs_groups" as "fresh"
left join "dds_event_hub"."h_groups" as "parent"
  on "parent"."hk_group_id" = "fresh"."hk_group_id"
where "parent"."hk_group_id" is null;

-- No identity stored twice: l_group_logs_groups: one row per hk_l_group_logs_groups (new_l_group_logs_groups).
select
  "stored"."hk_l_group_logs_groups",
  count(*) as "row_count"
from "dds_event_hub"."l_group_logs_groups" as "stored"
where "stored"."hk_l_group_logs_groups" in (
  select "fresh"."hk_l_group_logs_groups"
  from "new_l_group_logs_groups" as "fresh"
)
group by "stored"."hk_l_group_logs_groups"
having count(*) > 1;

-- No row without its parent: l_group_logs_groups: every hk_group_log_id exists in h_group_logs (new_l_group_logs_groups).
select "fresh"."hk_group_log_id"
from "new_l_group_logs_groups" as "fresh"
left join "dds_event_hub"."h_group_logs" as "parent"
  on "parent"."hk_group_log_id" = "fresh"."hk_group_log_id"
where "parent"."hk_group_log_id" is null
  and "fresh"."vw_missing_parent" is null;

-- No row without its parent: l_group_logs_groups: every hk_group_id exists in h_groups (new_l_group_logs_groups).
select "fresh"."hk_group_id"
from "new_l_group_logs_groups" as "fresh"
left join "dds_event_hub"."h_groups" as "parent"
  on "parent"."hk_group_id" = "fresh"."hk_group_id"
where "parent"."hk_group_id" is null
  and "fresh"."vw_missing_parent" is null;

-- No identity stored twice: l_group_logs_users_from: one row per hk_l_group_logs_users_from (released_l_group_logs_users_from).
select
  "stored"."hk_l_group_logs_users_from",
  count(*) as "row_count"
from "dds_event_hub"."l_group_logs_users_from" as "stored"
where "stored"."hk_l_group_logs_users_from" in (
  select "fresh"."hk_l_group_logs_users_from"
  from "released_l_group_logs_users_from" as "fresh"
)
group by "stored"."hk_l_group_logs_users_from"
having count(*) > 1;

-- No row without its parent: l_group_logs_users_from: every hk_group_log_id exists in h_group_logs (released_l_group_logs_users_from).
select "fresh"."hk_group_log_id"
from "released_l_group_logs_users_from" as "fresh"
left join "dds_event_hub"."h_group_logs" as "parent"
  on "parent"."hk_group_log_id" = "fresh"."hk_group_log_id"
where "parent"."hk_group_log_id" is null;

-- No row without its parent: l_group_logs_users_from: every hk_user_id exists in h_users (released_l_group_logs_users_from).
select "fresh"."hk_user_id"
from "released_l_group_logs_users_from" as "fresh"
left join "dds_event_hub"."h_users" as "parent"
  on "parent"."hk_user_id" = "fresh"."hk_user_id"
where "parent"."hk_user_id" is null;

-- No identity stored twice: l_group_logs_users_from: one row per hk_l_group_logs_users_from (new_l_group_logs_users_from).
select
  "stored"."hk_l_group_logs_users_from",
  count(*) as "row_count"
from "dds_event_hub"."l_group_logs_users_from" as "stored"
where "stored"."hk_l_group_logs_users_from" in (
  select "fresh"."hk_l_group_logs_users_from"
  from "new_l_group_logs_users_from" as "fresh"
)
group by "stored"."hk_l_group_logs_users_from"
having count(*) > 1;

-- No row without its parent: l_group_logs_users_from: every hk_group_log_id exists in h_group_logs (new_l_group_logs_users_from).
select "fresh"."hk_group_log_id"
from "new_l_group_logs_users_from" as "fresh"
left join "dds_event_hub"."h_group_logs" as "parent"
  on "parent"."hk_group_log_id" = "fresh"."hk_group_log_id"
where "parent"."hk_group_log_id" is null
  and "fresh"."vw_missing_parent" is null;

-- No row without its parent: l_group_logs_users_from: every hk_user_id exists in h_users (new_l_group_logs_users_from).
select "fresh"."hk_user_id"
from "new_l_group_logs_users_from" as "fresh"
left join "dds_event_hub"."h_users" as "parent"
  on "parent"."hk_user_id" = "fresh"."hk_user_id"
where "parent"."hk_user_id" is null
  and "fresh"."vw_missing_parent" is null;

-- No identity stored twice: es_groups_dialogs: one row per hk_l_groups_dialogs, load_dt, start_dt, end_dt (released_es_groups_dialogs).
select
  "stored"."hk_l_groups_dialogs",
  "stored"."load_dt",
  "stored"."start_dt",
  "stored"."end_dt",
  count(*) as "row_count"
from "dds_event_hub"."es_groups_dialogs" as "stored"
where "stored"."hk_l_groups_dialogs" in (
  select "fresh"."hk_l_groups_dialogs"
  from "released_es_groups_dialogs" as "fresh"
)
group by
  "stored"."hk_l_groups_dialogs",
  "stored"."load_dt",
  "stored"."start_dt",
  "stored"."end_dt"
having count(*) > 1;

-- No row without its parent: es_groups_dialogs: every hk_l_groups_dialogs exists in l_groups_dialogs (released_es_groups_dialogs).
select "fresh"."hk_l_groups_dialogs"
from "released_es_groups_dialogs" as "fresh"
left join "dds_event_hub"."l_groups_dialogs" as "parent"
  on "parent"."hk_l_groups_dialogs" = "fresh"."hk_l_groups_dialogs"
where "parent"."hk_l_groups_dialogs" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No identity stored twice: es_groups_dialogs: one row per hk_l_groups_dialogs, load_dt, start_dt, end_dt (new_es_groups_dialogs).
select
  "stored"."hk_l_groups_dialogs",
  "stored"."load_dt",
  "stored"."start_dt",
  "stored"."end_dt",
  count(*) as "row_count"
from "dds_event_hub"."es_groups_dialogs" as "stored"
where "stored"."hk_l_groups_dialogs" in (
  select "fresh"."hk_l_groups_dialogs"
  from "new_es_groups_dialogs" as "fresh"
)
group by
  "stored"."hk_l_groups_dialogs",
  "stored"."load_dt",
  "stored"."start_dt",
  "stored"."end_dt"
having count(*) > 1;

-- No row without its parent: es_groups_dialogs: every hk_l_groups_dialogs exists in l_groups_dialogs (new_es_groups_dialogs).
select "fresh"."hk_l_groups_dialogs"
from "new_es_groups_dialogs" as "fresh"
left join "dds_event_hub"."l_groups_dialogs" as "parent"
  on "parent"."hk_l_groups_dialogs" = "fresh"."hk_l_groups_dialogs"
where "parent"."hk_l_groups_dialogs" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No identity stored twice: s_admins: one row per hk_l_admin_id, load_dt, hash_diff (released_s_admins).
select
  "stored"."hk_l_admin_id",
  "stored"."load_dt",
  "stored"."hash_diff",
  count(*) as "row_count"
from "dds_event_hub"."s_admins" as "stored"
where "stored"."hk_l_admin_id" in (
  select "fresh"."hk_l_admin_id"
  from "released_s_admins" as "fresh"
)
group by
  "stored"."hk_l_admin_id",
  "stored"."load_dt",
  "stored"."hash_diff"
having count(*) > 1;

-- No row without its parent: s_admins: every hk_l_admin_id exists in l_admins (released_s_admins).
select "fresh"."hk_l_admin_id"
from "released_s_admins" as "fresh"
left join "dds_event_hub"."l_admins" as "parent"
  on "parent"."hk_l_admin_id" = "fresh"."hk_l_admin_id"
where "parent"."hk_l_admin_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No identity stored twice: s_admins: one row per hk_l_admin_id, load_dt, hash_diff (new_s_admins).
select
  "stored"."hk_l_admin_id",
  "stored"."load_dt",
  "stored"."hash_diff",
  count(*) as "row_count"
from "dds_event_hub"."s_admins" as "stored"
where "stored"."hk_l_admin_id" in (
  select "fresh"."hk_l_admin_id"
  from "new_s_admins" as "fresh"
)
group by
  "stored"."hk_l_admin_id",
  "stored"."load_dt",
  "stored"."hash_diff"
having count(*) > 1;

-- No row without its parent: s_admins: every hk_l_admin_id exists in l_admins (new_s_admins).
select "fresh"."hk_l_admin_id"
from "new_s_admins" as "fresh"
left join "dds_event_hub"."l_admins" as "parent"
  on "parent"."hk_l_admin_id" = "fresh"."hk_l_admin_id"
where "parent"."hk_l_admin_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No identity stored twice: s_user_chatinfo: one row per hk_user_id, load_dt, hash_diff (new_s_user_chatinfo).
select
  "stored"."hk_user_id",
  "stored"."load_dt",
  "stored"."hash_diff",
  count(*) as "row_count"
from "dds_event_hub"."s_user_chatinfo" as "stored"
where "stored"."hk_user_id" in (
  select "fresh"."hk_user_id"
  from "new_s_user_chatinfo" as "fresh"
)
group by
  "stored"."hk_user_id",
  "stored"."load_dt",
  "stored"."hash_diff"
having count(*) > 1;

-- No row without its parent: s_user_chatinfo: every hk_user_id exists in h_users (new_s_user_chatinfo).
select "fresh"."hk_user_id"
from "new_s_user_chatinfo" as "fresh"
left join "dds_event_hub"."h_users" as "parent"
  on "parent"."hk_user_id" = "fresh"."hk_user_id"
where "parent"."hk_user_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No identity stored twice: s_user_socdem: one row per hk_user_id, load_dt, hash_diff (new_s_user_socdem).
select
  "stored"."hk_user_id",
  "stored"."load_dt",
  "stored"."hash_diff",
  count(*) as "row_count"
from "dds_event_hub"."s_user_socdem" as "stored"
where "stored"."hk_user_id" in (
  select "fresh"."hk_user_id"
  from "new_s_user_socdem" as "fresh"
)
group by
  "stored"."hk_user_id",
  "stored"."load_dt",
  "stored"."hash_diff"
having count(*) > 1;

-- No row without its parent: s_user_socdem: every hk_user_id exists in h_users (new_s_user_socdem).
select "fresh"."hk_user_id"
from "new_s_user_socdem" as "fresh"
left join "dds_event_hub"."h_users" as "parent"
  on "parent"."hk_user_id" = "fresh"."hk_user_id"
where "parent"."hk_user_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No identity stored twice: s_group_name: one row per hk_group_id, load_dt, hash_diff (new_s_group_name).
select
  "stored"."hk_group_id",
  "stored"."load_dt",
  "stored"."hash_diff",
  count(*) as "row_count"
from "dds_event_hub"."s_group_name" as "stored"
where "stored"."hk_group_id" in (
  select "fresh"."hk_group_id"
  from "new_s_group_name" as "fresh"
)
group by
  "stored"."hk_group_id",
  "stored"."load_dt",
  "stored"."hash_diff"
having count(*) > 1;

-- No row without its parent: s_group_name: every hk_group_id exists in h_groups (new_s_group_name).
select "fresh"."hk_group_id"
from "new_s_group_name" as "fresh"
left join "dds_event_hub"."h_groups" as "parent"
  on "parent"."hk_group_id" = "fresh"."hk_group_id"
where "parent"."hk_group_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No identity stored twice: s_group_private_status: one row per hk_group_id, load_dt, hash_diff (new_s_group_private_status).
select
  "stored"."hk_group_id",
  "stored"."load_dt",
  "stored"."hash_diff",
  count(*) as "row_count"
from "dds_event_hub"."s_group_private_status" as "stored"
where "stored"."hk_group_id" in (
  select "fresh"."hk_group_id"
  from "new_s_group_private_status" as "fresh"
)
group by
  "stored"."hk_group_id",
  "stored"."load_dt",
  "stored"."hash_diff"
having count(*) > 1;

-- No row without its parent: s_group_private_status: every hk_group_id exists in h_groups (new_s_group_private_status).
select "fresh"."hk_group_id"
from "new_s_group_private_status" as "fresh"
left join "dds_event_hub"."h_groups" as "parent"
  on "parent"."hk_group_id" = "fresh"."hk_group_id"
where "parent"."hk_group_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No identity stored twice: s_dialog_info: one row per hk_message_id, load_dt, hash_diff (new_s_dialog_info).
select
  "stored"."hk_message_id",
  "stored"."load_dt",
  "stored"."hash_diff",
  count(*) as "row_count"
from "dds_event_hub"."s_dialog_info" as "stored"
where "stored"."hk_message_id" in (
  select "fresh"."hk_message_id"
  from "new_s_dialog_info" as "fresh"
)
group by
  "stored"."hk_message_id",
  "stored"."load_dt",
  "stored"."hash_diff"
having count(*) > 1;

-- No row without its parent: s_dialog_info: every hk_message_id exists in h_dialogs (new_s_dialog_info).
select "fresh"."hk_message_id"
from "new_s_dialog_info" as "fresh"
left join "dds_event_hub"."h_dialogs" as "parent"
  on "parent"."hk_message_id" = "fresh"."hk_message_id"
where "parent"."hk_message_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No identity stored twice: s_auth_history: one row per hk_group_log_id, user_id_from, event, event_dt (new_s_auth_history).
select
  "stored"."hk_group_log_id",
  "stored"."user_id_from",
  "stored"."event",
  "stored"."event_dt",
  count(*) as "row_count"
from "dds_event_hub"."s_auth_history" as "stored"
where "stored"."hk_group_log_id" in (
  select "fresh"."hk_group_log_id"
  from "new_s_auth_history" as "fresh"
)
group by
  "stored"."hk_group_log_id",
  "stored"."user_id_from",
  "stored"."event",
  "stored"."event_dt"
having count(*) > 1;

-- No row without its parent: s_auth_history: every hk_group_log_id exists in h_group_logs (new_s_auth_history).
select "fresh"."hk_group_log_id"
from "new_s_auth_history" as "fresh"
left join "dds_event_hub"."h_group_logs" as "parent"
  on "parent"."hk_group_log_id" = "fresh"."hk_group_log_id"
where "parent"."hk_group_log_id" is null;
