-- Vault event-hub: hubs h_users.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_users does not hold yet, one per identity.
insert into "new_h_users" ("hk_user_id", "user_id", "registration_dt", "vw_rows")
select
  "staged"."hk_user_id",
  "staged"."id" as "user_id",
  min("staged"."registration_dt") as "registration_dt",
  count(*) as "vw_rows"
from "stage_users" as "staged"
where not exists (
  select 1 as "found"
  from "dds_event_hub"."h_users" as "known"
  where "known"."hk_user_id" = "staged"."hk_user_id"
    and "known"."user_id" = "staged"."id"
)
group by
  "staged"."hk_user_id",
  "staged"."id";

-- No hash key shared by two business keys: h_users: one row per hk_user_id (new_h_users).
with
-- What goes into h_users.
"incoming" as (
  select "fresh"."hk_user_id"
  from "new_h_users" as "fresh"
)
select
  "incoming"."hk_user_id",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_user_id"
having count(*) > 1
union all
select
  "incoming"."hk_user_id",
  2 as "row_count"
from "incoming"
join "dds_event_hub"."h_users" as "stored"
  on "stored"."hk_user_id" = "incoming"."hk_user_id";

-- New rows into h_users.
insert into "dds_event_hub"."h_users" ("hk_user_id", "user_id", "registration_dt", "load_dt", "load_src")
select
  "fresh"."hk_user_id",
  "fresh"."user_id",
  "fresh"."registration_dt",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_h_users" as "fresh";

-- What became of the rows of users.
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
  from "stage_users" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_users" as "fresh"
) as "outcome";
