-- Vault example: stage customers.
-- Parameters: load_id (text).

-- Staged rows of customers with every hash computed once.
insert into "stage_customers" ("hk_customer_id", "id", "city", "s_customer_hash_diff")
select
  cast(unhex(md5(case when contains(case when contains("id", '~') then replace("id", '~', '~~') else "id" end, '|') then replace(case when contains("id", '~') then replace("id", '~', '~~') else "id" end, '|', '~|') else case when contains("id", '~') then replace("id", '~', '~~') else "id" end end)) as uuid) as "hk_customer_id",
  "id",
  "city",
  cast(unhex(md5(case when contains(case when contains("city", '~') then replace("city", '~', '~~') else "city" end, '|') then replace(case when contains("city", '~') then replace("city", '~', '~~') else "city" end, '|', '~|') else case when contains("city", '~') then replace("city", '~', '~~') else "city" end end)) as uuid) as "s_customer_hash_diff"
from "staging"."customers" as "customers"
where "load_id" = cast($load_id as varchar);

-- Vault example: collect h_customer.

-- Rows that h_customer does not hold yet, one per identity.
insert into "new_h_customer" ("hk_customer_id", "customer_id", "vw_rows")
select
  "staged"."hk_customer_id",
  "staged"."id" as "customer_id",
  count(*) as "vw_rows"
from "stage_customers" as "staged"
where not exists (
  select 1 as "found"
  from "dds"."h_customer" as "known"
  where "known"."hk_customer_id" = "staged"."hk_customer_id"
    and "known"."customer_id" = "staged"."id"
)
group by
  "staged"."hk_customer_id",
  "staged"."id";

-- No hash key shared by two business keys: h_customer: one row per hk_customer_id (new_h_customer).
with
-- What goes into h_customer.
"incoming" as (
  select "fresh"."hk_customer_id"
  from "new_h_customer" as "fresh"
)
select
  "incoming"."hk_customer_id",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_customer_id"
having count(*) > 1
union all
select
  "incoming"."hk_customer_id",
  2 as "row_count"
from "incoming"
join "dds"."h_customer" as "stored"
  on "stored"."hk_customer_id" = "incoming"."hk_customer_id";

-- Vault example: collect s_customer.
-- Parameters: load_dt (timestamp), load_src (text).

-- Versions for s_customer, each with what becomes of it.
insert into "new_s_customer" ("hk_customer_id", "hash_diff", "city", "load_dt", "load_src", "vw_rows", "vw_outcome", "tied")
with
-- Different contents of a key in this batch, each once.
"versions" as (
  select
    "staged"."hk_customer_id",
    cast($load_dt as timestamp) as "load_dt",
    "staged"."s_customer_hash_diff" as "hash_diff",
    min("staged"."city") as "city",
    cast($load_src as varchar) as "load_src",
    count(*) as "vw_rows"
  from "stage_customers" as "staged"
  group by
    "staged"."hk_customer_id",
    "staged"."s_customer_hash_diff"
),
-- What the satellite says now, for keys of this batch only.
"latest" as (
  select
    "numbered"."hk_customer_id",
    "numbered"."latest_load_dt",
    "numbered"."latest_hash_diff"
  from (
    select
      "stored"."hk_customer_id",
      "stored"."load_dt" as "latest_load_dt",
      "stored"."hash_diff" as "latest_hash_diff",
      row_number() over (
        partition by "stored"."hk_customer_id"
        order by "stored"."load_dt" desc nulls last, "stored"."hash_diff" desc nulls last
      ) as "vw_place"
    from "dds"."s_customer" as "stored"
    where "stored"."hk_customer_id" in (
      select "versions"."hk_customer_id"
      from "versions"
    )
  ) as "numbered"
  where "numbered"."vw_place" = 1
),
-- When each key of this batch was last seen.
"seen" as (
  select
    "stored"."hk_customer_id",
    max("stored"."load_dt") as "seen_date"
  from "dds"."xts_customer" as "stored"
  where "stored"."satellite_name" = 's_customer'
    and "stored"."hk_customer_id" in (
      select "versions"."hk_customer_id"
      from "versions"
    )
  group by "stored"."hk_customer_id"
),
-- Newer versions beside the one before them.
"sequenced" as (
  select
    "versions"."hk_customer_id",
    "versions"."hash_diff",
    "versions"."city",
    "versions"."load_dt",
    "versions"."load_src",
    "versions"."vw_rows",
    coalesce(lag("versions"."hash_diff") over (
      partition by "versions"."hk_customer_id"
      order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
    ), "latest"."latest_hash_diff") as "previous_hash_diff",
    case
      when (lag("versions"."load_dt") over (
        partition by "versions"."hk_customer_id"
        order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."load_dt") or (lead("versions"."load_dt") over (
        partition by "versions"."hk_customer_id"
        order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."load_dt") then 1
      else 0
    end as "tied"
  from "versions"
  left join "latest"
    on "latest"."hk_customer_id" = "versions"."hk_customer_id"
  left join "seen"
    on "seen"."hk_customer_id" = "versions"."hk_customer_id"
  where ("latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt"))
    and ("seen"."seen_date" is null or ("versions"."load_dt" > "seen"."seen_date"))
),
-- Versions that belong into the past.
"older" as (
  select
    "versions"."hk_customer_id",
    "versions"."hash_diff",
    "versions"."city",
    "versions"."load_dt",
    "versions"."load_src",
    "versions"."vw_rows"
  from "versions"
  left join "latest"
    on "latest"."hk_customer_id" = "versions"."hk_customer_id"
  left join "seen"
    on "seen"."hk_customer_id" = "versions"."hk_customer_id"
  where not (("latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt")) and ("seen"."seen_date" is null or ("versions"."load_dt" > "seen"."seen_date")))
),
-- All that is known of their keys.
"moments" as (
  select
    "stored"."hk_customer_id",
    "stored"."load_dt",
    "stored"."hash_diff",
    1 as "was_stored",
    0 as "was_seen",
    0 as "is_given",
    cast(cast(null as varchar) as varchar) as "seen_source"
  from "dds"."s_customer" as "stored"
  where "stored"."hk_customer_id" in (
    select "versions"."hk_customer_id"
    from "older" as "versions"
  )
  union all
  select
    "stored"."hk_customer_id",
    "stored"."load_dt",
    "stored"."hash_diff",
    0 as "was_stored",
    1 as "was_seen",
    0 as "is_given",
    "stored"."load_src" as "seen_source"
  from "dds"."xts_customer" as "stored"
  where "stored"."satellite_name" = 's_customer'
    and "stored"."hk_customer_id" in (
      select "versions"."hk_customer_id"
      from "older" as "versions"
    )
  union all
  select
    "versions"."hk_customer_id",
    "versions"."load_dt",
    "versions"."hash_diff",
    0 as "was_stored",
    0 as "was_seen",
    1 as "is_given",
    cast(cast(null as varchar) as varchar) as "seen_source"
  from "older" as "versions"
),
-- Each version once, and where it is known from.
"timeline" as (
  select
    "moments"."hk_customer_id",
    "moments"."load_dt",
    "moments"."hash_diff",
    max("moments"."was_stored") as "was_stored",
    max("moments"."was_seen") as "was_seen",
    max("moments"."is_given") as "is_given",
    max("moments"."seen_source") as "seen_source"
  from "moments"
  group by
    "moments"."hk_customer_id",
    "moments"."load_dt",
    "moments"."hash_diff"
),
-- Each version beside its neighbours.
"placed" as (
  select
    "timeline"."hk_customer_id",
    "timeline"."load_dt",
    "timeline"."hash_diff",
    "timeline"."was_stored",
    "timeline"."was_seen",
    "timeline"."is_given",
    "timeline"."seen_source",
    lag("timeline"."load_dt") over (
      partition by "timeline"."hk_customer_id"
      order by "timeline"."load_dt" asc nulls first, "timeline"."hash_diff" asc nulls first
    ) as "before_load_dt",
    lag("timeline"."hash_diff") over (
      partition by "timeline"."hk_customer_id"
      order by "timeline"."load_dt" asc nulls first, "timeline"."hash_diff" asc nulls first
    ) as "before_hash_diff",
    lag("timeline"."was_stored") over (
      partition by "timeline"."hk_customer_id"
      order by "timeline"."load_dt" asc nulls first, "timeline"."hash_diff" asc nulls first
    ) as "before_was_stored",
    lag("timeline"."is_given") over (
      partition by "timeline"."hk_customer_id"
      order by "timeline"."load_dt" asc nulls first, "timeline"."hash_diff" asc nulls first
    ) as "before_is_given",
    lead("timeline"."load_dt") over (
      partition by "timeline"."hk_customer_id"
      order by "timeline"."load_dt" asc nulls first, "timeline"."hash_diff" asc nulls first
    ) as "after_load_dt"
  from "timeline"
),
-- Sightings that a late row cut off.
"cut_off" as (
  select
    "numbered"."hk_customer_id",
    "numbered"."load_dt",
    "numbered"."hash_diff",
    "numbered"."city",
    "numbered"."load_src"
  from (
    select
      "found"."hk_customer_id",
      "found"."load_dt",
      "found"."hash_diff",
      "found"."city",
      "found"."load_src",
      row_number() over (
        partition by "found"."hk_customer_id", "found"."load_dt", "found"."hash_diff"
        order by "found"."since" desc nulls last
      ) as "vw_place"
    from (
      select
        "placed"."hk_customer_id",
        "placed"."hash_diff",
        "stored"."city",
        "placed"."load_dt",
        "placed"."seen_source" as "load_src",
        "stored"."load_dt" as "since"
      from "placed"
      join "dds"."s_customer" as "stored"
        on "stored"."hk_customer_id" = "placed"."hk_customer_id"
        and "stored"."hash_diff" = "placed"."hash_diff"
        and "stored"."load_dt" < "placed"."load_dt"
      where "placed"."was_seen" = 1
        and not ("placed"."was_stored" = 1)
        and not ("placed"."is_given" = 1)
        and "placed"."before_is_given" = 1
        and not ("placed"."before_was_stored" = 1)
        and not ("placed"."hash_diff" = "placed"."before_hash_diff")
    ) as "found"
  ) as "numbered"
  where "numbered"."vw_place" = 1
)
select
  "versions"."hk_customer_id",
  "versions"."hash_diff",
  "versions"."city",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows",
  case when "versions"."previous_hash_diff" = "versions"."hash_diff" then 'known' else 'inserted' end as "vw_outcome",
  "versions"."tied"
from "sequenced" as "versions"
union all
select
  "versions"."hk_customer_id",
  "versions"."hash_diff",
  "versions"."city",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows",
  case
    when ("placed"."was_stored" = 1) or ("placed"."before_load_dt" is not null and ("placed"."hash_diff" = "placed"."before_hash_diff")) then 'known'
    else 'inserted'
  end as "vw_outcome",
  case
    when ("placed"."before_load_dt" is not null and ("placed"."load_dt" = "placed"."before_load_dt")) or ("placed"."after_load_dt" is not null and ("placed"."load_dt" = "placed"."after_load_dt")) then 1
    else 0
  end as "tied"
from "older" as "versions"
join "placed"
  on "placed"."hk_customer_id" = "versions"."hk_customer_id"
  and "placed"."load_dt" = "versions"."load_dt"
  and "placed"."hash_diff" = "versions"."hash_diff"
union all
select
  "cut_off"."hk_customer_id",
  "cut_off"."hash_diff",
  "cut_off"."city",
  "cut_off"."load_dt",
  "cut_off"."load_src",
  0 as "vw_rows",
  'restored' as "vw_outcome",
  0 as "tied"
from "cut_off";

-- No identity stored twice: s_customer: one row per hk_customer_id, load_dt, hash_diff (new_s_customer).
with
-- What goes into s_customer.
"incoming" as (
  select
    "fresh"."hk_customer_id",
    "fresh"."load_dt",
    "fresh"."hash_diff"
  from "new_s_customer" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
  union all
  select
    "fresh"."hk_customer_id",
    "fresh"."load_dt",
    "fresh"."hash_diff"
  from "new_s_customer" as "fresh"
  where "fresh"."vw_outcome" = 'restored'
)
select
  "incoming"."hk_customer_id",
  "incoming"."load_dt",
  "incoming"."hash_diff",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_customer_id",
  "incoming"."load_dt",
  "incoming"."hash_diff"
having count(*) > 1
union all
select
  "incoming"."hk_customer_id",
  "incoming"."load_dt",
  "incoming"."hash_diff",
  2 as "row_count"
from "incoming"
join "dds"."s_customer" as "stored"
  on "stored"."hk_customer_id" = "incoming"."hk_customer_id"
  and "stored"."hash_diff" = "incoming"."hash_diff"
  and "stored"."load_dt" = "incoming"."load_dt";

-- Vault example: collect xts_customer.
-- Parameters: load_dt (timestamp), load_src (text).

-- Sightings that xts_customer does not hold yet, each once.
insert into "new_xts_customer" ("hk_customer_id", "satellite_name", "hash_diff", "load_dt", "load_src", "vw_rows")
with
-- What xts_customer does not hold yet of s_customer.
"fresh_1" as (
  select
    "staged"."hk_customer_id",
    "staged"."s_customer_hash_diff" as "hash_diff",
    cast($load_dt as timestamp) as "load_dt",
    cast($load_src as varchar) as "load_src",
    count(*) as "vw_rows"
  from "stage_customers" as "staged"
  left join "dds"."xts_customer" as "known"
    on "known"."hk_customer_id" = "staged"."hk_customer_id"
    and "known"."load_dt" = cast($load_dt as timestamp)
    and "known"."satellite_name" = 's_customer'
    and "known"."hash_diff" = "staged"."s_customer_hash_diff"
  where "known"."hk_customer_id" is null
  group by
    "staged"."hk_customer_id",
    "staged"."s_customer_hash_diff"
)
select
  "fresh"."hk_customer_id",
  's_customer' as "satellite_name",
  "fresh"."hash_diff",
  "fresh"."load_dt",
  "fresh"."load_src",
  "fresh"."vw_rows"
from "fresh_1" as "fresh";

-- No identity stored twice: xts_customer: one row per hk_customer_id, load_dt, satellite_name, hash_diff (new_xts_customer).
with
-- What goes into xts_customer.
"incoming" as (
  select
    "fresh"."hk_customer_id",
    "fresh"."load_dt",
    "fresh"."satellite_name",
    "fresh"."hash_diff"
  from "new_xts_customer" as "fresh"
)
select
  "incoming"."hk_customer_id",
  "incoming"."load_dt",
  "incoming"."satellite_name",
  "incoming"."hash_diff",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_customer_id",
  "incoming"."load_dt",
  "incoming"."satellite_name",
  "incoming"."hash_diff"
having count(*) > 1
union all
select
  "incoming"."hk_customer_id",
  "incoming"."load_dt",
  "incoming"."satellite_name",
  "incoming"."hash_diff",
  2 as "row_count"
from "incoming"
join "dds"."xts_customer" as "stored"
  on "stored"."hk_customer_id" = "incoming"."hk_customer_id"
  and "stored"."satellite_name" = "incoming"."satellite_name"
  and "stored"."hash_diff" = "incoming"."hash_diff"
  and "stored"."load_dt" = "incoming"."load_dt";

-- Vault example: checks ahead.

-- No row without its parent: s_customer: every hk_customer_id exists in h_customer (new_s_customer).
select "fresh"."hk_customer_id"
from "new_s_customer" as "fresh"
left join (
  select "stored"."hk_customer_id"
  from "dds"."h_customer" as "stored"
  union all
  select "fresh"."hk_customer_id"
  from "new_h_customer" as "fresh"
) as "parent"
  on "parent"."hk_customer_id" = "fresh"."hk_customer_id"
where "parent"."hk_customer_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No row without its parent: xts_customer: every hk_customer_id exists in h_customer (new_xts_customer).
select "fresh"."hk_customer_id"
from "new_xts_customer" as "fresh"
left join (
  select "stored"."hk_customer_id"
  from "dds"."h_customer" as "stored"
  union all
  select "fresh"."hk_customer_id"
  from "new_h_customer" as "fresh"
) as "parent"
  on "parent"."hk_customer_id" = "fresh"."hk_customer_id"
where "parent"."hk_customer_id" is null;

-- Vault example: hubs h_customer.
-- Parameters: load_dt (timestamp), load_src (text).

-- New rows into h_customer.
insert into "dds"."h_customer" ("hk_customer_id", "customer_id", "load_dt", "load_src")
select
  "fresh"."hk_customer_id",
  "fresh"."customer_id",
  cast($load_dt as timestamp) as "load_dt",
  cast($load_src as varchar) as "load_src"
from "new_h_customer" as "fresh";

-- What became of the rows of customers.
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
  from "stage_customers" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_customer" as "fresh"
) as "outcome";

-- Vault example: satellites s_customer.

-- Changed versions into s_customer.
insert into "dds"."s_customer" ("hk_customer_id", "hash_diff", "city", "load_dt", "load_src")
select
  "fresh"."hk_customer_id",
  "fresh"."hash_diff",
  "fresh"."city",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_s_customer" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Copies of versions of s_customer that late rows have cut off from a later sighting.
insert into "dds"."s_customer" ("hk_customer_id", "hash_diff", "city", "load_dt", "load_src")
select
  "fresh"."hk_customer_id",
  "fresh"."hash_diff",
  "fresh"."city",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_s_customer" as "fresh"
where "fresh"."vw_outcome" = 'restored';

-- What became of the rows of customers.
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
  from "stage_customers" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'known' then 1 end) as "unchanged",
    count(case when "fresh"."vw_outcome" = 'late' then 1 end) as "late",
    count(case when ("fresh"."vw_outcome" = 'inserted') and ("fresh"."tied" = 1) then 1 end) as "ties"
  from "new_s_customer" as "fresh"
  where not ("fresh"."vw_outcome" = 'restored')
) as "outcome";

-- Vault example: tracking xts_customer.

-- New sightings into xts_customer.
insert into "dds"."xts_customer" ("hk_customer_id", "satellite_name", "hash_diff", "load_dt", "load_src")
select
  "fresh"."hk_customer_id",
  "fresh"."satellite_name",
  "fresh"."hash_diff",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_xts_customer" as "fresh";

-- What became of the rows of customers.
select
  "input_1"."read",
  "input_1"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted"
from (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_xts_customer" as "fresh"
) as "outcome"
cross join (
  select
    count(*) as "read",
    count(*) as "keyed"
  from "stage_customers" as "staged"
) as "input_1";
