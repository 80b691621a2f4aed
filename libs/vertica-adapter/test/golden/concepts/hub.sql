-- Vault example: tables.

-- Schema staging.
create schema if not exists "staging";

-- Schema dds.
create schema if not exists "dds";

-- Staging: customers as delivered; rows are told apart by their load.
create table if not exists "staging"."customers" (
  "id" varchar(36),
  "city" varchar(80) not null,
  "at" timestamp not null,
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

-- Staging: leads as delivered; rows are told apart by their load.
create table if not exists "staging"."leads" (
  "lead_no" varchar(36) not null,
  "town" varchar(80) not null,
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of leads that do not fit the contract: place, reason and raw text.
create table if not exists "staging"."leads_rej" (
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
  "customer_id" varchar(36),
  "first_city" varchar(80),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_customer"
segmented by hash("hk_customer") all nodes
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
  "hk_customer" binary(16),
  "id" varchar(36),
  "city" varchar(80) not null,
  "at" timestamp not null
)
on commit delete rows
segmented by hash("hk_customer") all nodes;

-- Empty work table stage_leads.
create local temporary table if not exists "stage_leads" (
  "hk_customer" binary(16) not null,
  "lead_no" varchar(36) not null,
  "town" varchar(80) not null
)
on commit delete rows
segmented by hash("hk_customer") all nodes;

-- Empty work table new_h_customer.
create local temporary table if not exists "new_h_customer" (
  "hk_customer" binary(16) not null,
  "customer_id" varchar(36),
  "first_city" varchar(80),
  "load_dt" timestamp not null,
  "vw_rows" int not null,
  "vw_feed" int not null,
  "vw_outcome" varchar(32) not null
)
on commit delete rows
segmented by hash("hk_customer") all nodes;

-- Vault example: stage customers.
-- Parameters: load_id (text).

-- Staged rows of customers with every hash computed once.
insert into "stage_customers" ("hk_customer", "id", "city", "at")
select
  hex_to_binary(md5(replace(replace("id", '~', '~~'), '|', '~|')))::binary(16) as "hk_customer",
  "id",
  "city",
  "at"
from "staging"."customers" as "customers"
where "load_id" = cast(? as varchar(256));

-- Vault example: stage leads.
-- Parameters: load_id (text).

-- Staged rows of leads with every hash computed once.
insert into "stage_leads" ("hk_customer", "lead_no", "town")
select
  hex_to_binary(md5(replace(replace("lead_no", '~', '~~'), '|', '~|')))::binary(16) as "hk_customer",
  "lead_no",
  "town"
from "staging"."leads" as "leads"
where "load_id" = cast(? as varchar(256));

-- Vault example: hubs h_customer.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_customer does not hold yet, each with what becomes of it.
insert into "new_h_customer" ("hk_customer", "customer_id", "first_city", "load_dt", "vw_rows", "vw_feed", "vw_outcome")
with
-- What h_customer does not hold yet, from customers.
"feed_0" as (
  select
    "numbered"."hk_customer",
    "numbered"."customer_id",
    "numbered"."first_city",
    "numbered"."load_dt",
    "numbered"."vw_rows"
  from (
    select
      "staged"."hk_customer",
      "staged"."id" as "customer_id",
      "staged"."city" as "first_city",
      "staged"."at" as "load_dt",
      count(*) over (partition by "staged"."hk_customer", "staged"."id") as "vw_rows",
      row_number() over (
        partition by "staged"."hk_customer", "staged"."id"
        order by "staged"."at" asc nulls last, "staged"."city" asc nulls last
      ) as "vw_place"
    from "stage_customers" as "staged"
    left join "dds"."h_customer" as "known"
      on "known"."hk_customer" = "staged"."hk_customer"
      and "known"."customer_id" <=> "staged"."id"
    where "staged"."hk_customer" is not null
      and "known"."load_dt" is null
  ) as "numbered"
  where "numbered"."vw_place" = 1
),
-- What h_customer does not hold yet, from leads.
"feed_1" as (
  select
    "numbered"."hk_customer",
    "numbered"."customer_id",
    "numbered"."first_city",
    "numbered"."load_dt",
    "numbered"."vw_rows"
  from (
    select
      "staged"."hk_customer",
      "staged"."lead_no" as "customer_id",
      "staged"."town" as "first_city",
      cast(? as timestamp) as "load_dt",
      count(*) over (partition by "staged"."hk_customer", "staged"."lead_no") as "vw_rows",
      row_number() over (partition by "staged"."hk_customer", "staged"."lead_no" order by "staged"."town" asc nulls last) as "vw_place"
    from "stage_leads" as "staged"
    left join "dds"."h_customer" as "known"
      on "known"."hk_customer" = "staged"."hk_customer"
      and "known"."customer_id" <=> "staged"."lead_no"
    where "known"."load_dt" is null
  ) as "numbered"
  where "numbered"."vw_place" = 1
),
-- The feeds together, each row with the position of its feed.
"candidates" as (
  select
    "feed_0"."hk_customer",
    "feed_0"."customer_id",
    "feed_0"."first_city",
    "feed_0"."load_dt",
    "feed_0"."vw_rows",
    0 as "vw_feed"
  from "feed_0"
  union all
  select
    "feed_1"."hk_customer",
    "feed_1"."customer_id",
    "feed_1"."first_city",
    "feed_1"."load_dt",
    "feed_1"."vw_rows",
    1 as "vw_feed"
  from "feed_1"
),
-- Rows numbered within their identity, the one that counts first.
"ranked" as (
  select
    "candidates"."hk_customer",
    "candidates"."customer_id",
    "candidates"."first_city",
    "candidates"."load_dt",
    "candidates"."vw_rows",
    "candidates"."vw_feed",
    row_number() over (
      partition by "candidates"."hk_customer", "candidates"."customer_id"
      order by "candidates"."load_dt" asc nulls last, "candidates"."vw_feed" asc nulls last, "candidates"."first_city" asc nulls last
    ) as "vw_place"
  from "candidates"
)
select
  "fresh"."hk_customer",
  "fresh"."customer_id",
  "fresh"."first_city",
  "fresh"."load_dt",
  "fresh"."vw_rows",
  "fresh"."vw_feed",
  case when "fresh"."vw_place" > 1 then 'repeated' else 'inserted' end as "vw_outcome"
from "ranked" as "fresh";

-- No hash key shared by two business keys: h_customer: one row per hk_customer (new_h_customer).
with
-- What goes into h_customer.
"incoming" as (
  select "fresh"."hk_customer"
  from "new_h_customer" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
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
insert into "dds"."h_customer" ("hk_customer", "customer_id", "first_city", "load_dt", "load_src")
select
  "fresh"."hk_customer",
  "fresh"."customer_id",
  "fresh"."first_city",
  "fresh"."load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_h_customer" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- What became of the rows of customers.
select
  "input"."read",
  "input"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted",
  "outcome"."repeated"
from (
  select
    count(*) as "read",
    count(case when "staged"."hk_customer" is not null then 1 end) as "keyed"
  from "stage_customers" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'repeated' then 1 end) as "repeated"
  from "new_h_customer" as "fresh"
  where "fresh"."vw_feed" = 0
) as "outcome";

-- What became of the rows of leads.
select
  "input"."read",
  "input"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted",
  "outcome"."repeated"
from (
  select
    count(*) as "read",
    count(*) as "keyed"
  from "stage_leads" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'repeated' then 1 end) as "repeated"
  from "new_h_customer" as "fresh"
  where "fresh"."vw_feed" = 1
) as "outcome";

-- The row of h_customer that stands for an unknown key.
insert into "dds"."h_customer" ("hk_customer", "customer_id", "first_city", "load_dt", "load_src")
select
  "zero"."hk_customer",
  "zero"."customer_id",
  "zero"."first_city",
  "zero"."load_dt",
  "zero"."load_src"
from (
  select
    hex_to_binary('00000000000000000000000000000000')::binary(16) as "hk_customer",
    cast(null as varchar(36)) as "customer_id",
    cast(null as varchar(80)) as "first_city",
    cast('1900-01-01 00:00:00.000000' as timestamp) as "load_dt",
    'GHOST' as "load_src"
) as "zero"
left join "dds"."h_customer" as "stored"
  on "stored"."hk_customer" = "zero"."hk_customer"
where "stored"."hk_customer" is null;

-- Vault example: checks.

-- No key with another attribute than the hub keeps: h_customer: attributes as first seen (customers).
select
  "stored"."customer_id",
  "stored"."first_city",
  "staged"."city" as "first_city_staged"
from "stage_customers" as "staged"
join "dds"."h_customer" as "stored"
  on "stored"."hk_customer" = "staged"."hk_customer"
where "staged"."hk_customer" is not null
  and not ("stored"."first_city" <=> "staged"."city");

-- No key with another attribute than the hub keeps: h_customer: attributes as first seen (leads).
select
  "stored"."customer_id",
  "stored"."first_city",
  "staged"."town" as "first_city_staged"
from "stage_leads" as "staged"
join "dds"."h_customer" as "stored"
  on "stored"."hk_customer" = "staged"."hk_customer"
where "staged"."hk_customer" is not null
  and not ("stored"."first_city" <=> "staged"."town");
