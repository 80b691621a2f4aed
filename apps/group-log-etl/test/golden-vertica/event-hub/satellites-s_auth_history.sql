-- Vault event-hub: satellites s_auth_history.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that s_auth_history does not hold yet, one per identity.
insert into "new_s_auth_history" ("hk_group_log_id", "user_id_from", "event", "event_dt", "vw_rows")
select
  "staged"."hk_group_log_id",
  "staged"."user_id_from",
  "staged"."event",
  "staged"."datetime" as "event_dt",
  count(*) as "vw_rows"
from "stage_group_log" as "staged"
left join "dds_event_hub"."s_auth_history" as "known"
  on "known"."hk_group_log_id" = "staged"."hk_group_log_id"
  and "known"."user_id_from" <=> "staged"."user_id_from"
  and "known"."event" = "staged"."event"
  and "known"."event_dt" = "staged"."datetime"
where "known"."load_dt" is null
group by
  "staged"."hk_group_log_id",
  "staged"."user_id_from",
  "staged"."event",
  "staged"."datetime";

-- No identity stored twice: s_auth_history: one row per hk_group_log_id, user_id_from, event, event_dt (new_s_auth_history).
with
-- What goes into s_auth_history.
"incoming" as (
  select
    "fresh"."hk_group_log_id",
    "fresh"."user_id_from",
    "fresh"."event",
    "fresh"."event_dt"
  from "new_s_auth_history" as "fresh"
)
select
  "incoming"."hk_group_log_id",
  "incoming"."user_id_from",
  "incoming"."event",
  "incoming"."event_dt",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_group_log_id",
  "incoming"."user_id_from",
  "incoming"."event",
  "incoming"."event_dt"
having count(*) > 1
union all
select
  "incoming"."hk_group_log_id",
  "incoming"."user_id_from",
  "incoming"."event",
  "incoming"."event_dt",
  2 as "row_count"
from "incoming"
join "dds_event_hub"."s_auth_history" as "stored"
  on "stored"."hk_group_log_id" = "incoming"."hk_group_log_id"
  and "stored"."user_id_from" <=> "incoming"."user_id_from"
  and "stored"."event" = "incoming"."event"
  and "stored"."event_dt" = "incoming"."event_dt";

-- New rows into s_auth_history.
insert into "dds_event_hub"."s_auth_history" ("hk_group_log_id", "user_id_from", "event", "event_dt", "load_dt", "load_src")
select
  "fresh"."hk_group_log_id",
  "fresh"."user_id_from",
  "fresh"."event",
  "fresh"."event_dt",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_s_auth_history" as "fresh";

-- What became of the rows of group_log.
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
  from "stage_group_log" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_s_auth_history" as "fresh"
) as "outcome";
