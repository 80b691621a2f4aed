-- Vault sprint6-canonical: satellites s_group_name.
-- Parameters: load_dt (timestamp), load_src (text), load_id (text).

-- Different contents of a key in this batch, each once.
insert into "new_s_group_name_versions" ("hk_group_id", "load_dt", "hash_diff", "group_name", "load_src", "vw_rows")
select
  "staged"."hk_group_id",
  cast(? as timestamp) as "load_dt",
  "staged"."s_group_name_hash_diff" as "hash_diff",
  min("staged"."group_name") as "group_name",
  cast(? as varchar(800)) as "load_src",
  count(*) as "vw_rows"
from "stage_groups" as "staged"
group by
  "staged"."hk_group_id",
  "staged"."s_group_name_hash_diff";

-- What the satellite says now, for keys of this batch only.
insert into "new_s_group_name_latest" ("hk_group_id", "latest_load_dt", "latest_hash_diff")
select
  "numbered"."hk_group_id",
  "numbered"."latest_load_dt",
  "numbered"."latest_hash_diff"
from (
  select
    "stored"."hk_group_id",
    "stored"."load_dt" as "latest_load_dt",
    "stored"."hash_diff" as "latest_hash_diff",
    row_number() over (
      partition by "stored"."hk_group_id"
      order by "stored"."load_dt" desc nulls last, "stored"."hash_diff" desc nulls last
    ) as "vw_place"
  from "dds"."s_group_name" as "stored"
  where "stored"."hk_group_id" in (
    select "versions"."hk_group_id"
    from "new_s_group_name_versions" as "versions"
  )
) as "numbered"
where "numbered"."vw_place" = 1;

-- Versions that are not newer than what is known of their key.
insert into "new_s_group_name_older" ("hk_group_id", "hash_diff", "group_name", "load_dt", "load_src", "vw_rows")
select
  "versions"."hk_group_id",
  "versions"."hash_diff",
  "versions"."group_name",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows"
from "new_s_group_name_versions" as "versions"
join "new_s_group_name_latest" as "latest"
  on "latest"."hk_group_id" = "versions"."hk_group_id"
where not ("latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt"));

-- Versions for s_group_name, each with what becomes of it.
insert into "new_s_group_name" ("hk_group_id", "hash_diff", "group_name", "load_dt", "load_src", "vw_rows", "vw_outcome", "tied")
with
-- Newer versions beside the one before them.
"sequenced" as (
  select
    "versions"."hk_group_id",
    "versions"."hash_diff",
    "versions"."group_name",
    "versions"."load_dt",
    "versions"."load_src",
    "versions"."vw_rows",
    coalesce(lag("versions"."hash_diff") over (
      partition by "versions"."hk_group_id"
      order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
    ), "latest"."latest_hash_diff") as "previous_hash_diff",
    case
      when (lag("versions"."load_dt") over (
        partition by "versions"."hk_group_id"
        order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."load_dt") or (lead("versions"."load_dt") over (
        partition by "versions"."hk_group_id"
        order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."load_dt") then 1
      else 0
    end as "tied"
  from "new_s_group_name_versions" as "versions"
  left join "new_s_group_name_latest" as "latest"
    on "latest"."hk_group_id" = "versions"."hk_group_id"
  where "latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt")
),
-- When stored versions began and ended, for keys with older rows only.
"intervals" as (
  select
    "stored"."hk_group_id",
    "stored"."load_dt",
    "stored"."hash_diff",
    lead("stored"."load_dt") over (
      partition by "stored"."hk_group_id"
      order by "stored"."load_dt" asc nulls first, "stored"."hash_diff" asc nulls first
    ) as "next_load_dt"
  from "dds"."s_group_name" as "stored"
  where "stored"."hk_group_id" in (
    select "versions"."hk_group_id"
    from "new_s_group_name_older" as "versions"
  )
),
-- Older versions that are stored, or repeat the last one before them.
"repeated" as (
  select
    "versions"."hk_group_id",
    "versions"."load_dt",
    "versions"."hash_diff"
  from "new_s_group_name_older" as "versions"
  join "intervals"
    on "intervals"."hk_group_id" = "versions"."hk_group_id"
    and "intervals"."hash_diff" = "versions"."hash_diff"
  where ("intervals"."load_dt" = "versions"."load_dt") or (("versions"."load_dt" > "intervals"."load_dt") and ("intervals"."next_load_dt" is null or (not ("versions"."load_dt" > "intervals"."next_load_dt"))))
  group by
    "versions"."hk_group_id",
    "versions"."load_dt",
    "versions"."hash_diff"
)
select
  "versions"."hk_group_id",
  "versions"."hash_diff",
  "versions"."group_name",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows",
  case when "versions"."previous_hash_diff" = "versions"."hash_diff" then 'known' else 'inserted' end as "vw_outcome",
  "versions"."tied"
from "sequenced" as "versions"
union all
select
  "versions"."hk_group_id",
  "versions"."hash_diff",
  "versions"."group_name",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows",
  case when "repeated"."hk_group_id" is not null then 'known' else 'late' end as "vw_outcome",
  0 as "tied"
from "new_s_group_name_older" as "versions"
left join "repeated"
  on "repeated"."hk_group_id" = "versions"."hk_group_id"
  and "repeated"."load_dt" = "versions"."load_dt"
  and "repeated"."hash_diff" = "versions"."hash_diff";

-- No identity stored twice: s_group_name: one row per hk_group_id, load_dt, hash_diff (new_s_group_name).
with
-- What goes into s_group_name.
"incoming" as (
  select
    "fresh"."hk_group_id",
    "fresh"."load_dt",
    "fresh"."hash_diff"
  from "new_s_group_name" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
)
select
  "incoming"."hk_group_id",
  "incoming"."load_dt",
  "incoming"."hash_diff",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_group_id",
  "incoming"."load_dt",
  "incoming"."hash_diff"
having count(*) > 1
union all
select
  "incoming"."hk_group_id",
  "incoming"."load_dt",
  "incoming"."hash_diff",
  2 as "row_count"
from "incoming"
join "dds"."s_group_name" as "stored"
  on "stored"."hk_group_id" = "incoming"."hk_group_id"
  and "stored"."hash_diff" = "incoming"."hash_diff"
  and "stored"."load_dt" = "incoming"."load_dt";

-- Changed versions into s_group_name.
insert into "dds"."s_group_name" ("hk_group_id", "hash_diff", "group_name", "load_dt", "load_src")
select
  "fresh"."hk_group_id",
  "fresh"."hash_diff",
  "fresh"."group_name",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_s_group_name" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Versions older than what s_group_name holds, kept aside.
insert into "dds"."s_group_name_late" ("hk_group_id", "hash_diff", "group_name", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."hk_group_id",
  "fresh"."hash_diff",
  "fresh"."group_name",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast(? as varchar(256)) as "load_id",
  'older than the stored versions' as "reason"
from "new_s_group_name" as "fresh"
where "fresh"."vw_outcome" = 'late'
  and not exists (
    select 1 as "found"
    from "dds"."s_group_name_late" as "aside"
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
    count(case when "fresh"."vw_outcome" = 'late' then 1 end) as "late",
    count(case when ("fresh"."vw_outcome" = 'inserted') and ("fresh"."tied" = 1) then 1 end) as "ties"
  from "new_s_group_name" as "fresh"
) as "outcome";
