-- Vault sprint6-canonical: stage groups.
-- Parameters: load_id (text).

-- Staged rows of groups with every hash computed once.
insert into "stage_groups" (
  "hk_group_id",
  "id",
  "registration_dt",
  "hk_l_admin_id",
  "hk_user_id",
  "s_admins_hash_diff",
  "group_name",
  "s_group_name_hash_diff",
  "is_private",
  "s_group_private_status_hash_diff"
)
select
  hex_to_binary(md5(cast("id" as varchar(20))))::binary(16) as "hk_group_id",
  "id",
  "registration_dt",
  hex_to_binary(md5(cast("admin_id" as varchar(20)) || '|' || cast("id" as varchar(20))))::binary(16) as "hk_l_admin_id",
  hex_to_binary(md5(cast("admin_id" as varchar(20))))::binary(16) as "hk_user_id",
  hex_to_binary(md5(regexp_replace(case when true then 'true' when not true then 'false' end || '|' || coalesce(to_char("registration_dt", 'YYYY-MM-DD HH24:MI:SS.US'), '~N'), E'(?:\\|~N)+\\z', '')))::binary(16) as "s_admins_hash_diff",
  "group_name",
  hex_to_binary(md5(replace(replace("group_name", '~', '~~'), '|', '~|')))::binary(16) as "s_group_name_hash_diff",
  "is_private",
  hex_to_binary(md5(case when "is_private" then 'true' when not "is_private" then 'false' end))::binary(16) as "s_group_private_status_hash_diff"
from "staging"."groups" as "groups"
where "load_id" = cast(? as varchar(256));
