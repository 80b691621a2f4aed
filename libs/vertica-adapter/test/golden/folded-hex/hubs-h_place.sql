-- Vault folded-hex: hubs h_place.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_place does not hold yet, one per identity.
insert into "new_h_place" ("hk_place_id", "place_id", "vw_rows")
with
-- What h_place does not hold yet.
"fresh" as (
  select
    "staged"."hk_place_id",
    nullif(upper(btrim("staged"."id", ' ')), '') as "place_id_folded",
    min("staged"."id") as "place_id",
    count(*) as "vw_rows"
  from "stage_places" as "staged"
  left join "dds_folded"."h_place" as "known"
    on "known"."hk_place_id" = "staged"."hk_place_id"
    and nullif(upper(btrim("known"."place_id", ' ')), '') <=> nullif(upper(btrim("staged"."id", ' ')), '')
  where "staged"."hk_place_id" is not null
    and "known"."load_dt" is null
  group by
    "staged"."hk_place_id",
    nullif(upper(btrim("staged"."id", ' ')), '')
)
select
  "fresh"."hk_place_id",
  "fresh"."place_id",
  "fresh"."vw_rows"
from "fresh";

-- No hash key shared by two business keys: h_place: one row per hk_place_id (new_h_place).
with
-- What goes into h_place.
"incoming" as (
  select "fresh"."hk_place_id"
  from "new_h_place" as "fresh"
)
select
  "incoming"."hk_place_id",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_place_id"
having count(*) > 1
union all
select
  "incoming"."hk_place_id",
  2 as "row_count"
from "incoming"
join "dds_folded"."h_place" as "stored"
  on "stored"."hk_place_id" = "incoming"."hk_place_id";

-- New rows into h_place.
insert into "dds_folded"."h_place" ("hk_place_id", "place_id", "load_dt", "load_src")
select
  "fresh"."hk_place_id",
  "fresh"."place_id",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_h_place" as "fresh";

-- What became of the rows of places.
select
  "input"."read",
  "input"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted"
from (
  select
    count(*) as "read",
    count(case when "staged"."hk_place_id" is not null then 1 end) as "keyed"
  from "stage_places" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_place" as "fresh"
) as "outcome";
