-- Vault sprint6-canonical: links l_user_group_activity.
-- Parameters: load_dt (timestamp), load_src (text), load_id (text).

-- Held rows that may enter now. Rows that l_user_group_activity does not hold yet, one per identity.
insert into "released_l_user_group_activity" ("hk_l_user_group_activity", "hk_user_id", "hk_group_id", "load_dt", "load_src", "vw_rows")
select
  "numbered"."hk_l_user_group_activity",
  "numbered"."hk_user_id",
  "numbered"."hk_group_id",
  "numbered"."load_dt",
  "numbered"."load_src",
  "numbered"."vw_rows"
from (
  select
    "held"."hk_l_user_group_activity",
    "held"."hk_user_id",
    "held"."hk_group_id",
    "held"."load_dt",
    "held"."load_src",
    count(*) over (partition by "held"."hk_l_user_group_activity", "held"."hk_user_id", "held"."hk_group_id") as "vw_rows",
    row_number() over (
      partition by "held"."hk_l_user_group_activity", "held"."hk_user_id", "held"."hk_group_id"
      order by "held"."load_dt" asc nulls last, "held"."load_src" asc nulls last
    ) as "vw_place"
  from "dds"."l_user_group_activity_pending" as "held"
  where exists (
      select 1 as "found"
      from "dds"."h_users" as "parent"
      where "parent"."hk_user_id" = "held"."hk_user_id"
    )
    and exists (
      select 1 as "found"
      from "dds"."h_groups" as "parent"
      where "parent"."hk_group_id" = "held"."hk_group_id"
    )
    and not exists (
      select 1 as "found"
      from "dds"."l_user_group_activity" as "known"
      where "known"."hk_l_user_group_activity" = "held"."hk_l_user_group_activity"
        and "known"."hk_user_id" = "held"."hk_user_id"
        and "known"."hk_group_id" = "held"."hk_group_id"
    )
) as "numbered"
where "numbered"."vw_place" = 1;

-- No identity stored twice: l_user_group_activity: one row per hk_l_user_group_activity (released_l_user_group_activity).
with
-- What goes into l_user_group_activity.
"incoming" as (
  select "fresh"."hk_l_user_group_activity"
  from "released_l_user_group_activity" as "fresh"
)
select
  "incoming"."hk_l_user_group_activity",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_l_user_group_activity"
having count(*) > 1
union all
select
  "incoming"."hk_l_user_group_activity",
  2 as "row_count"
from "incoming"
join "dds"."l_user_group_activity" as "stored"
  on "stored"."hk_l_user_group_activity" = "incoming"."hk_l_user_group_activity";

-- Held rows that may enter now. New rows into l_user_group_activity.
insert into "dds"."l_user_group_activity" ("hk_l_user_group_activity", "hk_user_id", "hk_group_id", "load_dt", "load_src")
select
  "fresh"."hk_l_user_group_activity",
  "fresh"."hk_user_id",
  "fresh"."hk_group_id",
  "fresh"."load_dt",
  "fresh"."load_src"
from "released_l_user_group_activity" as "fresh";

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
  from "dds"."l_user_group_activity_pending" as "held"
  where exists (
      select 1 as "found"
      from "dds"."h_users" as "parent"
      where "parent"."hk_user_id" = "held"."hk_user_id"
    )
    and exists (
      select 1 as "found"
      from "dds"."h_groups" as "parent"
      where "parent"."hk_group_id" = "held"."hk_group_id"
    )
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "released_l_user_group_activity" as "fresh"
) as "outcome";

-- Rows that l_user_group_activity does not hold yet, one per identity.
insert into "new_l_user_group_activity" ("hk_l_user_group_activity", "hk_user_id", "hk_group_id", "vw_rows", "vw_missing_parent")
with
-- What l_user_group_activity does not hold yet.
"fresh" as (
  select
    "staged"."hk_l_user_group_activity",
    "staged"."hk_user_id",
    "staged"."hk_group_id",
    count(*) as "vw_rows"
  from "stage_group_log" as "staged"
  where not exists (
    select 1 as "found"
    from "dds"."l_user_group_activity" as "known"
    where "known"."hk_l_user_group_activity" = "staged"."hk_l_user_group_activity"
      and "known"."hk_user_id" = "staged"."hk_user_id"
      and "known"."hk_group_id" = "staged"."hk_group_id"
  )
  group by
    "staged"."hk_l_user_group_activity",
    "staged"."hk_user_id",
    "staged"."hk_group_id"
)
select
  "fresh"."hk_l_user_group_activity",
  "fresh"."hk_user_id",
  "fresh"."hk_group_id",
  "fresh"."vw_rows",
  case
    when "hk_user_id_parent"."hk_user_id" is null then 'h_users'
    when "hk_group_id_parent"."hk_group_id" is null then 'h_groups'
  end as "vw_missing_parent"
from "fresh"
left join "dds"."h_users" as "hk_user_id_parent"
  on "hk_user_id_parent"."hk_user_id" = "fresh"."hk_user_id"
left join "dds"."h_groups" as "hk_group_id_parent"
  on "hk_group_id_parent"."hk_group_id" = "fresh"."hk_group_id";

-- No identity stored twice: l_user_group_activity: one row per hk_l_user_group_activity (new_l_user_group_activity).
with
-- What goes into l_user_group_activity.
"incoming" as (
  select "fresh"."hk_l_user_group_activity"
  from "new_l_user_group_activity" as "fresh"
  where "fresh"."vw_missing_parent" is null
)
select
  "incoming"."hk_l_user_group_activity",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_l_user_group_activity"
having count(*) > 1
union all
select
  "incoming"."hk_l_user_group_activity",
  2 as "row_count"
from "incoming"
join "dds"."l_user_group_activity" as "stored"
  on "stored"."hk_l_user_group_activity" = "incoming"."hk_l_user_group_activity";

-- New rows into l_user_group_activity.
insert into "dds"."l_user_group_activity" ("hk_l_user_group_activity", "hk_user_id", "hk_group_id", "load_dt", "load_src")
select
  "fresh"."hk_l_user_group_activity",
  "fresh"."hk_user_id",
  "fresh"."hk_group_id",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_l_user_group_activity" as "fresh"
where "fresh"."vw_missing_parent" is null;

-- Rows whose parent is not known yet, kept for later batches.
insert into "dds"."l_user_group_activity_pending" (
  "hk_l_user_group_activity",
  "hk_user_id",
  "hk_group_id",
  "load_dt",
  "load_src",
  "load_id",
  "reason"
)
select
  "fresh"."hk_l_user_group_activity",
  "fresh"."hk_user_id",
  "fresh"."hk_group_id",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src",
  cast(? as varchar(256)) as "load_id",
  "fresh"."vw_missing_parent" as "reason"
from "new_l_user_group_activity" as "fresh"
where "fresh"."vw_missing_parent" is not null
  and not exists (
    select 1 as "found"
    from "dds"."l_user_group_activity_pending" as "aside"
    where "aside"."hk_l_user_group_activity" = "fresh"."hk_l_user_group_activity"
      and "aside"."hk_user_id" = "fresh"."hk_user_id"
      and "aside"."hk_group_id" = "fresh"."hk_group_id"
  );

-- What became of the rows of group_log.
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
    count(*) as "keyed"
  from "stage_group_log" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_missing_parent" is null then 1 end) as "inserted",
    count(case when "fresh"."vw_missing_parent" is not null then 1 end) as "held"
  from "new_l_user_group_activity" as "fresh"
) as "outcome";
