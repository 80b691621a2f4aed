-- Vault event-hub: satellites s_group_private_status.
-- Parameters: load_dt (timestamp), load_src (text), load_id (text).

-- Versions for s_group_private_status, each with what becomes of it.
insert into "new_s_group_private_status" ("hk_group_id", "hash_diff", "is_private", "load_dt", "load_src", "staged_rows", "outcome")
with
-- Different contents of a key in this batch, each once.
"versions" as (
  select
    "staged"."hk_group_id",
    "staged"."s_group_private_status_hash_diff" as "hash_diff",
    cast(? as timestamp) as "load_dt",
    min("staged"."is_private") as "is_private",
    min(cast(? as varchar(800))) as "load_src",
    count(*) as "staged_rows"
  from "stage_groups" as "staged"
  group by
    "staged"."hk_group_id",
    "staged"."s_group_private_status_hash_diff",
    cast(? as timestamp)
),
-- What the satellite says now, for keys of this batch only.
"latest" as (
  select
    "numbered"."hk_group_id",
    "numbered"."latest_date",
    "numbered"."latest_diff"
  from (
    select
      "stored"."hk_group_id",
      "stored"."load_dt" as "latest_date",
      "stored"."hash_diff" as "latest_diff",
      row_number() over (
        partition by "stored"."hk_group_id"
        order by "stored"."load_dt" desc nulls last, "stored"."hash_diff" desc nulls last
      ) as "place"
    from "dds_event_hub"."s_group_private_status" as "stored"
    where "stored"."hk_group_id" in (
      select "versions"."hk_group_id"
      from "versions"
    )
  ) as "numbered"
  where "numbered"."place" = 1
),
-- Newer versions beside the one before them.
"sequenced" as (
  select
    "versions"."hk_group_id",
    "versions"."hash_diff",
    "versions"."is_private",
    "versions"."load_dt",
    "versions"."load_src",
    "versions"."staged_rows",
    coalesce(lag("versions"."hash_diff") over (
      partition by "versions"."hk_group_id"
      order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
    ), "latest"."latest_diff") as "previous_diff"
  from "versions"
  left join "latest"
    on "latest"."hk_group_id" = "versions"."hk_group_id"
  where "latest"."latest_date" is null or ("versions"."load_dt" > "latest"."latest_date")
),
-- When stored versions began and ended, for keys with older rows only.
"intervals" as (
  select
    "stored"."hk_group_id",
    "stored"."hash_diff",
    "stored"."load_dt",
    lead("stored"."load_dt") over (
      partition by "stored"."hk_group_id"
      order by "stored"."load_dt" asc nulls first, "stored"."hash_diff" asc nulls first
    ) as "next_date"
  from "dds_event_hub"."s_group_private_status" as "stored"
  where "stored"."hk_group_id" in (
    select "versions"."hk_group_id"
    from "versions"
    join "latest"
      on "latest"."hk_group_id" = "versions"."hk_group_id"
    where not ("latest"."latest_date" is null or ("versions"."load_dt" > "latest"."latest_date"))
  )
)
select
  "versions"."hk_group_id",
  "versions"."hash_diff",
  "versions"."is_private",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."staged_rows",
  case when "versions"."previous_diff" = "versions"."hash_diff" then 'known' else 'inserted' end as "outcome"
from "sequenced" as "versions"
union all
select
  "versions"."hk_group_id",
  "versions"."hash_diff",
  "versions"."is_private",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."staged_rows",
  case
    when exists (
      select 1 as "found"
      from "intervals"
      where "intervals"."hk_group_id" = "versions"."hk_group_id"
        and "intervals"."hash_diff" = "versions"."hash_diff"
        and (("intervals"."load_dt" = "versions"."load_dt") or (("intervals"."load_dt" < "versions"."load_dt") and ("intervals"."next_date" is null or ("intervals"."next_date" >= "versions"."load_dt"))))
    ) then 'known'
    else 'late'
  end as "outcome"
from "versions"
join "latest"
  on "latest"."hk_group_id" = "versions"."hk_group_id"
where not ("latest"."latest_date" is null or ("versions"."load_dt" > "latest"."latest_date"));

-- Changed versions into s_group_private_status.
insert into "dds_event_hub"."s_group_private_status" ("hk_group_id", "hash_diff", "is_private", "load_dt", "load_src")
select
  "fresh"."hk_group_id",
  "fresh"."hash_diff",
  "fresh"."is_private",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_s_group_private_status" as "fresh"
where "fresh"."outcome" = 'inserted';

-- Versions older than what s_group_private_status holds, kept aside.
insert into "dds_event_hub"."s_group_private_status_late" ("hk_group_id", "hash_diff", "is_private", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."hk_group_id",
  "fresh"."hash_diff",
  "fresh"."is_private",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast(? as varchar(256)) as "load_id",
  'older than the stored versions' as "reason"
from "new_s_group_private_status" as "fresh"
where "fresh"."outcome" = 'late'
  and not exists (
    select 1 as "found"
    from "dds_event_hub"."s_group_private_status_late" as "aside"
    where "aside"."hk_group_id" = "fresh"."hk_group_id"
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
  "outcome"."late"
from (
  select
    count(*) as "read",
    count(*) as "keyed"
  from "stage_groups" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."staged_rows"), 0) as "collected_rows",
    count(case when "fresh"."outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."outcome" = 'known' then 1 end) as "unchanged",
    count(case when "fresh"."outcome" = 'late' then 1 end) as "late"
  from "new_s_group_private_status" as "fresh"
) as "outcome";
