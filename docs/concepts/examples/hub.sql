-- Vault example: stage customers.
-- Parameters: load_id (text).

-- Staged rows of customers with every hash computed once.
insert into "stage_customers" ("hk_customer", "id", "city", "at")
select
  cast(unhex(md5(case when contains(case when contains("id", '~') then replace("id", '~', '~~') else "id" end, '|') then replace(case when contains("id", '~') then replace("id", '~', '~~') else "id" end, '|', '~|') else case when contains("id", '~') then replace("id", '~', '~~') else "id" end end)) as uuid) as "hk_customer",
  "id",
  "city",
  "at"
from "staging"."customers" as "customers"
where "load_id" = cast($load_id as varchar);

-- Vault example: stage leads.
-- Parameters: load_id (text).

-- Staged rows of leads with every hash computed once.
insert into "stage_leads" ("hk_customer", "lead_no", "town")
select
  cast(unhex(md5(case when contains(case when contains("lead_no", '~') then replace("lead_no", '~', '~~') else "lead_no" end, '|') then replace(case when contains("lead_no", '~') then replace("lead_no", '~', '~~') else "lead_no" end, '|', '~|') else case when contains("lead_no", '~') then replace("lead_no", '~', '~~') else "lead_no" end end)) as uuid) as "hk_customer",
  "lead_no",
  "town"
from "staging"."leads" as "leads"
where "load_id" = cast($load_id as varchar);

-- Vault example: collect h_customer.
-- Parameters: load_dt (timestamp).

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
      and "known"."customer_id" is not distinct from "staged"."id"
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
      cast($load_dt as timestamp) as "load_dt",
      count(*) over (partition by "staged"."hk_customer", "staged"."lead_no") as "vw_rows",
      row_number() over (partition by "staged"."hk_customer", "staged"."lead_no" order by "staged"."town" asc nulls last) as "vw_place"
    from "stage_leads" as "staged"
    left join "dds"."h_customer" as "known"
      on "known"."hk_customer" = "staged"."hk_customer"
      and "known"."customer_id" is not distinct from "staged"."lead_no"
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

-- Vault example: checks ahead.

-- No key with another attribute than the hub keeps: h_customer: attributes as first seen (customers).
select
  "stored"."customer_id",
  "stored"."first_city",
  "staged"."city" as "first_city_staged"
from "stage_customers" as "staged"
join (
  select
    "stored"."hk_customer",
    "stored"."customer_id",
    "stored"."first_city"
  from "dds"."h_customer" as "stored"
  union all
  select
    "fresh"."hk_customer",
    "fresh"."customer_id",
    "fresh"."first_city"
  from "new_h_customer" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
  union all
  select
    "zero"."hk_customer",
    "zero"."customer_id",
    "zero"."first_city"
  from (
    select
      cast('00000000000000000000000000000000' as uuid) as "hk_customer",
      cast(null as varchar) as "customer_id",
      cast(null as varchar) as "first_city",
      cast('1900-01-01 00:00:00.000000' as timestamp) as "load_dt",
      'GHOST' as "load_src"
  ) as "zero"
  left join (
    select "stored"."hk_customer"
    from "dds"."h_customer" as "stored"
    union all
    select "fresh"."hk_customer"
    from "new_h_customer" as "fresh"
    where "fresh"."vw_outcome" = 'inserted'
  ) as "stored"
    on "stored"."hk_customer" = "zero"."hk_customer"
  where "stored"."hk_customer" is null
) as "stored"
  on "stored"."hk_customer" = "staged"."hk_customer"
where "staged"."hk_customer" is not null
  and not ("stored"."first_city" is not distinct from "staged"."city");

-- No key with another attribute than the hub keeps: h_customer: attributes as first seen (leads).
select
  "stored"."customer_id",
  "stored"."first_city",
  "staged"."town" as "first_city_staged"
from "stage_leads" as "staged"
join (
  select
    "stored"."hk_customer",
    "stored"."customer_id",
    "stored"."first_city"
  from "dds"."h_customer" as "stored"
  union all
  select
    "fresh"."hk_customer",
    "fresh"."customer_id",
    "fresh"."first_city"
  from "new_h_customer" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
  union all
  select
    "zero"."hk_customer",
    "zero"."customer_id",
    "zero"."first_city"
  from (
    select
      cast('00000000000000000000000000000000' as uuid) as "hk_customer",
      cast(null as varchar) as "customer_id",
      cast(null as varchar) as "first_city",
      cast('1900-01-01 00:00:00.000000' as timestamp) as "load_dt",
      'GHOST' as "load_src"
  ) as "zero"
  left join (
    select "stored"."hk_customer"
    from "dds"."h_customer" as "stored"
    union all
    select "fresh"."hk_customer"
    from "new_h_customer" as "fresh"
    where "fresh"."vw_outcome" = 'inserted'
  ) as "stored"
    on "stored"."hk_customer" = "zero"."hk_customer"
  where "stored"."hk_customer" is null
) as "stored"
  on "stored"."hk_customer" = "staged"."hk_customer"
where "staged"."hk_customer" is not null
  and not ("stored"."first_city" is not distinct from "staged"."town");

-- Vault example: hubs h_customer.
-- Parameters: load_src (text).

-- New rows into h_customer.
insert into "dds"."h_customer" ("hk_customer", "customer_id", "first_city", "load_dt", "load_src")
select
  "fresh"."hk_customer",
  "fresh"."customer_id",
  "fresh"."first_city",
  "fresh"."load_dt",
  cast($load_src as varchar) as "load_src"
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
    cast('00000000000000000000000000000000' as uuid) as "hk_customer",
    cast(null as varchar) as "customer_id",
    cast(null as varchar) as "first_city",
    cast('1900-01-01 00:00:00.000000' as timestamp) as "load_dt",
    'GHOST' as "load_src"
) as "zero"
left join "dds"."h_customer" as "stored"
  on "stored"."hk_customer" = "zero"."hk_customer"
where "stored"."hk_customer" is null;
