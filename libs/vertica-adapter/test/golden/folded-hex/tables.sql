-- Vault folded-hex: tables.

-- Schema staging_folded.
create schema if not exists "staging_folded";

-- Schema dds_folded.
create schema if not exists "dds_folded";

-- Staging: readings as delivered; rows are told apart by their load.
create table if not exists "staging_folded"."readings" (
  "code" varchar(80) not null,
  "number" int not null,
  "price" numeric(9,2) not null,
  "share" numeric(4,4),
  "count" numeric(18,0),
  "is_open" boolean not null,
  "is_late" boolean,
  "day" date not null,
  "clock" time not null,
  "at" timestamp not null,
  "instant" timestamptz not null,
  "guid" uuid not null,
  "bytes" varbinary(16),
  "weight" float,
  "note" varchar(4000),
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of readings that do not fit the contract: place, reason and raw text.
create table if not exists "staging_folded"."readings_rej" (
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

-- Staging: places as delivered; rows are told apart by their load.
create table if not exists "staging_folded"."places" (
  "id" varchar(160),
  "name" varchar(400),
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of places that do not fit the contract: place, reason and raw text.
create table if not exists "staging_folded"."places_rej" (
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

-- Hub: every code, number, price, is_open, day, clock, at, instant, guid the business has named, once.
create table if not exists "dds_folded"."h_reading" (
  "hk_h_reading" varchar(40) not null,
  "code" varchar(80) not null,
  "number" int not null,
  "price" numeric(9,2) not null,
  "is_open" boolean not null,
  "day" date not null,
  "clock" time not null,
  "at" timestamp not null,
  "instant" timestamptz not null,
  "guid" uuid not null,
  "is_late" boolean,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_h_reading"
segmented by hash("hk_h_reading") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Hub: every place_id the business has named, once.
create table if not exists "dds_folded"."h_place" (
  "hk_place_id" varchar(40) not null,
  "place_id" varchar(160),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_place_id"
segmented by hash("hk_place_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Hub: every code the business has named, once.
create table if not exists "dds_folded"."h_code" (
  "hk_code" varchar(40) not null,
  "code" varchar(80) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_code"
segmented by hash("hk_code") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Link: every combination of h_code, h_place that was seen, once.
create table if not exists "dds_folded"."l_reading" (
  "hk_l_reading" varchar(40) not null,
  "hk_code" varchar(40) not null,
  "hk_place_id" varchar(40) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_l_reading"
segmented by hash("hk_l_reading") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of l_reading that name a hub key nobody has delivered yet; tried again in every batch.
create table if not exists "dds_folded"."l_reading_pending" (
  "hk_l_reading" varchar(40) not null,
  "hk_code" varchar(40) not null,
  "hk_place_id" varchar(40) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_l_reading"
segmented by hash("hk_l_reading") all nodes;

-- Satellite: how is_late, share, count, bytes, note of h_reading changed.
create table if not exists "dds_folded"."s_reading" (
  "hk_h_reading" varchar(40) not null,
  "hash_diff" varchar(40) not null,
  "is_late" boolean,
  "share" numeric(4,4),
  "count" numeric(18,0),
  "bytes" varbinary(16),
  "note" varchar(4000),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_h_reading", "load_dt"
segmented by hash("hk_h_reading") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of s_reading that are older than what was stored when they came; kept, not applied.
create table if not exists "dds_folded"."s_reading_late" (
  "hk_h_reading" varchar(40) not null,
  "hash_diff" varchar(40) not null,
  "is_late" boolean,
  "share" numeric(4,4),
  "count" numeric(18,0),
  "bytes" varbinary(16),
  "note" varchar(4000),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_h_reading", "load_dt"
segmented by hash("hk_h_reading") all nodes;

-- Satellite: how name of h_place changed.
create table if not exists "dds_folded"."s_place" (
  "hk_place_id" varchar(40) not null,
  "hash_diff" varchar(40) not null,
  "name" varchar(400),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_place_id", "load_dt"
segmented by hash("hk_place_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of s_place that are older than what was stored when they came; kept, not applied.
create table if not exists "dds_folded"."s_place_late" (
  "hk_place_id" varchar(40) not null,
  "hash_diff" varchar(40) not null,
  "name" varchar(400),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_place_id", "load_dt"
segmented by hash("hk_place_id") all nodes;

-- Rows of s_place whose h_place row is not known yet; tried again in every batch.
create table if not exists "dds_folded"."s_place_pending" (
  "hk_place_id" varchar(40) not null,
  "hash_diff" varchar(40) not null,
  "name" varchar(400),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_place_id", "load_dt"
segmented by hash("hk_place_id") all nodes;

-- Events of l_reading: every distinct row that was seen, once.
create table if not exists "dds_folded"."s_reading_event" (
  "hk_l_reading" varchar(40) not null,
  "at" timestamp not null,
  "instant" timestamptz not null,
  "is_late" boolean,
  "share" numeric(4,4),
  "guid" uuid not null,
  "bytes" varbinary(16),
  "note" varchar(4000),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_l_reading"
segmented by hash("hk_l_reading") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of s_reading_event whose l_reading row is not known yet; tried again in every batch.
create table if not exists "dds_folded"."s_reading_event_pending" (
  "hk_l_reading" varchar(40) not null,
  "at" timestamp not null,
  "instant" timestamptz not null,
  "is_late" boolean,
  "share" numeric(4,4),
  "guid" uuid not null,
  "bytes" varbinary(16),
  "note" varchar(4000),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_l_reading"
segmented by hash("hk_l_reading") all nodes;

-- The rules that each entity was loaded with; the latest row of an entity is in force.
create table if not exists "dds_folded"."vault_model" (
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

-- The latest version of each key of s_reading.
create or replace view "dds_folded"."v_reading_now" as
with
-- The last row of each key.
"latest" as (
  select
    "numbered"."hk_h_reading",
    "numbered"."hash_diff",
    "numbered"."is_late",
    "numbered"."share",
    "numbered"."count",
    "numbered"."bytes",
    "numbered"."note",
    "numbered"."load_dt",
    "numbered"."load_src"
  from (
    select
      "version"."hk_h_reading",
      "version"."hash_diff",
      "version"."is_late",
      "version"."share",
      "version"."count",
      "version"."bytes",
      "version"."note",
      "version"."load_dt",
      "version"."load_src",
      row_number() over (
        partition by "version"."hk_h_reading"
        order by "version"."load_dt" desc nulls last, "version"."hash_diff" desc nulls last
      ) as "vw_place"
    from "dds_folded"."s_reading" as "version"
    where not (("version"."hk_h_reading" = '0000000000000000000000000000000000000000') and ("version"."load_dt" = cast('1900-01-01 00:00:00.000000' as timestamp)) and ("version"."load_src" = 'GHOST'))
  ) as "numbered"
  where "numbered"."vw_place" = 1
)
select
  "latest"."hk_h_reading",
  "latest"."hash_diff",
  "latest"."is_late",
  "latest"."share",
  "latest"."count",
  "latest"."bytes",
  "latest"."note",
  "latest"."load_dt",
  "latest"."load_src"
from "latest";

-- The versions of s_place, each with its end.
create or replace view "dds_folded"."v_place_history" as
with
-- Each version and the hash diff of the one before.
"neighbours" as (
  select
    "version"."hk_place_id",
    "version"."hash_diff",
    "version"."name",
    "version"."load_dt",
    "version"."load_src",
    lag("version"."hash_diff") over (
      partition by "version"."hk_place_id"
      order by "version"."load_dt" asc nulls first, "version"."hash_diff" asc nulls first
    ) as "hash_diff_before"
  from "dds_folded"."s_place" as "version"
  where not (("version"."hk_place_id" = '0000000000000000000000000000000000000000') and ("version"."load_dt" = cast('1900-01-01 00:00:00.000000' as timestamp)) and ("version"."load_src" = 'GHOST'))
),
-- Versions that differ from the one before.
"changes" as (
  select
    "neighbours"."hk_place_id",
    "neighbours"."hash_diff",
    "neighbours"."name",
    "neighbours"."load_dt",
    "neighbours"."load_src"
  from "neighbours"
  where "neighbours"."hash_diff_before" is null or (not ("neighbours"."hash_diff_before" = "neighbours"."hash_diff"))
)
select
  "version"."hk_place_id",
  "version"."hash_diff",
  "version"."name",
  "version"."load_dt",
  "version"."load_src",
  coalesce(lead("version"."load_dt") over (
    partition by "version"."hk_place_id"
    order by "version"."load_dt" asc nulls first, "version"."hash_diff" asc nulls first
  ), cast('9999-12-31 23:59:59.999999' as timestamp)) as "load_end_dt"
from "changes" as "version";
