-- Vault event-hub: hubs h_dialogs.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_dialogs does not hold yet, one per identity.
insert into "new_h_dialogs" ("hk_message_id", "message_id", "message_ts", "vw_rows")
select
  "staged"."hk_message_id",
  "staged"."message_id",
  min("staged"."message_ts") as "message_ts",
  count(*) as "vw_rows"
from "stage_dialogs" as "staged"
where not exists (
  select 1 as "found"
  from "dds_event_hub"."h_dialogs" as "known"
  where "known"."hk_message_id" = "staged"."hk_message_id"
    and "known"."message_id" = "staged"."message_id"
)
group by
  "staged"."hk_message_id",
  "staged"."message_id";

-- No hash key shared by two business keys: h_dialogs: one row per hk_message_id (new_h_dialogs).
with
-- What goes into h_dialogs.
"incoming" as (
  select "fresh"."hk_message_id"
  from "new_h_dialogs" as "fresh"
)
select
  "incoming"."hk_message_id",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_message_id"
having count(*) > 1
union all
select
  "incoming"."hk_message_id",
  2 as "row_count"
from "incoming"
join "dds_event_hub"."h_dialogs" as "stored"
  on "stored"."hk_message_id" = "incoming"."hk_message_id";

-- New rows into h_dialogs.
insert into "dds_event_hub"."h_dialogs" ("hk_message_id", "message_id", "message_ts", "load_dt", "load_src")
select
  "fresh"."hk_message_id",
  "fresh"."message_id",
  "fresh"."message_ts",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_h_dialogs" as "fresh";

-- What became of the rows of dialogs.
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
  from "stage_dialogs" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_dialogs" as "fresh"
) as "outcome";
