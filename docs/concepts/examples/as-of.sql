-- Vault example: stage closings.
-- Parameters: load_id (text).

-- Staged rows of closings with every hash computed once.
insert into "stage_closings" ("closed_at")
select "closed_at"
from "staging"."closings" as "closings"
where "load_id" = cast($load_id as varchar);

-- Vault example: asOf as_of_recent.

-- Instants 2022-03-23 23:00:00.000000 to 2022-04-01 22:00:00.000000.
insert into "generated_as_of_recent" ("as_of", "is_active")
select
  cast('2022-03-23 23:00:00.000000' as timestamp) as "as_of",
  false as "is_active"
union all
select
  cast('2022-03-24 23:00:00.000000' as timestamp) as "as_of",
  false as "is_active"
union all
select
  cast('2022-03-25 23:00:00.000000' as timestamp) as "as_of",
  false as "is_active"
union all
select
  cast('2022-03-26 23:00:00.000000' as timestamp) as "as_of",
  false as "is_active"
union all
select
  cast('2022-03-27 22:00:00.000000' as timestamp) as "as_of",
  true as "is_active"
union all
select
  cast('2022-03-28 22:00:00.000000' as timestamp) as "as_of",
  false as "is_active"
union all
select
  cast('2022-03-29 22:00:00.000000' as timestamp) as "as_of",
  false as "is_active"
union all
select
  cast('2022-03-30 22:00:00.000000' as timestamp) as "as_of",
  true as "is_active"
union all
select
  cast('2022-03-31 22:00:00.000000' as timestamp) as "as_of",
  true as "is_active"
union all
select
  cast('2022-04-01 22:00:00.000000' as timestamp) as "as_of",
  true as "is_active";

-- Instants of as_of_recent that the rules no longer give.
delete from "dds"."as_of_recent"
where not exists (
  select 1 as "found"
  from "generated_as_of_recent" as "generated"
  where "generated"."as_of" = "as_of_recent"."as_of"
    and "generated"."is_active" = "as_of_recent"."is_active"
);

-- Instants that as_of_recent does not hold yet.
insert into "dds"."as_of_recent" ("as_of", "is_active")
select
  "generated"."as_of",
  "generated"."is_active"
from "generated_as_of_recent" as "generated"
where not exists (
  select 1 as "found"
  from "dds"."as_of_recent" as "stored"
  where "stored"."as_of" = "generated"."as_of"
    and "stored"."is_active" = "generated"."is_active"
);

-- Vault example: asOf as_of_closing.
-- Parameters: load_dt (timestamp), load_src (text).

-- Instants that as_of_closing does not hold yet.
insert into "new_as_of_closing" ("as_of", "load_dt", "load_src", "vw_rows")
select
  "numbered"."as_of",
  "numbered"."load_dt",
  "numbered"."load_src",
  "numbered"."vw_rows"
from (
  select
    "staged"."closed_at" as "as_of",
    cast($load_dt as timestamp) as "load_dt",
    cast($load_src as varchar) as "load_src",
    count(*) over (partition by "staged"."closed_at") as "vw_rows",
    row_number() over (
      partition by "staged"."closed_at"
      order by cast($load_dt as timestamp) asc nulls last, cast($load_src as varchar) asc nulls last
    ) as "vw_place"
  from "stage_closings" as "staged"
  where "staged"."closed_at" is not null
    and not exists (
      select 1 as "found"
      from "dds"."as_of_closing" as "known"
      where "known"."as_of" = "staged"."closed_at"
    )
) as "numbered"
where "numbered"."vw_place" = 1;

-- No identity stored twice: as_of_closing: one row per as_of (new_as_of_closing).
with
-- What goes into as_of_closing.
"incoming" as (
  select "fresh"."as_of"
  from "new_as_of_closing" as "fresh"
)
select
  "incoming"."as_of",
  count(*) as "row_count"
from "incoming"
group by "incoming"."as_of"
having count(*) > 1
union all
select
  "incoming"."as_of",
  2 as "row_count"
from "incoming"
join "dds"."as_of_closing" as "stored"
  on "stored"."as_of" = "incoming"."as_of";

-- New instants into as_of_closing.
insert into "dds"."as_of_closing" ("as_of", "load_dt", "load_src")
select
  "fresh"."as_of",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_as_of_closing" as "fresh";

-- What became of the rows of closings.
select
  "input"."read",
  "input"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted"
from (
  select
    count(*) as "read",
    count(case when "staged"."closed_at" is not null then 1 end) as "keyed"
  from "stage_closings" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_as_of_closing" as "fresh"
) as "outcome";

-- Vault example: checks.

-- No identity stored twice: as_of_recent: one row per as_of (generated_as_of_recent).
select
  "stored"."as_of",
  count(*) as "row_count"
from "dds"."as_of_recent" as "stored"
where "stored"."as_of" in (
  select "fresh"."as_of"
  from "generated_as_of_recent" as "fresh"
)
group by "stored"."as_of"
having count(*) > 1;
