-- Vault event-hub: hubs h_group_logs.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_group_logs does not hold yet, one per identity.
insert into "new_h_group_logs" ("hk_group_log_id", "group_log_id", "datetime", "vw_rows")
select
  "staged"."hk_group_log_id",
  "staged"."id" as "group_log_id",
  min("staged"."datetime") as "datetime",
  count(*) as "vw_rows"
from "stage_group_log" as "staged"
where not exists (
  select 1 as "found"
  from "dds_event_hub"."h_group_logs" as "known"
  where "known"."hk_group_log_id" = "staged"."hk_group_log_id"
    and "known"."group_log_id" = "staged"."id"
)
group by
  "staged"."hk_group_log_id",
  "staged"."id";

-- No hash key shared by two business keys: h_group_logs: one row per hk_group_log_id (new_h_group_logs).
with
-- What goes into h_group_logs.
"incoming" as (
  select "fresh"."hk_group_log_id"
  from "new_h_group_logs" as "fresh"
)
select
  "incoming"."hk_group_log_id",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_group_log_id"
having count(*) > 1
union all
select
  "incoming"."hk_group_log_id",
  2 as "row_count"
from "incoming"
join "dds_event_hub"."h_group_logs" as "stored"
  on "stored"."hk_group_log_id" = "incoming"."hk_group_log_id";

-- New rows into h_group_logs.
insert into "dds_event_hub"."h_group_logs" ("hk_group_log_id", "group_log_id", "datetime", "load_dt", "load_src")
select
  "fresh"."hk_group_log_id",
  "fresh"."group_log_id",
  "fresh"."datetime",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_h_group_logs" as "fresh";

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
  from "new_h_group_logs" as "fresh"
) as "outcome";
