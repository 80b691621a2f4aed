-- Vault sprint6-canonical: stage users.
-- Parameters: load_id (text).

-- Staged rows of users with every hash computed once.
insert into "stage_users" (
  "hk_user_id",
  "id",
  "registration_dt",
  "chat_name",
  "s_user_chatinfo_hash_diff",
  "country",
  "age",
  "s_user_socdem_hash_diff"
)
select
  hex_to_binary(md5(cast("id" as varchar(20))))::binary(16) as "hk_user_id",
  "id",
  "registration_dt",
  "chat_name",
  hex_to_binary(md5(replace(replace("chat_name", '~', '~~'), '|', '~|')))::binary(16) as "s_user_chatinfo_hash_diff",
  "country",
  "age",
  hex_to_binary(md5(regexp_replace(replace(replace("country", '~', '~~'), '|', '~|') || '|' || coalesce(rtrim(rtrim(ltrim(replace(replace('#' || cast("age" as varchar(7)), '#.', '0.'), '#-.', '-0.'), '#'), '0'), '.'), '~N'), E'(?:\\|~N)+\\z', '')))::binary(16) as "s_user_socdem_hash_diff"
from "staging"."users" as "users"
where "load_id" = cast(? as varchar(256));
