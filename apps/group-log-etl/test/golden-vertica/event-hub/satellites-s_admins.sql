-- Vault event-hub: satellites s_admins.
-- Parameters: load_id (text), load_dt (timestamp), load_src (text).

-- Held rows that may enter now. Different contents of a key in this batch, each once.
insert into "released_s_admins_versions" ("hk_l_admin_id", "load_dt", "hash_diff", "is_admin", "admin_from", "load_src", "vw_rows")
select
  "held"."hk_l_admin_id",
  "held"."load_dt",
  "held"."hash_diff",
  (min(case when "held"."is_admin" then 1 when not ("held"."is_admin") then 0 end) = 1) as "is_admin",
  min("held"."admin_from") as "admin_from",
  min("held"."load_src") as "load_src",
  count(*) as "vw_rows"
from "dds_event_hub"."s_admins_pending" as "held"
where exists (
  select 1 as "found"
  from "dds_event_hub"."l_admins" as "parent"
  where "parent"."hk_l_admin_id" = "held"."hk_l_admin_id"
)
group by
  "held"."hk_l_admin_id",
  "held"."load_dt",
  "held"."hash_diff";

-- Held rows that may enter now. What the satellite says now, for keys of this batch only.
insert into "released_s_admins_latest" ("hk_l_admin_id", "latest_load_dt", "latest_hash_diff")
select
  "numbered"."hk_l_admin_id",
  "numbered"."latest_load_dt",
  "numbered"."latest_hash_diff"
from (
  select
    "stored"."hk_l_admin_id",
    "stored"."load_dt" as "latest_load_dt",
    "stored"."hash_diff" as "latest_hash_diff",
    row_number() over (
      partition by "stored"."hk_l_admin_id"
      order by "stored"."load_dt" desc nulls last, "stored"."hash_diff" desc nulls last
    ) as "vw_place"
  from "dds_event_hub"."s_admins" as "stored"
  where "stored"."hk_l_admin_id" in (
    select "versions"."hk_l_admin_id"
    from "released_s_admins_versions" as "versions"
  )
) as "numbered"
where "numbered"."vw_place" = 1;

-- Held rows that may enter now. Versions that are not newer than what is known of their key.
insert into "released_s_admins_older" ("hk_l_admin_id", "hash_diff", "is_admin", "admin_from", "load_dt", "load_src", "vw_rows")
select
  "versions"."hk_l_admin_id",
  "versions"."hash_diff",
  "versions"."is_admin",
  "versions"."admin_from",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows"
from "released_s_admins_versions" as "versions"
join "released_s_admins_latest" as "latest"
  on "latest"."hk_l_admin_id" = "versions"."hk_l_admin_id"
where not ("latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt"));

-- Held rows that may enter now. Versions for s_admins, each with what becomes of it.
insert into "released_s_admins" (
  "hk_l_admin_id",
  "hash_diff",
  "is_admin",
  "admin_from",
  "load_dt",
  "load_src",
  "vw_rows",
  "vw_outcome",
  "tied"
)
with
-- Newer versions beside the one before them.
"sequenced" as (
  select
    "versions"."hk_l_admin_id",
    "versions"."hash_diff",
    "versions"."is_admin",
    "versions"."admin_from",
    "versions"."load_dt",
    "versions"."load_src",
    "versions"."vw_rows",
    coalesce(lag("versions"."hash_diff") over (
      partition by "versions"."hk_l_admin_id"
      order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
    ), "latest"."latest_hash_diff") as "previous_hash_diff",
    case
      when (lag("versions"."load_dt") over (
        partition by "versions"."hk_l_admin_id"
        order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."load_dt") or (lead("versions"."load_dt") over (
        partition by "versions"."hk_l_admin_id"
        order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."load_dt") then 1
      else 0
    end as "tied"
  from "released_s_admins_versions" as "versions"
  left join "released_s_admins_latest" as "latest"
    on "latest"."hk_l_admin_id" = "versions"."hk_l_admin_id"
  where "latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt")
),
-- When stored versions began and ended, for keys with older rows only.
"intervals" as (
  select
    "stored"."hk_l_admin_id",
    "stored"."load_dt",
    "stored"."hash_diff",
    lead("stored"."load_dt") over (
      partition by "stored"."hk_l_admin_id"
      order by "stored"."load_dt" asc nulls first, "stored"."hash_diff" asc nulls first
    ) as "next_load_dt"
  from "dds_event_hub"."s_admins" as "stored"
  where "stored"."hk_l_admin_id" in (
    select "versions"."hk_l_admin_id"
    from "released_s_admins_older" as "versions"
  )
),
-- Older versions that are stored, or repeat the last one before them.
"repeated" as (
  select
    "versions"."hk_l_admin_id",
    "versions"."load_dt",
    "versions"."hash_diff"
  from "released_s_admins_older" as "versions"
  join "intervals"
    on "intervals"."hk_l_admin_id" = "versions"."hk_l_admin_id"
    and "intervals"."hash_diff" = "versions"."hash_diff"
  where ("intervals"."load_dt" = "versions"."load_dt") or (("versions"."load_dt" > "intervals"."load_dt") and ("intervals"."next_load_dt" is null or (not ("versions"."load_dt" > "intervals"."next_load_dt"))))
  group by
    "versions"."hk_l_admin_id",
    "versions"."load_dt",
    "versions"."hash_diff"
)
select
  "versions"."hk_l_admin_id",
  "versions"."hash_diff",
  "versions"."is_admin",
  "versions"."admin_from",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows",
  case when "versions"."previous_hash_diff" = "versions"."hash_diff" then 'known' else 'inserted' end as "vw_outcome",
  "versions"."tied"
from "sequenced" as "versions"
union all
select
  "versions"."hk_l_admin_id",
  "versions"."hash_diff",
  "versions"."is_admin",
  "versions"."admin_from",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows",
  case when "repeated"."hk_l_admin_id" is not null then 'known' else 'late' end as "vw_outcome",
  0 as "tied"
from "released_s_admins_older" as "versions"
left join "repeated"
  on "repeated"."hk_l_admin_id" = "versions"."hk_l_admin_id"
  and "repeated"."load_dt" = "versions"."load_dt"
  and "repeated"."hash_diff" = "versions"."hash_diff";

-- No identity stored twice: s_admins: one row per hk_l_admin_id, load_dt, hash_diff (released_s_admins).
with
-- What goes into s_admins.
"incoming" as (
  select
    "fresh"."hk_l_admin_id",
    "fresh"."load_dt",
    "fresh"."hash_diff"
  from "released_s_admins" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
)
select
  "incoming"."hk_l_admin_id",
  "incoming"."load_dt",
  "incoming"."hash_diff",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_l_admin_id",
  "incoming"."load_dt",
  "incoming"."hash_diff"
having count(*) > 1
union all
select
  "incoming"."hk_l_admin_id",
  "incoming"."load_dt",
  "incoming"."hash_diff",
  2 as "row_count"
from "incoming"
join "dds_event_hub"."s_admins" as "stored"
  on "stored"."hk_l_admin_id" = "incoming"."hk_l_admin_id"
  and "stored"."hash_diff" = "incoming"."hash_diff"
  and "stored"."load_dt" = "incoming"."load_dt";

-- Held rows that may enter now. Changed versions into s_admins.
insert into "dds_event_hub"."s_admins" ("hk_l_admin_id", "hash_diff", "is_admin", "admin_from", "load_dt", "load_src")
select
  "fresh"."hk_l_admin_id",
  "fresh"."hash_diff",
  "fresh"."is_admin",
  "fresh"."admin_from",
  "fresh"."load_dt",
  "fresh"."load_src"
from "released_s_admins" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Held rows that may enter now. Versions older than what s_admins holds, kept aside.
insert into "dds_event_hub"."s_admins_late" ("hk_l_admin_id", "hash_diff", "is_admin", "admin_from", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."hk_l_admin_id",
  "fresh"."hash_diff",
  "fresh"."is_admin",
  "fresh"."admin_from",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast(? as varchar(256)) as "load_id",
  'older than the stored versions' as "reason"
from "released_s_admins" as "fresh"
where "fresh"."vw_outcome" = 'late'
  and not exists (
    select 1 as "found"
    from "dds_event_hub"."s_admins_late" as "aside"
    where "aside"."hk_l_admin_id" = "fresh"."hk_l_admin_id"
      and "aside"."load_dt" = "fresh"."load_dt"
      and "aside"."hash_diff" = "fresh"."hash_diff"
  );

-- What became of the rows of the pending table.
select
  "input"."read",
  "input"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted",
  "outcome"."unchanged",
  "outcome"."late",
  "outcome"."ties"
from (
  select
    count(*) as "read",
    count(*) as "keyed"
  from "dds_event_hub"."s_admins_pending" as "held"
  where exists (
    select 1 as "found"
    from "dds_event_hub"."l_admins" as "parent"
    where "parent"."hk_l_admin_id" = "held"."hk_l_admin_id"
  )
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'known' then 1 end) as "unchanged",
    count(case when "fresh"."vw_outcome" = 'late' then 1 end) as "late",
    count(case when ("fresh"."vw_outcome" = 'inserted') and ("fresh"."tied" = 1) then 1 end) as "ties"
  from "released_s_admins" as "fresh"
) as "outcome";

-- Different contents of a key in this batch, each once.
insert into "new_s_admins_versions" ("hk_l_admin_id", "load_dt", "hash_diff", "is_admin", "admin_from", "load_src", "vw_rows")
select
  "staged"."hk_l_admin_id",
  cast(? as timestamp) as "load_dt",
  "staged"."s_admins_hash_diff" as "hash_diff",
  true as "is_admin",
  min("staged"."registration_dt") as "admin_from",
  cast(? as varchar(800)) as "load_src",
  count(*) as "vw_rows"
from "stage_groups" as "staged"
group by
  "staged"."hk_l_admin_id",
  "staged"."s_admins_hash_diff";

-- What the satellite says now, for keys of this batch only.
insert into "new_s_admins_latest" ("hk_l_admin_id", "latest_load_dt", "latest_hash_diff")
select
  "numbered"."hk_l_admin_id",
  "numbered"."latest_load_dt",
  "numbered"."latest_hash_diff"
from (
  select
    "stored"."hk_l_admin_id",
    "stored"."load_dt" as "latest_load_dt",
    "stored"."hash_diff" as "latest_hash_diff",
    row_number() over (
      partition by "stored"."hk_l_admin_id"
      order by "stored"."load_dt" desc nulls last, "stored"."hash_diff" desc nulls last
    ) as "vw_place"
  from "dds_event_hub"."s_admins" as "stored"
  where "stored"."hk_l_admin_id" in (
    select "versions"."hk_l_admin_id"
    from "new_s_admins_versions" as "versions"
  )
) as "numbered"
where "numbered"."vw_place" = 1;

-- Versions that are not newer than what is known of their key.
insert into "new_s_admins_older" ("hk_l_admin_id", "hash_diff", "is_admin", "admin_from", "load_dt", "load_src", "vw_rows")
select
  "versions"."hk_l_admin_id",
  "versions"."hash_diff",
  "versions"."is_admin",
  "versions"."admin_from",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows"
from "new_s_admins_versions" as "versions"
join "new_s_admins_latest" as "latest"
  on "latest"."hk_l_admin_id" = "versions"."hk_l_admin_id"
where not ("latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt"));

-- Versions for s_admins, each with what becomes of it.
insert into "new_s_admins" (
  "hk_l_admin_id",
  "hash_diff",
  "is_admin",
  "admin_from",
  "load_dt",
  "load_src",
  "vw_rows",
  "vw_outcome",
  "tied"
)
with
-- Newer versions beside the one before them.
"sequenced" as (
  select
    "versions"."hk_l_admin_id",
    "versions"."hash_diff",
    "versions"."is_admin",
    "versions"."admin_from",
    "versions"."load_dt",
    "versions"."load_src",
    "versions"."vw_rows",
    coalesce(lag("versions"."hash_diff") over (
      partition by "versions"."hk_l_admin_id"
      order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
    ), "latest"."latest_hash_diff") as "previous_hash_diff",
    case
      when (lag("versions"."load_dt") over (
        partition by "versions"."hk_l_admin_id"
        order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."load_dt") or (lead("versions"."load_dt") over (
        partition by "versions"."hk_l_admin_id"
        order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."load_dt") then 1
      else 0
    end as "tied"
  from "new_s_admins_versions" as "versions"
  left join "new_s_admins_latest" as "latest"
    on "latest"."hk_l_admin_id" = "versions"."hk_l_admin_id"
  where "latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt")
),
-- When stored versions began and ended, for keys with older rows only.
"intervals" as (
  select
    "stored"."hk_l_admin_id",
    "stored"."load_dt",
    "stored"."hash_diff",
    lead("stored"."load_dt") over (
      partition by "stored"."hk_l_admin_id"
      order by "stored"."load_dt" asc nulls first, "stored"."hash_diff" asc nulls first
    ) as "next_load_dt"
  from "dds_event_hub"."s_admins" as "stored"
  where "stored"."hk_l_admin_id" in (
    select "versions"."hk_l_admin_id"
    from "new_s_admins_older" as "versions"
  )
),
-- Older versions that are stored, or repeat the last one before them.
"repeated" as (
  select
    "versions"."hk_l_admin_id",
    "versions"."load_dt",
    "versions"."hash_diff"
  from "new_s_admins_older" as "versions"
  join "intervals"
    on "intervals"."hk_l_admin_id" = "versions"."hk_l_admin_id"
    and "intervals"."hash_diff" = "versions"."hash_diff"
  where ("intervals"."load_dt" = "versions"."load_dt") or (("versions"."load_dt" > "intervals"."load_dt") and ("intervals"."next_load_dt" is null or (not ("versions"."load_dt" > "intervals"."next_load_dt"))))
  group by
    "versions"."hk_l_admin_id",
    "versions"."load_dt",
    "versions"."hash_diff"
)
select
  "versions"."hk_l_admin_id",
  "versions"."hash_diff",
  "versions"."is_admin",
  "versions"."admin_from",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows",
  case
    when "parent"."hk_l_admin_id" is null then 'held'
    when "versions"."previous_hash_diff" = "versions"."hash_diff" then 'known'
    else 'inserted'
  end as "vw_outcome",
  "versions"."tied"
from "sequenced" as "versions"
left join "dds_event_hub"."l_admins" as "parent"
  on "parent"."hk_l_admin_id" = "versions"."hk_l_admin_id"
union all
select
  "versions"."hk_l_admin_id",
  "versions"."hash_diff",
  "versions"."is_admin",
  "versions"."admin_from",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows",
  case when "repeated"."hk_l_admin_id" is not null then 'known' else 'late' end as "vw_outcome",
  0 as "tied"
from "new_s_admins_older" as "versions"
left join "repeated"
  on "repeated"."hk_l_admin_id" = "versions"."hk_l_admin_id"
  and "repeated"."load_dt" = "versions"."load_dt"
  and "repeated"."hash_diff" = "versions"."hash_diff";

-- No identity stored twice: s_admins: one row per hk_l_admin_id, load_dt, hash_diff (new_s_admins).
with
-- What goes into s_admins.
"incoming" as (
  select
    "fresh"."hk_l_admin_id",
    "fresh"."load_dt",
    "fresh"."hash_diff"
  from "new_s_admins" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
)
select
  "incoming"."hk_l_admin_id",
  "incoming"."load_dt",
  "incoming"."hash_diff",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_l_admin_id",
  "incoming"."load_dt",
  "incoming"."hash_diff"
having count(*) > 1
union all
select
  "incoming"."hk_l_admin_id",
  "incoming"."load_dt",
  "incoming"."hash_diff",
  2 as "row_count"
from "incoming"
join "dds_event_hub"."s_admins" as "stored"
  on "stored"."hk_l_admin_id" = "incoming"."hk_l_admin_id"
  and "stored"."hash_diff" = "incoming"."hash_diff"
  and "stored"."load_dt" = "incoming"."load_dt";

-- Changed versions into s_admins.
insert into "dds_event_hub"."s_admins" ("hk_l_admin_id", "hash_diff", "is_admin", "admin_from", "load_dt", "load_src")
select
  "fresh"."hk_l_admin_id",
  "fresh"."hash_diff",
  "fresh"."is_admin",
  "fresh"."admin_from",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_s_admins" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Versions older than what s_admins holds, kept aside.
insert into "dds_event_hub"."s_admins_late" ("hk_l_admin_id", "hash_diff", "is_admin", "admin_from", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."hk_l_admin_id",
  "fresh"."hash_diff",
  "fresh"."is_admin",
  "fresh"."admin_from",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast(? as varchar(256)) as "load_id",
  'older than the stored versions' as "reason"
from "new_s_admins" as "fresh"
where "fresh"."vw_outcome" = 'late'
  and not exists (
    select 1 as "found"
    from "dds_event_hub"."s_admins_late" as "aside"
    where "aside"."hk_l_admin_id" = "fresh"."hk_l_admin_id"
      and "aside"."load_dt" = "fresh"."load_dt"
      and "aside"."hash_diff" = "fresh"."hash_diff"
  );

-- Versions whose parent is not known yet, kept for later batches.
insert into "dds_event_hub"."s_admins_pending" ("hk_l_admin_id", "hash_diff", "is_admin", "admin_from", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."hk_l_admin_id",
  "fresh"."hash_diff",
  "fresh"."is_admin",
  "fresh"."admin_from",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast(? as varchar(256)) as "load_id",
  'l_admins' as "reason"
from "new_s_admins" as "fresh"
where "fresh"."vw_outcome" = 'held'
  and not exists (
    select 1 as "found"
    from "dds_event_hub"."s_admins_pending" as "aside"
    where "aside"."hk_l_admin_id" = "fresh"."hk_l_admin_id"
      and "aside"."load_dt" = "fresh"."load_dt"
      and "aside"."hash_diff" = "fresh"."hash_diff"
  );

-- What became of the rows of groups.
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
  from "stage_groups" as "staged"
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
  from "new_s_admins" as "fresh"
) as "outcome";
