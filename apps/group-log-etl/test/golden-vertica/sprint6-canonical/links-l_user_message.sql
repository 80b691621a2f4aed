-- Vault sprint6-canonical: links l_user_message.
-- Parameters: load_dt (timestamp), load_src (text), load_id (text).

-- Held rows that may enter now. Rows that l_user_message does not hold yet, one per identity.
insert into "released_l_user_message" ("hk_l_user_message", "hk_user_id", "hk_message_id", "load_dt", "load_src", "vw_rows")
select
  "numbered"."hk_l_user_message",
  "numbered"."hk_user_id",
  "numbered"."hk_message_id",
  "numbered"."load_dt",
  "numbered"."load_src",
  "numbered"."vw_rows"
from (
  select
    "held"."hk_l_user_message",
    "held"."hk_user_id",
    "held"."hk_message_id",
    "held"."load_dt",
    "held"."load_src",
    count(*) over (partition by "held"."hk_l_user_message", "held"."hk_user_id", "held"."hk_message_id") as "vw_rows",
    row_number() over (
      partition by "held"."hk_l_user_message", "held"."hk_user_id", "held"."hk_message_id"
      order by "held"."load_dt" asc nulls last, "held"."load_src" asc nulls last
    ) as "vw_place"
  from "dds"."l_user_message_pending" as "held"
  where exists (
      select 1 as "found"
      from "dds"."h_users" as "parent"
      where "parent"."hk_user_id" = "held"."hk_user_id"
    )
    and exists (
      select 1 as "found"
      from "dds"."h_dialogs" as "parent"
      where "parent"."hk_message_id" = "held"."hk_message_id"
    )
    and not exists (
      select 1 as "found"
      from "dds"."l_user_message" as "known"
      where "known"."hk_l_user_message" = "held"."hk_l_user_message"
        and "known"."hk_user_id" = "held"."hk_user_id"
        and "known"."hk_message_id" = "held"."hk_message_id"
    )
) as "numbered"
where "numbered"."vw_place" = 1;

-- No identity stored twice: l_user_message: one row per hk_l_user_message (released_l_user_message).
with
-- What goes into l_user_message.
"incoming" as (
  select "fresh"."hk_l_user_message"
  from "released_l_user_message" as "fresh"
)
select
  "incoming"."hk_l_user_message",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_l_user_message"
having count(*) > 1
union all
select
  "incoming"."hk_l_user_message",
  2 as "row_count"
from "incoming"
join "dds"."l_user_message" as "stored"
  on "stored"."hk_l_user_message" = "incoming"."hk_l_user_message";

-- Held rows that may enter now. New rows into l_user_message.
insert into "dds"."l_user_message" ("hk_l_user_message", "hk_user_id", "hk_message_id", "load_dt", "load_src")
select
  "fresh"."hk_l_user_message",
  "fresh"."hk_user_id",
  "fresh"."hk_message_id",
  "fresh"."load_dt",
  "fresh"."load_src"
from "released_l_user_message" as "fresh";

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
  from "dds"."l_user_message_pending" as "held"
  where exists (
      select 1 as "found"
      from "dds"."h_users" as "parent"
      where "parent"."hk_user_id" = "held"."hk_user_id"
    )
    and exists (
      select 1 as "found"
      from "dds"."h_dialogs" as "parent"
      where "parent"."hk_message_id" = "held"."hk_message_id"
    )
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "released_l_user_message" as "fresh"
) as "outcome";

-- Rows that l_user_message does not hold yet, one per identity.
insert into "new_l_user_message" ("hk_l_user_message", "hk_user_id", "hk_message_id", "vw_rows", "vw_missing_parent")
with
-- What l_user_message does not hold yet.
"fresh" as (
  select
    "staged"."hk_l_user_message",
    "staged"."hk_user_id",
    "staged"."hk_message_id",
    count(*) as "vw_rows"
  from "stage_dialogs" as "staged"
  where not exists (
    select 1 as "found"
    from "dds"."l_user_message" as "known"
    where "known"."hk_l_user_message" = "staged"."hk_l_user_message"
      and "known"."hk_user_id" = "staged"."hk_user_id"
      and "known"."hk_message_id" = "staged"."hk_message_id"
  )
  group by
    "staged"."hk_l_user_message",
    "staged"."hk_user_id",
    "staged"."hk_message_id"
)
select
  "fresh"."hk_l_user_message",
  "fresh"."hk_user_id",
  "fresh"."hk_message_id",
  "fresh"."vw_rows",
  case
    when "hk_user_id_parent"."hk_user_id" is null then 'h_users'
    when "hk_message_id_parent"."hk_message_id" is null then 'h_dialogs'
  end as "vw_missing_parent"
from "fresh"
left join "dds"."h_users" as "hk_user_id_parent"
  on "hk_user_id_parent"."hk_user_id" = "fresh"."hk_user_id"
left join "dds"."h_dialogs" as "hk_message_id_parent"
  on "hk_message_id_parent"."hk_message_id" = "fresh"."hk_message_id";

-- No identity stored twice: l_user_message: one row per hk_l_user_message (new_l_user_message).
with
-- What goes into l_user_message.
"incoming" as (
  select "fresh"."hk_l_user_message"
  from "new_l_user_message" as "fresh"
  where "fresh"."vw_missing_parent" is null
)
select
  "incoming"."hk_l_user_message",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_l_user_message"
having count(*) > 1
union all
select
  "incoming"."hk_l_user_message",
  2 as "row_count"
from "incoming"
join "dds"."l_user_message" as "stored"
  on "stored"."hk_l_user_message" = "incoming"."hk_l_user_message";

-- New rows into l_user_message.
insert into "dds"."l_user_message" ("hk_l_user_message", "hk_user_id", "hk_message_id", "load_dt", "load_src")
select
  "fresh"."hk_l_user_message",
  "fresh"."hk_user_id",
  "fresh"."hk_message_id",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_l_user_message" as "fresh"
where "fresh"."vw_missing_parent" is null;

-- Rows whose parent is not known yet, kept for later batches.
insert into "dds"."l_user_message_pending" ("hk_l_user_message", "hk_user_id", "hk_message_id", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."hk_l_user_message",
  "fresh"."hk_user_id",
  "fresh"."hk_message_id",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src",
  cast(? as varchar(256)) as "load_id",
  "fresh"."vw_missing_parent" as "reason"
from "new_l_user_message" as "fresh"
where "fresh"."vw_missing_parent" is not null
  and not exists (
    select 1 as "found"
    from "dds"."l_user_message_pending" as "aside"
    where "aside"."hk_l_user_message" = "fresh"."hk_l_user_message"
      and "aside"."hk_user_id" = "fresh"."hk_user_id"
      and "aside"."hk_message_id" = "fresh"."hk_message_id"
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
    count(*) as "keyed"
  from "stage_dialogs" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_missing_parent" is null then 1 end) as "inserted",
    count(case when "fresh"."vw_missing_parent" is not null then 1 end) as "held"
  from "new_l_user_message" as "fresh"
) as "outcome";
