-- Vault example: stage sales.
-- Parameters: load_id (text).

-- Staged rows of sales with every hash computed once.
insert into "stage_sales" ("hk_customer_id", "customer", "hk_shop_id", "shop", "hk_l_sale", "receipt", "amount")
select
  cast(unhex(md5(case when contains(case when contains("customer", '~') then replace("customer", '~', '~~') else "customer" end, '|') then replace(case when contains("customer", '~') then replace("customer", '~', '~~') else "customer" end, '|', '~|') else case when contains("customer", '~') then replace("customer", '~', '~~') else "customer" end end)) as uuid) as "hk_customer_id",
  "customer",
  cast(unhex(md5(case when contains(case when contains("shop", '~') then replace("shop", '~', '~~') else "shop" end, '|') then replace(case when contains("shop", '~') then replace("shop", '~', '~~') else "shop" end, '|', '~|') else case when contains("shop", '~') then replace("shop", '~', '~~') else "shop" end end)) as uuid) as "hk_shop_id",
  "shop",
  cast(unhex(md5(case when contains(case when contains("customer", '~') then replace("customer", '~', '~~') else "customer" end, '|') then replace(case when contains("customer", '~') then replace("customer", '~', '~~') else "customer" end, '|', '~|') else case when contains("customer", '~') then replace("customer", '~', '~~') else "customer" end end || '|' || case when contains(case when contains("shop", '~') then replace("shop", '~', '~~') else "shop" end, '|') then replace(case when contains("shop", '~') then replace("shop", '~', '~~') else "shop" end, '|', '~|') else case when contains("shop", '~') then replace("shop", '~', '~~') else "shop" end end || '|' || case when contains(case when contains("receipt", '~') then replace("receipt", '~', '~~') else "receipt" end, '|') then replace(case when contains("receipt", '~') then replace("receipt", '~', '~~') else "receipt" end, '|', '~|') else case when contains("receipt", '~') then replace("receipt", '~', '~~') else "receipt" end end)) as uuid) as "hk_l_sale",
  "receipt",
  "amount"
from "staging"."sales" as "sales"
where "load_id" = cast($load_id as varchar);

-- Vault example: collect h_customer.

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

-- Vault example: collect h_shop.

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

-- Vault example: collect l_sale.

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
),
-- Rows numbered within their identity, the one that counts first.
"ranked" as (
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
  from "candidates"
),
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
    from "ranked"
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
from "ranked" as "fresh"
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

-- Vault example: checks ahead.

-- No row without its parent: l_sale: every hk_customer_id exists in h_customer (new_l_sale).
select "fresh"."hk_customer_id"
from "new_l_sale" as "fresh"
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

-- No row without its parent: l_sale: every hk_shop_id exists in h_shop (new_l_sale).
select "fresh"."hk_shop_id"
from "new_l_sale" as "fresh"
left join (
  select "stored"."hk_shop_id"
  from "dds"."h_shop" as "stored"
  union all
  select "fresh"."hk_shop_id"
  from "new_h_shop" as "fresh"
) as "parent"
  on "parent"."hk_shop_id" = "fresh"."hk_shop_id"
where "parent"."hk_shop_id" is null
  and "fresh"."vw_outcome" = 'inserted';

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

-- New rows into h_shop.
insert into "dds"."h_shop" ("hk_shop_id", "shop_id", "load_dt", "load_src")
select
  "fresh"."hk_shop_id",
  "fresh"."shop_id",
  cast($load_dt as timestamp) as "load_dt",
  cast($load_src as varchar) as "load_src"
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

-- New rows into l_sale.
insert into "dds"."l_sale" ("hk_l_sale", "hk_customer_id", "hk_shop_id", "receipt", "amount", "load_dt", "load_src")
select
  "fresh"."hk_l_sale",
  "fresh"."hk_customer_id",
  "fresh"."hk_shop_id",
  "fresh"."receipt",
  "fresh"."amount",
  cast($load_dt as timestamp) as "load_dt",
  cast($load_src as varchar) as "load_src"
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
  cast($load_dt as timestamp) as "load_dt",
  cast($load_src as varchar) as "load_src",
  cast($load_id as varchar) as "load_id",
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
