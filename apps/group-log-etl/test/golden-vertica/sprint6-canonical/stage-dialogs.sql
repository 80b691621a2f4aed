-- Vault sprint6-canonical: stage dialogs.
-- Parameters: load_id (text).

-- Staged rows of dialogs with every hash computed once.
insert into "stage_dialogs" (
  "hk_message_id",
  "message_id",
  "message_ts",
  "hk_l_user_message",
  "hk_user_id",
  "hk_l_groups_dialogs",
  "hk_group_id",
  "message_group",
  "message",
  "message_from",
  "message_to",
  "s_dialog_info_hash_diff"
)
select
  hex_to_binary(md5(cast("message_id" as varchar(20))))::binary(16) as "hk_message_id",
  "message_id",
  "message_ts",
  hex_to_binary(md5(cast("message_from" as varchar(20)) || '|' || cast("message_id" as varchar(20))))::binary(16) as "hk_l_user_message",
  hex_to_binary(md5(cast("message_from" as varchar(20))))::binary(16) as "hk_user_id",
  case
    when "message_group" is not null then hex_to_binary(md5(cast("message_id" as varchar(20)) || '|' || coalesce(cast("message_group" as varchar(20)), '~N')))::binary(16)
  end as "hk_l_groups_dialogs",
  hex_to_binary(md5(cast("message_group" as varchar(20))))::binary(16) as "hk_group_id",
  "message_group",
  "message",
  "message_from",
  "message_to",
  hex_to_binary(md5(regexp_replace(replace(replace("message", '~', '~~'), '|', '~|') || '|' || cast("message_from" as varchar(20)) || '|' || coalesce(cast("message_to" as varchar(20)), '~N'), E'(?:\\|~N)+\\z', '')))::binary(16) as "s_dialog_info_hash_diff"
from "staging"."dialogs" as "dialogs"
where "load_id" = cast(? as varchar(256));
