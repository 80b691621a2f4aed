-- Vault example: stage customers.
-- Parameters: load_id (text).

-- Staged rows of customers with every hash computed once.
insert into "stage_customers" ("hk_customer", "id", "city", "s_address_hash_diff")
select
  cast(unhex(md5(case when contains(case when contains("id", '~') then replace("id", '~', '~~') else "id" end, '|') then replace(case when contains("id", '~') then replace("id", '~', '~~') else "id" end, '|', '~|') else case when contains("id", '~') then replace("id", '~', '~~') else "id" end end)) as uuid) as "hk_customer",
  "id",
  "city",
  cast(unhex(md5(case when contains(case when contains("city", '~') then replace("city", '~', '~~') else "city" end, '|') then replace(case when contains("city", '~') then replace("city", '~', '~~') else "city" end, '|', '~|') else case when contains("city", '~') then replace("city", '~', '~~') else "city" end end)) as uuid) as "s_address_hash_diff"
from "staging"."customers" as "customers"
where "load_id" = cast($load_id as varchar);

-- Vault example: collect h_customer.

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

-- Vault example: collect s_address.
-- Parameters: load_dt (timestamp), load_src (text).

-- Versions for s_address, each with what becomes of it.
insert into "new_s_address" ("hk_customer", "hash_diff", "city", "load_dt", "load_src", "vw_rows", "vw_outcome", "tied")
with
-- Different contents of a key in this batch, each once.
"versions" as (
  select
    "staged"."hk_customer",
    cast($load_dt as timestamp) as "load_dt",
    "staged"."s_address_hash_diff" as "hash_diff",
    min("staged"."city") as "city",
    cast($load_src as varchar) as "load_src",
    count(*) as "vw_rows"
  from "stage_customers" as "staged"
  group by
    "staged"."hk_customer",
    "staged"."s_address_hash_diff"
),
-- What the satellite says now, for keys of this batch only.
"latest" as (
  select
    "numbered"."hk_customer",
    "numbered"."latest_load_dt",
    "numbered"."latest_hash_diff"
  from (
    select
      "stored"."hk_customer",
      "stored"."load_dt" as "latest_load_dt",
      "stored"."hash_diff" as "latest_hash_diff",
      row_number() over (
        partition by "stored"."hk_customer"
        order by "stored"."load_dt" desc nulls last, "stored"."hash_diff" desc nulls last
      ) as "vw_place"
    from "dds"."s_address" as "stored"
    where "stored"."hk_customer" in (
      select "versions"."hk_customer"
      from "versions"
    )
  ) as "numbered"
  where "numbered"."vw_place" = 1
),
-- Newer versions beside the one before them.
"sequenced" as (
  select
    "versions"."hk_customer",
    "versions"."hash_diff",
    "versions"."city",
    "versions"."load_dt",
    "versions"."load_src",
    "versions"."vw_rows",
    coalesce(lag("versions"."hash_diff") over (
      partition by "versions"."hk_customer"
      order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
    ), "latest"."latest_hash_diff") as "previous_hash_diff",
    case
      when (lag("versions"."load_dt") over (
        partition by "versions"."hk_customer"
        order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."load_dt") or (lead("versions"."load_dt") over (
        partition by "versions"."hk_customer"
        order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."load_dt") then 1
      else 0
    end as "tied"
  from "versions"
  left join "latest"
    on "latest"."hk_customer" = "versions"."hk_customer"
  where "latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt")
),
-- Versions that are not newer than what is known of their key.
"older" as (
  select
    "versions"."hk_customer",
    "versions"."hash_diff",
    "versions"."city",
    "versions"."load_dt",
    "versions"."load_src",
    "versions"."vw_rows"
  from "versions"
  join "latest"
    on "latest"."hk_customer" = "versions"."hk_customer"
  where not ("latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt"))
),
-- When stored versions began and ended, for keys with older rows only.
"intervals" as (
  select
    "stored"."hk_customer",
    "stored"."load_dt",
    "stored"."hash_diff",
    lead("stored"."load_dt") over (
      partition by "stored"."hk_customer"
      order by "stored"."load_dt" asc nulls first, "stored"."hash_diff" asc nulls first
    ) as "next_load_dt"
  from "dds"."s_address" as "stored"
  where "stored"."hk_customer" in (
    select "versions"."hk_customer"
    from "older" as "versions"
  )
),
-- Older versions that are stored, or repeat the last one before them.
"repeated" as (
  select
    "versions"."hk_customer",
    "versions"."load_dt",
    "versions"."hash_diff"
  from "older" as "versions"
  join "intervals"
    on "intervals"."hk_customer" = "versions"."hk_customer"
    and "intervals"."hash_diff" = "versions"."hash_diff"
  where ("intervals"."load_dt" = "versions"."load_dt") or (("versions"."load_dt" > "intervals"."load_dt") and ("intervals"."next_load_dt" is null or (not ("versions"."load_dt" > "intervals"."next_load_dt"))))
  group by
    "versions"."hk_customer",
    "versions"."load_dt",
    "versions"."hash_diff"
)
select
  "versions"."hk_customer",
  "versions"."hash_diff",
  "versions"."city",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows",
  case when "versions"."previous_hash_diff" = "versions"."hash_diff" then 'known' else 'inserted' end as "vw_outcome",
  "versions"."tied"
from "sequenced" as "versions"
union all
select
  "versions"."hk_customer",
  "versions"."hash_diff",
  "versions"."city",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows",
  case when "repeated"."hk_customer" is not null then 'known' else 'late' end as "vw_outcome",
  0 as "tied"
from "older" as "versions"
left join "repeated"
  on "repeated"."hk_customer" = "versions"."hk_customer"
  and "repeated"."load_dt" = "versions"."load_dt"
  and "repeated"."hash_diff" = "versions"."hash_diff";

-- No identity stored twice: s_address: one row per hk_customer, load_dt, hash_diff (new_s_address).
with
-- What goes into s_address.
"incoming" as (
  select
    "fresh"."hk_customer",
    "fresh"."load_dt",
    "fresh"."hash_diff"
  from "new_s_address" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
)
select
  "incoming"."hk_customer",
  "incoming"."load_dt",
  "incoming"."hash_diff",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_customer",
  "incoming"."load_dt",
  "incoming"."hash_diff"
having count(*) > 1
union all
select
  "incoming"."hk_customer",
  "incoming"."load_dt",
  "incoming"."hash_diff",
  2 as "row_count"
from "incoming"
join "dds"."s_address" as "stored"
  on "stored"."hk_customer" = "incoming"."hk_customer"
  and "stored"."hash_diff" = "incoming"."hash_diff"
  and "stored"."load_dt" = "incoming"."load_dt";

-- Vault example: checks ahead.

-- No row without its parent: s_address: every hk_customer exists in h_customer (new_s_address).
select "fresh"."hk_customer"
from "new_s_address" as "fresh"
left join (
  select "stored"."hk_customer"
  from "dds"."h_customer" as "stored"
  union all
  select "fresh"."hk_customer"
  from "new_h_customer" as "fresh"
) as "parent"
  on "parent"."hk_customer" = "fresh"."hk_customer"
where "parent"."hk_customer" is null
  and "fresh"."vw_outcome" = 'inserted';

-- Vault example: hubs h_customer.
-- Parameters: load_dt (timestamp), load_src (text).

-- New rows into h_customer.
insert into "dds"."h_customer" ("hk_customer", "customer_id", "load_dt", "load_src")
select
  "fresh"."hk_customer",
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

-- Vault example: satellites s_address.
-- Parameters: load_id (text).

-- Changed versions into s_address.
insert into "dds"."s_address" ("hk_customer", "hash_diff", "city", "load_dt", "load_src")
select
  "fresh"."hk_customer",
  "fresh"."hash_diff",
  "fresh"."city",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_s_address" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Versions older than what s_address holds, kept aside.
insert into "dds"."s_address_late" ("hk_customer", "hash_diff", "city", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."hk_customer",
  "fresh"."hash_diff",
  "fresh"."city",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast($load_id as varchar) as "load_id",
  'older than the stored versions' as "reason"
from "new_s_address" as "fresh"
where "fresh"."vw_outcome" = 'late'
  and not exists (
    select 1 as "found"
    from "dds"."s_address_late" as "aside"
    where "aside"."hk_customer" = "fresh"."hk_customer"
      and "aside"."load_dt" = "fresh"."load_dt"
      and "aside"."hash_diff" = "fresh"."hash_diff"
  );

-- What became of the rows of customers.
select
  "input"."read",
  "input"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted",
  "outcome"."unchanged",
  "outcome"."late",
  "outcome"."ties"
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
    count(case when "fresh"."vw_outcome" = 'late' then 1 end) as "late",
    count(case when ("fresh"."vw_outcome" = 'inserted') and ("fresh"."tied" = 1) then 1 end) as "ties"
  from "new_s_address" as "fresh"
) as "outcome";
