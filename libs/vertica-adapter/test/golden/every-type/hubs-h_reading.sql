-- Vault every-type: hubs h_reading.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_reading does not hold yet, one per identity.
insert into "new_h_reading" (
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
  "vw_rows"
)
select
  "staged"."hk_h_reading",
  "staged"."code",
  "staged"."number",
  "staged"."price",
  "staged"."is_open",
  "staged"."day",
  "staged"."clock",
  "staged"."at",
  "staged"."instant",
  "staged"."guid",
  (min(case when "staged"."is_late" then 1 when not ("staged"."is_late") then 0 end) = 1) as "is_late",
  count(*) as "vw_rows"
from "stage_readings" as "staged"
where not exists (
  select 1 as "found"
  from "dds"."h_reading" as "known"
  where "known"."hk_h_reading" = "staged"."hk_h_reading"
    and "known"."code" = "staged"."code"
    and "known"."number" = "staged"."number"
    and "known"."price" = "staged"."price"
    and "known"."is_open" = "staged"."is_open"
    and "known"."day" = "staged"."day"
    and "known"."clock" = "staged"."clock"
    and "known"."at" = "staged"."at"
    and "known"."instant" = "staged"."instant"
    and "known"."guid" = "staged"."guid"
)
group by
  "staged"."hk_h_reading",
  "staged"."code",
  "staged"."number",
  "staged"."price",
  "staged"."is_open",
  "staged"."day",
  "staged"."clock",
  "staged"."at",
  "staged"."instant",
  "staged"."guid";

-- No hash key shared by two business keys: h_reading: one row per hk_h_reading (new_h_reading).
with
-- What goes into h_reading.
"incoming" as (
  select "fresh"."hk_h_reading"
  from "new_h_reading" as "fresh"
)
select
  "incoming"."hk_h_reading",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_h_reading"
having count(*) > 1
union all
select
  "incoming"."hk_h_reading",
  2 as "row_count"
from "incoming"
join "dds"."h_reading" as "stored"
  on "stored"."hk_h_reading" = "incoming"."hk_h_reading";

-- New rows into h_reading.
insert into "dds"."h_reading" (
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
  "load_dt",
  "load_src"
)
select
  "fresh"."hk_h_reading",
  "fresh"."code",
  "fresh"."number",
  "fresh"."price",
  "fresh"."is_open",
  "fresh"."day",
  "fresh"."clock",
  "fresh"."at",
  "fresh"."instant",
  "fresh"."guid",
  "fresh"."is_late",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_h_reading" as "fresh";

-- What became of the rows of readings.
select
  "input"."read",
  "input"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted"
from (
  select
    count(*) as "read",
    count(*) as "keyed"
  from "stage_readings" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_reading" as "fresh"
) as "outcome";
