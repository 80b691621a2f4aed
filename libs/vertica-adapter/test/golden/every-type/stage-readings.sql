-- Vault every-type: stage readings.
-- Parameters: load_id (text).

-- Staged rows of readings with every hash computed once.
insert into "stage_readings" (
  "hk_h_reading",
  "code",
  "number",
  "price",
  "is_open",
  "day",
  "clock",
  "at",
  "instant",
  "guid",
  "is_late",
  "hk_code",
  "hk_l_reading",
  "hk_place_id",
  "share",
  "count",
  "bytes",
  "note",
  "s_reading_hash_diff"
)
select
  hex_to_binary(md5(replace(replace("code", '~', '~~'), '|', '~|') || '|' || cast("number" as varchar(20)) || '|' || rtrim(rtrim(ltrim(replace(replace('#' || cast("price" as varchar(12)), '#.', '0.'), '#-.', '-0.'), '#'), '0'), '.') || '|' || case when "is_open" then 'true' when not "is_open" then 'false' end || '|' || to_char("day", 'YYYY-MM-DD') || '|' || to_char(date '2000-01-01' + "clock", 'HH24:MI:SS.US') || '|' || to_char("at", 'YYYY-MM-DD HH24:MI:SS.US') || '|' || (to_char("instant" at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || 'Z') || '|' || lower(cast("guid" as varchar(36)))))::binary(16) as "hk_h_reading",
  "code",
  "number",
  "price",
  "is_open",
  "day",
  "clock",
  "at",
  "instant",
  "guid",
  "is_late",
  hex_to_binary(md5(replace(replace("code", '~', '~~'), '|', '~|')))::binary(16) as "hk_code",
  case
    when "note" is not null then hex_to_binary(md5(replace(replace("code", '~', '~~'), '|', '~|') || '|' || coalesce(replace(replace("note", '~', '~~'), '|', '~|'), '~N')))::binary(16)
  end as "hk_l_reading",
  hex_to_binary(md5(replace(replace("note", '~', '~~'), '|', '~|')))::binary(16) as "hk_place_id",
  "share",
  "count",
  "bytes",
  "note",
  hex_to_binary(md5(regexp_replace(coalesce(case when "is_late" then 'true' when not "is_late" then 'false' end, '~N') || '|' || coalesce(rtrim(rtrim(ltrim(replace(replace('#' || cast("share" as varchar(7)), '#.', '0.'), '#-.', '-0.'), '#'), '0'), '.'), '~N') || '|' || coalesce(cast("count" as varchar(21)), '~N') || '|' || coalesce(to_hex("bytes"), '~N') || '|' || coalesce(replace(replace("note", '~', '~~'), '|', '~|'), '~N'), E'(?:\\|~N)+\\z', '')))::binary(16) as "s_reading_hash_diff"
from "staging"."readings" as "readings"
where "load_id" = cast(? as varchar(256));
