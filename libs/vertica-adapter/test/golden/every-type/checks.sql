-- Vault every-type: checks.

-- No hash key shared by two business keys: h_reading: one row per hk_h_reading (new_h_reading).
select
  "stored"."hk_h_reading",
  count(*) as "row_count"
from "dds"."h_reading" as "stored"
where "stored"."hk_h_reading" in (
  select "fresh"."hk_h_reading"
  from "new_h_reading" as "fresh"
)
group by "stored"."hk_h_reading"
having count(*) > 1;

-- No key with another attribute than the hub keeps: h_reading: attributes as first seen (readings).
select
  "stored"."code",
  "stored"."number",
  "stored"."price",
  "stored"."is_open",
  "stored"."day",
  "stored"."clock",
  "stored"."at",
  "stored"."instant",
  "stored"."guid",
  "stored"."is_late",
  "staged"."is_late" as "is_late_staged"
from "stage_readings" as "staged"
join "dds"."h_reading" as "stored"
  on "stored"."hk_h_reading" = "staged"."hk_h_reading"
where "staged"."hk_h_reading" is not null
  and not ("stored"."is_late" <=> "staged"."is_late");

-- No hash key shared by two business keys: h_place: one row per hk_place_id (new_h_place).
select
  "stored"."hk_place_id",
  count(*) as "row_count"
from "dds"."h_place" as "stored"
where "stored"."hk_place_id" in (
  select "fresh"."hk_place_id"
  from "new_h_place" as "fresh"
)
group by "stored"."hk_place_id"
having count(*) > 1;

-- No hash key shared by two business keys: h_code: one row per hk_code (new_h_code).
select
  "stored"."hk_code",
  count(*) as "row_count"
from "dds"."h_code" as "stored"
where "stored"."hk_code" in (
  select "fresh"."hk_code"
  from "new_h_code" as "fresh"
)
group by "stored"."hk_code"
having count(*) > 1;

-- No identity stored twice: l_reading: one row per hk_l_reading (released_l_reading).
select
  "stored"."hk_l_reading",
  count(*) as "row_count"
from "dds"."l_reading" as "stored"
where "stored"."hk_l_reading" in (
  select "fresh"."hk_l_reading"
  from "released_l_reading" as "fresh"
)
group by "stored"."hk_l_reading"
having count(*) > 1;

-- No row without its parent: l_reading: every hk_code exists in h_code (released_l_reading).
select "fresh"."hk_code"
from "released_l_reading" as "fresh"
left join "dds"."h_code" as "parent"
  on "parent"."hk_code" = "fresh"."hk_code"
where "parent"."hk_code" is null;

-- No row without its parent: l_reading: every hk_place_id exists in h_place (released_l_reading).
select "fresh"."hk_place_id"
from "released_l_reading" as "fresh"
left join "dds"."h_place" as "parent"
  on "parent"."hk_place_id" = "fresh"."hk_place_id"
where "parent"."hk_place_id" is null;

-- No identity stored twice: l_reading: one row per hk_l_reading (new_l_reading).
select
  "stored"."hk_l_reading",
  count(*) as "row_count"
from "dds"."l_reading" as "stored"
where "stored"."hk_l_reading" in (
  select "fresh"."hk_l_reading"
  from "new_l_reading" as "fresh"
)
group by "stored"."hk_l_reading"
having count(*) > 1;

-- No row without its parent: l_reading: every hk_code exists in h_code (new_l_reading).
select "fresh"."hk_code"
from "new_l_reading" as "fresh"
left join "dds"."h_code" as "parent"
  on "parent"."hk_code" = "fresh"."hk_code"
where "parent"."hk_code" is null
  and "fresh"."vw_missing_parent" is null;

-- No row without its parent: l_reading: every hk_place_id exists in h_place (new_l_reading).
select "fresh"."hk_place_id"
from "new_l_reading" as "fresh"
left join "dds"."h_place" as "parent"
  on "parent"."hk_place_id" = "fresh"."hk_place_id"
where "parent"."hk_place_id" is null
  and "fresh"."vw_missing_parent" is null;

-- No identity stored twice: s_reading: one row per hk_h_reading, load_dt, hash_diff (new_s_reading).
select
  "stored"."hk_h_reading",
  "stored"."load_dt",
  "stored"."hash_diff",
  count(*) as "row_count"
from "dds"."s_reading" as "stored"
where "stored"."hk_h_reading" in (
  select "fresh"."hk_h_reading"
  from "new_s_reading" as "fresh"
)
group by
  "stored"."hk_h_reading",
  "stored"."load_dt",
  "stored"."hash_diff"
having count(*) > 1;

-- No row without its parent: s_reading: every hk_h_reading exists in h_reading (new_s_reading).
select "fresh"."hk_h_reading"
from "new_s_reading" as "fresh"
left join "dds"."h_reading" as "parent"
  on "parent"."hk_h_reading" = "fresh"."hk_h_reading"
where "parent"."hk_h_reading" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No identity stored twice: s_place: one row per hk_place_id, load_dt, hash_diff (released_s_place).
select
  "stored"."hk_place_id",
  "stored"."load_dt",
  "stored"."hash_diff",
  count(*) as "row_count"
from "dds"."s_place" as "stored"
where "stored"."hk_place_id" in (
  select "fresh"."hk_place_id"
  from "released_s_place" as "fresh"
)
group by
  "stored"."hk_place_id",
  "stored"."load_dt",
  "stored"."hash_diff"
having count(*) > 1;

-- No row without its parent: s_place: every hk_place_id exists in h_place (released_s_place).
select "fresh"."hk_place_id"
from "released_s_place" as "fresh"
left join "dds"."h_place" as "parent"
  on "parent"."hk_place_id" = "fresh"."hk_place_id"
where "parent"."hk_place_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No identity stored twice: s_place: one row per hk_place_id, load_dt, hash_diff (new_s_place).
select
  "stored"."hk_place_id",
  "stored"."load_dt",
  "stored"."hash_diff",
  count(*) as "row_count"
from "dds"."s_place" as "stored"
where "stored"."hk_place_id" in (
  select "fresh"."hk_place_id"
  from "new_s_place" as "fresh"
)
group by
  "stored"."hk_place_id",
  "stored"."load_dt",
  "stored"."hash_diff"
having count(*) > 1;

-- No row without its parent: s_place: every hk_place_id exists in h_place (new_s_place).
select "fresh"."hk_place_id"
from "new_s_place" as "fresh"
left join "dds"."h_place" as "parent"
  on "parent"."hk_place_id" = "fresh"."hk_place_id"
where "parent"."hk_place_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No identity stored twice: s_reading_event: one row per hk_l_reading, at, instant, is_late, share, guid, bytes, note (released_s_reading_event).
select
  "stored"."hk_l_reading",
  "stored"."at",
  "stored"."instant",
  "stored"."is_late",
  "stored"."share",
  "stored"."guid",
  "stored"."bytes",
  "stored"."note",
  count(*) as "row_count"
from "dds"."s_reading_event" as "stored"
where "stored"."hk_l_reading" in (
  select "fresh"."hk_l_reading"
  from "released_s_reading_event" as "fresh"
)
group by
  "stored"."hk_l_reading",
  "stored"."at",
  "stored"."instant",
  "stored"."is_late",
  "stored"."share",
  "stored"."guid",
  "stored"."bytes",
  "stored"."note"
having count(*) > 1;

-- No row without its parent: s_reading_event: every hk_l_reading exists in l_reading (released_s_reading_event).
select "fresh"."hk_l_reading"
from "released_s_reading_event" as "fresh"
left join "dds"."l_reading" as "parent"
  on "parent"."hk_l_reading" = "fresh"."hk_l_reading"
where "parent"."hk_l_reading" is null;

-- No identity stored twice: s_reading_event: one row per hk_l_reading, at, instant, is_late, share, guid, bytes, note (new_s_reading_event).
select
  "stored"."hk_l_reading",
  "stored"."at",
  "stored"."instant",
  "stored"."is_late",
  "stored"."share",
  "stored"."guid",
  "stored"."bytes",
  "stored"."note",
  count(*) as "row_count"
from "dds"."s_reading_event" as "stored"
where "stored"."hk_l_reading" in (
  select "fresh"."hk_l_reading"
  from "new_s_reading_event" as "fresh"
)
group by
  "stored"."hk_l_reading",
  "stored"."at",
  "stored"."instant",
  "stored"."is_late",
  "stored"."share",
  "stored"."guid",
  "stored"."bytes",
  "stored"."note"
having count(*) > 1;

-- No row without its parent: s_reading_event: every hk_l_reading exists in l_reading (new_s_reading_event).
select "fresh"."hk_l_reading"
from "new_s_reading_event" as "fresh"
left join "dds"."l_reading" as "parent"
  on "parent"."hk_l_reading" = "fresh"."hk_l_reading"
where "parent"."hk_l_reading" is null
  and "fresh"."vw_missing_parent" is null;
