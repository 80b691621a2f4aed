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

-- Vault example: stage ratings.
-- Parameters: load_id (text).

-- Staged rows of ratings with every hash computed once.
insert into "stage_ratings" ("hk_customer", "id", "grade", "s_rating_hash_diff")
select
  cast(unhex(md5(case when contains(case when contains("id", '~') then replace("id", '~', '~~') else "id" end, '|') then replace(case when contains("id", '~') then replace("id", '~', '~~') else "id" end, '|', '~|') else case when contains("id", '~') then replace("id", '~', '~~') else "id" end end)) as uuid) as "hk_customer",
  "id",
  "grade",
  cast(unhex(md5(case when contains(case when contains("grade", '~') then replace("grade", '~', '~~') else "grade" end, '|') then replace(case when contains("grade", '~') then replace("grade", '~', '~~') else "grade" end, '|', '~|') else case when contains("grade", '~') then replace("grade", '~', '~~') else "grade" end end)) as uuid) as "s_rating_hash_diff"
from "staging"."ratings" as "ratings"
where "load_id" = cast($load_id as varchar);

-- Vault example: collect h_customer.

-- Rows that h_customer does not hold yet, each with what becomes of it.
insert into "new_h_customer" ("hk_customer", "customer_id", "vw_rows", "vw_feed", "vw_outcome")
with
-- What h_customer does not hold yet, from customers.
"feed_0" as (
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
    "staged"."id"
),
-- What h_customer does not hold yet, from ratings.
"feed_1" as (
  select
    "staged"."hk_customer",
    "staged"."id" as "customer_id",
    count(*) as "vw_rows"
  from "stage_ratings" as "staged"
  where not exists (
    select 1 as "found"
    from "dds"."h_customer" as "known"
    where "known"."hk_customer" = "staged"."hk_customer"
      and "known"."customer_id" = "staged"."id"
  )
  group by
    "staged"."hk_customer",
    "staged"."id"
),
-- The feeds together, each row with the position of its feed.
"candidates" as (
  select
    "feed_0"."hk_customer",
    "feed_0"."customer_id",
    "feed_0"."vw_rows",
    0 as "vw_feed"
  from "feed_0"
  union all
  select
    "feed_1"."hk_customer",
    "feed_1"."customer_id",
    "feed_1"."vw_rows",
    1 as "vw_feed"
  from "feed_1"
),
-- Rows numbered within their identity, the one that counts first.
"ranked" as (
  select
    "candidates"."hk_customer",
    "candidates"."customer_id",
    "candidates"."vw_rows",
    "candidates"."vw_feed",
    row_number() over (
      partition by "candidates"."hk_customer", "candidates"."customer_id"
      order by "candidates"."vw_feed" asc nulls last
    ) as "vw_place"
  from "candidates"
)
select
  "fresh"."hk_customer",
  "fresh"."customer_id",
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

-- Vault example: collect s_rating.
-- Parameters: load_dt (timestamp), load_src (text).

-- Versions for s_rating, each with what becomes of it.
insert into "new_s_rating" ("hk_customer", "hash_diff", "grade", "load_dt", "load_src", "vw_rows", "vw_outcome", "tied")
with
-- Different contents of a key in this batch, each once.
"versions" as (
  select
    "staged"."hk_customer",
    cast($load_dt as timestamp) as "load_dt",
    "staged"."s_rating_hash_diff" as "hash_diff",
    min("staged"."grade") as "grade",
    cast($load_src as varchar) as "load_src",
    count(*) as "vw_rows"
  from "stage_ratings" as "staged"
  group by
    "staged"."hk_customer",
    "staged"."s_rating_hash_diff"
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
    from "dds"."s_rating" as "stored"
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
    "versions"."grade",
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
    "versions"."grade",
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
  from "dds"."s_rating" as "stored"
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
  "versions"."grade",
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
  "versions"."grade",
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

-- No identity stored twice: s_rating: one row per hk_customer, load_dt, hash_diff (new_s_rating).
with
-- What goes into s_rating.
"incoming" as (
  select
    "fresh"."hk_customer",
    "fresh"."load_dt",
    "fresh"."hash_diff"
  from "new_s_rating" as "fresh"
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
join "dds"."s_rating" as "stored"
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
  where "fresh"."vw_outcome" = 'inserted'
) as "parent"
  on "parent"."hk_customer" = "fresh"."hk_customer"
where "parent"."hk_customer" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No row without its parent: s_rating: every hk_customer exists in h_customer (new_s_rating).
select "fresh"."hk_customer"
from "new_s_rating" as "fresh"
left join (
  select "stored"."hk_customer"
  from "dds"."h_customer" as "stored"
  union all
  select "fresh"."hk_customer"
  from "new_h_customer" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
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
    count(*) as "keyed"
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

-- What became of the rows of ratings.
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
  from "stage_ratings" as "staged"
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

-- The ghost record of s_address: what point-in-time tables name where no version was in force.
insert into "dds"."s_address" ("hk_customer", "hash_diff", "load_dt", "load_src")
select
  "ghost"."hk_customer",
  "ghost"."hash_diff",
  "ghost"."load_dt",
  "ghost"."load_src"
from (
  select
    cast('00000000000000000000000000000000' as uuid) as "hk_customer",
    cast('00000000000000000000000000000000' as uuid) as "hash_diff",
    cast('1900-01-01 00:00:00.000000' as timestamp) as "load_dt",
    'GHOST' as "load_src"
) as "ghost"
where not exists (
  select 1 as "found"
  from "dds"."s_address" as "stored"
  where "stored"."hk_customer" = cast('00000000000000000000000000000000' as uuid)
    and "stored"."load_dt" = cast('1900-01-01 00:00:00.000000' as timestamp)
    and "stored"."load_src" = 'GHOST'
);

-- Vault example: satellites s_rating.
-- Parameters: load_id (text).

-- Changed versions into s_rating.
insert into "dds"."s_rating" ("hk_customer", "hash_diff", "grade", "load_dt", "load_src")
select
  "fresh"."hk_customer",
  "fresh"."hash_diff",
  "fresh"."grade",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_s_rating" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Versions older than what s_rating holds, kept aside.
insert into "dds"."s_rating_late" ("hk_customer", "hash_diff", "grade", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."hk_customer",
  "fresh"."hash_diff",
  "fresh"."grade",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast($load_id as varchar) as "load_id",
  'older than the stored versions' as "reason"
from "new_s_rating" as "fresh"
where "fresh"."vw_outcome" = 'late'
  and not exists (
    select 1 as "found"
    from "dds"."s_rating_late" as "aside"
    where "aside"."hk_customer" = "fresh"."hk_customer"
      and "aside"."load_dt" = "fresh"."load_dt"
      and "aside"."hash_diff" = "fresh"."hash_diff"
  );

-- What became of the rows of ratings.
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
  from "stage_ratings" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'known' then 1 end) as "unchanged",
    count(case when "fresh"."vw_outcome" = 'late' then 1 end) as "late",
    count(case when ("fresh"."vw_outcome" = 'inserted') and ("fresh"."tied" = 1) then 1 end) as "ties"
  from "new_s_rating" as "fresh"
) as "outcome";

-- The ghost record of s_rating: what point-in-time tables name where no version was in force.
insert into "dds"."s_rating" ("hk_customer", "hash_diff", "load_dt", "load_src")
select
  "ghost"."hk_customer",
  "ghost"."hash_diff",
  "ghost"."load_dt",
  "ghost"."load_src"
from (
  select
    cast('00000000000000000000000000000000' as uuid) as "hk_customer",
    cast('00000000000000000000000000000000' as uuid) as "hash_diff",
    cast('1900-01-01 00:00:00.000000' as timestamp) as "load_dt",
    'GHOST' as "load_src"
) as "ghost"
where not exists (
  select 1 as "found"
  from "dds"."s_rating" as "stored"
  where "stored"."hk_customer" = cast('00000000000000000000000000000000' as uuid)
    and "stored"."load_dt" = cast('1900-01-01 00:00:00.000000' as timestamp)
    and "stored"."load_src" = 'GHOST'
);

-- Vault example: asOf as_of_day.

-- Instants 2022-01-02 00:00:00.000000 to 2022-01-04 00:00:00.000000.
insert into "generated_as_of_day" ("as_of", "is_active")
select
  cast('2022-01-02 00:00:00.000000' as timestamp) as "as_of",
  true as "is_active"
union all
select
  cast('2022-01-03 00:00:00.000000' as timestamp) as "as_of",
  true as "is_active"
union all
select
  cast('2022-01-04 00:00:00.000000' as timestamp) as "as_of",
  true as "is_active";

-- Instants of as_of_day that the rules no longer give.
delete from "dds"."as_of_day"
where not exists (
  select 1 as "found"
  from "generated_as_of_day" as "generated"
  where "generated"."as_of" = "as_of_day"."as_of"
    and "generated"."is_active" = "as_of_day"."is_active"
);

-- Instants that as_of_day does not hold yet.
insert into "dds"."as_of_day" ("as_of", "is_active")
select
  "generated"."as_of",
  "generated"."is_active"
from "generated_as_of_day" as "generated"
where not exists (
  select 1 as "found"
  from "dds"."as_of_day" as "stored"
  where "stored"."as_of" = "generated"."as_of"
    and "stored"."is_active" = "generated"."is_active"
);

-- Vault example: pointInTime pit_customer.
-- Parameters: load_dt (timestamp).

-- Instants of pit_customer, and which of them are new.
insert into "instants_pit_customer" ("as_of", "is_new")
with
-- Active instants.
"wanted" as (
  select "listed"."as_of"
  from "dds"."as_of_day" as "listed"
  where "listed"."is_active" = true
),
-- Instants that pit_customer has rows of.
"present" as (
  select "stored"."as_of"
  from "dds"."pit_customer" as "stored"
  group by "stored"."as_of"
)
select
  "wanted"."as_of",
  case when "present"."as_of" is null then 1 else 0 end as "is_new"
from "wanted"
left join "present"
  on "present"."as_of" = "wanted"."as_of"
union all
select
  "present"."as_of",
  0 as "is_new"
from "present"
left join "wanted"
  on "wanted"."as_of" = "present"."as_of"
where "wanted"."as_of" is null;

-- Keys that the batch has touched at or before a stored instant.
insert into "touched_pit_customer" ("hk_customer", "since")
select
  "written"."hk_customer",
  "written"."since"
from (
  select
    "fresh"."hk_customer",
    cast($load_dt as timestamp) as "since"
  from "new_h_customer" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
) as "written"
join (
  select max("instants"."as_of") as "latest"
  from "instants_pit_customer" as "instants"
  where "instants"."is_new" = 0
) as "edge"
  on "written"."since" <= "edge"."latest";

-- Keys that the batch has touched at or before a stored instant.
insert into "touched_pit_customer" ("hk_customer", "since")
select
  "written"."hk_customer",
  "written"."since"
from (
  select
    "fresh"."hk_customer",
    "fresh"."load_dt" as "since"
  from "new_s_address" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
) as "written"
join (
  select max("instants"."as_of") as "latest"
  from "instants_pit_customer" as "instants"
  where "instants"."is_new" = 0
) as "edge"
  on "written"."since" <= "edge"."latest";

-- Keys that the batch has touched at or before a stored instant.
insert into "touched_pit_customer" ("hk_customer", "since")
select
  "written"."hk_customer",
  "written"."since"
from (
  select
    "fresh"."hk_customer",
    "fresh"."load_dt" as "since"
  from "new_s_rating" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
) as "written"
join (
  select max("instants"."as_of") as "latest"
  from "instants_pit_customer" as "instants"
  where "instants"."is_new" = 0
) as "edge"
  on "written"."since" <= "edge"."latest";

-- Rows of touched keys that are missing or differ.
insert into "new_pit_customer" (
  "hk_customer",
  "as_of",
  "s_address_hk_customer",
  "s_address_load_dt",
  "s_rating_hk_customer",
  "s_rating_load_dt"
)
with
-- Touched keys, once.
"touched" as (
  select
    "written"."hk_customer",
    min("written"."since") as "since"
  from "touched_pit_customer" as "written"
  group by "written"."hk_customer"
),
-- When each key was first seen and when each satellite changed.
"changes" as (
  select
    "parent"."hk_customer",
    "parent"."load_dt" as "instant",
    0 as "origin",
    "parent"."load_dt" as "first_seen",
    cast(null as timestamp) as "in_force_1",
    cast(null as timestamp) as "in_force_2"
  from "dds"."h_customer" as "parent"
  join "touched"
    on "touched"."hk_customer" = "parent"."hk_customer"
  join (
    select max("instants"."as_of") as "latest"
    from "instants_pit_customer" as "instants"
    where "instants"."is_new" = 0
  ) as "edge"
    on "parent"."load_dt" <= "edge"."latest"
  union all
  select
    "version"."hk_customer",
    "version"."load_dt" as "instant",
    1 as "origin",
    cast(null as timestamp) as "first_seen",
    "version"."load_dt" as "in_force_1",
    cast(null as timestamp) as "in_force_2"
  from "dds"."s_address" as "version"
  join "touched"
    on "touched"."hk_customer" = "version"."hk_customer"
  join (
    select max("instants"."as_of") as "latest"
    from "instants_pit_customer" as "instants"
    where "instants"."is_new" = 0
  ) as "edge"
    on "version"."load_dt" <= "edge"."latest"
  union all
  select
    "version"."hk_customer",
    "version"."load_dt" as "instant",
    2 as "origin",
    cast(null as timestamp) as "first_seen",
    cast(null as timestamp) as "in_force_1",
    "version"."load_dt" as "in_force_2"
  from "dds"."s_rating" as "version"
  join "touched"
    on "touched"."hk_customer" = "version"."hk_customer"
  join (
    select max("instants"."as_of") as "latest"
    from "instants_pit_customer" as "instants"
    where "instants"."is_new" = 0
  ) as "edge"
    on "version"."load_dt" <= "edge"."latest"
),
-- What was in force from one change until before the next.
"ranges" as (
  select
    "changes"."hk_customer",
    "changes"."instant",
    max("changes"."first_seen") over (
      partition by "changes"."hk_customer"
      order by "changes"."instant" asc nulls first, "changes"."origin" asc nulls first
      rows between unbounded preceding and current row
    ) as "first_seen",
    max("changes"."in_force_1") over (
      partition by "changes"."hk_customer"
      order by "changes"."instant" asc nulls first, "changes"."origin" asc nulls first
      rows between unbounded preceding and current row
    ) as "in_force_1",
    max("changes"."in_force_2") over (
      partition by "changes"."hk_customer"
      order by "changes"."instant" asc nulls first, "changes"."origin" asc nulls first
      rows between unbounded preceding and current row
    ) as "in_force_2",
    lead("changes"."instant") over (
      partition by "changes"."hk_customer"
      order by "changes"."instant" asc nulls first, "changes"."origin" asc nulls first
    ) as "next_instant"
  from "changes"
)
select
  "ranges"."hk_customer",
  "instants"."as_of",
  case
    when "ranges"."in_force_1" is not null then "ranges"."hk_customer"
    else cast('00000000000000000000000000000000' as uuid)
  end as "s_address_hk_customer",
  coalesce("ranges"."in_force_1", cast('1900-01-01 00:00:00.000000' as timestamp)) as "s_address_load_dt",
  case
    when "ranges"."in_force_2" is not null then "ranges"."hk_customer"
    else cast('00000000000000000000000000000000' as uuid)
  end as "s_rating_hk_customer",
  coalesce("ranges"."in_force_2", cast('1900-01-01 00:00:00.000000' as timestamp)) as "s_rating_load_dt"
from "ranges"
join "instants_pit_customer" as "instants"
  on "instants"."as_of" >= "ranges"."instant"
  and "instants"."as_of" < coalesce("ranges"."next_instant", cast('9999-12-31 23:59:59.999999' as timestamp))
  and "instants"."is_new" = 0
join "touched"
  on "touched"."hk_customer" = "ranges"."hk_customer"
  and "touched"."since" <= "instants"."as_of"
left join "dds"."pit_customer" as "stored"
  on "stored"."hk_customer" = "ranges"."hk_customer"
  and "stored"."as_of" = "instants"."as_of"
where "ranges"."first_seen" is not null
  and ("stored"."hk_customer" is null or (not ("stored"."s_address_hk_customer" is not distinct from case
    when "ranges"."in_force_1" is not null then "ranges"."hk_customer"
    else cast('00000000000000000000000000000000' as uuid)
  end)) or (not ("stored"."s_address_load_dt" is not distinct from coalesce("ranges"."in_force_1", cast('1900-01-01 00:00:00.000000' as timestamp)))) or (not ("stored"."s_rating_hk_customer" is not distinct from case
    when "ranges"."in_force_2" is not null then "ranges"."hk_customer"
    else cast('00000000000000000000000000000000' as uuid)
  end)) or (not ("stored"."s_rating_load_dt" is not distinct from coalesce("ranges"."in_force_2", cast('1900-01-01 00:00:00.000000' as timestamp)))));

-- Rows of pit_customer that are replaced.
delete from "dds"."pit_customer"
where exists (
  select 1 as "found"
  from "new_pit_customer" as "fresh"
  where "fresh"."hk_customer" = "pit_customer"."hk_customer"
    and "fresh"."as_of" = "pit_customer"."as_of"
);

-- Rows of instants that pit_customer does not have yet.
insert into "new_pit_customer" (
  "hk_customer",
  "as_of",
  "s_address_hk_customer",
  "s_address_load_dt",
  "s_rating_hk_customer",
  "s_rating_load_dt"
)
with
-- When each key was first seen and when each satellite changed.
"changes" as (
  select
    "parent"."hk_customer",
    "parent"."load_dt" as "instant",
    0 as "origin",
    "parent"."load_dt" as "first_seen",
    cast(null as timestamp) as "in_force_1",
    cast(null as timestamp) as "in_force_2"
  from "dds"."h_customer" as "parent"
  join (
    select max("instants"."as_of") as "latest"
    from "instants_pit_customer" as "instants"
    where "instants"."is_new" = 1
  ) as "edge"
    on "parent"."load_dt" <= "edge"."latest"
  union all
  select
    "version"."hk_customer",
    "version"."load_dt" as "instant",
    1 as "origin",
    cast(null as timestamp) as "first_seen",
    "version"."load_dt" as "in_force_1",
    cast(null as timestamp) as "in_force_2"
  from "dds"."s_address" as "version"
  join (
    select max("instants"."as_of") as "latest"
    from "instants_pit_customer" as "instants"
    where "instants"."is_new" = 1
  ) as "edge"
    on "version"."load_dt" <= "edge"."latest"
  union all
  select
    "version"."hk_customer",
    "version"."load_dt" as "instant",
    2 as "origin",
    cast(null as timestamp) as "first_seen",
    cast(null as timestamp) as "in_force_1",
    "version"."load_dt" as "in_force_2"
  from "dds"."s_rating" as "version"
  join (
    select max("instants"."as_of") as "latest"
    from "instants_pit_customer" as "instants"
    where "instants"."is_new" = 1
  ) as "edge"
    on "version"."load_dt" <= "edge"."latest"
),
-- What was in force from one change until before the next.
"ranges" as (
  select
    "changes"."hk_customer",
    "changes"."instant",
    max("changes"."first_seen") over (
      partition by "changes"."hk_customer"
      order by "changes"."instant" asc nulls first, "changes"."origin" asc nulls first
      rows between unbounded preceding and current row
    ) as "first_seen",
    max("changes"."in_force_1") over (
      partition by "changes"."hk_customer"
      order by "changes"."instant" asc nulls first, "changes"."origin" asc nulls first
      rows between unbounded preceding and current row
    ) as "in_force_1",
    max("changes"."in_force_2") over (
      partition by "changes"."hk_customer"
      order by "changes"."instant" asc nulls first, "changes"."origin" asc nulls first
      rows between unbounded preceding and current row
    ) as "in_force_2",
    lead("changes"."instant") over (
      partition by "changes"."hk_customer"
      order by "changes"."instant" asc nulls first, "changes"."origin" asc nulls first
    ) as "next_instant"
  from "changes"
)
select
  "ranges"."hk_customer",
  "instants"."as_of",
  case
    when "ranges"."in_force_1" is not null then "ranges"."hk_customer"
    else cast('00000000000000000000000000000000' as uuid)
  end as "s_address_hk_customer",
  coalesce("ranges"."in_force_1", cast('1900-01-01 00:00:00.000000' as timestamp)) as "s_address_load_dt",
  case
    when "ranges"."in_force_2" is not null then "ranges"."hk_customer"
    else cast('00000000000000000000000000000000' as uuid)
  end as "s_rating_hk_customer",
  coalesce("ranges"."in_force_2", cast('1900-01-01 00:00:00.000000' as timestamp)) as "s_rating_load_dt"
from "ranges"
join "instants_pit_customer" as "instants"
  on "instants"."as_of" >= "ranges"."instant"
  and "instants"."as_of" < coalesce("ranges"."next_instant", cast('9999-12-31 23:59:59.999999' as timestamp))
  and "instants"."is_new" = 1
where "ranges"."first_seen" is not null;

-- New and changed rows of pit_customer.
insert into "dds"."pit_customer" (
  "hk_customer",
  "as_of",
  "s_address_hk_customer",
  "s_address_load_dt",
  "s_rating_hk_customer",
  "s_rating_load_dt"
)
select
  "fresh"."hk_customer",
  "fresh"."as_of",
  "fresh"."s_address_hk_customer",
  "fresh"."s_address_load_dt",
  "fresh"."s_rating_hk_customer",
  "fresh"."s_rating_load_dt"
from "new_pit_customer" as "fresh";

-- Vault example: checks.

-- No identity stored twice: as_of_day: one row per as_of (generated_as_of_day).
select
  "stored"."as_of",
  count(*) as "row_count"
from "dds"."as_of_day" as "stored"
where "stored"."as_of" in (
  select "fresh"."as_of"
  from "generated_as_of_day" as "fresh"
)
group by "stored"."as_of"
having count(*) > 1;

-- No identity stored twice: pit_customer: one row per hk_customer, as_of (new_pit_customer).
select
  "stored"."hk_customer",
  "stored"."as_of",
  count(*) as "row_count"
from "dds"."pit_customer" as "stored"
where "stored"."hk_customer" in (
  select "fresh"."hk_customer"
  from "new_pit_customer" as "fresh"
)
group by
  "stored"."hk_customer",
  "stored"."as_of"
having count(*) > 1;
