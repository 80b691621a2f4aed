-- Vault example: tables.

-- Schema staging.
create schema if not exists "staging";

-- Schema dds.
create schema if not exists "dds";

-- Staging: customers as delivered; rows are told apart by their load.
create table if not exists "staging"."customers" (
  "id" varchar(80),
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
  "customer_id" varchar(80),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_customer_id"
segmented by hash("hk_customer_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Record tracking satellite: when each key of h_customer was delivered, and by whom.
create table if not exists "dds"."rts_customer" (
  "hk_customer_id" binary(16) not null,
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
  "hk_customer_id" binary(16),
  "id" varchar(80)
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Empty work table new_h_customer.
create local temporary table if not exists "new_h_customer" (
  "hk_customer_id" binary(16) not null,
  "customer_id" varchar(80),
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Empty work table new_rts_customer.
create local temporary table if not exists "new_rts_customer" (
  "hk_customer_id" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Vault example: stage customers.
-- Parameters: load_id (text).

-- Staged rows of customers with every hash computed once.
insert into "stage_customers" ("hk_customer_id", "id")
select
  hex_to_binary(md5(replace(replace("id", '~', '~~'), '|', '~|')))::binary(16) as "hk_customer_id",
  "id"
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
left join "dds"."h_customer" as "known"
  on "known"."hk_customer_id" = "staged"."hk_customer_id"
  and "known"."customer_id" <=> "staged"."id"
where "staged"."hk_customer_id" is not null
  and "known"."load_dt" is null
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
    count(case when "staged"."hk_customer_id" is not null then 1 end) as "keyed"
  from "stage_customers" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_customer" as "fresh"
) as "outcome";

-- Vault example: tracking rts_customer.
-- Parameters: load_dt (timestamp), load_src (text).

-- Sightings that rts_customer does not hold yet, each once.
insert into "new_rts_customer" ("hk_customer_id", "load_dt", "load_src", "vw_rows")
with
-- What rts_customer does not hold yet.
"fresh_1" as (
  select
    "staged"."hk_customer_id",
    cast(? as timestamp) as "load_dt",
    cast(? as varchar(800)) as "load_src",
    count(*) as "vw_rows"
  from "stage_customers" as "staged"
  left join "dds"."rts_customer" as "known"
    on "known"."hk_customer_id" = "staged"."hk_customer_id"
    and "known"."load_dt" = cast(? as timestamp)
    and "known"."load_src" = cast(? as varchar(800))
  where "staged"."hk_customer_id" is not null
    and "known"."hk_customer_id" is null
  group by "staged"."hk_customer_id"
)
select
  "fresh"."hk_customer_id",
  "fresh"."load_dt",
  "fresh"."load_src",
  "fresh"."vw_rows"
from "fresh_1" as "fresh";

-- No identity stored twice: rts_customer: one row per hk_customer_id, load_dt, load_src (new_rts_customer).
with
-- What goes into rts_customer.
"incoming" as (
  select
    "fresh"."hk_customer_id",
    "fresh"."load_dt",
    "fresh"."load_src"
  from "new_rts_customer" as "fresh"
)
select
  "incoming"."hk_customer_id",
  "incoming"."load_dt",
  "incoming"."load_src",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_customer_id",
  "incoming"."load_dt",
  "incoming"."load_src"
having count(*) > 1
union all
select
  "incoming"."hk_customer_id",
  "incoming"."load_dt",
  "incoming"."load_src",
  2 as "row_count"
from "incoming"
join "dds"."rts_customer" as "stored"
  on "stored"."hk_customer_id" = "incoming"."hk_customer_id"
  and "stored"."load_dt" = "incoming"."load_dt"
  and "stored"."load_src" = "incoming"."load_src";

-- New sightings into rts_customer.
insert into "dds"."rts_customer" ("hk_customer_id", "load_dt", "load_src")
select
  "fresh"."hk_customer_id",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_rts_customer" as "fresh";

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
  from "new_rts_customer" as "fresh"
) as "outcome"
cross join (
  select
    count(*) as "read",
    count(case when "staged"."hk_customer_id" is not null then 1 end) as "keyed"
  from "stage_customers" as "staged"
) as "input_1";

-- Vault example: checks.

-- No row without its parent: rts_customer: every hk_customer_id exists in h_customer (new_rts_customer).
select "fresh"."hk_customer_id"
from "new_rts_customer" as "fresh"
left join "dds"."h_customer" as "parent"
  on "parent"."hk_customer_id" = "fresh"."hk_customer_id"
where "parent"."hk_customer_id" is null;
