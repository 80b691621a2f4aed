-- Vault event-hub: satellites es_groups_dialogs.
-- Parameters: load_id (text), load_dt (timestamp), load_src (text).

-- Held rows that may enter now. The rows to load.
insert into "released_es_groups_dialogs_delivered" ("link_key", "driving_0", "secondary_0", "start_at", "end_at", "arrived", "origin", "instant")
select
  "held"."hk_l_groups_dialogs" as "link_key",
  "held"."hk_message_id" as "driving_0",
  "held"."hk_group_id" as "secondary_0",
  "held"."start_dt" as "start_at",
  "held"."end_dt" as "end_at",
  "held"."load_dt" as "arrived",
  "held"."load_src" as "origin",
  case
    when "held"."hk_l_groups_dialogs" is null then "held"."start_dt"
    else case when "held"."end_dt" < "held"."start_dt" then "held"."end_dt" else "held"."start_dt" end
  end as "instant"
from "dds_event_hub"."es_groups_dialogs_pending" as "held"
where exists (
  select 1 as "found"
  from "dds_event_hub"."l_groups_dialogs" as "parent"
  where "parent"."hk_l_groups_dialogs" = "held"."hk_l_groups_dialogs"
);

-- Held rows that may enter now. Every different row once.
insert into "released_es_groups_dialogs_sightings" (
  "link_key",
  "start_at",
  "end_at",
  "arrived",
  "driving_0",
  "secondary_0",
  "origin",
  "instant",
  "vw_rows"
)
select
  "delivered"."link_key",
  "delivered"."start_at",
  "delivered"."end_at",
  "delivered"."arrived",
  min("delivered"."driving_0") as "driving_0",
  min("delivered"."secondary_0") as "secondary_0",
  min("delivered"."origin") as "origin",
  min("delivered"."instant") as "instant",
  count(*) as "vw_rows"
from "released_es_groups_dialogs_delivered" as "delivered"
where "delivered"."link_key" is not null
group by
  "delivered"."link_key",
  "delivered"."start_at",
  "delivered"."end_at",
  "delivered"."arrived";

-- Held rows that may enter now. Driving keys of this batch; no other is looked up.
insert into "released_es_groups_dialogs_drivers" ("driving_0")
select "delivered"."driving_0"
from "released_es_groups_dialogs_delivered" as "delivered"
group by "delivered"."driving_0";

-- Held rows that may enter now. What the satellite holds of them, each row with its place in the history of its link key.
insert into "released_es_groups_dialogs_stored" (
  "link_key",
  "driving_0",
  "secondary_0",
  "start_at",
  "end_at",
  "arrived",
  "origin",
  "instant",
  "from_last",
  "next_arrived"
)
select
  "placed"."link_key",
  "placed"."driving_0",
  "placed"."secondary_0",
  "placed"."start_at",
  "placed"."end_at",
  "placed"."arrived",
  "placed"."origin",
  "placed"."instant",
  row_number() over (
    partition by "placed"."link_key"
    order by "placed"."arrived" desc nulls last, "placed"."instant" desc nulls last, "placed"."end_at" asc nulls last, "placed"."start_at" desc nulls last
  ) as "from_last",
  lead("placed"."arrived") over (
    partition by "placed"."link_key"
    order by "placed"."arrived" asc nulls first, "placed"."instant" asc nulls first, "placed"."end_at" desc nulls first, "placed"."start_at" asc nulls first
  ) as "next_arrived"
from (
  select
    "target"."hk_l_groups_dialogs" as "link_key",
    "target"."hk_message_id" as "driving_0",
    "target"."hk_group_id" as "secondary_0",
    "target"."start_dt" as "start_at",
    "target"."end_dt" as "end_at",
    "target"."load_dt" as "arrived",
    "target"."load_src" as "origin",
    case
      when "target"."end_dt" < "target"."start_dt" then "target"."end_dt"
      else "target"."start_dt"
    end as "instant"
  from "dds_event_hub"."es_groups_dialogs" as "target"
  join "released_es_groups_dialogs_drivers" as "drivers"
    on "drivers"."driving_0" = "target"."hk_message_id"
) as "placed";

-- Held rows that may enter now. Newest stored load date of each driving key.
insert into "released_es_groups_dialogs_latest" ("driving_0", "latest_at")
select
  "stored"."driving_0",
  max("stored"."arrived") as "latest_at"
from "released_es_groups_dialogs_stored" as "stored"
group by "stored"."driving_0";

-- Held rows that may enter now. Rows that are stored, or repeat what was said just before them.
insert into "released_es_groups_dialogs_repeated" ("link_key", "start_at", "end_at", "arrived")
select
  "sightings"."link_key",
  "sightings"."start_at",
  "sightings"."end_at",
  "sightings"."arrived"
from "released_es_groups_dialogs_sightings" as "sightings"
join "released_es_groups_dialogs_latest" as "latest"
  on "latest"."driving_0" = "sightings"."driving_0"
join "released_es_groups_dialogs_stored" as "stored"
  on "stored"."link_key" = "sightings"."link_key"
  and "stored"."start_at" = "sightings"."start_at"
  and "stored"."end_at" = "sightings"."end_at"
where "sightings"."arrived" <= "latest"."latest_at"
  and (("stored"."arrived" = "sightings"."arrived") or (("stored"."arrived" < "sightings"."arrived") and ("stored"."next_arrived" is null or ("stored"."next_arrived" >= "sightings"."arrived"))))
group by
  "sightings"."link_key",
  "sightings"."start_at",
  "sightings"."end_at",
  "sightings"."arrived";

-- Held rows that may enter now. Their driving keys, whose rows all wait.
insert into "released_es_groups_dialogs_blocked" ("driving_0")
with
-- Rows without their link, of this batch and of earlier ones.
"waiting" as (
  select "sightings"."driving_0"
  from "released_es_groups_dialogs_sightings" as "sightings"
  left join "dds_event_hub"."l_groups_dialogs" as "parent"
    on "parent"."hk_l_groups_dialogs" = "sightings"."link_key"
  where "parent"."hk_l_groups_dialogs" is null
  union all
  select "drivers"."driving_0"
  from "dds_event_hub"."es_groups_dialogs_pending" as "pending"
  join "released_es_groups_dialogs_drivers" as "drivers"
    on "drivers"."driving_0" = "pending"."hk_message_id"
  left join "dds_event_hub"."l_groups_dialogs" as "parent"
    on "parent"."hk_l_groups_dialogs" = "pending"."hk_l_groups_dialogs"
  where "parent"."hk_l_groups_dialogs" is null
)
select "waiting"."driving_0"
from "waiting"
group by "waiting"."driving_0";

-- Held rows that may enter now. Steps in order; the closing ones are numbered once more.
insert into "released_es_groups_dialogs_numbered" ("driving_0", "arrived", "instant", "origin", "until_at", "tied", "closes", "step_no", "closing_no")
with
-- Steps of newer rows, with the smallest start and the outermost link keys of their open rows.
"steps" as (
  select
    "moves"."driving_0",
    "moves"."arrived",
    "moves"."instant",
    min(case
      when "moves"."link_key" is not null and ("moves"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) then "moves"."start_at"
    end) as "members_start",
    min(case when "moves"."link_key" is null then "moves"."start_at" end) as "empty_start",
    min(case
      when "moves"."link_key" is not null and ("moves"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) then "moves"."link_key"
    end) as "first_member",
    max(case
      when "moves"."link_key" is not null and ("moves"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) then "moves"."link_key"
    end) as "last_member",
    min("moves"."origin") as "origin"
  from "released_es_groups_dialogs_delivered" as "moves"
  left join "released_es_groups_dialogs_latest" as "latest"
    on "latest"."driving_0" = "moves"."driving_0"
  left join "released_es_groups_dialogs_blocked" as "blocked"
    on "blocked"."driving_0" = "moves"."driving_0"
  where ("latest"."latest_at" is null or ("moves"."arrived" > "latest"."latest_at"))
    and "blocked"."driving_0" is null
  group by
    "moves"."driving_0",
    "moves"."arrived",
    "moves"."instant"
)
select
  "steps"."driving_0",
  "steps"."arrived",
  "steps"."instant",
  "steps"."origin",
  coalesce("steps"."members_start", "steps"."empty_start", "steps"."arrived") as "until_at",
  case when "steps"."first_member" <> "steps"."last_member" then 1 else 0 end as "tied",
  case
    when "steps"."members_start" is not null or ("steps"."empty_start" is not null and "steps"."members_start" is null) then 1
    else 0
  end as "closes",
  row_number() over (
    partition by "steps"."driving_0"
    order by "steps"."arrived" asc nulls first, "steps"."instant" asc nulls first
  ) as "step_no",
  sum(case
    when "steps"."members_start" is not null or ("steps"."empty_start" is not null and "steps"."members_start" is null) then 1
    else 0
  end) over (
    partition by "steps"."driving_0"
    order by "steps"."arrived" asc nulls first, "steps"."instant" asc nulls first
    rows between unbounded preceding and current row
  ) as "closing_no"
from "steps";

-- Held rows that may enter now. Each beside what its link key said before.
insert into "released_es_groups_dialogs_compared" (
  "link_key",
  "driving_0",
  "secondary_0",
  "start_at",
  "end_at",
  "arrived",
  "origin",
  "instant",
  "vw_rows",
  "step_no",
  "closing_no",
  "tied",
  "closed_at",
  "closed_arrived",
  "closed_origin",
  "before_start",
  "before_end"
)
with
-- Newer rows in their steps, and before all steps what each link key said last.
"events" as (
  select
    "sightings"."link_key",
    "sightings"."driving_0",
    "sightings"."secondary_0",
    "sightings"."start_at",
    "sightings"."end_at",
    "sightings"."arrived",
    "sightings"."origin",
    "sightings"."instant",
    "sightings"."vw_rows",
    "numbered"."step_no",
    "numbered"."closing_no",
    case
      when "sightings"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp) then "numbered"."tied"
      else 0
    end as "tied"
  from "released_es_groups_dialogs_sightings" as "sightings"
  join "released_es_groups_dialogs_numbered" as "numbered"
    on "numbered"."driving_0" = "sightings"."driving_0"
    and "numbered"."arrived" = "sightings"."arrived"
    and "numbered"."instant" = "sightings"."instant"
  union all
  select
    "stored"."link_key",
    "stored"."driving_0",
    "stored"."secondary_0",
    "stored"."start_at",
    "stored"."end_at",
    "stored"."arrived",
    "stored"."origin",
    "stored"."instant",
    0 as "vw_rows",
    0 as "step_no",
    0 as "closing_no",
    0 as "tied"
  from "released_es_groups_dialogs_stored" as "stored"
  where "stored"."from_last" = 1
),
-- Each with the step of the next row of its link key.
"followed" as (
  select
    "events"."link_key",
    "events"."driving_0",
    "events"."secondary_0",
    "events"."start_at",
    "events"."end_at",
    "events"."arrived",
    "events"."origin",
    "events"."instant",
    "events"."vw_rows",
    "events"."step_no",
    "events"."closing_no",
    "events"."tied",
    lead("events"."step_no") over (
      partition by "events"."link_key"
      order by "events"."step_no" asc nulls first, "events"."instant" asc nulls first, "events"."end_at" desc nulls first, "events"."start_at" asc nulls first
    ) as "next_step"
  from "events"
),
-- Open rows with the step that closes them, when it comes before that row.
"ended" as (
  select
    "followed"."link_key",
    "followed"."driving_0",
    "followed"."secondary_0",
    "followed"."start_at",
    "followed"."end_at",
    "followed"."arrived",
    "followed"."origin",
    "followed"."instant",
    "followed"."vw_rows",
    "followed"."step_no",
    "followed"."closing_no",
    "followed"."tied",
    case
      when ("followed"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) and ("followed"."next_step" is null or ("closing"."step_no" < "followed"."next_step")) then "closing"."until_at"
    end as "closed_at",
    case
      when ("followed"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) and ("followed"."next_step" is null or ("closing"."step_no" < "followed"."next_step")) then "closing"."arrived"
    end as "closed_arrived",
    case
      when ("followed"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) and ("followed"."next_step" is null or ("closing"."step_no" < "followed"."next_step")) then "closing"."origin"
    end as "closed_origin"
  from "followed"
  left join "released_es_groups_dialogs_numbered" as "closing"
    on "closing"."driving_0" = "followed"."driving_0"
    and "closing"."closes" = 1
    and "closing"."closing_no" = ("followed"."closing_no" + 1)
)
select
  "ended"."link_key",
  "ended"."driving_0",
  "ended"."secondary_0",
  "ended"."start_at",
  "ended"."end_at",
  "ended"."arrived",
  "ended"."origin",
  "ended"."instant",
  "ended"."vw_rows",
  "ended"."step_no",
  "ended"."closing_no",
  "ended"."tied",
  "ended"."closed_at",
  "ended"."closed_arrived",
  "ended"."closed_origin",
  lag("ended"."start_at") over (
    partition by "ended"."link_key"
    order by "ended"."step_no" asc nulls first, "ended"."instant" asc nulls first, "ended"."end_at" desc nulls first, "ended"."start_at" asc nulls first
  ) as "before_start",
  lag(coalesce("ended"."closed_at", "ended"."end_at")) over (
    partition by "ended"."link_key"
    order by "ended"."step_no" asc nulls first, "ended"."instant" asc nulls first, "ended"."end_at" desc nulls first, "ended"."start_at" asc nulls first
  ) as "before_end"
from "ended";

-- Held rows that may enter now. Rows for es_groups_dialogs and the closings they cause, each with what becomes of it.
insert into "released_es_groups_dialogs" (
  "hk_l_groups_dialogs",
  "hk_message_id",
  "hk_group_id",
  "start_dt",
  "end_dt",
  "load_dt",
  "load_src",
  "vw_rows",
  "vw_outcome",
  "tied"
)
select
  "compared"."link_key",
  "compared"."driving_0",
  "compared"."secondary_0",
  "compared"."start_at",
  "compared"."end_at",
  "compared"."arrived",
  "compared"."origin",
  "compared"."vw_rows",
  case
    when ("compared"."before_start" = "compared"."start_at") and ("compared"."before_end" = "compared"."end_at") then 'known'
    else 'inserted'
  end as "vw_outcome",
  "compared"."tied"
from "released_es_groups_dialogs_compared" as "compared"
where "compared"."step_no" > 0
union all
select
  "compared"."link_key",
  "compared"."driving_0",
  "compared"."secondary_0",
  "compared"."start_at",
  "compared"."closed_at" as "end_at",
  "compared"."closed_arrived" as "arrived",
  "compared"."closed_origin" as "origin",
  0 as "vw_rows",
  'derived' as "vw_outcome",
  0 as "tied"
from "released_es_groups_dialogs_compared" as "compared"
where "compared"."closed_at" is not null
union all
select
  "sightings"."link_key",
  "sightings"."driving_0",
  "sightings"."secondary_0",
  "sightings"."start_at",
  "sightings"."end_at",
  "sightings"."arrived",
  "sightings"."origin",
  "sightings"."vw_rows",
  case when "repeated"."link_key" is not null then 'known' else 'late' end as "vw_outcome",
  0 as "tied"
from "released_es_groups_dialogs_sightings" as "sightings"
join "released_es_groups_dialogs_latest" as "latest"
  on "latest"."driving_0" = "sightings"."driving_0"
left join "released_es_groups_dialogs_repeated" as "repeated"
  on "repeated"."link_key" = "sightings"."link_key"
  and "repeated"."start_at" = "sightings"."start_at"
  and "repeated"."end_at" = "sightings"."end_at"
  and "repeated"."arrived" = "sightings"."arrived"
left join "released_es_groups_dialogs_blocked" as "blocked"
  on "blocked"."driving_0" = "sightings"."driving_0"
where "sightings"."arrived" <= "latest"."latest_at"
  and "blocked"."driving_0" is null
union all
select
  "sightings"."link_key",
  "sightings"."driving_0",
  "sightings"."secondary_0",
  "sightings"."start_at",
  "sightings"."end_at",
  "sightings"."arrived",
  "sightings"."origin",
  "sightings"."vw_rows",
  case when "repeated"."link_key" is not null then 'known' else 'held' end as "vw_outcome",
  0 as "tied"
from "released_es_groups_dialogs_sightings" as "sightings"
join "released_es_groups_dialogs_blocked" as "blocked"
  on "blocked"."driving_0" = "sightings"."driving_0"
left join "released_es_groups_dialogs_repeated" as "repeated"
  on "repeated"."link_key" = "sightings"."link_key"
  and "repeated"."start_at" = "sightings"."start_at"
  and "repeated"."end_at" = "sightings"."end_at"
  and "repeated"."arrived" = "sightings"."arrived";

-- No identity stored twice: es_groups_dialogs: one row per hk_l_groups_dialogs, load_dt, start_dt, end_dt (released_es_groups_dialogs).
with
-- What goes into es_groups_dialogs.
"incoming" as (
  select
    "fresh"."hk_l_groups_dialogs",
    "fresh"."load_dt",
    "fresh"."start_dt",
    "fresh"."end_dt"
  from "released_es_groups_dialogs" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
  union all
  select
    "fresh"."hk_l_groups_dialogs",
    "fresh"."load_dt",
    "fresh"."start_dt",
    "fresh"."end_dt"
  from "released_es_groups_dialogs" as "fresh"
  where "fresh"."vw_outcome" = 'derived'
)
select
  "incoming"."hk_l_groups_dialogs",
  "incoming"."load_dt",
  "incoming"."start_dt",
  "incoming"."end_dt",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_l_groups_dialogs",
  "incoming"."load_dt",
  "incoming"."start_dt",
  "incoming"."end_dt"
having count(*) > 1
union all
select
  "incoming"."hk_l_groups_dialogs",
  "incoming"."load_dt",
  "incoming"."start_dt",
  "incoming"."end_dt",
  2 as "row_count"
from "incoming"
join "dds_event_hub"."es_groups_dialogs" as "stored"
  on "stored"."hk_l_groups_dialogs" = "incoming"."hk_l_groups_dialogs"
  and "stored"."start_dt" = "incoming"."start_dt"
  and "stored"."end_dt" = "incoming"."end_dt"
  and "stored"."load_dt" = "incoming"."load_dt";

-- Held rows that may enter now. What changed into es_groups_dialogs.
insert into "dds_event_hub"."es_groups_dialogs" ("hk_l_groups_dialogs", "hk_message_id", "hk_group_id", "start_dt", "end_dt", "load_dt", "load_src")
select
  "fresh"."hk_l_groups_dialogs",
  "fresh"."hk_message_id",
  "fresh"."hk_group_id",
  "fresh"."start_dt",
  "fresh"."end_dt",
  "fresh"."load_dt",
  "fresh"."load_src"
from "released_es_groups_dialogs" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Held rows that may enter now. Closings that follow from it into es_groups_dialogs.
insert into "dds_event_hub"."es_groups_dialogs" ("hk_l_groups_dialogs", "hk_message_id", "hk_group_id", "start_dt", "end_dt", "load_dt", "load_src")
select
  "fresh"."hk_l_groups_dialogs",
  "fresh"."hk_message_id",
  "fresh"."hk_group_id",
  "fresh"."start_dt",
  "fresh"."end_dt",
  "fresh"."load_dt",
  "fresh"."load_src"
from "released_es_groups_dialogs" as "fresh"
where "fresh"."vw_outcome" = 'derived';

-- Held rows that may enter now. Rows older than what es_groups_dialogs holds, kept aside.
insert into "dds_event_hub"."es_groups_dialogs_late" (
  "hk_l_groups_dialogs",
  "hk_message_id",
  "hk_group_id",
  "start_dt",
  "end_dt",
  "load_dt",
  "load_src",
  "load_id",
  "reason"
)
select
  "fresh"."hk_l_groups_dialogs",
  "fresh"."hk_message_id",
  "fresh"."hk_group_id",
  "fresh"."start_dt",
  "fresh"."end_dt",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast(? as varchar(256)) as "load_id",
  'older than the stored rows' as "reason"
from "released_es_groups_dialogs" as "fresh"
where "fresh"."vw_outcome" = 'late'
  and not exists (
    select 1 as "found"
    from "dds_event_hub"."es_groups_dialogs_late" as "aside"
    where "aside"."hk_l_groups_dialogs" = "fresh"."hk_l_groups_dialogs"
      and "aside"."start_dt" = "fresh"."start_dt"
      and "aside"."end_dt" = "fresh"."end_dt"
      and "aside"."load_dt" = "fresh"."load_dt"
  );

-- What became of the rows of the pending table.
select
  "input"."read",
  "input"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted",
  "outcome"."unchanged",
  "outcome"."held",
  "outcome"."late",
  "outcome"."ties"
from (
  select
    count(*) as "read",
    count(*) as "keyed"
  from "dds_event_hub"."es_groups_dialogs_pending" as "held"
  where exists (
    select 1 as "found"
    from "dds_event_hub"."l_groups_dialogs" as "parent"
    where "parent"."hk_l_groups_dialogs" = "held"."hk_l_groups_dialogs"
  )
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'known' then 1 end) as "unchanged",
    count(case when "fresh"."vw_outcome" = 'held' then 1 end) as "held",
    count(case when "fresh"."vw_outcome" = 'late' then 1 end) as "late",
    count(case when ("fresh"."vw_outcome" = 'inserted') and ("fresh"."tied" = 1) then 1 end) as "ties"
  from "released_es_groups_dialogs" as "fresh"
  where not ("fresh"."vw_outcome" = 'derived')
) as "outcome";

-- The rows to load.
insert into "new_es_groups_dialogs_delivered" ("link_key", "driving_0", "secondary_0", "start_at", "end_at", "arrived", "origin", "instant")
select
  "staged"."hk_l_groups_dialogs" as "link_key",
  "staged"."hk_message_id" as "driving_0",
  "staged"."hk_group_id" as "secondary_0",
  "staged"."message_ts" as "start_at",
  cast('9999-12-31 23:59:59.999999' as timestamp) as "end_at",
  cast(? as timestamp) as "arrived",
  cast(? as varchar(800)) as "origin",
  case
    when "staged"."hk_l_groups_dialogs" is null then "staged"."message_ts"
    else case
      when cast('9999-12-31 23:59:59.999999' as timestamp) < "staged"."message_ts" then cast('9999-12-31 23:59:59.999999' as timestamp)
      else "staged"."message_ts"
    end
  end as "instant"
from "stage_dialogs" as "staged"
where "staged"."message_group" is not null
  and "staged"."hk_l_groups_dialogs" is not null;

-- Every different row once.
insert into "new_es_groups_dialogs_sightings" (
  "link_key",
  "start_at",
  "end_at",
  "arrived",
  "driving_0",
  "secondary_0",
  "origin",
  "instant",
  "vw_rows"
)
select
  "delivered"."link_key",
  "delivered"."start_at",
  "delivered"."end_at",
  "delivered"."arrived",
  min("delivered"."driving_0") as "driving_0",
  min("delivered"."secondary_0") as "secondary_0",
  min("delivered"."origin") as "origin",
  min("delivered"."instant") as "instant",
  count(*) as "vw_rows"
from "new_es_groups_dialogs_delivered" as "delivered"
where "delivered"."link_key" is not null
group by
  "delivered"."link_key",
  "delivered"."start_at",
  "delivered"."end_at",
  "delivered"."arrived";

-- Driving keys of this batch; no other is looked up.
insert into "new_es_groups_dialogs_drivers" ("driving_0")
select "delivered"."driving_0"
from "new_es_groups_dialogs_delivered" as "delivered"
group by "delivered"."driving_0";

-- What the satellite holds of them, each row with its place in the history of its link key.
insert into "new_es_groups_dialogs_stored" (
  "link_key",
  "driving_0",
  "secondary_0",
  "start_at",
  "end_at",
  "arrived",
  "origin",
  "instant",
  "from_last",
  "next_arrived"
)
select
  "placed"."link_key",
  "placed"."driving_0",
  "placed"."secondary_0",
  "placed"."start_at",
  "placed"."end_at",
  "placed"."arrived",
  "placed"."origin",
  "placed"."instant",
  row_number() over (
    partition by "placed"."link_key"
    order by "placed"."arrived" desc nulls last, "placed"."instant" desc nulls last, "placed"."end_at" asc nulls last, "placed"."start_at" desc nulls last
  ) as "from_last",
  lead("placed"."arrived") over (
    partition by "placed"."link_key"
    order by "placed"."arrived" asc nulls first, "placed"."instant" asc nulls first, "placed"."end_at" desc nulls first, "placed"."start_at" asc nulls first
  ) as "next_arrived"
from (
  select
    "target"."hk_l_groups_dialogs" as "link_key",
    "target"."hk_message_id" as "driving_0",
    "target"."hk_group_id" as "secondary_0",
    "target"."start_dt" as "start_at",
    "target"."end_dt" as "end_at",
    "target"."load_dt" as "arrived",
    "target"."load_src" as "origin",
    case
      when "target"."end_dt" < "target"."start_dt" then "target"."end_dt"
      else "target"."start_dt"
    end as "instant"
  from "dds_event_hub"."es_groups_dialogs" as "target"
  join "new_es_groups_dialogs_drivers" as "drivers"
    on "drivers"."driving_0" = "target"."hk_message_id"
) as "placed";

-- Newest stored load date of each driving key.
insert into "new_es_groups_dialogs_latest" ("driving_0", "latest_at")
select
  "stored"."driving_0",
  max("stored"."arrived") as "latest_at"
from "new_es_groups_dialogs_stored" as "stored"
group by "stored"."driving_0";

-- Rows that are stored, or repeat what was said just before them.
insert into "new_es_groups_dialogs_repeated" ("link_key", "start_at", "end_at", "arrived")
select
  "sightings"."link_key",
  "sightings"."start_at",
  "sightings"."end_at",
  "sightings"."arrived"
from "new_es_groups_dialogs_sightings" as "sightings"
join "new_es_groups_dialogs_latest" as "latest"
  on "latest"."driving_0" = "sightings"."driving_0"
join "new_es_groups_dialogs_stored" as "stored"
  on "stored"."link_key" = "sightings"."link_key"
  and "stored"."start_at" = "sightings"."start_at"
  and "stored"."end_at" = "sightings"."end_at"
where "sightings"."arrived" <= "latest"."latest_at"
  and (("stored"."arrived" = "sightings"."arrived") or (("stored"."arrived" < "sightings"."arrived") and ("stored"."next_arrived" is null or ("stored"."next_arrived" >= "sightings"."arrived"))))
group by
  "sightings"."link_key",
  "sightings"."start_at",
  "sightings"."end_at",
  "sightings"."arrived";

-- Their driving keys, whose rows all wait.
insert into "new_es_groups_dialogs_blocked" ("driving_0")
with
-- Rows without their link, of this batch and of earlier ones.
"waiting" as (
  select "sightings"."driving_0"
  from "new_es_groups_dialogs_sightings" as "sightings"
  left join "dds_event_hub"."l_groups_dialogs" as "parent"
    on "parent"."hk_l_groups_dialogs" = "sightings"."link_key"
  where "parent"."hk_l_groups_dialogs" is null
  union all
  select "drivers"."driving_0"
  from "dds_event_hub"."es_groups_dialogs_pending" as "pending"
  join "new_es_groups_dialogs_drivers" as "drivers"
    on "drivers"."driving_0" = "pending"."hk_message_id"
  left join "dds_event_hub"."l_groups_dialogs" as "parent"
    on "parent"."hk_l_groups_dialogs" = "pending"."hk_l_groups_dialogs"
  where "parent"."hk_l_groups_dialogs" is null
)
select "waiting"."driving_0"
from "waiting"
group by "waiting"."driving_0";

-- Steps in order; the closing ones are numbered once more.
insert into "new_es_groups_dialogs_numbered" ("driving_0", "arrived", "instant", "origin", "until_at", "tied", "closes", "step_no", "closing_no")
with
-- Steps of newer rows, with the smallest start and the outermost link keys of their open rows.
"steps" as (
  select
    "moves"."driving_0",
    "moves"."arrived",
    "moves"."instant",
    min(case
      when "moves"."link_key" is not null and ("moves"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) then "moves"."start_at"
    end) as "members_start",
    min(case when "moves"."link_key" is null then "moves"."start_at" end) as "empty_start",
    min(case
      when "moves"."link_key" is not null and ("moves"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) then "moves"."link_key"
    end) as "first_member",
    max(case
      when "moves"."link_key" is not null and ("moves"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) then "moves"."link_key"
    end) as "last_member",
    min("moves"."origin") as "origin"
  from "new_es_groups_dialogs_delivered" as "moves"
  left join "new_es_groups_dialogs_latest" as "latest"
    on "latest"."driving_0" = "moves"."driving_0"
  left join "new_es_groups_dialogs_blocked" as "blocked"
    on "blocked"."driving_0" = "moves"."driving_0"
  where ("latest"."latest_at" is null or ("moves"."arrived" > "latest"."latest_at"))
    and "blocked"."driving_0" is null
  group by
    "moves"."driving_0",
    "moves"."arrived",
    "moves"."instant"
)
select
  "steps"."driving_0",
  "steps"."arrived",
  "steps"."instant",
  "steps"."origin",
  coalesce("steps"."members_start", "steps"."empty_start", "steps"."arrived") as "until_at",
  case when "steps"."first_member" <> "steps"."last_member" then 1 else 0 end as "tied",
  case
    when "steps"."members_start" is not null or ("steps"."empty_start" is not null and "steps"."members_start" is null) then 1
    else 0
  end as "closes",
  row_number() over (
    partition by "steps"."driving_0"
    order by "steps"."arrived" asc nulls first, "steps"."instant" asc nulls first
  ) as "step_no",
  sum(case
    when "steps"."members_start" is not null or ("steps"."empty_start" is not null and "steps"."members_start" is null) then 1
    else 0
  end) over (
    partition by "steps"."driving_0"
    order by "steps"."arrived" asc nulls first, "steps"."instant" asc nulls first
    rows between unbounded preceding and current row
  ) as "closing_no"
from "steps";

-- Each beside what its link key said before.
insert into "new_es_groups_dialogs_compared" (
  "link_key",
  "driving_0",
  "secondary_0",
  "start_at",
  "end_at",
  "arrived",
  "origin",
  "instant",
  "vw_rows",
  "step_no",
  "closing_no",
  "tied",
  "closed_at",
  "closed_arrived",
  "closed_origin",
  "before_start",
  "before_end"
)
with
-- Newer rows in their steps, and before all steps what each link key said last.
"events" as (
  select
    "sightings"."link_key",
    "sightings"."driving_0",
    "sightings"."secondary_0",
    "sightings"."start_at",
    "sightings"."end_at",
    "sightings"."arrived",
    "sightings"."origin",
    "sightings"."instant",
    "sightings"."vw_rows",
    "numbered"."step_no",
    "numbered"."closing_no",
    case
      when "sightings"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp) then "numbered"."tied"
      else 0
    end as "tied"
  from "new_es_groups_dialogs_sightings" as "sightings"
  join "new_es_groups_dialogs_numbered" as "numbered"
    on "numbered"."driving_0" = "sightings"."driving_0"
    and "numbered"."arrived" = "sightings"."arrived"
    and "numbered"."instant" = "sightings"."instant"
  union all
  select
    "stored"."link_key",
    "stored"."driving_0",
    "stored"."secondary_0",
    "stored"."start_at",
    "stored"."end_at",
    "stored"."arrived",
    "stored"."origin",
    "stored"."instant",
    0 as "vw_rows",
    0 as "step_no",
    0 as "closing_no",
    0 as "tied"
  from "new_es_groups_dialogs_stored" as "stored"
  where "stored"."from_last" = 1
),
-- Each with the step of the next row of its link key.
"followed" as (
  select
    "events"."link_key",
    "events"."driving_0",
    "events"."secondary_0",
    "events"."start_at",
    "events"."end_at",
    "events"."arrived",
    "events"."origin",
    "events"."instant",
    "events"."vw_rows",
    "events"."step_no",
    "events"."closing_no",
    "events"."tied",
    lead("events"."step_no") over (
      partition by "events"."link_key"
      order by "events"."step_no" asc nulls first, "events"."instant" asc nulls first, "events"."end_at" desc nulls first, "events"."start_at" asc nulls first
    ) as "next_step"
  from "events"
),
-- Open rows with the step that closes them, when it comes before that row.
"ended" as (
  select
    "followed"."link_key",
    "followed"."driving_0",
    "followed"."secondary_0",
    "followed"."start_at",
    "followed"."end_at",
    "followed"."arrived",
    "followed"."origin",
    "followed"."instant",
    "followed"."vw_rows",
    "followed"."step_no",
    "followed"."closing_no",
    "followed"."tied",
    case
      when ("followed"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) and ("followed"."next_step" is null or ("closing"."step_no" < "followed"."next_step")) then "closing"."until_at"
    end as "closed_at",
    case
      when ("followed"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) and ("followed"."next_step" is null or ("closing"."step_no" < "followed"."next_step")) then "closing"."arrived"
    end as "closed_arrived",
    case
      when ("followed"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) and ("followed"."next_step" is null or ("closing"."step_no" < "followed"."next_step")) then "closing"."origin"
    end as "closed_origin"
  from "followed"
  left join "new_es_groups_dialogs_numbered" as "closing"
    on "closing"."driving_0" = "followed"."driving_0"
    and "closing"."closes" = 1
    and "closing"."closing_no" = ("followed"."closing_no" + 1)
)
select
  "ended"."link_key",
  "ended"."driving_0",
  "ended"."secondary_0",
  "ended"."start_at",
  "ended"."end_at",
  "ended"."arrived",
  "ended"."origin",
  "ended"."instant",
  "ended"."vw_rows",
  "ended"."step_no",
  "ended"."closing_no",
  "ended"."tied",
  "ended"."closed_at",
  "ended"."closed_arrived",
  "ended"."closed_origin",
  lag("ended"."start_at") over (
    partition by "ended"."link_key"
    order by "ended"."step_no" asc nulls first, "ended"."instant" asc nulls first, "ended"."end_at" desc nulls first, "ended"."start_at" asc nulls first
  ) as "before_start",
  lag(coalesce("ended"."closed_at", "ended"."end_at")) over (
    partition by "ended"."link_key"
    order by "ended"."step_no" asc nulls first, "ended"."instant" asc nulls first, "ended"."end_at" desc nulls first, "ended"."start_at" asc nulls first
  ) as "before_end"
from "ended";

-- Rows for es_groups_dialogs and the closings they cause, each with what becomes of it.
insert into "new_es_groups_dialogs" (
  "hk_l_groups_dialogs",
  "hk_message_id",
  "hk_group_id",
  "start_dt",
  "end_dt",
  "load_dt",
  "load_src",
  "vw_rows",
  "vw_outcome",
  "tied"
)
select
  "compared"."link_key",
  "compared"."driving_0",
  "compared"."secondary_0",
  "compared"."start_at",
  "compared"."end_at",
  "compared"."arrived",
  "compared"."origin",
  "compared"."vw_rows",
  case
    when ("compared"."before_start" = "compared"."start_at") and ("compared"."before_end" = "compared"."end_at") then 'known'
    else 'inserted'
  end as "vw_outcome",
  "compared"."tied"
from "new_es_groups_dialogs_compared" as "compared"
where "compared"."step_no" > 0
union all
select
  "compared"."link_key",
  "compared"."driving_0",
  "compared"."secondary_0",
  "compared"."start_at",
  "compared"."closed_at" as "end_at",
  "compared"."closed_arrived" as "arrived",
  "compared"."closed_origin" as "origin",
  0 as "vw_rows",
  'derived' as "vw_outcome",
  0 as "tied"
from "new_es_groups_dialogs_compared" as "compared"
where "compared"."closed_at" is not null
union all
select
  "sightings"."link_key",
  "sightings"."driving_0",
  "sightings"."secondary_0",
  "sightings"."start_at",
  "sightings"."end_at",
  "sightings"."arrived",
  "sightings"."origin",
  "sightings"."vw_rows",
  case when "repeated"."link_key" is not null then 'known' else 'late' end as "vw_outcome",
  0 as "tied"
from "new_es_groups_dialogs_sightings" as "sightings"
join "new_es_groups_dialogs_latest" as "latest"
  on "latest"."driving_0" = "sightings"."driving_0"
left join "new_es_groups_dialogs_repeated" as "repeated"
  on "repeated"."link_key" = "sightings"."link_key"
  and "repeated"."start_at" = "sightings"."start_at"
  and "repeated"."end_at" = "sightings"."end_at"
  and "repeated"."arrived" = "sightings"."arrived"
left join "new_es_groups_dialogs_blocked" as "blocked"
  on "blocked"."driving_0" = "sightings"."driving_0"
where "sightings"."arrived" <= "latest"."latest_at"
  and "blocked"."driving_0" is null
union all
select
  "sightings"."link_key",
  "sightings"."driving_0",
  "sightings"."secondary_0",
  "sightings"."start_at",
  "sightings"."end_at",
  "sightings"."arrived",
  "sightings"."origin",
  "sightings"."vw_rows",
  case when "repeated"."link_key" is not null then 'known' else 'held' end as "vw_outcome",
  0 as "tied"
from "new_es_groups_dialogs_sightings" as "sightings"
join "new_es_groups_dialogs_blocked" as "blocked"
  on "blocked"."driving_0" = "sightings"."driving_0"
left join "new_es_groups_dialogs_repeated" as "repeated"
  on "repeated"."link_key" = "sightings"."link_key"
  and "repeated"."start_at" = "sightings"."start_at"
  and "repeated"."end_at" = "sightings"."end_at"
  and "repeated"."arrived" = "sightings"."arrived";

-- No identity stored twice: es_groups_dialogs: one row per hk_l_groups_dialogs, load_dt, start_dt, end_dt (new_es_groups_dialogs).
with
-- What goes into es_groups_dialogs.
"incoming" as (
  select
    "fresh"."hk_l_groups_dialogs",
    "fresh"."load_dt",
    "fresh"."start_dt",
    "fresh"."end_dt"
  from "new_es_groups_dialogs" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
  union all
  select
    "fresh"."hk_l_groups_dialogs",
    "fresh"."load_dt",
    "fresh"."start_dt",
    "fresh"."end_dt"
  from "new_es_groups_dialogs" as "fresh"
  where "fresh"."vw_outcome" = 'derived'
)
select
  "incoming"."hk_l_groups_dialogs",
  "incoming"."load_dt",
  "incoming"."start_dt",
  "incoming"."end_dt",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_l_groups_dialogs",
  "incoming"."load_dt",
  "incoming"."start_dt",
  "incoming"."end_dt"
having count(*) > 1
union all
select
  "incoming"."hk_l_groups_dialogs",
  "incoming"."load_dt",
  "incoming"."start_dt",
  "incoming"."end_dt",
  2 as "row_count"
from "incoming"
join "dds_event_hub"."es_groups_dialogs" as "stored"
  on "stored"."hk_l_groups_dialogs" = "incoming"."hk_l_groups_dialogs"
  and "stored"."start_dt" = "incoming"."start_dt"
  and "stored"."end_dt" = "incoming"."end_dt"
  and "stored"."load_dt" = "incoming"."load_dt";

-- What changed into es_groups_dialogs.
insert into "dds_event_hub"."es_groups_dialogs" ("hk_l_groups_dialogs", "hk_message_id", "hk_group_id", "start_dt", "end_dt", "load_dt", "load_src")
select
  "fresh"."hk_l_groups_dialogs",
  "fresh"."hk_message_id",
  "fresh"."hk_group_id",
  "fresh"."start_dt",
  "fresh"."end_dt",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_es_groups_dialogs" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Closings that follow from it into es_groups_dialogs.
insert into "dds_event_hub"."es_groups_dialogs" ("hk_l_groups_dialogs", "hk_message_id", "hk_group_id", "start_dt", "end_dt", "load_dt", "load_src")
select
  "fresh"."hk_l_groups_dialogs",
  "fresh"."hk_message_id",
  "fresh"."hk_group_id",
  "fresh"."start_dt",
  "fresh"."end_dt",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_es_groups_dialogs" as "fresh"
where "fresh"."vw_outcome" = 'derived';

-- Rows older than what es_groups_dialogs holds, kept aside.
insert into "dds_event_hub"."es_groups_dialogs_late" (
  "hk_l_groups_dialogs",
  "hk_message_id",
  "hk_group_id",
  "start_dt",
  "end_dt",
  "load_dt",
  "load_src",
  "load_id",
  "reason"
)
select
  "fresh"."hk_l_groups_dialogs",
  "fresh"."hk_message_id",
  "fresh"."hk_group_id",
  "fresh"."start_dt",
  "fresh"."end_dt",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast(? as varchar(256)) as "load_id",
  'older than the stored rows' as "reason"
from "new_es_groups_dialogs" as "fresh"
where "fresh"."vw_outcome" = 'late'
  and not exists (
    select 1 as "found"
    from "dds_event_hub"."es_groups_dialogs_late" as "aside"
    where "aside"."hk_l_groups_dialogs" = "fresh"."hk_l_groups_dialogs"
      and "aside"."start_dt" = "fresh"."start_dt"
      and "aside"."end_dt" = "fresh"."end_dt"
      and "aside"."load_dt" = "fresh"."load_dt"
  );

-- Driving keys with a row whose link is not known yet, kept for later batches.
insert into "dds_event_hub"."es_groups_dialogs_pending" (
  "hk_l_groups_dialogs",
  "hk_message_id",
  "hk_group_id",
  "start_dt",
  "end_dt",
  "load_dt",
  "load_src",
  "load_id",
  "reason"
)
select
  "fresh"."hk_l_groups_dialogs",
  "fresh"."hk_message_id",
  "fresh"."hk_group_id",
  "fresh"."start_dt",
  "fresh"."end_dt",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast(? as varchar(256)) as "load_id",
  'l_groups_dialogs' as "reason"
from "new_es_groups_dialogs" as "fresh"
where "fresh"."vw_outcome" = 'held'
  and not exists (
    select 1 as "found"
    from "dds_event_hub"."es_groups_dialogs_pending" as "aside"
    where "aside"."hk_l_groups_dialogs" = "fresh"."hk_l_groups_dialogs"
      and "aside"."start_dt" = "fresh"."start_dt"
      and "aside"."end_dt" = "fresh"."end_dt"
      and "aside"."load_dt" = "fresh"."load_dt"
  );

-- What became of the rows of dialogs.
select
  "input"."read",
  "input"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted",
  "outcome"."unchanged",
  "outcome"."held",
  "outcome"."late",
  "outcome"."ties"
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
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'known' then 1 end) as "unchanged",
    count(case when "fresh"."vw_outcome" = 'held' then 1 end) as "held",
    count(case when "fresh"."vw_outcome" = 'late' then 1 end) as "late",
    count(case when ("fresh"."vw_outcome" = 'inserted') and ("fresh"."tied" = 1) then 1 end) as "ties"
  from "new_es_groups_dialogs" as "fresh"
  where not ("fresh"."vw_outcome" = 'derived')
) as "outcome";
