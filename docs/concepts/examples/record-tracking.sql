-- Vault example: stage customers.
-- Parameters: load_id (text).

-- Staged rows of customers with every hash computed once.
insert into "stage_customers" ("hk_customer_id", "id")
select
  cast(unhex(md5(case when contains(case when contains("id", '~') then replace("id", '~', '~~') else "id" end, '|') then replace(case when contains("id", '~') then replace("id", '~', '~~') else "id" end, '|', '~|') else case when contains("id", '~') then replace("id", '~', '~~') else "id" end end)) as uuid) as "hk_customer_id",
  "id"
from "staging"."customers" as "customers"
where "load_id" = cast($load_id as varchar);

-- Vault example: collect h_customer.

-- Rows that h_customer does not hold yet, one per identity.
insert into "new_h_customer" ("hk_customer_id", "customer_id", "vw_rows")
select
  "staged"."hk_customer_id",
  "staged"."id" as "customer_id",
  count(*) as "vw_rows"
from "stage_customers" as "staged"
left join "dds"."h_customer" as "known"
  on "known"."hk_customer_id" = "staged"."hk_customer_id"
  and "known"."customer_id" is not distinct from "staged"."id"
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

-- Vault example: collect rts_customer.
-- Parameters: load_dt (timestamp), load_src (text).

-- Sightings that rts_customer does not hold yet, each once.
insert into "new_rts_customer" ("hk_customer_id", "load_dt", "load_src", "vw_rows")
with
-- What rts_customer does not hold yet.
"fresh_1" as (
  select
    "staged"."hk_customer_id",
    cast($load_dt as timestamp) as "load_dt",
    cast($load_src as varchar) as "load_src",
    count(*) as "vw_rows"
  from "stage_customers" as "staged"
  left join "dds"."rts_customer" as "known"
    on "known"."hk_customer_id" = "staged"."hk_customer_id"
    and "known"."load_dt" = cast($load_dt as timestamp)
    and "known"."load_src" = cast($load_src as varchar)
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

-- Vault example: checks ahead.

-- No row without its parent: rts_customer: every hk_customer_id exists in h_customer (new_rts_customer).
select "fresh"."hk_customer_id"
from "new_rts_customer" as "fresh"
left join (
  select "stored"."hk_customer_id"
  from "dds"."h_customer" as "stored"
  union all
  select "fresh"."hk_customer_id"
  from "new_h_customer" as "fresh"
) as "parent"
  on "parent"."hk_customer_id" = "fresh"."hk_customer_id"
where "parent"."hk_customer_id" is null;

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
