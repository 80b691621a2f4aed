-- Vault example: tables.

-- Schema staging.
create schema if not exists "staging";

-- Schema dds.
create schema if not exists "dds";

-- Staging: customers as delivered; rows are told apart by their load.
create table if not exists "staging"."customers" (
  "id" varchar(80) not null,
  "changed_at" timestamp not null,
  "line" int not null,
  "city" varchar(80),
  "note" varchar(80),
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

-- Satellite: how city, note of h_customer changed.
create table if not exists "dds"."s_customer" (
  "hk_customer_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "line_no" int not null,
  "city" varchar(80),
  "note" varchar(80),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_customer_id", "load_dt"
segmented by hash("hk_customer_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of s_customer that are older than what was stored when they came; kept, not applied.
create table if not exists "dds"."s_customer_late" (
  "hk_customer_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "line_no" int not null,
  "city" varchar(80),
  "note" varchar(80),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_customer_id", "load_dt"
segmented by hash("hk_customer_id") all nodes;

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
  "changed_at" timestamp not null,
  "city" varchar(80),
  "note" varchar(80),
  "s_customer_hash_diff" binary(16) not null,
  "line" int not null
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Empty work table new_h_customer.
create local temporary table if not exists "new_h_customer" (
  "hk_customer_id" binary(16) not null,
  "customer_id" varchar(80) not null,
  "load_dt" timestamp not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Empty work table new_s_customer.
create local temporary table if not exists "new_s_customer" (
  "hk_customer_id" binary(16) not null,
  "hash_diff" binary(16) not null,
  "line_no" int not null,
  "city" varchar(80),
  "note" varchar(80),
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
  "line_no" int,
  "hash_diff" binary(16),
  "city" varchar(80),
  "note" varchar(80),
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Empty work table new_s_customer_latest.
create local temporary table if not exists "new_s_customer_latest" (
  "hk_customer_id" binary(16),
  "latest_load_dt" timestamp,
  "latest_line_no" int,
  "latest_hash_diff" binary(16)
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Empty work table new_s_customer_older.
create local temporary table if not exists "new_s_customer_older" (
  "hk_customer_id" binary(16),
  "hash_diff" binary(16),
  "line_no" int,
  "city" varchar(80),
  "note" varchar(80),
  "load_dt" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Vault example: stage customers.
-- Parameters: load_id (text).

-- Staged rows of customers with every hash computed once.
insert into "stage_customers" ("hk_customer_id", "id", "changed_at", "city", "note", "s_customer_hash_diff", "line")
select
  hex_to_binary(md5(replace(replace("id", '~', '~~'), '|', '~|')))::binary(16) as "hk_customer_id",
  "id",
  "changed_at",
  "city",
  "note",
  hex_to_binary(md5(coalesce(replace(replace("city", '~', '~~'), '|', '~|'), '~N')))::binary(16) as "s_customer_hash_diff",
  "line"
from "staging"."customers" as "customers"
where "load_id" = cast(? as varchar(256));

-- Vault example: hubs h_customer.
-- Parameters: load_src (text).

-- Rows that h_customer does not hold yet, one per identity.
insert into "new_h_customer" ("hk_customer_id", "customer_id", "load_dt", "vw_rows")
select
  "staged"."hk_customer_id",
  "staged"."id" as "customer_id",
  min("staged"."changed_at") as "load_dt",
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
  "fresh"."load_dt",
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
-- Parameters: load_src (text), load_id (text).

-- Different contents of a key in this batch, each once.
insert into "new_s_customer_versions" ("hk_customer_id", "load_dt", "line_no", "hash_diff", "city", "note", "load_src", "vw_rows")
select
  "numbered"."hk_customer_id",
  "numbered"."load_dt",
  "numbered"."line_no",
  "numbered"."hash_diff",
  "numbered"."city",
  "numbered"."note",
  "numbered"."load_src",
  "numbered"."vw_rows"
from (
  select
    "staged"."hk_customer_id",
    "staged"."changed_at" as "load_dt",
    "staged"."line" as "line_no",
    "staged"."s_customer_hash_diff" as "hash_diff",
    "staged"."city",
    "staged"."note",
    cast(? as varchar(800)) as "load_src",
    count(*) over (
      partition by "staged"."hk_customer_id", "staged"."changed_at", "staged"."line", "staged"."s_customer_hash_diff"
    ) as "vw_rows",
    row_number() over (
      partition by "staged"."hk_customer_id", "staged"."changed_at", "staged"."line", "staged"."s_customer_hash_diff"
      order by "staged"."note" asc nulls last
    ) as "vw_place"
  from "stage_customers" as "staged"
) as "numbered"
where "numbered"."vw_place" = 1;

-- What the satellite says now, for keys of this batch only.
insert into "new_s_customer_latest" ("hk_customer_id", "latest_load_dt", "latest_line_no", "latest_hash_diff")
select
  "numbered"."hk_customer_id",
  "numbered"."latest_load_dt",
  "numbered"."latest_line_no",
  "numbered"."latest_hash_diff"
from (
  select
    "stored"."hk_customer_id",
    "stored"."load_dt" as "latest_load_dt",
    "stored"."line_no" as "latest_line_no",
    "stored"."hash_diff" as "latest_hash_diff",
    row_number() over (
      partition by "stored"."hk_customer_id"
      order by "stored"."load_dt" desc nulls last, "stored"."line_no" desc nulls last, "stored"."hash_diff" desc nulls last
    ) as "vw_place"
  from "dds"."s_customer" as "stored"
  where "stored"."hk_customer_id" in (
    select "versions"."hk_customer_id"
    from "new_s_customer_versions" as "versions"
  )
) as "numbered"
where "numbered"."vw_place" = 1;

-- Versions that are not newer than what is known of their key.
insert into "new_s_customer_older" ("hk_customer_id", "hash_diff", "line_no", "city", "note", "load_dt", "load_src", "vw_rows")
select
  "versions"."hk_customer_id",
  "versions"."hash_diff",
  "versions"."line_no",
  "versions"."city",
  "versions"."note",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows"
from "new_s_customer_versions" as "versions"
join "new_s_customer_latest" as "latest"
  on "latest"."hk_customer_id" = "versions"."hk_customer_id"
where not ("latest"."latest_load_dt" is null or (("versions"."load_dt" > "latest"."latest_load_dt") or (("versions"."load_dt" = "latest"."latest_load_dt") and ("versions"."line_no" > "latest"."latest_line_no"))));

-- Versions for s_customer, each with what becomes of it.
insert into "new_s_customer" (
  "hk_customer_id",
  "hash_diff",
  "line_no",
  "city",
  "note",
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
    "versions"."hk_customer_id",
    "versions"."hash_diff",
    "versions"."line_no",
    "versions"."city",
    "versions"."note",
    "versions"."load_dt",
    "versions"."load_src",
    "versions"."vw_rows",
    coalesce(lag("versions"."hash_diff") over (
      partition by "versions"."hk_customer_id"
      order by "versions"."load_dt" asc nulls first, "versions"."line_no" asc nulls first, "versions"."hash_diff" asc nulls first
    ), "latest"."latest_hash_diff") as "previous_hash_diff",
    case
      when (lag("versions"."load_dt") over (
        partition by "versions"."hk_customer_id"
        order by "versions"."load_dt" asc nulls first, "versions"."line_no" asc nulls first, "versions"."hash_diff" asc nulls first
      ) is not null and (lag("versions"."load_dt") over (
        partition by "versions"."hk_customer_id"
        order by "versions"."load_dt" asc nulls first, "versions"."line_no" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."load_dt") and (lag("versions"."line_no") over (
        partition by "versions"."hk_customer_id"
        order by "versions"."load_dt" asc nulls first, "versions"."line_no" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."line_no")) or (lead("versions"."load_dt") over (
        partition by "versions"."hk_customer_id"
        order by "versions"."load_dt" asc nulls first, "versions"."line_no" asc nulls first, "versions"."hash_diff" asc nulls first
      ) is not null and (lead("versions"."load_dt") over (
        partition by "versions"."hk_customer_id"
        order by "versions"."load_dt" asc nulls first, "versions"."line_no" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."load_dt") and (lead("versions"."line_no") over (
        partition by "versions"."hk_customer_id"
        order by "versions"."load_dt" asc nulls first, "versions"."line_no" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."line_no")) then 1
      else 0
    end as "tied"
  from "new_s_customer_versions" as "versions"
  left join "new_s_customer_latest" as "latest"
    on "latest"."hk_customer_id" = "versions"."hk_customer_id"
  where "latest"."latest_load_dt" is null or (("versions"."load_dt" > "latest"."latest_load_dt") or (("versions"."load_dt" = "latest"."latest_load_dt") and ("versions"."line_no" > "latest"."latest_line_no")))
),
-- When stored versions began and ended, for keys with older rows only.
"intervals" as (
  select
    "stored"."hk_customer_id",
    "stored"."load_dt",
    "stored"."line_no",
    "stored"."hash_diff",
    lead("stored"."load_dt") over (
      partition by "stored"."hk_customer_id"
      order by "stored"."load_dt" asc nulls first, "stored"."line_no" asc nulls first, "stored"."hash_diff" asc nulls first
    ) as "next_load_dt",
    lead("stored"."line_no") over (
      partition by "stored"."hk_customer_id"
      order by "stored"."load_dt" asc nulls first, "stored"."line_no" asc nulls first, "stored"."hash_diff" asc nulls first
    ) as "next_line_no"
  from "dds"."s_customer" as "stored"
  where "stored"."hk_customer_id" in (
    select "versions"."hk_customer_id"
    from "new_s_customer_older" as "versions"
  )
),
-- Older versions that are stored, or repeat the last one before them.
"repeated" as (
  select
    "versions"."hk_customer_id",
    "versions"."load_dt",
    "versions"."line_no",
    "versions"."hash_diff"
  from "new_s_customer_older" as "versions"
  join "intervals"
    on "intervals"."hk_customer_id" = "versions"."hk_customer_id"
    and "intervals"."hash_diff" = "versions"."hash_diff"
  where (("intervals"."load_dt" = "versions"."load_dt") and ("intervals"."line_no" = "versions"."line_no")) or ((("versions"."load_dt" > "intervals"."load_dt") or (("versions"."load_dt" = "intervals"."load_dt") and ("versions"."line_no" > "intervals"."line_no"))) and ("intervals"."next_load_dt" is null or (not (("versions"."load_dt" > "intervals"."next_load_dt") or (("versions"."load_dt" = "intervals"."next_load_dt") and ("versions"."line_no" > "intervals"."next_line_no"))))))
  group by
    "versions"."hk_customer_id",
    "versions"."load_dt",
    "versions"."line_no",
    "versions"."hash_diff"
)
select
  "versions"."hk_customer_id",
  "versions"."hash_diff",
  "versions"."line_no",
  "versions"."city",
  "versions"."note",
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
  "versions"."line_no",
  "versions"."city",
  "versions"."note",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows",
  case when "repeated"."hk_customer_id" is not null then 'known' else 'late' end as "vw_outcome",
  0 as "tied"
from "new_s_customer_older" as "versions"
left join "repeated"
  on "repeated"."hk_customer_id" = "versions"."hk_customer_id"
  and "repeated"."load_dt" = "versions"."load_dt"
  and "repeated"."line_no" = "versions"."line_no"
  and "repeated"."hash_diff" = "versions"."hash_diff";

-- No identity stored twice: s_customer: one row per hk_customer_id, load_dt, line_no, hash_diff (new_s_customer).
with
-- What goes into s_customer.
"incoming" as (
  select
    "fresh"."hk_customer_id",
    "fresh"."load_dt",
    "fresh"."line_no",
    "fresh"."hash_diff"
  from "new_s_customer" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
)
select
  "incoming"."hk_customer_id",
  "incoming"."load_dt",
  "incoming"."line_no",
  "incoming"."hash_diff",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_customer_id",
  "incoming"."load_dt",
  "incoming"."line_no",
  "incoming"."hash_diff"
having count(*) > 1
union all
select
  "incoming"."hk_customer_id",
  "incoming"."load_dt",
  "incoming"."line_no",
  "incoming"."hash_diff",
  2 as "row_count"
from "incoming"
join "dds"."s_customer" as "stored"
  on "stored"."hk_customer_id" = "incoming"."hk_customer_id"
  and "stored"."hash_diff" = "incoming"."hash_diff"
  and "stored"."line_no" = "incoming"."line_no"
  and "stored"."load_dt" = "incoming"."load_dt";

-- Changed versions into s_customer.
insert into "dds"."s_customer" ("hk_customer_id", "hash_diff", "line_no", "city", "note", "load_dt", "load_src")
select
  "fresh"."hk_customer_id",
  "fresh"."hash_diff",
  "fresh"."line_no",
  "fresh"."city",
  "fresh"."note",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_s_customer" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Versions older than what s_customer holds, kept aside.
insert into "dds"."s_customer_late" (
  "hk_customer_id",
  "hash_diff",
  "line_no",
  "city",
  "note",
  "load_dt",
  "load_src",
  "load_id",
  "reason"
)
select
  "fresh"."hk_customer_id",
  "fresh"."hash_diff",
  "fresh"."line_no",
  "fresh"."city",
  "fresh"."note",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast(? as varchar(256)) as "load_id",
  'older than the stored versions' as "reason"
from "new_s_customer" as "fresh"
where "fresh"."vw_outcome" = 'late'
  and not exists (
    select 1 as "found"
    from "dds"."s_customer_late" as "aside"
    where "aside"."hk_customer_id" = "fresh"."hk_customer_id"
      and "aside"."load_dt" = "fresh"."load_dt"
      and "aside"."line_no" = "fresh"."line_no"
      and "aside"."hash_diff" = "fresh"."hash_diff"
  );

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
) as "outcome";

-- Vault example: checks.

-- No row without its parent: s_customer: every hk_customer_id exists in h_customer (new_s_customer).
select "fresh"."hk_customer_id"
from "new_s_customer" as "fresh"
left join "dds"."h_customer" as "parent"
  on "parent"."hk_customer_id" = "fresh"."hk_customer_id"
where "parent"."hk_customer_id" is null
  and "fresh"."vw_outcome" = 'inserted';
