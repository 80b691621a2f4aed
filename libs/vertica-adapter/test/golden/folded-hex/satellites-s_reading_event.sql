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
  left join "dds_folded"."s_reading_event" as "known"
    on "known"."hk_l_reading" = "held"."hk_l_reading"
    and "known"."at" = "held"."at"
    and "known"."instant" = "held"."instant"
    and "known"."is_late" <=> "held"."is_late"
    and "known"."share" <=> "held"."share"
    and "known"."guid" = "held"."guid"
    and "known"."bytes" <=> "held"."bytes"
    and "known"."note" <=> "held"."note"
  where exists (
      select 1 as "found"
      from "dds_folded"."l_reading" as "parent"
      where "parent"."hk_l_reading" = "held"."hk_l_reading"
    )
    and "known"."load_dt" is null
) as "numbered"
where "numbered"."vw_place" = 1;

-- No identity stored twice: s_reading_event: one row per hk_l_reading, at, instant, is_late, share, guid, bytes, note (released_s_reading_event).
with
-- What goes into s_reading_event.
"incoming" as (
  select
    "fresh"."hk_l_reading",
    "fresh"."at",
    "fresh"."instant",
    "fresh"."is_late",
    "fresh"."share",
    "fresh"."guid",
    "fresh"."bytes",
    "fresh"."note"
  from "released_s_reading_event" as "fresh"
)
select
  "incoming"."hk_l_reading",
  "incoming"."at",
  "incoming"."instant",
  "incoming"."is_late",
  "incoming"."share",
  "incoming"."guid",
  "incoming"."bytes",
  "incoming"."note",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_l_reading",
  "incoming"."at",
  "incoming"."instant",
  "incoming"."is_late",
  "incoming"."share",
  "incoming"."guid",
  "incoming"."bytes",
  "incoming"."note"
having count(*) > 1
union all
select
  "incoming"."hk_l_reading",
  "incoming"."at",
  "incoming"."instant",
  "incoming"."is_late",
  "incoming"."share",
  "incoming"."guid",
  "incoming"."bytes",
  "incoming"."note",
  2 as "row_count"
from "incoming"
join "dds_folded"."s_reading_event" as "stored"
  on "stored"."hk_l_reading" = "incoming"."hk_l_reading"
  and "stored"."at" = "incoming"."at"
  and "stored"."instant" = "incoming"."instant"
  and "stored"."is_late" <=> "incoming"."is_late"
  and "stored"."share" <=> "incoming"."share"
  and "stored"."guid" = "incoming"."guid"
  and "stored"."bytes" <=> "incoming"."bytes"
  and "stored"."note" <=> "incoming"."note";

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
  left join "dds_folded"."s_reading_event" as "known"
    on "known"."hk_l_reading" = "staged"."hk_l_reading"
    and "known"."at" = "staged"."at"
    and "known"."instant" = "staged"."instant"
    and "known"."is_late" <=> "staged"."is_late"
    and "known"."share" <=> "staged"."share"
    and "known"."guid" = "staged"."guid"
    and "known"."bytes" <=> "staged"."bytes"
    and "known"."note" <=> "staged"."note"
  where "staged"."hk_l_reading" is not null
    and "known"."load_dt" is null
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

-- No identity stored twice: s_reading_event: one row per hk_l_reading, at, instant, is_late, share, guid, bytes, note (new_s_reading_event).
with
-- What goes into s_reading_event.
"incoming" as (
  select
    "fresh"."hk_l_reading",
    "fresh"."at",
    "fresh"."instant",
    "fresh"."is_late",
    "fresh"."share",
    "fresh"."guid",
    "fresh"."bytes",
    "fresh"."note"
  from "new_s_reading_event" as "fresh"
  where "fresh"."vw_missing_parent" is null
)
select
  "incoming"."hk_l_reading",
  "incoming"."at",
  "incoming"."instant",
  "incoming"."is_late",
  "incoming"."share",
  "incoming"."guid",
  "incoming"."bytes",
  "incoming"."note",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_l_reading",
  "incoming"."at",
  "incoming"."instant",
  "incoming"."is_late",
  "incoming"."share",
  "incoming"."guid",
  "incoming"."bytes",
  "incoming"."note"
having count(*) > 1
union all
select
  "incoming"."hk_l_reading",
  "incoming"."at",
  "incoming"."instant",
  "incoming"."is_late",
  "incoming"."share",
  "incoming"."guid",
  "incoming"."bytes",
  "incoming"."note",
  2 as "row_count"
from "incoming"
join "dds_folded"."s_reading_event" as "stored"
  on "stored"."hk_l_reading" = "incoming"."hk_l_reading"
  and "stored"."at" = "incoming"."at"
  and "stored"."instant" = "incoming"."instant"
  and "stored"."is_late" <=> "incoming"."is_late"
  and "stored"."share" <=> "incoming"."share"
  and "stored"."guid" = "incoming"."guid"
  and "stored"."bytes" <=> "incoming"."bytes"
  and "stored"."note" <=> "incoming"."note";

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
left join "dds_folded"."s_reading_event_pending" as "aside"
  on "aside"."hk_l_reading" = "fresh"."hk_l_reading"
  and "aside"."at" = "fresh"."at"
  and "aside"."instant" = "fresh"."instant"
  and "aside"."is_late" <=> "fresh"."is_late"
  and "aside"."share" <=> "fresh"."share"
  and "aside"."guid" = "fresh"."guid"
  and "aside"."bytes" <=> "fresh"."bytes"
  and "aside"."note" <=> "fresh"."note"
where "fresh"."vw_missing_parent" is not null
  and "aside"."load_id" is null;

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
