-- Vault every-type: stage places.
-- Parameters: load_id (text).

-- Staged rows of places with every hash computed once.
insert into "stage_places" ("hk_place_id", "id", "name", "s_place_hash_diff")
select
  hex_to_binary(md5(replace(replace("id", '~', '~~'), '|', '~|')))::binary(16) as "hk_place_id",
  "id",
  "name",
  hex_to_binary(md5(coalesce(replace(replace("name", '~', '~~'), '|', '~|'), '~N')))::binary(16) as "s_place_hash_diff"
from "staging"."places" as "places"
where "load_id" = cast(? as varchar(256));
