-- Vault event-hub: checks.

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

-- No row without its parent: es_groups_dialogs: every hk_l_groups_dialogs exists in l_groups_dialogs (released_es_groups_dialogs).
select "fresh"."hk_l_groups_dialogs"
from "released_es_groups_dialogs" as "fresh"
left join "dds_event_hub"."l_groups_dialogs" as "parent"
  on "parent"."hk_l_groups_dialogs" = "fresh"."hk_l_groups_dialogs"
where "parent"."hk_l_groups_dialogs" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No row without its parent: es_groups_dialogs: every hk_l_groups_dialogs exists in l_groups_dialogs (new_es_groups_dialogs).
select "fresh"."hk_l_groups_dialogs"
from "new_es_groups_dialogs" as "fresh"
left join "dds_event_hub"."l_groups_dialogs" as "parent"
  on "parent"."hk_l_groups_dialogs" = "fresh"."hk_l_groups_dialogs"
where "parent"."hk_l_groups_dialogs" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No row without its parent: s_admins: every hk_l_admin_id exists in l_admins (released_s_admins).
select "fresh"."hk_l_admin_id"
from "released_s_admins" as "fresh"
left join "dds_event_hub"."l_admins" as "parent"
  on "parent"."hk_l_admin_id" = "fresh"."hk_l_admin_id"
where "parent"."hk_l_admin_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No row without its parent: s_admins: every hk_l_admin_id exists in l_admins (new_s_admins).
select "fresh"."hk_l_admin_id"
from "new_s_admins" as "fresh"
left join "dds_event_hub"."l_admins" as "parent"
  on "parent"."hk_l_admin_id" = "fresh"."hk_l_admin_id"
where "parent"."hk_l_admin_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No row without its parent: s_user_chatinfo: every hk_user_id exists in h_users (new_s_user_chatinfo).
select "fresh"."hk_user_id"
from "new_s_user_chatinfo" as "fresh"
left join "dds_event_hub"."h_users" as "parent"
  on "parent"."hk_user_id" = "fresh"."hk_user_id"
where "parent"."hk_user_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No row without its parent: s_user_socdem: every hk_user_id exists in h_users (new_s_user_socdem).
select "fresh"."hk_user_id"
from "new_s_user_socdem" as "fresh"
left join "dds_event_hub"."h_users" as "parent"
  on "parent"."hk_user_id" = "fresh"."hk_user_id"
where "parent"."hk_user_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No row without its parent: s_group_name: every hk_group_id exists in h_groups (new_s_group_name).
select "fresh"."hk_group_id"
from "new_s_group_name" as "fresh"
left join "dds_event_hub"."h_groups" as "parent"
  on "parent"."hk_group_id" = "fresh"."hk_group_id"
where "parent"."hk_group_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No row without its parent: s_group_private_status: every hk_group_id exists in h_groups (new_s_group_private_status).
select "fresh"."hk_group_id"
from "new_s_group_private_status" as "fresh"
left join "dds_event_hub"."h_groups" as "parent"
  on "parent"."hk_group_id" = "fresh"."hk_group_id"
where "parent"."hk_group_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No row without its parent: s_dialog_info: every hk_message_id exists in h_dialogs (new_s_dialog_info).
select "fresh"."hk_message_id"
from "new_s_dialog_info" as "fresh"
left join "dds_event_hub"."h_dialogs" as "parent"
  on "parent"."hk_message_id" = "fresh"."hk_message_id"
where "parent"."hk_message_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No row without its parent: s_auth_history: every hk_group_log_id exists in h_group_logs (new_s_auth_history).
select "fresh"."hk_group_log_id"
from "new_s_auth_history" as "fresh"
left join "dds_event_hub"."h_group_logs" as "parent"
  on "parent"."hk_group_log_id" = "fresh"."hk_group_log_id"
where "parent"."hk_group_log_id" is null;
