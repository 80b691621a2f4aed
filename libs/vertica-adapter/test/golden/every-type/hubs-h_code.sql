-- Vault every-type: hubs h_code.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_code does not hold yet, one per identity.
insert into "new_h_code" ("hk_code", "code", "vw_rows")
select
  "staged"."hk_code",
  "staged"."code",
  count(*) as "vw_rows"
from "stage_readings" as "staged"
where not exists (
  select 1 as "found"
  from "dds"."h_code" as "known"
  where "known"."hk_code" = "staged"."hk_code"
    and "known"."code" = "staged"."code"
)
group by
  "staged"."hk_code",
  "staged"."code";

-- No hash key shared by two business keys: h_code: one row per hk_code (new_h_code).
with
-- What goes into h_code.
"incoming" as (
  select "fresh"."hk_code"
  from "new_h_code" as "fresh"
)
select
  "incoming"."hk_code",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_code"
having count(*) > 1
union all
select
  "incoming"."hk_code",
  2 as "row_count"
from "incoming"
join "dds"."h_code" as "stored"
  on "stored"."hk_code" = "incoming"."hk_code";

-- New rows into h_code.
insert into "dds"."h_code" ("hk_code", "code", "load_dt", "load_src")
select
  "fresh"."hk_code",
  "fresh"."code",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_h_code" as "fresh";

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
  from "new_h_code" as "fresh"
) as "outcome";
