-- Vault folded-hex: satellites s_reading_event.
-- Parameters: load_dt (timestamp), load_src (text), load_id (text).

-- Held rows that may enter now. Rows that s_reading_event does not hold yet, one per identity.
insert into "released_s_reading_event" (
  "hk_l_reading",
  "at",
  "instant",
  "is_late",
  "share",
  "guid",
  "bytes",
  "note",
  "load_dt",
  "load_src",
  "vw_rows"
)
select
  "numbered"."hk_l_reading",
  "numbered"."at",
  "numbered"."instant",
  "numbered"."is_late",
  "numbered"."share",
  "numbered"."guid",
  "numbered"."bytes",
  "numbered"."note",
  "numbered"."load_dt",
  "numbered"."load_src",
  "numbered"."vw_rows"
from (
  select
    "held"."hk_l_reading",
    "held"."at",
    "held"."instant",
    "held"."is_late",
    "held"."share",
    "held"."guid",
    "held"."bytes",
    "held"."note",
    "held"."load_dt",
    "held"."load_src",
    count(*) over (
      partition by "held"."hk_l_reading", "held"."at", "held"."instant", "held"."is_late", "held"."share", "held"."guid", "held"."bytes", "held"."note"
    ) as "vw_rows",
    row_number() over (
      partition by "held"."hk_l_reading", "held"."at", "held"."instant", "held"."is_late", "held"."share", "held"."guid", "held"."bytes", "held"."note"
      order by "held"."load_dt" asc nulls last, "held"."load_src" asc nulls last
    ) as "vw_place"
  from "dds_folded"."s_reading_event_pending" as "held"
  where exists (
      select 1 as "found"
      from "dds_folded"."l_reading" as "parent"
      where "parent"."hk_l_reading" = "held"."hk_l_reading"
    )
    and not exists (
      select 1 as "found"
      from "dds_folded"."s_reading_event" as "known"
      where "known"."hk_l_reading" = "held"."hk_l_reading"
        and "known"."at" = "held"."at"
        and "known"."instant" = "held"."instant"
        and (coalesce("known"."is_late" = "held"."is_late", false) or ("known"."is_late" is null and "held"."is_late" is null))
        and (coalesce("known"."share" = "held"."share", false) or ("known"."share" is null and "held"."share" is null))
        and "known"."guid" = "held"."guid"
        and (coalesce("known"."bytes" = "held"."bytes", false) or ("known"."bytes" is null and "held"."bytes" is null))
        and (coalesce("known"."note" = "held"."note", false) or ("known"."note" is null and "held"."note" is null))
    )
) as "numbered"
where "numbered"."vw_place" = 1;

-- Held rows that may enter now. New rows into s_reading_event.
insert into "dds_folded"."s_reading_event" (
  "hk_l_reading",
  "at",
  "instant",
  "is_late",
  "share",
  "guid",
  "bytes",
  "note",
  "load_dt",
  "load_src"
)
select
  "fresh"."hk_l_reading",
  "fresh"."at",
  "fresh"."instant",
  "fresh"."is_late",
  "fresh"."share",
  "fresh"."guid",
  "fresh"."bytes",
  "fresh"."note",
  "fresh"."load_dt",
  "fresh"."load_src"
from "released_s_reading_event" as "fresh";

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
  from "dds_folded"."s_reading_event_pending" as "held"
  where exists (
    select 1 as "found"
    from "dds_folded"."l_reading" as "parent"
    where "parent"."hk_l_reading" = "held"."hk_l_reading"
  )
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "released_s_reading_event" as "fresh"
) as "outcome";

-- Rows that s_reading_event does not hold yet, one per identity.
insert into "new_s_reading_event" (
  "hk_l_reading",
  "at",
  "instant",
  "is_late",
  "share",
  "guid",
  "bytes",
  "note",
  "vw_rows",
  "vw_missing_parent"
)
with
-- What s_reading_event does not hold yet.
"fresh" as (
  select
    "staged"."hk_l_reading",
    "staged"."at",
    "staged"."instant",
    "staged"."is_late",
    "staged"."share",
    "staged"."guid",
    "staged"."bytes",
    "staged"."note",
    count(*) as "vw_rows"
  from "stage_readings" as "staged"
  where "staged"."hk_l_reading" is not null
    and not exists (
      select 1 as "found"
      from "dds_folded"."s_reading_event" as "known"
      where "known"."hk_l_reading" = "staged"."hk_l_reading"
        and "known"."at" = "staged"."at"
        and "known"."instant" = "staged"."instant"
        and (coalesce("known"."is_late" = "staged"."is_late", false) or ("known"."is_late" is null and "staged"."is_late" is null))
        and (coalesce("known"."share" = "staged"."share", false) or ("known"."share" is null and "staged"."share" is null))
        and "known"."guid" = "staged"."guid"
        and (coalesce("known"."bytes" = "staged"."bytes", false) or ("known"."bytes" is null and "staged"."bytes" is null))
        and (coalesce("known"."note" = "staged"."note", false) or ("known"."note" is null and "staged"."note" is null))
    )
  group by
    "staged"."hk_l_reading",
    "staged"."at",
    "staged"."instant",
    "staged"."is_late",
    "staged"."share",
    "staged"."guid",
    "staged"."bytes",
    "staged"."note"
)
select
  "fresh"."hk_l_reading",
  "fresh"."at",
  "fresh"."instant",
  "fresh"."is_late",
  "fresh"."share",
  "fresh"."guid",
  "fresh"."bytes",
  "fresh"."note",
  "fresh"."vw_rows",
  case when "hk_l_reading_parent"."hk_l_reading" is null then 'l_reading' end as "vw_missing_parent"
from "fresh"
left join "dds_folded"."l_reading" as "hk_l_reading_parent"
  on "hk_l_reading_parent"."hk_l_reading" = "fresh"."hk_l_reading";

-- New rows into s_reading_event.
insert into "dds_folded"."s_reading_event" (
  "hk_l_reading",
  "at",
  "instant",
  "is_late",
  "share",
  "guid",
  "bytes",
  "note",
  "load_dt",
  "load_src"
)
select
  "fresh"."hk_l_reading",
  "fresh"."at",
  "fresh"."instant",
  "fresh"."is_late",
  "fresh"."share",
  "fresh"."guid",
  "fresh"."bytes",
  "fresh"."note",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_s_reading_event" as "fresh"
where "fresh"."vw_missing_parent" is null;

-- Rows whose parent is not known yet, kept for later batches.
insert into "dds_folded"."s_reading_event_pending" (
  "hk_l_reading",
  "at",
  "instant",
  "is_late",
  "share",
  "guid",
  "bytes",
  "note",
  "load_dt",
  "load_src",
  "load_id",
  "reason"
)
select
  "fresh"."hk_l_reading",
  "fresh"."at",
  "fresh"."instant",
  "fresh"."is_late",
  "fresh"."share",
  "fresh"."guid",
  "fresh"."bytes",
  "fresh"."note",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src",
  cast(? as varchar(256)) as "load_id",
  "fresh"."vw_missing_parent" as "reason"
from "new_s_reading_event" as "fresh"
where "fresh"."vw_missing_parent" is not null
  and not exists (
    select 1 as "found"
    from "dds_folded"."s_reading_event_pending" as "aside"
    where "aside"."hk_l_reading" = "fresh"."hk_l_reading"
      and "aside"."at" = "fresh"."at"
      and "aside"."instant" = "fresh"."instant"
      and (coalesce("aside"."is_late" = "fresh"."is_late", false) or ("aside"."is_late" is null and "fresh"."is_late" is null))
      and (coalesce("aside"."share" = "fresh"."share", false) or ("aside"."share" is null and "fresh"."share" is null))
      and "aside"."guid" = "fresh"."guid"
      and (coalesce("aside"."bytes" = "fresh"."bytes", false) or ("aside"."bytes" is null and "fresh"."bytes" is null))
      and (coalesce("aside"."note" = "fresh"."note", false) or ("aside"."note" is null and "fresh"."note" is null))
  );

-- What became of the rows of readings.
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
    count(case when "staged"."hk_l_reading" is not null then 1 end) as "keyed"
  from "stage_readings" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_missing_parent" is null then 1 end) as "inserted",
    count(case when "fresh"."vw_missing_parent" is not null then 1 end) as "held"
  from "new_s_reading_event" as "fresh"
) as "outcome";
