-- Vault folded-hex: stage places.
-- Parameters: load_id (text).

-- Staged rows of places with every hash computed once.
insert into "stage_places" ("hk_place_id", "id", "name", "s_place_hash_diff")
select
  upper(sha1(nullif(upper(btrim("id", ' ')), ''))) as "hk_place_id",
  "id",
  "name",
  upper(sha1(coalesce(nullif(upper(btrim("name", ' ')), ''), '^^'))) as "s_place_hash_diff"
from "staging_folded"."places" as "places"
where "load_id" = cast(? as varchar(256));
