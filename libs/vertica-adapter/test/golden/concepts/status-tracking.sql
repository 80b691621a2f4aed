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
  "hk_customer" binary(16) not null,
  "customer_id" varchar(80) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_customer"
segmented by hash("hk_customer") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Status tracking satellite: whether each key of h_customer was there; D from its load date on it was not.
create table if not exists "dds"."sts_customer" (
  "hk_customer" binary(16) not null,
  "status" varchar(4) not null,
  "hash_diff" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_customer", "load_dt"
segmented by hash("hk_customer") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of sts_customer that are older than what was stored when they came; kept, not applied.
create table if not exists "dds"."sts_customer_late" (
  "hk_customer" binary(16) not null,
  "hash_diff" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_customer", "load_dt"
segmented by hash("hk_customer") all nodes;

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
  "hk_customer" binary(16) not null,
  "id" varchar(80) not null,
  "city" varchar(80) not null,
  "sts_customer_hash_diff" binary(16) not null
)
on commit delete rows
segmented by hash("hk_customer") all nodes;

-- Empty work table new_h_customer.
create local temporary table if not exists "new_h_customer" (
  "hk_customer" binary(16) not null,
  "customer_id" varchar(80) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_customer") all nodes;

-- Empty work table new_sts_customer.
create local temporary table if not exists "new_sts_customer" (
  "hk_customer" binary(16) not null,
  "status" varchar(4) not null,
  "hash_diff" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null
)
on commit delete rows
segmented by hash("hk_customer") all nodes;

-- Empty work table new_sts_customer_sightings.
create local temporary table if not exists "new_sts_customer_sightings" (
  "hk_customer" binary(16),
  "load_dt" timestamp,
  "hash_diff" binary(16),
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_customer") all nodes;

-- Empty work table new_sts_customer_snapshots.
create local temporary table if not exists "new_sts_customer_snapshots" (
  "load_dt" timestamp,
  "is_newer" int,
  "snapshot_no" int
)
on commit delete rows;

-- Empty work table new_sts_customer_latest.
create local temporary table if not exists "new_sts_customer_latest" (
  "hk_customer" binary(16),
  "status" varchar(4),
  "hash_diff" binary(16)
)
on commit delete rows
segmented by hash("hk_customer") all nodes;

-- Empty work table new_sts_customer_placed.
create local temporary table if not exists "new_sts_customer_placed" (
  "hk_customer" binary(16),
  "load_dt" timestamp,
  "hash_diff" binary(16),
  "load_src" varchar(800),
  "vw_rows" int,
  "snapshot_no" int,
  "previous_no" int,
  "next_no" int,
  "previous_hash_diff" binary(16),
  "stored_status" varchar(4)
)
on commit delete rows
segmented by hash("hk_customer") all nodes;

-- Empty work table new_sts_customer_sizes.
create local temporary table if not exists "new_sts_customer_sizes" (
  "load_dt" timestamp,
  "key_count" int
)
on commit delete rows;

-- Empty work table new_sts_customer_timeline.
create local temporary table if not exists "new_sts_customer_timeline" (
  "hk_customer" binary(16),
  "load_dt" timestamp,
  "hash_diff" binary(16),
  "next_date" timestamp
)
on commit delete rows
segmented by hash("hk_customer") all nodes;

-- Empty work table new_sts_customer_expected.
create local temporary table if not exists "new_sts_customer_expected" (
  "snapshot_date" timestamp,
  "key_count" int,
  "moment" varchar(24),
  "hk_customer" binary(16),
  "hash_diff" binary(16)
)
on commit delete rows
segmented by hash("hk_customer") all nodes;

-- Vault example: stage customers.
-- Parameters: load_id (text).

-- Staged rows of customers with every hash computed once.
insert into "stage_customers" ("hk_customer", "id", "city", "sts_customer_hash_diff")
select
  hex_to_binary(md5(replace(replace("id", '~', '~~'), '|', '~|')))::binary(16) as "hk_customer",
  "id",
  "city",
  hex_to_binary(md5(replace(replace("city", '~', '~~'), '|', '~|')))::binary(16) as "sts_customer_hash_diff"
from "staging"."customers" as "customers"
where "load_id" = cast(? as varchar(256));

-- Vault example: hubs h_customer.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_customer does not hold yet, one per identity.
insert into "new_h_customer" ("hk_customer", "customer_id", "vw_rows")
select
  "staged"."hk_customer",
  "staged"."id" as "customer_id",
  count(*) as "vw_rows"
from "stage_customers" as "staged"
where not exists (
  select 1 as "found"
  from "dds"."h_customer" as "known"
  where "known"."hk_customer" = "staged"."hk_customer"
    and "known"."customer_id" = "staged"."id"
)
group by
  "staged"."hk_customer",
  "staged"."id";

-- No hash key shared by two business keys: h_customer: one row per hk_customer (new_h_customer).
with
-- What goes into h_customer.
"incoming" as (
  select "fresh"."hk_customer"
  from "new_h_customer" as "fresh"
)
select
  "incoming"."hk_customer",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_customer"
having count(*) > 1
union all
select
  "incoming"."hk_customer",
  2 as "row_count"
from "incoming"
join "dds"."h_customer" as "stored"
  on "stored"."hk_customer" = "incoming"."hk_customer";

-- New rows into h_customer.
insert into "dds"."h_customer" ("hk_customer", "customer_id", "load_dt", "load_src")
select
  "fresh"."hk_customer",
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

-- Vault example: tracking sts_customer.
-- Parameters: load_dt (timestamp), load_src (text), load_id (text).

-- The keys that each snapshot lists, each once.
insert into "new_sts_customer_sightings" ("hk_customer", "load_dt", "hash_diff", "load_src", "vw_rows")
select
  "numbered"."hk_customer",
  "numbered"."load_dt",
  "numbered"."hash_diff",
  "numbered"."load_src",
  "numbered"."vw_rows"
from (
  select
    "staged"."hk_customer",
    cast(? as timestamp) as "load_dt",
    "staged"."sts_customer_hash_diff" as "hash_diff",
    cast(? as varchar(800)) as "load_src",
    count(*) over (partition by "staged"."hk_customer", cast(? as timestamp)) as "vw_rows",
    row_number() over (
      partition by "staged"."hk_customer", cast(? as timestamp)
      order by "staged"."sts_customer_hash_diff" desc nulls last
    ) as "vw_place"
  from "stage_customers" as "staged"
) as "numbered"
where "numbered"."vw_place" = 1;

-- Snapshots later than everything stored, numbered; and the older ones.
insert into "new_sts_customer_snapshots" ("load_dt", "is_newer", "snapshot_no")
with
-- Load dates of the snapshots; a batch without keys is one empty snapshot.
"instants" as (
  select "sightings"."load_dt"
  from "new_sts_customer_sightings" as "sightings"
  group by "sightings"."load_dt"
  union all
  select "batch"."load_dt"
  from (
    select cast(? as timestamp) as "load_dt"
  ) as "batch"
  where not exists (
    select 1 as "found"
    from "new_sts_customer_sightings" as "sightings"
  )
)
select
  "instants"."load_dt",
  case
    when "mark"."mark_date" is null or ("instants"."load_dt" > "mark"."mark_date") then 1
    else 0
  end as "is_newer",
  row_number() over (
    partition by case
      when "mark"."mark_date" is null or ("instants"."load_dt" > "mark"."mark_date") then 1
      else 0
    end
    order by "instants"."load_dt" asc nulls first
  ) as "snapshot_no"
from "instants"
cross join (
  select max("stored"."load_dt") as "mark_date"
  from "dds"."sts_customer" as "stored"
  where not (("stored"."hk_customer" = hex_to_binary('00000000000000000000000000000000')::binary(16)) and ("stored"."load_dt" = cast('1900-01-01 00:00:00.000000' as timestamp)) and ("stored"."load_src" = 'GHOST'))
) as "mark";

-- What the satellite says now of each key.
insert into "new_sts_customer_latest" ("hk_customer", "status", "hash_diff")
select
  "numbered"."hk_customer",
  "numbered"."status",
  "numbered"."hash_diff"
from (
  select
    "stored"."hk_customer",
    "stored"."status",
    "stored"."hash_diff",
    row_number() over (partition by "stored"."hk_customer" order by "stored"."load_dt" desc nulls last) as "vw_place"
  from "dds"."sts_customer" as "stored"
  where not (("stored"."hk_customer" = hex_to_binary('00000000000000000000000000000000')::binary(16)) and ("stored"."load_dt" = cast('1900-01-01 00:00:00.000000' as timestamp)) and ("stored"."load_src" = 'GHOST'))
) as "numbered"
where "numbered"."vw_place" = 1;

-- Sightings of newer snapshots beside the ones before and after of their key.
insert into "new_sts_customer_placed" (
  "hk_customer",
  "load_dt",
  "hash_diff",
  "load_src",
  "vw_rows",
  "snapshot_no",
  "previous_no",
  "next_no",
  "previous_hash_diff",
  "stored_status"
)
select
  "sightings"."hk_customer",
  "sightings"."load_dt",
  "sightings"."hash_diff",
  "sightings"."load_src",
  "sightings"."vw_rows",
  "snapshots"."snapshot_no",
  lag("snapshots"."snapshot_no") over (partition by "sightings"."hk_customer" order by "sightings"."load_dt" asc nulls first) as "previous_no",
  lead("snapshots"."snapshot_no") over (partition by "sightings"."hk_customer" order by "sightings"."load_dt" asc nulls first) as "next_no",
  coalesce(lag("sightings"."hash_diff") over (partition by "sightings"."hk_customer" order by "sightings"."load_dt" asc nulls first), "latest"."hash_diff") as "previous_hash_diff",
  "latest"."status" as "stored_status"
from "new_sts_customer_sightings" as "sightings"
join "new_sts_customer_snapshots" as "snapshots"
  on "snapshots"."load_dt" = "sightings"."load_dt"
  and "snapshots"."is_newer" = 1
left join "new_sts_customer_latest" as "latest"
  on "latest"."hk_customer" = "sightings"."hk_customer";

-- Number of keys in each older snapshot.
insert into "new_sts_customer_sizes" ("load_dt", "key_count")
select
  "sightings"."load_dt",
  sum(case
    when "sightings"."hk_customer" in (hex_to_binary('00000000000000000000000000000000')::binary(16), hex_to_binary('ffffffffffffffffffffffffffffffff')::binary(16)) then 0
    else 1
  end) as "key_count"
from "new_sts_customer_sightings" as "sightings"
join "new_sts_customer_snapshots" as "snapshots"
  on "snapshots"."load_dt" = "sightings"."load_dt"
  and "snapshots"."is_newer" = 0
group by "sightings"."load_dt";

-- When stored keys were there, where a snapshot is older than what is stored.
insert into "new_sts_customer_timeline" ("hk_customer", "load_dt", "hash_diff", "next_date")
select
  "version"."hk_customer",
  "version"."load_dt",
  "version"."hash_diff",
  "version"."next_date"
from (
  select
    "stored"."hk_customer",
    "stored"."load_dt",
    "stored"."status",
    "stored"."hash_diff",
    lead("stored"."load_dt") over (partition by "stored"."hk_customer" order by "stored"."load_dt" asc nulls first) as "next_date"
  from "dds"."sts_customer" as "stored"
  where not "stored"."hk_customer" in (hex_to_binary('00000000000000000000000000000000')::binary(16), hex_to_binary('ffffffffffffffffffffffffffffffff')::binary(16))
    and exists (
      select 1 as "found"
      from "new_sts_customer_sizes" as "sizes"
    )
) as "version"
where not ("version"."status" = 'D');

-- What was there at each older snapshot, and just before.
insert into "new_sts_customer_expected" ("snapshot_date", "key_count", "moment", "hk_customer", "hash_diff")
select
  "sizes"."load_dt" as "snapshot_date",
  "sizes"."key_count",
  'at' as "moment",
  "timeline"."hk_customer",
  "timeline"."hash_diff"
from "new_sts_customer_sizes" as "sizes"
join "new_sts_customer_timeline" as "timeline"
  on "timeline"."load_dt" <= "sizes"."load_dt"
  and ("timeline"."next_date" is null or ("timeline"."next_date" > "sizes"."load_dt"))
union all
select
  "sizes"."load_dt" as "snapshot_date",
  "sizes"."key_count",
  'before' as "moment",
  "timeline"."hk_customer",
  "timeline"."hash_diff"
from "new_sts_customer_sizes" as "sizes"
join "new_sts_customer_timeline" as "timeline"
  on "timeline"."load_dt" < "sizes"."load_dt"
  and ("timeline"."next_date" is null or ("timeline"."next_date" >= "sizes"."load_dt"));

-- Keys that are listed, or no longer listed, for sts_customer, each with what becomes of it.
insert into "new_sts_customer" ("hk_customer", "status", "hash_diff", "load_dt", "load_src", "vw_rows", "vw_outcome")
with
-- Older snapshots with just these keys: equal in number, and all of them found.
"unchanged" as (
  select "equals"."load_dt"
  from (
    select "expected"."snapshot_date" as "load_dt"
    from "new_sts_customer_expected" as "expected"
    left join "new_sts_customer_sightings" as "sightings"
      on "sightings"."load_dt" = "expected"."snapshot_date"
      and "sightings"."hk_customer" = "expected"."hk_customer"
      and "sightings"."hash_diff" = "expected"."hash_diff"
    group by
      "expected"."snapshot_date",
      "expected"."key_count",
      "expected"."moment"
    having count(*) = "expected"."key_count"
      and count("sightings"."hk_customer") = "expected"."key_count"
  ) as "equals"
  group by "equals"."load_dt"
  union all
  select "sizes"."load_dt"
  from "new_sts_customer_sizes" as "sizes"
  left join (
    select
      "moments"."snapshot_date",
      count(*) as "moment_count"
    from (
      select
        "expected"."snapshot_date",
        "expected"."moment"
      from "new_sts_customer_expected" as "expected"
      group by
        "expected"."snapshot_date",
        "expected"."moment"
    ) as "moments"
    group by "moments"."snapshot_date"
  ) as "there"
    on "there"."snapshot_date" = "sizes"."load_dt"
  where "sizes"."key_count" = 0
    and ("there"."moment_count" is null or ("there"."moment_count" < 2))
)
select
  "placed"."hk_customer",
  case
    when ("placed"."previous_no" is not null and (("placed"."previous_no" = ("placed"."snapshot_no" - 1)) or "placed"."hk_customer" in (hex_to_binary('00000000000000000000000000000000')::binary(16), hex_to_binary('ffffffffffffffffffffffffffffffff')::binary(16)))) or ("placed"."previous_no" is null and (("placed"."snapshot_no" = 1) or "placed"."hk_customer" in (hex_to_binary('00000000000000000000000000000000')::binary(16), hex_to_binary('ffffffffffffffffffffffffffffffff')::binary(16))) and "placed"."stored_status" is not null and (not ("placed"."stored_status" = 'D'))) then 'U'
    else 'I'
  end as "status",
  "placed"."hash_diff",
  "placed"."load_dt",
  "placed"."load_src",
  "placed"."vw_rows",
  case
    when (("placed"."previous_no" is not null and (("placed"."previous_no" = ("placed"."snapshot_no" - 1)) or "placed"."hk_customer" in (hex_to_binary('00000000000000000000000000000000')::binary(16), hex_to_binary('ffffffffffffffffffffffffffffffff')::binary(16)))) or ("placed"."previous_no" is null and (("placed"."snapshot_no" = 1) or "placed"."hk_customer" in (hex_to_binary('00000000000000000000000000000000')::binary(16), hex_to_binary('ffffffffffffffffffffffffffffffff')::binary(16))) and "placed"."stored_status" is not null and (not ("placed"."stored_status" = 'D')))) and ("placed"."hash_diff" = "placed"."previous_hash_diff") then 'known'
    else 'inserted'
  end as "vw_outcome"
from "new_sts_customer_placed" as "placed"
union all
select
  "sightings"."hk_customer",
  'I' as "status",
  "sightings"."hash_diff",
  "sightings"."load_dt",
  "sightings"."load_src",
  "sightings"."vw_rows",
  case when "unchanged"."load_dt" is not null then 'known' else 'late' end as "vw_outcome"
from "new_sts_customer_sightings" as "sightings"
join "new_sts_customer_snapshots" as "snapshots"
  on "snapshots"."load_dt" = "sightings"."load_dt"
  and not ("snapshots"."is_newer" = 1)
left join "unchanged"
  on "unchanged"."load_dt" = "sightings"."load_dt"
union all
select
  "placed"."hk_customer",
  'D' as "status",
  "placed"."hash_diff",
  "snapshots"."load_dt",
  cast(? as varchar(800)) as "load_src",
  0 as "vw_rows",
  'absent' as "vw_outcome"
from "new_sts_customer_placed" as "placed"
join "new_sts_customer_snapshots" as "snapshots"
  on "snapshots"."is_newer" = 1
  and "snapshots"."snapshot_no" = ("placed"."snapshot_no" + 1)
where ("placed"."next_no" is null or ("placed"."next_no" > ("placed"."snapshot_no" + 1)))
  and not "placed"."hk_customer" in (hex_to_binary('00000000000000000000000000000000')::binary(16), hex_to_binary('ffffffffffffffffffffffffffffffff')::binary(16))
union all
select
  "latest"."hk_customer",
  'D' as "status",
  "latest"."hash_diff",
  "snapshots"."load_dt",
  cast(? as varchar(800)) as "load_src",
  0 as "vw_rows",
  'absent' as "vw_outcome"
from "new_sts_customer_latest" as "latest"
join "new_sts_customer_snapshots" as "snapshots"
  on "snapshots"."is_newer" = 1
  and "snapshots"."snapshot_no" = 1
left join "new_sts_customer_placed" as "placed"
  on "placed"."hk_customer" = "latest"."hk_customer"
  and "placed"."snapshot_no" = 1
where "placed"."hk_customer" is null
  and not ("latest"."status" = 'D')
  and not "latest"."hk_customer" in (hex_to_binary('00000000000000000000000000000000')::binary(16), hex_to_binary('ffffffffffffffffffffffffffffffff')::binary(16));

-- No identity stored twice: sts_customer: one row per hk_customer, load_dt (new_sts_customer).
with
-- What goes into sts_customer.
"incoming" as (
  select
    "fresh"."hk_customer",
    "fresh"."load_dt"
  from "new_sts_customer" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
  union all
  select
    "fresh"."hk_customer",
    "fresh"."load_dt"
  from "new_sts_customer" as "fresh"
  where "fresh"."vw_outcome" = 'absent'
)
select
  "incoming"."hk_customer",
  "incoming"."load_dt",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_customer",
  "incoming"."load_dt"
having count(*) > 1
union all
select
  "incoming"."hk_customer",
  "incoming"."load_dt",
  2 as "row_count"
from "incoming"
join "dds"."sts_customer" as "stored"
  on "stored"."hk_customer" = "incoming"."hk_customer"
  and "stored"."load_dt" = "incoming"."load_dt";

-- Keys that came or changed into sts_customer.
insert into "dds"."sts_customer" ("hk_customer", "status", "hash_diff", "load_dt", "load_src")
select
  "fresh"."hk_customer",
  "fresh"."status",
  "fresh"."hash_diff",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_sts_customer" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Keys that a snapshot no longer lists into sts_customer.
insert into "dds"."sts_customer" ("hk_customer", "status", "hash_diff", "load_dt", "load_src")
select
  "fresh"."hk_customer",
  "fresh"."status",
  "fresh"."hash_diff",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_sts_customer" as "fresh"
where "fresh"."vw_outcome" = 'absent';

-- Snapshots older than what sts_customer holds, kept aside.
insert into "dds"."sts_customer_late" ("hk_customer", "hash_diff", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."hk_customer",
  "fresh"."hash_diff",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast(? as varchar(256)) as "load_id",
  'an older snapshot' as "reason"
from "new_sts_customer" as "fresh"
where "fresh"."vw_outcome" = 'late'
  and not exists (
    select 1 as "found"
    from "dds"."sts_customer_late" as "aside"
    where "aside"."hk_customer" = "fresh"."hk_customer"
      and "aside"."hash_diff" = "fresh"."hash_diff"
      and "aside"."load_dt" = "fresh"."load_dt"
  );

-- What became of the rows of customers.
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
  from "stage_customers" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'known' then 1 end) as "unchanged",
    count(case when "fresh"."vw_outcome" = 'late' then 1 end) as "late"
  from "new_sts_customer" as "fresh"
  where not ("fresh"."vw_outcome" = 'absent')
) as "outcome";

-- Vault example: checks.

-- No row without its parent: sts_customer: every hk_customer exists in h_customer (new_sts_customer).
select "fresh"."hk_customer"
from "new_sts_customer" as "fresh"
left join "dds"."h_customer" as "parent"
  on "parent"."hk_customer" = "fresh"."hk_customer"
where "parent"."hk_customer" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No empty snapshot: sts_customer: a snapshot lists keys.
select count(*) as "row_count"
from "stage_customers" as "staged"
having count(*) = 0;
