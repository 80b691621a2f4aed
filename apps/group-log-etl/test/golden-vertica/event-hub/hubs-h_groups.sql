-- Vault event-hub: hubs h_groups.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_groups does not hold yet, one per identity.
insert into "new_h_groups" ("hk_group_id", "group_id", "registration_dt", "vw_rows")
select
  "staged"."hk_group_id",
  "staged"."id" as "group_id",
  min("staged"."registration_dt") as "registration_dt",
  count(*) as "vw_rows"
from "stage_groups" as "staged"
where not exists (
  select 1 as "found"
  from "dds_event_hub"."h_groups" as "known"
  where "known"."hk_group_id" = "staged"."hk_group_id"
    and "known"."group_id" = "staged"."id"
)
group by
  "staged"."hk_group_id",
  "staged"."id";

-- No hash key shared by two business keys: h_groups: one row per hk_group_id (new_h_groups).
with
-- What goes into h_groups.
"incoming" as (
  select "fresh"."hk_group_id"
  from "new_h_groups" as "fresh"
)
select
  "incoming"."hk_group_id",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_group_id"
having count(*) > 1
union all
select
  "incoming"."hk_group_id",
  2 as "row_count"
from "incoming"
join "dds_event_hub"."h_groups" as "stored"
  on "stored"."hk_group_id" = "incoming"."hk_group_id";

-- New rows into h_groups.
insert into "dds_event_hub"."h_groups" ("hk_group_id", "group_id", "registration_dt", "load_dt", "load_src")
select
  "fresh"."hk_group_id",
  "fresh"."group_id",
  "fresh"."registration_dt",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_h_groups" as "fresh";

-- What became of the rows of groups.
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
  from "stage_groups" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_groups" as "fresh"
) as "outcome";
