-- Vault event-hub: links l_groups_dialogs.
-- Parameters: load_dt (timestamp), load_src (text), load_id (text).

-- Held rows that may enter now. Rows that l_groups_dialogs does not hold yet, one per identity.
insert into "released_l_groups_dialogs" ("hk_l_groups_dialogs", "hk_message_id", "hk_group_id", "load_dt", "load_src", "vw_rows")
select
  "numbered"."hk_l_groups_dialogs",
  "numbered"."hk_message_id",
  "numbered"."hk_group_id",
  "numbered"."load_dt",
  "numbered"."load_src",
  "numbered"."vw_rows"
from (
  select
    "held"."hk_l_groups_dialogs",
    "held"."hk_message_id",
    "held"."hk_group_id",
    "held"."load_dt",
    "held"."load_src",
    count(*) over (partition by "held"."hk_l_groups_dialogs", "held"."hk_message_id", "held"."hk_group_id") as "vw_rows",
    row_number() over (
      partition by "held"."hk_l_groups_dialogs", "held"."hk_message_id", "held"."hk_group_id"
      order by "held"."load_dt" asc nulls last, "held"."load_src" asc nulls last
    ) as "vw_place"
  from "dds_event_hub"."l_groups_dialogs_pending" as "held"
  where exists (
      select 1 as "found"
      from "dds_event_hub"."h_dialogs" as "parent"
      where "parent"."hk_message_id" = "held"."hk_message_id"
    )
    and exists (
      select 1 as "found"
      from "dds_event_hub"."h_groups" as "parent"
      where "parent"."hk_group_id" = "held"."hk_group_id"
    )
    and not exists (
      select 1 as "found"
      from "dds_event_hub"."l_groups_dialogs" as "known"
      where "known"."hk_l_groups_dialogs" = "held"."hk_l_groups_dialogs"
        and "known"."hk_message_id" = "held"."hk_message_id"
        and "known"."hk_group_id" = "held"."hk_group_id"
    )
) as "numbered"
where "numbered"."vw_place" = 1;

-- No identity stored twice: l_groups_dialogs: one row per hk_l_groups_dialogs (released_l_groups_dialogs).
with
-- What goes into l_groups_dialogs.
"incoming" as (
  select "fresh"."hk_l_groups_dialogs"
  from "released_l_groups_dialogs" as "fresh"
)
select
  "incoming"."hk_l_groups_dialogs",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_l_groups_dialogs"
having count(*) > 1
union all
select
  "incoming"."hk_l_groups_dialogs",
  2 as "row_count"
from "incoming"
join "dds_event_hub"."l_groups_dialogs" as "stored"
  on "stored"."hk_l_groups_dialogs" = "incoming"."hk_l_groups_dialogs";

-- Held rows that may enter now. New rows into l_groups_dialogs.
insert into "dds_event_hub"."l_groups_dialogs" ("hk_l_groups_dialogs", "hk_message_id", "hk_group_id", "load_dt", "load_src")
select
  "fresh"."hk_l_groups_dialogs",
  "fresh"."hk_message_id",
  "fresh"."hk_group_id",
  "fresh"."load_dt",
  "fresh"."load_src"
from "released_l_groups_dialogs" as "fresh";

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
  from "dds_event_hub"."l_groups_dialogs_pending" as "held"
  where exists (
      select 1 as "found"
      from "dds_event_hub"."h_dialogs" as "parent"
      where "parent"."hk_message_id" = "held"."hk_message_id"
    )
    and exists (
      select 1 as "found"
      from "dds_event_hub"."h_groups" as "parent"
      where "parent"."hk_group_id" = "held"."hk_group_id"
    )
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "released_l_groups_dialogs" as "fresh"
) as "outcome";

-- Rows that l_groups_dialogs does not hold yet, one per identity.
insert into "new_l_groups_dialogs" ("hk_l_groups_dialogs", "hk_message_id", "hk_group_id", "vw_rows", "vw_missing_parent")
with
-- What l_groups_dialogs does not hold yet.
"fresh" as (
  select
    "staged"."hk_l_groups_dialogs",
    "staged"."hk_message_id",
    "staged"."hk_group_id",
    count(*) as "vw_rows"
  from "stage_dialogs" as "staged"
  where "staged"."message_group" is not null
    and "staged"."hk_l_groups_dialogs" is not null
    and not exists (
      select 1 as "found"
      from "dds_event_hub"."l_groups_dialogs" as "known"
      where "known"."hk_l_groups_dialogs" = "staged"."hk_l_groups_dialogs"
        and "known"."hk_message_id" = "staged"."hk_message_id"
        and "known"."hk_group_id" = "staged"."hk_group_id"
    )
  group by
    "staged"."hk_l_groups_dialogs",
    "staged"."hk_message_id",
    "staged"."hk_group_id"
)
select
  "fresh"."hk_l_groups_dialogs",
  "fresh"."hk_message_id",
  "fresh"."hk_group_id",
  "fresh"."vw_rows",
  case
    when "hk_message_id_parent"."hk_message_id" is null then 'h_dialogs'
    when "hk_group_id_parent"."hk_group_id" is null then 'h_groups'
  end as "vw_missing_parent"
from "fresh"
left join "dds_event_hub"."h_dialogs" as "hk_message_id_parent"
  on "hk_message_id_parent"."hk_message_id" = "fresh"."hk_message_id"
left join "dds_event_hub"."h_groups" as "hk_group_id_parent"
  on "hk_group_id_parent"."hk_group_id" = "fresh"."hk_group_id";

-- No identity stored twice: l_groups_dialogs: one row per hk_l_groups_dialogs (new_l_groups_dialogs).
with
-- What goes into l_groups_dialogs.
"incoming" as (
  select "fresh"."hk_l_groups_dialogs"
  from "new_l_groups_dialogs" as "fresh"
  where "fresh"."vw_missing_parent" is null
)
select
  "incoming"."hk_l_groups_dialogs",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_l_groups_dialogs"
having count(*) > 1
union all
select
  "incoming"."hk_l_groups_dialogs",
  2 as "row_count"
from "incoming"
join "dds_event_hub"."l_groups_dialogs" as "stored"
  on "stored"."hk_l_groups_dialogs" = "incoming"."hk_l_groups_dialogs";

-- New rows into l_groups_dialogs.
insert into "dds_event_hub"."l_groups_dialogs" ("hk_l_groups_dialogs", "hk_message_id", "hk_group_id", "load_dt", "load_src")
select
  "fresh"."hk_l_groups_dialogs",
  "fresh"."hk_message_id",
  "fresh"."hk_group_id",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_l_groups_dialogs" as "fresh"
where "fresh"."vw_missing_parent" is null;

-- Rows whose parent is not known yet, kept for later batches.
insert into "dds_event_hub"."l_groups_dialogs_pending" ("hk_l_groups_dialogs", "hk_message_id", "hk_group_id", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."hk_l_groups_dialogs",
  "fresh"."hk_message_id",
  "fresh"."hk_group_id",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src",
  cast(? as varchar(256)) as "load_id",
  "fresh"."vw_missing_parent" as "reason"
from "new_l_groups_dialogs" as "fresh"
where "fresh"."vw_missing_parent" is not null
  and not exists (
    select 1 as "found"
    from "dds_event_hub"."l_groups_dialogs_pending" as "aside"
    where "aside"."hk_l_groups_dialogs" = "fresh"."hk_l_groups_dialogs"
      and "aside"."hk_message_id" = "fresh"."hk_message_id"
      and "aside"."hk_group_id" = "fresh"."hk_group_id"
  );

-- What became of the rows of dialogs.
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
    count(case when "staged"."hk_l_groups_dialogs" is not null then 1 end) as "keyed"
  from "stage_dialogs" as "staged"
  where "staged"."message_group" is not null
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_missing_parent" is null then 1 end) as "inserted",
    count(case when "fresh"."vw_missing_parent" is not null then 1 end) as "held"
  from "new_l_groups_dialogs" as "fresh"
) as "outcome";
