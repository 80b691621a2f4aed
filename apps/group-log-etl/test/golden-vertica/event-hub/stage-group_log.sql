-- Vault event-hub: stage group_log.
-- Parameters: load_id (text).

-- Staged rows of group_log with every hash computed once.
insert into "stage_group_log" (
  "hk_group_log_id",
  "id",
  "datetime",
  "hk_l_group_logs_users",
  "hk_user_id",
  "hk_l_group_logs_groups",
  "hk_group_id",
  "hk_l_group_logs_users_from",
  "hk_user_id_2",
  "user_id_from",
  "event"
)
select
  hex_to_binary(md5(to_hex(hex_to_binary(md5(cast("group_id" as varchar(20)) || '|' || cast("user_id" as varchar(20)) || '|' || coalesce(cast("user_id_from" as varchar(20)), '~N') || '|' || replace(replace("event", '~', '~~'), '|', '~|') || '|' || to_char("datetime", 'YYYY-MM-DD HH24:MI:SS.US')))::binary(16))))::binary(16) as "hk_group_log_id",
  hex_to_binary(md5(cast("group_id" as varchar(20)) || '|' || cast("user_id" as varchar(20)) || '|' || coalesce(cast("user_id_from" as varchar(20)), '~N') || '|' || replace(replace("event", '~', '~~'), '|', '~|') || '|' || to_char("datetime", 'YYYY-MM-DD HH24:MI:SS.US')))::binary(16) as "id",
  "datetime",
  hex_to_binary(md5(to_hex(hex_to_binary(md5(cast("group_id" as varchar(20)) || '|' || cast("user_id" as varchar(20)) || '|' || coalesce(cast("user_id_from" as varchar(20)), '~N') || '|' || replace(replace("event", '~', '~~'), '|', '~|') || '|' || to_char("datetime", 'YYYY-MM-DD HH24:MI:SS.US')))::binary(16)) || '|' || cast("user_id" as varchar(20))))::binary(16) as "hk_l_group_logs_users",
  hex_to_binary(md5(cast("user_id" as varchar(20))))::binary(16) as "hk_user_id",
  hex_to_binary(md5(to_hex(hex_to_binary(md5(cast("group_id" as varchar(20)) || '|' || cast("user_id" as varchar(20)) || '|' || coalesce(cast("user_id_from" as varchar(20)), '~N') || '|' || replace(replace("event", '~', '~~'), '|', '~|') || '|' || to_char("datetime", 'YYYY-MM-DD HH24:MI:SS.US')))::binary(16)) || '|' || cast("group_id" as varchar(20))))::binary(16) as "hk_l_group_logs_groups",
  hex_to_binary(md5(cast("group_id" as varchar(20))))::binary(16) as "hk_group_id",
  case
    when "user_id_from" is not null then hex_to_binary(md5(to_hex(hex_to_binary(md5(cast("group_id" as varchar(20)) || '|' || cast("user_id" as varchar(20)) || '|' || coalesce(cast("user_id_from" as varchar(20)), '~N') || '|' || replace(replace("event", '~', '~~'), '|', '~|') || '|' || to_char("datetime", 'YYYY-MM-DD HH24:MI:SS.US')))::binary(16)) || '|' || coalesce(cast("user_id_from" as varchar(20)), '~N')))::binary(16)
  end as "hk_l_group_logs_users_from",
  hex_to_binary(md5(cast("user_id_from" as varchar(20))))::binary(16) as "hk_user_id_2",
  "user_id_from",
  "event"
from "staging_event_hub"."group_log" as "group_log"
where "load_id" = cast(? as varchar(256));
