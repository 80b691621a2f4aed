-- Vault example: tables.

-- Schema staging.
create schema if not exists "staging";

-- Schema dds.
create schema if not exists "dds";

-- Staging: closings as delivered; rows are told apart by their load.
create table if not exists "staging"."closings" (
  "closed_at" timestamp not null,
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of closings that do not fit the contract: place, reason and raw text.
create table if not exists "staging"."closings_rej" (
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

-- Instants at which the vault is looked at.
create table if not exists "dds"."as_of_recent" (
  "as_of" timestamp not null,
  "is_active" boolean not null
)
order by "as_of"
unsegmented all nodes;

-- Instants at which the vault is looked at.
create table if not exists "dds"."as_of_closing" (
  "as_of" timestamp not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "as_of"
unsegmented all nodes;

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

-- Empty work table stage_closings.
create local temporary table if not exists "stage_closings" (
  "closed_at" timestamp not null
)
on commit delete rows;

-- Empty work table generated_as_of_recent.
create local temporary table if not exists "generated_as_of_recent" (
  "as_of" timestamp not null,
  "is_active" boolean not null
)
on commit delete rows;

-- Empty work table new_as_of_closing.
create local temporary table if not exists "new_as_of_closing" (
  "as_of" timestamp not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null
)
on commit delete rows;

-- Vault example: stage closings.
-- Parameters: load_id (text).

-- Staged rows of closings with every hash computed once.
insert into "stage_closings" ("closed_at")
select "closed_at"
from "staging"."closings" as "closings"
where "load_id" = cast(? as varchar(256));

-- Vault example: asOf as_of_recent.

-- Instants 2022-03-23 23:00:00.000000 to 2022-04-01 22:00:00.000000.
insert into "generated_as_of_recent" ("as_of", "is_active")
select
  cast('2022-03-23 23:00:00.000000' as timestamp) as "as_of",
  false as "is_active"
union all
select
  cast('2022-03-24 23:00:00.000000' as timestamp) as "as_of",
  false as "is_active"
union all
select
  cast('2022-03-25 23:00:00.000000' as timestamp) as "as_of",
  false as "is_active"
union all
select
  cast('2022-03-26 23:00:00.000000' as timestamp) as "as_of",
  false as "is_active"
union all
select
  cast('2022-03-27 22:00:00.000000' as timestamp) as "as_of",
  true as "is_active"
union all
select
  cast('2022-03-28 22:00:00.000000' as timestamp) as "as_of",
  false as "is_active"
union all
select
  cast('2022-03-29 22:00:00.000000' as timestamp) as "as_of",
  false as "is_active"
union all
select
  cast('2022-03-30 22:00:00.000000' as timestamp) as "as_of",
  true as "is_active"
union all
select
  cast('2022-03-31 22:00:00.000000' as timestamp) as "as_of",
  true as "is_active"
union all
select
  cast('2022-04-01 22:00:00.000000' as timestamp) as "as_of",
  true as "is_active";

-- Instants of as_of_recent that the rules no longer give.
delete from "dds"."as_of_recent"
where not exists (
  select 1 as "found"
  from "generated_as_of_recent" as "generated"
  where "generated"."as_of" = "as_of_recent"."as_of"
    and "generated"."is_active" = "as_of_recent"."is_active"
);

-- Instants that as_of_recent does not hold yet.
insert into "dds"."as_of_recent" ("as_of", "is_active")
select
  "generated"."as_of",
  "generated"."is_active"
from "generated_as_of_recent" as "generated"
where not exists (
  select 1 as "found"
  from "dds"."as_of_recent" as "stored"
  where "stored"."as_of" = "generated"."as_of"
    and "stored"."is_active" = "generated"."is_active"
);

-- Vault example: asOf as_of_closing.
-- Parameters: load_dt (timestamp), load_src (text).

-- Instants that as_of_closing does not hold yet.
insert into "new_as_of_closing" ("as_of", "load_dt", "load_src", "vw_rows")
select
  "numbered"."as_of",
  "numbered"."load_dt",
  "numbered"."load_src",
  "numbered"."vw_rows"
from (
  select
    "staged"."closed_at" as "as_of",
    cast(? as timestamp) as "load_dt",
    cast(? as varchar(800)) as "load_src",
    count(*) over (partition by "staged"."closed_at") as "vw_rows",
    row_number() over (
      partition by "staged"."closed_at"
      order by cast(? as timestamp) asc nulls last, cast(? as varchar(800)) asc nulls last
    ) as "vw_place"
  from "stage_closings" as "staged"
  where "staged"."closed_at" is not null
    and not exists (
      select 1 as "found"
      from "dds"."as_of_closing" as "known"
      where "known"."as_of" = "staged"."closed_at"
    )
) as "numbered"
where "numbered"."vw_place" = 1;

-- No identity stored twice: as_of_closing: one row per as_of (new_as_of_closing).
with
-- What goes into as_of_closing.
"incoming" as (
  select "fresh"."as_of"
  from "new_as_of_closing" as "fresh"
)
select
  "incoming"."as_of",
  count(*) as "row_count"
from "incoming"
group by "incoming"."as_of"
having count(*) > 1
union all
select
  "incoming"."as_of",
  2 as "row_count"
from "incoming"
join "dds"."as_of_closing" as "stored"
  on "stored"."as_of" = "incoming"."as_of";

-- New instants into as_of_closing.
insert into "dds"."as_of_closing" ("as_of", "load_dt", "load_src")
select
  "fresh"."as_of",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_as_of_closing" as "fresh";

-- What became of the rows of closings.
select
  "input"."read",
  "input"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted"
from (
  select
    count(*) as "read",
    count(case when "staged"."closed_at" is not null then 1 end) as "keyed"
  from "stage_closings" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_as_of_closing" as "fresh"
) as "outcome";

-- Vault example: checks.

-- No identity stored twice: as_of_recent: one row per as_of (generated_as_of_recent).
select
  "stored"."as_of",
  count(*) as "row_count"
from "dds"."as_of_recent" as "stored"
where "stored"."as_of" in (
  select "fresh"."as_of"
  from "generated_as_of_recent" as "fresh"
)
group by "stored"."as_of"
having count(*) > 1;
