-- Vault sprint6-canonical: stage group_log.
-- Parameters: load_id (text).

-- Staged rows of group_log with every hash computed once.
insert into "stage_group_log" ("hk_l_user_group_activity", "hk_user_id", "hk_group_id", "user_id_from", "event", "datetime")
select
  hex_to_binary(md5(cast("user_id" as varchar(20)) || '|' || cast("group_id" as varchar(20))))::binary(16) as "hk_l_user_group_activity",
  hex_to_binary(md5(cast("user_id" as varchar(20))))::binary(16) as "hk_user_id",
  hex_to_binary(md5(cast("group_id" as varchar(20))))::binary(16) as "hk_group_id",
  "user_id_from",
  "event",
  "datetime"
from "staging"."group_log" as "group_log"
where "load_id" = cast(? as varchar(256));
