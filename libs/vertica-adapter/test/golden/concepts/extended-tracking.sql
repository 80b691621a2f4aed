-- Vault example: tables.

-- Schema staging.
create schema if not exists "staging";

-- Schema dds.
create schema if not exists "dds";

-- Staging: customers as delivered; rows are told apart by their load.
create table if not exists "staging"."customers" (
  "id" varchar(80) not null,
  "city" varchar(80) not null,
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of customers that do not fit the contract: place, reason and raw text.
create table if not exists "staging"."customers_rej" (
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null,
  "record_no" int not null,
  "line_no" int not null,
  "column_no" int,
  "column_name" varchar(512),
  "reason_code" varchar(256) not null,
  "value" varchar(16384),
  "expected" varchar(4096) not null,
  "byte_start" int not null,
  "byte_length" int not null,
  "raw_text" varchar(32768),
  "raw_sha256" varchar(256) not null,
  "load_dt" timestamp not null
);

-- Hub: every customer_id the business has named, once.
create table if not exists "dds"."h_customer" (
  "hk_customer_id" binary(16) not null,
  "customer_id" varchar(80) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_customer_id"
segmented by hash("hk_customer_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Satellite: how city of h_customer changed.
create table if not exists "dds"."s_customer" (
  "hk_customer_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "city" varchar(80) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_customer_id", "load_dt"
segmented by hash("hk_customer_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Extended tracking satellite: every row delivered for satellites of h_customer, changed or not.
create table if not exists "dds"."xts_customer" (
  "hk_customer_id" binary(16) not null,
  "satellite_name" varchar(512) not null,
  "hash_diff" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_customer_id"
segmented by hash("hk_customer_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- The rules that each entity was loaded with; the latest row of an entity is in force.
create table if not exists "dds"."vault_model" (
  "entity" varchar(512) not null,
  "place" int not null,
  "hash_fingerprint" varchar(256) not null,
  "structure_fingerprint" varchar(256) not null,
  "rules" varchar(65000) not null,
  "structure" varchar(65000) not null,
  "applied_batch" varchar(256) not null,
  "applied_at" timestamp not null
)
order by "entity", "place"
unsegmented all nodes;

-- Vault example: work tables.

-- Empty work table stage_customers.
create local temporary table if not exists "stage_customers" (
  "hk_customer_id" binary(16) not null,
  "id" varchar(80) not null,
  "city" varchar(80) not null,
  "s_customer_hash_diff" binary(16) not null
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Empty work table new_h_customer.
create local temporary table if not exists "new_h_customer" (
  "hk_customer_id" binary(16) not null,
  "customer_id" varchar(80) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Empty work table new_s_customer.
create local temporary table if not exists "new_s_customer" (
  "hk_customer_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "city" varchar(80) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null,
  "tied" int not null
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Empty work table new_s_customer_versions.
create local temporary table if not exists "new_s_customer_versions" (
  "hk_customer_id" binary(16),
  "load_dt" timestamp,
  "hash_diff" binary(16),
  "city" varchar(80),
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Empty work table new_s_customer_latest.
create local temporary table if not exists "new_s_customer_latest" (
  "hk_customer_id" binary(16),
  "latest_load_dt" timestamp,
  "latest_hash_diff" binary(16)
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Empty work table new_s_customer_seen.
create local temporary table if not exists "new_s_customer_seen" (
  "hk_customer_id" binary(16),
  "seen_date" timestamp
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Empty work table new_s_customer_older.
create local temporary table if not exists "new_s_customer_older" (
  "hk_customer_id" binary(16),
  "hash_diff" binary(16),
  "city" varchar(80),
  "load_dt" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Empty work table new_s_customer_placed.
create local temporary table if not exists "new_s_customer_placed" (
  "hk_customer_id" binary(16),
  "load_dt" timestamp,
  "hash_diff" binary(16),
  "was_stored" int,
  "was_seen" int,
  "is_given" int,
  "seen_source" varchar(800),
  "before_load_dt" timestamp,
  "before_hash_diff" binary(16),
  "before_was_stored" int,
  "before_is_given" int,
  "after_load_dt" timestamp
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Empty work table new_xts_customer.
create local temporary table if not exists "new_xts_customer" (
  "hk_customer_id" binary(16) not null,
  "satellite_name" varchar(512) not null,
  "hash_diff" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Vault example: stage customers.
-- Parameters: load_id (text).

-- Staged rows of customers with every hash computed once.
insert into "stage_customers" ("hk_customer_id", "id", "city", "s_customer_hash_diff")
select
  hex_to_binary(md5(replace(replace("id", '~', '~~'), '|', '~|')))::binary(16) as "hk_customer_id",
  "id",
  "city",
  hex_to_binary(md5(replace(replace("city", '~', '~~'), '|', '~|')))::binary(16) as "s_customer_hash_diff"
from "staging"."customers" as "customers"
where "load_id" = cast(? as varchar(256));

-- Vault example: hubs h_customer.
-- Parameters: load_dt (timestamp), load_src (text).

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

-- New rows into h_customer.
insert into "dds"."h_customer" ("hk_customer_id", "customer_id", "load_dt", "load_src")
select
  "fresh"."hk_customer_id",
  "fresh"."customer_id",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
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
-- Parameters: load_dt (timestamp), load_src (text).

-- Different contents of a key in this batch, each once.
insert into "new_s_customer_versions" ("hk_customer_id", "load_dt", "hash_diff", "city", "load_src", "vw_rows")
select
  "staged"."hk_customer_id",
  cast(? as timestamp) as "load_dt",
  "staged"."s_customer_hash_diff" as "hash_diff",
  min("staged"."city") as "city",
  cast(? as varchar(800)) as "load_src",
  count(*) as "vw_rows"
from "stage_customers" as "staged"
group by
  "staged"."hk_customer_id",
  "staged"."s_customer_hash_diff";

-- What the satellite says now, for keys of this batch only.
insert into "new_s_customer_latest" ("hk_customer_id", "latest_load_dt", "latest_hash_diff")
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
    from "new_s_customer_versions" as "versions"
  )
) as "numbered"
where "numbered"."vw_place" = 1;

-- When each key of this batch was last seen.
insert into "new_s_customer_seen" ("hk_customer_id", "seen_date")
select
  "stored"."hk_customer_id",
  max("stored"."load_dt") as "seen_date"
from "dds"."xts_customer" as "stored"
where "stored"."satellite_name" = 's_customer'
  and "stored"."hk_customer_id" in (
    select "versions"."hk_customer_id"
    from "new_s_customer_versions" as "versions"
  )
group by "stored"."hk_customer_id";

-- Versions that belong into the past.
insert into "new_s_customer_older" ("hk_customer_id", "hash_diff", "city", "load_dt", "load_src", "vw_rows")
select
  "versions"."hk_customer_id",
  "versions"."hash_diff",
  "versions"."city",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows"
from "new_s_customer_versions" as "versions"
left join "new_s_customer_latest" as "latest"
  on "latest"."hk_customer_id" = "versions"."hk_customer_id"
left join "new_s_customer_seen" as "seen"
  on "seen"."hk_customer_id" = "versions"."hk_customer_id"
where not (("latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt")) and ("seen"."seen_date" is null or ("versions"."load_dt" > "seen"."seen_date")));

-- Each version beside its neighbours.
insert into "new_s_customer_placed" (
  "hk_customer_id",
  "load_dt",
  "hash_diff",
  "was_stored",
  "was_seen",
  "is_given",
  "seen_source",
  "before_load_dt",
  "before_hash_diff",
  "before_was_stored",
  "before_is_given",
  "after_load_dt"
)
with
-- All that is known of their keys.
"moments" as (
  select
    "stored"."hk_customer_id",
    "stored"."load_dt",
    "stored"."hash_diff",
    1 as "was_stored",
    0 as "was_seen",
    0 as "is_given",
    cast(cast(null as varchar(800)) as varchar(800)) as "seen_source"
  from "dds"."s_customer" as "stored"
  where "stored"."hk_customer_id" in (
    select "versions"."hk_customer_id"
    from "new_s_customer_older" as "versions"
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
      from "new_s_customer_older" as "versions"
    )
  union all
  select
    "versions"."hk_customer_id",
    "versions"."load_dt",
    "versions"."hash_diff",
    0 as "was_stored",
    0 as "was_seen",
    1 as "is_given",
    cast(cast(null as varchar(800)) as varchar(800)) as "seen_source"
  from "new_s_customer_older" as "versions"
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
)
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
from "timeline";

-- Versions for s_customer, each with what becomes of it.
insert into "new_s_customer" ("hk_customer_id", "hash_diff", "city", "load_dt", "load_src", "vw_rows", "vw_outcome", "tied")
with
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
  from "new_s_customer_versions" as "versions"
  left join "new_s_customer_latest" as "latest"
    on "latest"."hk_customer_id" = "versions"."hk_customer_id"
  left join "new_s_customer_seen" as "seen"
    on "seen"."hk_customer_id" = "versions"."hk_customer_id"
  where ("latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt"))
    and ("seen"."seen_date" is null or ("versions"."load_dt" > "seen"."seen_date"))
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
      from "new_s_customer_placed" as "placed"
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
from "new_s_customer_older" as "versions"
join "new_s_customer_placed" as "placed"
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
-- Parameters: load_dt (timestamp), load_src (text).

-- Sightings that xts_customer does not hold yet, each once.
insert into "new_xts_customer" ("hk_customer_id", "satellite_name", "hash_diff", "load_dt", "load_src", "vw_rows")
with
-- What xts_customer does not hold yet of s_customer.
"fresh_1" as (
  select
    "staged"."hk_customer_id",
    "staged"."s_customer_hash_diff" as "hash_diff",
    cast(? as timestamp) as "load_dt",
    cast(? as varchar(800)) as "load_src",
    count(*) as "vw_rows"
  from "stage_customers" as "staged"
  left join "dds"."xts_customer" as "known"
    on "known"."hk_customer_id" = "staged"."hk_customer_id"
    and "known"."load_dt" = cast(? as timestamp)
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

-- Vault example: checks.

-- No row without its parent: s_customer: every hk_customer_id exists in h_customer (new_s_customer).
select "fresh"."hk_customer_id"
from "new_s_customer" as "fresh"
left join "dds"."h_customer" as "parent"
  on "parent"."hk_customer_id" = "fresh"."hk_customer_id"
where "parent"."hk_customer_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No row without its parent: xts_customer: every hk_customer_id exists in h_customer (new_xts_customer).
select "fresh"."hk_customer_id"
from "new_xts_customer" as "fresh"
left join "dds"."h_customer" as "parent"
  on "parent"."hk_customer_id" = "fresh"."hk_customer_id"
where "parent"."hk_customer_id" is null;
