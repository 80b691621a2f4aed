-- Vault folded-hex: stage readings.
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
  upper(sha1(coalesce(nullif(upper(btrim("code", ' ')), ''), '^^') || '||' || cast("number" as varchar(20)) || '||' || rtrim(rtrim(ltrim(replace(replace('#' || cast("price" as varchar(12)), '#.', '0.'), '#-.', '-0.'), '#'), '0'), '.') || '||' || upper(case when "is_open" then 'true' when not "is_open" then 'false' end) || '||' || to_char("day", 'YYYY-MM-DD') || '||' || to_char(date '2000-01-01' + "clock", 'HH24:MI:SS.US') || '||' || to_char("at", 'YYYY-MM-DD HH24:MI:SS.US') || '||' || (to_char("instant" at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || 'Z') || '||' || upper(lower(cast("guid" as varchar(36)))))) as "hk_h_reading",
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
  upper(sha1(nullif(upper(btrim("code", ' ')), ''))) as "hk_code",
  case
    when nullif(upper(btrim("code", ' ')), '') is not null and nullif(upper(btrim("note", ' ')), '') is not null then case
      when nullif(upper(btrim("code", ' ')), '') is not null or nullif(upper(btrim("note", ' ')), '') is not null then upper(sha1(coalesce(nullif(upper(btrim("code", ' ')), ''), '^^') || '||' || coalesce(nullif(upper(btrim("note", ' ')), ''), '^^')))
    end
  end as "hk_l_reading",
  upper(sha1(nullif(upper(btrim("note", ' ')), ''))) as "hk_place_id",
  "share",
  "count",
  "bytes",
  "note",
  upper(sha1(coalesce(upper(to_hex("bytes")), '^^') || '||' || coalesce(cast("count" as varchar(21)), '^^') || '||' || coalesce(upper(case when "is_late" then 'true' when not "is_late" then 'false' end), '^^') || '||' || coalesce(nullif(upper(btrim("note", ' ')), ''), '^^') || '||' || coalesce(rtrim(rtrim(ltrim(replace(replace('#' || cast("share" as varchar(7)), '#.', '0.'), '#-.', '-0.'), '#'), '0'), '.'), '^^'))) as "s_reading_hash_diff"
from "staging_folded"."readings" as "readings"
where "load_id" = cast(? as varchar(256));
