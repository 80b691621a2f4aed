-- Vault sprint6-canonical: satellites s_auth_history.
-- Parameters: load_dt (timestamp), load_src (text), load_id (text).

-- Held rows that may enter now. Rows that s_auth_history does not hold yet, one per identity.
insert into "released_s_auth_history" ("hk_l_user_group_activity", "user_id_from", "event", "event_dt", "load_dt", "load_src", "vw_rows")
select
  "numbered"."hk_l_user_group_activity",
  "numbered"."user_id_from",
  "numbered"."event",
  "numbered"."event_dt",
  "numbered"."load_dt",
  "numbered"."load_src",
  "numbered"."vw_rows"
from (
  select
    "held"."hk_l_user_group_activity",
    "held"."user_id_from",
    "held"."event",
    "held"."event_dt",
    "held"."load_dt",
    "held"."load_src",
    count(*) over (
      partition by "held"."hk_l_user_group_activity", "held"."user_id_from", "held"."event", "held"."event_dt"
    ) as "vw_rows",
    row_number() over (
      partition by "held"."hk_l_user_group_activity", "held"."user_id_from", "held"."event", "held"."event_dt"
      order by "held"."load_dt" asc nulls last, "held"."load_src" asc nulls last
    ) as "vw_place"
  from "dds"."s_auth_history_pending" as "held"
  left join "dds"."s_auth_history" as "known"
    on "known"."hk_l_user_group_activity" = "held"."hk_l_user_group_activity"
    and "known"."user_id_from" <=> "held"."user_id_from"
    and "known"."event" = "held"."event"
    and "known"."event_dt" = "held"."event_dt"
  where exists (
      select 1 as "found"
      from "dds"."l_user_group_activity" as "parent"
      where "parent"."hk_l_user_group_activity" = "held"."hk_l_user_group_activity"
    )
    and "known"."load_dt" is null
) as "numbered"
where "numbered"."vw_place" = 1;

-- No identity stored twice: s_auth_history: one row per hk_l_user_group_activity, user_id_from, event, event_dt (released_s_auth_history).
with
-- What goes into s_auth_history.
"incoming" as (
  select
    "fresh"."hk_l_user_group_activity",
    "fresh"."user_id_from",
    "fresh"."event",
    "fresh"."event_dt"
  from "released_s_auth_history" as "fresh"
)
select
  "incoming"."hk_l_user_group_activity",
  "incoming"."user_id_from",
  "incoming"."event",
  "incoming"."event_dt",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_l_user_group_activity",
  "incoming"."user_id_from",
  "incoming"."event",
  "incoming"."event_dt"
having count(*) > 1
union all
select
  "incoming"."hk_l_user_group_activity",
  "incoming"."user_id_from",
  "incoming"."event",
  "incoming"."event_dt",
  2 as "row_count"
from "incoming"
join "dds"."s_auth_history" as "stored"
  on "stored"."hk_l_user_group_activity" = "incoming"."hk_l_user_group_activity"
  and "stored"."user_id_from" <=> "incoming"."user_id_from"
  and "stored"."event" = "incoming"."event"
  and "stored"."event_dt" = "incoming"."event_dt";

-- Held rows that may enter now. New rows into s_auth_history.
insert into "dds"."s_auth_history" ("hk_l_user_group_activity", "user_id_from", "event", "event_dt", "load_dt", "load_src")
select
  "fresh"."hk_l_user_group_activity",
  "fresh"."user_id_from",
  "fresh"."event",
  "fresh"."event_dt",
  "fresh"."load_dt",
  "fresh"."load_src"
from "released_s_auth_history" as "fresh";

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
  from "dds"."s_auth_history_pending" as "held"
  where exists (
    select 1 as "found"
    from "dds"."l_user_group_activity" as "parent"
    where "parent"."hk_l_user_group_activity" = "held"."hk_l_user_group_activity"
  )
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "released_s_auth_history" as "fresh"
) as "outcome";

-- Rows that s_auth_history does not hold yet, one per identity.
insert into "new_s_auth_history" ("hk_l_user_group_activity", "user_id_from", "event", "event_dt", "vw_rows", "vw_missing_parent")
with
-- What s_auth_history does not hold yet.
"fresh" as (
  select
    "staged"."hk_l_user_group_activity",
    "staged"."user_id_from",
    "staged"."event",
    "staged"."datetime" as "event_dt",
    count(*) as "vw_rows"
  from "stage_group_log" as "staged"
  left join "dds"."s_auth_history" as "known"
    on "known"."hk_l_user_group_activity" = "staged"."hk_l_user_group_activity"
    and "known"."user_id_from" <=> "staged"."user_id_from"
    and "known"."event" = "staged"."event"
    and "known"."event_dt" = "staged"."datetime"
  where "known"."load_dt" is null
  group by
    "staged"."hk_l_user_group_activity",
    "staged"."user_id_from",
    "staged"."event",
    "staged"."datetime"
)
select
  "fresh"."hk_l_user_group_activity",
  "fresh"."user_id_from",
  "fresh"."event",
  "fresh"."event_dt",
  "fresh"."vw_rows",
  case
    when "hk_l_user_group_activity_parent"."hk_l_user_group_activity" is null then 'l_user_group_activity'
  end as "vw_missing_parent"
from "fresh"
left join "dds"."l_user_group_activity" as "hk_l_user_group_activity_parent"
  on "hk_l_user_group_activity_parent"."hk_l_user_group_activity" = "fresh"."hk_l_user_group_activity";

-- No identity stored twice: s_auth_history: one row per hk_l_user_group_activity, user_id_from, event, event_dt (new_s_auth_history).
with
-- What goes into s_auth_history.
"incoming" as (
  select
    "fresh"."hk_l_user_group_activity",
    "fresh"."user_id_from",
    "fresh"."event",
    "fresh"."event_dt"
  from "new_s_auth_history" as "fresh"
  where "fresh"."vw_missing_parent" is null
)
select
  "incoming"."hk_l_user_group_activity",
  "incoming"."user_id_from",
  "incoming"."event",
  "incoming"."event_dt",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_l_user_group_activity",
  "incoming"."user_id_from",
  "incoming"."event",
  "incoming"."event_dt"
having count(*) > 1
union all
select
  "incoming"."hk_l_user_group_activity",
  "incoming"."user_id_from",
  "incoming"."event",
  "incoming"."event_dt",
  2 as "row_count"
from "incoming"
join "dds"."s_auth_history" as "stored"
  on "stored"."hk_l_user_group_activity" = "incoming"."hk_l_user_group_activity"
  and "stored"."user_id_from" <=> "incoming"."user_id_from"
  and "stored"."event" = "incoming"."event"
  and "stored"."event_dt" = "incoming"."event_dt";

-- New rows into s_auth_history.
insert into "dds"."s_auth_history" ("hk_l_user_group_activity", "user_id_from", "event", "event_dt", "load_dt", "load_src")
select
  "fresh"."hk_l_user_group_activity",
  "fresh"."user_id_from",
  "fresh"."event",
  "fresh"."event_dt",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_s_auth_history" as "fresh"
where "fresh"."vw_missing_parent" is null;

-- Rows whose parent is not known yet, kept for later batches.
insert into "dds"."s_auth_history_pending" (
  "hk_l_user_group_activity",
  "user_id_from",
  "event",
  "event_dt",
  "load_dt",
  "load_src",
  "load_id",
  "reason"
)
select
  "fresh"."hk_l_user_group_activity",
  "fresh"."user_id_from",
  "fresh"."event",
  "fresh"."event_dt",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src",
  cast(? as varchar(256)) as "load_id",
  "fresh"."vw_missing_parent" as "reason"
from "new_s_auth_history" as "fresh"
left join "dds"."s_auth_history_pending" as "aside"
  on "aside"."hk_l_user_group_activity" = "fresh"."hk_l_user_group_activity"
  and "aside"."user_id_from" <=> "fresh"."user_id_from"
  and "aside"."event" = "fresh"."event"
  and "aside"."event_dt" = "fresh"."event_dt"
where "fresh"."vw_missing_parent" is not null
  and "aside"."load_id" is null;

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
  from "new_s_auth_history" as "fresh"
) as "outcome";
