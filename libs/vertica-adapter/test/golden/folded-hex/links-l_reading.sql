-- Vault folded-hex: links l_reading.
-- Parameters: load_dt (timestamp), load_src (text), load_id (text).

-- Held rows that may enter now. Rows that l_reading does not hold yet, one per identity.
insert into "released_l_reading" ("hk_l_reading", "hk_code", "hk_place_id", "load_dt", "load_src", "vw_rows")
select
  "numbered"."hk_l_reading",
  "numbered"."hk_code",
  "numbered"."hk_place_id",
  "numbered"."load_dt",
  "numbered"."load_src",
  "numbered"."vw_rows"
from (
  select
    "held"."hk_l_reading",
    "held"."hk_code",
    "held"."hk_place_id",
    "held"."load_dt",
    "held"."load_src",
    count(*) over (partition by "held"."hk_l_reading", "held"."hk_code", "held"."hk_place_id") as "vw_rows",
    row_number() over (
      partition by "held"."hk_l_reading", "held"."hk_code", "held"."hk_place_id"
      order by "held"."load_dt" asc nulls last, "held"."load_src" asc nulls last
    ) as "vw_place"
  from "dds_folded"."l_reading_pending" as "held"
  where exists (
      select 1 as "found"
      from "dds_folded"."h_code" as "parent"
      where "parent"."hk_code" = "held"."hk_code"
    )
    and exists (
      select 1 as "found"
      from "dds_folded"."h_place" as "parent"
      where "parent"."hk_place_id" = "held"."hk_place_id"
    )
    and not exists (
      select 1 as "found"
      from "dds_folded"."l_reading" as "known"
      where "known"."hk_l_reading" = "held"."hk_l_reading"
        and "known"."hk_code" = "held"."hk_code"
        and "known"."hk_place_id" = "held"."hk_place_id"
    )
) as "numbered"
where "numbered"."vw_place" = 1;

-- No identity stored twice: l_reading: one row per hk_l_reading (released_l_reading).
with
-- What goes into l_reading.
"incoming" as (
  select "fresh"."hk_l_reading"
  from "released_l_reading" as "fresh"
)
select
  "incoming"."hk_l_reading",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_l_reading"
having count(*) > 1
union all
select
  "incoming"."hk_l_reading",
  2 as "row_count"
from "incoming"
join "dds_folded"."l_reading" as "stored"
  on "stored"."hk_l_reading" = "incoming"."hk_l_reading";

-- Held rows that may enter now. New rows into l_reading.
insert into "dds_folded"."l_reading" ("hk_l_reading", "hk_code", "hk_place_id", "load_dt", "load_src")
select
  "fresh"."hk_l_reading",
  "fresh"."hk_code",
  "fresh"."hk_place_id",
  "fresh"."load_dt",
  "fresh"."load_src"
from "released_l_reading" as "fresh";

-- What became of the rows of the pending table.
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
  from "dds_folded"."l_reading_pending" as "held"
  where exists (
      select 1 as "found"
      from "dds_folded"."h_code" as "parent"
      where "parent"."hk_code" = "held"."hk_code"
    )
    and exists (
      select 1 as "found"
      from "dds_folded"."h_place" as "parent"
      where "parent"."hk_place_id" = "held"."hk_place_id"
    )
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "released_l_reading" as "fresh"
) as "outcome";

-- Rows that l_reading does not hold yet, one per identity.
insert into "new_l_reading" ("hk_l_reading", "hk_code", "hk_place_id", "vw_rows", "vw_missing_parent")
with
-- What l_reading does not hold yet.
"fresh" as (
  select
    "staged"."hk_l_reading",
    "staged"."hk_code",
    "staged"."hk_place_id",
    count(*) as "vw_rows"
  from "stage_readings" as "staged"
  where "staged"."hk_l_reading" is not null
    and not exists (
      select 1 as "found"
      from "dds_folded"."l_reading" as "known"
      where "known"."hk_l_reading" = "staged"."hk_l_reading"
        and "known"."hk_code" = "staged"."hk_code"
        and "known"."hk_place_id" = "staged"."hk_place_id"
    )
  group by
    "staged"."hk_l_reading",
    "staged"."hk_code",
    "staged"."hk_place_id"
)
select
  "fresh"."hk_l_reading",
  "fresh"."hk_code",
  "fresh"."hk_place_id",
  "fresh"."vw_rows",
  case
    when "hk_code_parent"."hk_code" is null then 'h_code'
    when "hk_place_id_parent"."hk_place_id" is null then 'h_place'
  end as "vw_missing_parent"
from "fresh"
left join "dds_folded"."h_code" as "hk_code_parent"
  on "hk_code_parent"."hk_code" = "fresh"."hk_code"
left join "dds_folded"."h_place" as "hk_place_id_parent"
  on "hk_place_id_parent"."hk_place_id" = "fresh"."hk_place_id";

-- No identity stored twice: l_reading: one row per hk_l_reading (new_l_reading).
with
-- What goes into l_reading.
"incoming" as (
  select "fresh"."hk_l_reading"
  from "new_l_reading" as "fresh"
  where "fresh"."vw_missing_parent" is null
)
select
  "incoming"."hk_l_reading",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_l_reading"
having count(*) > 1
union all
select
  "incoming"."hk_l_reading",
  2 as "row_count"
from "incoming"
join "dds_folded"."l_reading" as "stored"
  on "stored"."hk_l_reading" = "incoming"."hk_l_reading";

-- New rows into l_reading.
insert into "dds_folded"."l_reading" ("hk_l_reading", "hk_code", "hk_place_id", "load_dt", "load_src")
select
  "fresh"."hk_l_reading",
  "fresh"."hk_code",
  "fresh"."hk_place_id",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_l_reading" as "fresh"
where "fresh"."vw_missing_parent" is null;

-- Rows whose parent is not known yet, kept for later batches.
insert into "dds_folded"."l_reading_pending" ("hk_l_reading", "hk_code", "hk_place_id", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."hk_l_reading",
  "fresh"."hk_code",
  "fresh"."hk_place_id",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src",
  cast(? as varchar(256)) as "load_id",
  "fresh"."vw_missing_parent" as "reason"
from "new_l_reading" as "fresh"
where "fresh"."vw_missing_parent" is not null
  and not exists (
    select 1 as "found"
    from "dds_folded"."l_reading_pending" as "aside"
    where "aside"."hk_l_reading" = "fresh"."hk_l_reading"
      and "aside"."hk_code" = "fresh"."hk_code"
      and "aside"."hk_place_id" = "fresh"."hk_place_id"
  );

-- What became of the rows of readings.
select
  "input"."read",
  "input"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted",
  "outcome"."held"
from (
  select
    count(*) as "read",
    count(case when "staged"."hk_l_reading" is not null then 1 end) as "keyed"
  from "stage_readings" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_missing_parent" is null then 1 end) as "inserted",
    count(case when "fresh"."vw_missing_parent" is not null then 1 end) as "held"
  from "new_l_reading" as "fresh"
) as "outcome";
