-- Vault example: tables.

-- Schema staging.
create schema if not exists "staging";

-- Schema dds.
create schema if not exists "dds";

-- Staging: sales as delivered; rows are told apart by their load.
create table if not exists "staging"."sales" (
  "receipt" varchar(36) not null,
  "customer" varchar(36) not null,
  "shop" varchar(36) not null,
  "amount" numeric(9,2) not null,
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of sales that do not fit the contract: place, reason and raw text.
create table if not exists "staging"."sales_rej" (
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
  "customer_id" varchar(36) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_customer_id"
segmented by hash("hk_customer_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Hub: every shop_id the business has named, once.
create table if not exists "dds"."h_shop" (
  "hk_shop_id" binary(16) not null,
  "shop_id" varchar(36) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_shop_id"
segmented by hash("hk_shop_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Events between h_customer, h_shop: each that was seen, once.
create table if not exists "dds"."l_sale" (
  "hk_l_sale" binary(16) not null,
  "hk_customer_id" binary(16) not null,
  "hk_shop_id" binary(16) not null,
  "receipt" varchar(36) not null,
  "amount" numeric(9,2) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_l_sale"
segmented by hash("hk_l_sale") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of l_sale that contradict what is stored; kept, not applied.
create table if not exists "dds"."l_sale_late" (
  "hk_l_sale" binary(16) not null,
  "hk_customer_id" binary(16) not null,
  "hk_shop_id" binary(16) not null,
  "receipt" varchar(36) not null,
  "amount" numeric(9,2) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_l_sale"
segmented by hash("hk_l_sale") all nodes;

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

-- Empty work table stage_sales.
create local temporary table if not exists "stage_sales" (
  "hk_customer_id" binary(16) not null,
  "customer" varchar(36) not null,
  "hk_shop_id" binary(16) not null,
  "shop" varchar(36) not null,
  "hk_l_sale" binary(16) not null,
  "receipt" varchar(36) not null,
  "amount" numeric(9,2) not null
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Empty work table new_h_customer.
create local temporary table if not exists "new_h_customer" (
  "hk_customer_id" binary(16) not null,
  "customer_id" varchar(36) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_customer_id") all nodes;

-- Empty work table new_h_shop.
create local temporary table if not exists "new_h_shop" (
  "hk_shop_id" binary(16) not null,
  "shop_id" varchar(36) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_shop_id") all nodes;

-- Empty work table new_l_sale.
create local temporary table if not exists "new_l_sale" (
  "hk_l_sale" binary(16) not null,
  "hk_customer_id" binary(16) not null,
  "hk_shop_id" binary(16) not null,
  "receipt" varchar(36) not null,
  "amount" numeric(9,2) not null,
  "vw_rows" int not null,
  "vw_feed" int not null,
  "vw_outcome" varchar(32) not null
)
on commit delete rows
segmented by hash("hk_l_sale") all nodes;

-- Empty work table new_l_sale_ranked.
create local temporary table if not exists "new_l_sale_ranked" (
  "hk_l_sale" binary(16),
  "hk_customer_id" binary(16),
  "hk_shop_id" binary(16),
  "receipt" varchar(36),
  "amount" numeric(9,2),
  "vw_rows" int,
  "vw_feed" int,
  "vw_place" int,
  "vw_copy" int
)
on commit delete rows
segmented by hash("hk_l_sale") all nodes;

-- Vault example: stage sales.
-- Parameters: load_id (text).

-- Staged rows of sales with every hash computed once.
insert into "stage_sales" ("hk_customer_id", "customer", "hk_shop_id", "shop", "hk_l_sale", "receipt", "amount")
select
  hex_to_binary(md5(replace(replace("customer", '~', '~~'), '|', '~|')))::binary(16) as "hk_customer_id",
  "customer",
  hex_to_binary(md5(replace(replace("shop", '~', '~~'), '|', '~|')))::binary(16) as "hk_shop_id",
  "shop",
  hex_to_binary(md5(replace(replace("customer", '~', '~~'), '|', '~|') || '|' || replace(replace("shop", '~', '~~'), '|', '~|') || '|' || replace(replace("receipt", '~', '~~'), '|', '~|')))::binary(16) as "hk_l_sale",
  "receipt",
  "amount"
from "staging"."sales" as "sales"
where "load_id" = cast(? as varchar(256));

-- Vault example: hubs h_customer.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_customer does not hold yet, one per identity.
insert into "new_h_customer" ("hk_customer_id", "customer_id", "vw_rows")
select
  "staged"."hk_customer_id",
  "staged"."customer" as "customer_id",
  count(*) as "vw_rows"
from "stage_sales" as "staged"
where not exists (
  select 1 as "found"
  from "dds"."h_customer" as "known"
  where "known"."hk_customer_id" = "staged"."hk_customer_id"
    and "known"."customer_id" = "staged"."customer"
)
group by
  "staged"."hk_customer_id",
  "staged"."customer";

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

-- What became of the rows of sales.
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
  from "stage_sales" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_customer" as "fresh"
) as "outcome";

-- Vault example: hubs h_shop.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_shop does not hold yet, one per identity.
insert into "new_h_shop" ("hk_shop_id", "shop_id", "vw_rows")
select
  "staged"."hk_shop_id",
  "staged"."shop" as "shop_id",
  count(*) as "vw_rows"
from "stage_sales" as "staged"
where not exists (
  select 1 as "found"
  from "dds"."h_shop" as "known"
  where "known"."hk_shop_id" = "staged"."hk_shop_id"
    and "known"."shop_id" = "staged"."shop"
)
group by
  "staged"."hk_shop_id",
  "staged"."shop";

-- No hash key shared by two business keys: h_shop: one row per hk_shop_id (new_h_shop).
with
-- What goes into h_shop.
"incoming" as (
  select "fresh"."hk_shop_id"
  from "new_h_shop" as "fresh"
)
select
  "incoming"."hk_shop_id",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_shop_id"
having count(*) > 1
union all
select
  "incoming"."hk_shop_id",
  2 as "row_count"
from "incoming"
join "dds"."h_shop" as "stored"
  on "stored"."hk_shop_id" = "incoming"."hk_shop_id";

-- New rows into h_shop.
insert into "dds"."h_shop" ("hk_shop_id", "shop_id", "load_dt", "load_src")
select
  "fresh"."hk_shop_id",
  "fresh"."shop_id",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_h_shop" as "fresh";

-- What became of the rows of sales.
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
  from "stage_sales" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_shop" as "fresh"
) as "outcome";

-- Vault example: links l_sale.
-- Parameters: load_dt (timestamp), load_src (text), load_id (text).

-- Rows numbered within their identity, the one that counts first.
insert into "new_l_sale_ranked" (
  "hk_l_sale",
  "hk_customer_id",
  "hk_shop_id",
  "receipt",
  "amount",
  "vw_rows",
  "vw_feed",
  "vw_place",
  "vw_copy"
)
with
-- What l_sale does not hold yet, from sales.
"feed_0" as (
  select
    "staged"."hk_l_sale",
    "staged"."hk_customer_id",
    "staged"."hk_shop_id",
    "staged"."receipt",
    "staged"."amount",
    count(*) as "vw_rows"
  from "stage_sales" as "staged"
  where not exists (
    select 1 as "found"
    from "dds"."l_sale" as "known"
    where "known"."hk_l_sale" = "staged"."hk_l_sale"
      and "known"."hk_customer_id" = "staged"."hk_customer_id"
      and "known"."hk_shop_id" = "staged"."hk_shop_id"
      and "known"."receipt" = "staged"."receipt"
      and "known"."amount" = "staged"."amount"
  )
  group by
    "staged"."hk_l_sale",
    "staged"."hk_customer_id",
    "staged"."hk_shop_id",
    "staged"."receipt",
    "staged"."amount"
),
-- The feeds together, each row with the position of its feed.
"candidates" as (
  select
    "feed_0"."hk_l_sale",
    "feed_0"."hk_customer_id",
    "feed_0"."hk_shop_id",
    "feed_0"."receipt",
    "feed_0"."amount",
    "feed_0"."vw_rows",
    0 as "vw_feed"
  from "feed_0"
)
select
  "candidates"."hk_l_sale",
  "candidates"."hk_customer_id",
  "candidates"."hk_shop_id",
  "candidates"."receipt",
  "candidates"."amount",
  "candidates"."vw_rows",
  "candidates"."vw_feed",
  row_number() over (
    partition by "candidates"."hk_l_sale", "candidates"."hk_customer_id", "candidates"."hk_shop_id", "candidates"."receipt"
    order by "candidates"."vw_feed" asc nulls last, "candidates"."amount" asc nulls last
  ) as "vw_place",
  row_number() over (
    partition by "candidates"."hk_l_sale", "candidates"."hk_customer_id", "candidates"."hk_shop_id", "candidates"."receipt", "candidates"."amount"
    order by "candidates"."vw_feed" asc nulls last, "candidates"."amount" asc nulls last
  ) as "vw_copy"
from "candidates";

-- Rows that l_sale does not hold yet, each with what becomes of it.
insert into "new_l_sale" (
  "hk_l_sale",
  "hk_customer_id",
  "hk_shop_id",
  "receipt",
  "amount",
  "vw_rows",
  "vw_feed",
  "vw_outcome"
)
with
-- Identities that are stored with other content.
"stored_rows" as (
  select
    "stored"."hk_l_sale" as "stored_key",
    "stored"."hk_customer_id",
    "stored"."hk_shop_id",
    "stored"."receipt"
  from "dds"."l_sale" as "stored"
  where "stored"."hk_l_sale" in (
    select "ranked"."hk_l_sale"
    from "new_l_sale_ranked" as "ranked"
  )
  group by
    "stored"."hk_l_sale",
    "stored"."hk_customer_id",
    "stored"."hk_shop_id",
    "stored"."receipt"
)
select
  "fresh"."hk_l_sale",
  "fresh"."hk_customer_id",
  "fresh"."hk_shop_id",
  "fresh"."receipt",
  "fresh"."amount",
  "fresh"."vw_rows",
  "fresh"."vw_feed",
  case
    when "fresh"."vw_copy" > 1 then 'repeated'
    when "stored_rows"."stored_key" is not null or ("fresh"."vw_place" > 1) then 'conflict'
    else 'inserted'
  end as "vw_outcome"
from "new_l_sale_ranked" as "fresh"
left join "stored_rows"
  on "stored_rows"."stored_key" = "fresh"."hk_l_sale"
  and "stored_rows"."hk_customer_id" = "fresh"."hk_customer_id"
  and "stored_rows"."hk_shop_id" = "fresh"."hk_shop_id"
  and "stored_rows"."receipt" = "fresh"."receipt";

-- No identity stored twice: l_sale: one row per hk_l_sale (new_l_sale).
with
-- What goes into l_sale.
"incoming" as (
  select "fresh"."hk_l_sale"
  from "new_l_sale" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
)
select
  "incoming"."hk_l_sale",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_l_sale"
having count(*) > 1
union all
select
  "incoming"."hk_l_sale",
  2 as "row_count"
from "incoming"
join "dds"."l_sale" as "stored"
  on "stored"."hk_l_sale" = "incoming"."hk_l_sale";

-- New rows into l_sale.
insert into "dds"."l_sale" ("hk_l_sale", "hk_customer_id", "hk_shop_id", "receipt", "amount", "load_dt", "load_src")
select
  "fresh"."hk_l_sale",
  "fresh"."hk_customer_id",
  "fresh"."hk_shop_id",
  "fresh"."receipt",
  "fresh"."amount",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_l_sale" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Rows that contradict l_sale, kept aside.
insert into "dds"."l_sale_late" (
  "hk_l_sale",
  "hk_customer_id",
  "hk_shop_id",
  "receipt",
  "amount",
  "load_dt",
  "load_src",
  "load_id",
  "reason"
)
select
  "fresh"."hk_l_sale",
  "fresh"."hk_customer_id",
  "fresh"."hk_shop_id",
  "fresh"."receipt",
  "fresh"."amount",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src",
  cast(? as varchar(256)) as "load_id",
  'conflict' as "reason"
from "new_l_sale" as "fresh"
where "fresh"."vw_outcome" = 'conflict'
  and not exists (
    select 1 as "found"
    from "dds"."l_sale_late" as "aside"
    where "aside"."hk_l_sale" = "fresh"."hk_l_sale"
      and "aside"."hk_customer_id" = "fresh"."hk_customer_id"
      and "aside"."hk_shop_id" = "fresh"."hk_shop_id"
      and "aside"."receipt" = "fresh"."receipt"
      and "aside"."amount" = "fresh"."amount"
  );

-- What became of the rows of sales.
select
  "input"."read",
  "input"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted",
  "outcome"."conflict",
  "outcome"."repeated"
from (
  select
    count(*) as "read",
    count(*) as "keyed"
  from "stage_sales" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'conflict' then 1 end) as "conflict",
    count(case when "fresh"."vw_outcome" = 'repeated' then 1 end) as "repeated"
  from "new_l_sale" as "fresh"
) as "outcome";

-- Vault example: checks.

-- No row without its parent: l_sale: every hk_customer_id exists in h_customer (new_l_sale).
select "fresh"."hk_customer_id"
from "new_l_sale" as "fresh"
left join "dds"."h_customer" as "parent"
  on "parent"."hk_customer_id" = "fresh"."hk_customer_id"
where "parent"."hk_customer_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No row without its parent: l_sale: every hk_shop_id exists in h_shop (new_l_sale).
select "fresh"."hk_shop_id"
from "new_l_sale" as "fresh"
left join "dds"."h_shop" as "parent"
  on "parent"."hk_shop_id" = "fresh"."hk_shop_id"
where "parent"."hk_shop_id" is null
  and "fresh"."vw_outcome" = 'inserted';
