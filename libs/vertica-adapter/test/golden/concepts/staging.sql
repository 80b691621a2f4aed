-- Vault example: tables.

-- Schema staging.
create schema if not exists "staging";

-- Schema dds.
create schema if not exists "dds";

-- Staging: towns as delivered; rows are told apart by their load.
create table if not exists "staging"."towns" (
  "city" varchar(80),
  "state" varchar(80),
  "country" varchar(8) not null,
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of towns that do not fit the contract: place, reason and raw text.
create table if not exists "staging"."towns_rej" (
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

-- Hub: every city the business has named, once.
create table if not exists "dds"."h_city" (
  "hk_city" binary(16) not null,
  "city" varchar(80) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_city"
segmented by hash("hk_city") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Events of h_city: every distinct row that was seen, once.
create table if not exists "dds"."s_city" (
  "hk_city" binary(16) not null,
  "city_original" varchar(80),
  "region" varchar(92) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_city"
segmented by hash("hk_city") all nodes
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

-- Empty work table stage_towns.
create local temporary table if not exists "stage_towns" (
  "hk_city" binary(16) not null,
  "city" varchar(80) not null,
  "city_original" varchar(80),
  "region" varchar(92) not null
)
on commit delete rows
segmented by hash("hk_city") all nodes;

-- Empty work table new_h_city.
create local temporary table if not exists "new_h_city" (
  "hk_city" binary(16) not null,
  "city" varchar(80) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_city") all nodes;

-- Empty work table new_s_city.
create local temporary table if not exists "new_s_city" (
  "hk_city" binary(16) not null,
  "city_original" varchar(80),
  "region" varchar(92) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_city") all nodes;

-- Vault example: stage towns.
-- Parameters: load_id (text).

-- Staged rows of towns with every hash computed once.
insert into "stage_towns" ("hk_city", "city", "city_original", "region")
select
  hex_to_binary(md5(replace(replace(coalesce(nullif(btrim("city", ' '), ''), '-1'), '~', '~~'), '|', '~|')))::binary(16) as "hk_city",
  coalesce(nullif(btrim("city", ' '), ''), '-1') as "city",
  nullif(btrim("city", ' '), '') as "city_original",
  coalesce("state", translate("country", 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')) || '/' || translate("country", 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') as "region"
from "staging"."towns" as "towns"
where "load_id" = cast(? as varchar(256));

-- Vault example: hubs h_city.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_city does not hold yet, one per identity.
insert into "new_h_city" ("hk_city", "city", "vw_rows")
select
  "staged"."hk_city",
  "staged"."city",
  count(*) as "vw_rows"
from "stage_towns" as "staged"
where not exists (
  select 1 as "found"
  from "dds"."h_city" as "known"
  where "known"."hk_city" = "staged"."hk_city"
    and "known"."city" = "staged"."city"
)
group by
  "staged"."hk_city",
  "staged"."city";

-- No hash key shared by two business keys: h_city: one row per hk_city (new_h_city).
with
-- What goes into h_city.
"incoming" as (
  select "fresh"."hk_city"
  from "new_h_city" as "fresh"
)
select
  "incoming"."hk_city",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_city"
having count(*) > 1
union all
select
  "incoming"."hk_city",
  2 as "row_count"
from "incoming"
join "dds"."h_city" as "stored"
  on "stored"."hk_city" = "incoming"."hk_city";

-- New rows into h_city.
insert into "dds"."h_city" ("hk_city", "city", "load_dt", "load_src")
select
  "fresh"."hk_city",
  "fresh"."city",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_h_city" as "fresh";

-- What became of the rows of towns.
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
  from "stage_towns" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_city" as "fresh"
) as "outcome";

-- Vault example: satellites s_city.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that s_city does not hold yet, one per identity.
insert into "new_s_city" ("hk_city", "city_original", "region", "vw_rows")
select
  "staged"."hk_city",
  "staged"."city_original",
  "staged"."region",
  count(*) as "vw_rows"
from "stage_towns" as "staged"
left join "dds"."s_city" as "known"
  on "known"."hk_city" = "staged"."hk_city"
  and "known"."city_original" <=> "staged"."city_original"
  and "known"."region" = "staged"."region"
where "known"."load_dt" is null
group by
  "staged"."hk_city",
  "staged"."city_original",
  "staged"."region";

-- No identity stored twice: s_city: one row per hk_city, city_original, region (new_s_city).
with
-- What goes into s_city.
"incoming" as (
  select
    "fresh"."hk_city",
    "fresh"."city_original",
    "fresh"."region"
  from "new_s_city" as "fresh"
)
select
  "incoming"."hk_city",
  "incoming"."city_original",
  "incoming"."region",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_city",
  "incoming"."city_original",
  "incoming"."region"
having count(*) > 1
union all
select
  "incoming"."hk_city",
  "incoming"."city_original",
  "incoming"."region",
  2 as "row_count"
from "incoming"
join "dds"."s_city" as "stored"
  on "stored"."hk_city" = "incoming"."hk_city"
  and "stored"."city_original" <=> "incoming"."city_original"
  and "stored"."region" = "incoming"."region";

-- New rows into s_city.
insert into "dds"."s_city" ("hk_city", "city_original", "region", "load_dt", "load_src")
select
  "fresh"."hk_city",
  "fresh"."city_original",
  "fresh"."region",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_s_city" as "fresh";

-- What became of the rows of towns.
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
  from "stage_towns" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_s_city" as "fresh"
) as "outcome";

-- Vault example: checks.

-- No row without its parent: s_city: every hk_city exists in h_city (new_s_city).
select "fresh"."hk_city"
from "new_s_city" as "fresh"
left join "dds"."h_city" as "parent"
  on "parent"."hk_city" = "fresh"."hk_city"
where "parent"."hk_city" is null;
