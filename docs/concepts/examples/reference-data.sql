-- Vault example: stage countries.
-- Parameters: load_id (text).

-- Staged rows of countries with every hash computed once.
insert into "stage_countries" ("code", "rs_country_hash_diff", "currency", "title")
select
  "code",
  cast(unhex(md5(case when contains(case when contains("currency", '~') then replace("currency", '~', '~~') else "currency" end, '|') then replace(case when contains("currency", '~') then replace("currency", '~', '~~') else "currency" end, '|', '~|') else case when contains("currency", '~') then replace("currency", '~', '~~') else "currency" end end)) as uuid) as "rs_country_hash_diff",
  "currency",
  "title"
from "staging"."countries" as "countries"
where "load_id" = cast($load_id as varchar);

-- Vault example: stage partners.
-- Parameters: load_id (text).

-- Staged rows of partners with every hash computed once.
insert into "stage_partners" ("country", "country_name")
select
  "country",
  "country_name"
from "staging"."partners" as "partners"
where "load_id" = cast($load_id as varchar);

-- Vault example: collect rh_country.

-- Rows that rh_country does not hold yet, each with what becomes of it.
insert into "new_rh_country" ("country_code", "vw_rows", "vw_feed", "vw_outcome")
with
-- What rh_country does not hold yet, from countries.
"feed_0" as (
  select
    "staged"."code" as "country_code",
    count(*) as "vw_rows"
  from "stage_countries" as "staged"
  where "staged"."code" is not null
    and not exists (
      select 1 as "found"
      from "dds"."rh_country" as "known"
      where "known"."country_code" = "staged"."code"
    )
  group by "staged"."code"
),
-- What rh_country does not hold yet, from partners.
"feed_1" as (
  select
    "staged"."country" as "country_code",
    count(*) as "vw_rows"
  from "stage_partners" as "staged"
  where not exists (
    select 1 as "found"
    from "dds"."rh_country" as "known"
    where "known"."country_code" = "staged"."country"
  )
  group by "staged"."country"
),
-- The feeds together, each row with the position of its feed.
"candidates" as (
  select
    "feed_0"."country_code",
    "feed_0"."vw_rows",
    0 as "vw_feed"
  from "feed_0"
  union all
  select
    "feed_1"."country_code",
    "feed_1"."vw_rows",
    1 as "vw_feed"
  from "feed_1"
),
-- Rows numbered within their identity, the one that counts first.
"ranked" as (
  select
    "candidates"."country_code",
    "candidates"."vw_rows",
    "candidates"."vw_feed",
    row_number() over (partition by "candidates"."country_code" order by "candidates"."vw_feed" asc nulls last) as "vw_place"
  from "candidates"
)
select
  "fresh"."country_code",
  "fresh"."vw_rows",
  "fresh"."vw_feed",
  case when "fresh"."vw_place" > 1 then 'repeated' else 'inserted' end as "vw_outcome"
from "ranked" as "fresh";

-- No identity stored twice: rh_country: one row per country_code (new_rh_country).
with
-- What goes into rh_country.
"incoming" as (
  select "fresh"."country_code"
  from "new_rh_country" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
)
select
  "incoming"."country_code",
  count(*) as "row_count"
from "incoming"
group by "incoming"."country_code"
having count(*) > 1
union all
select
  "incoming"."country_code",
  2 as "row_count"
from "incoming"
join "dds"."rh_country" as "stored"
  on "stored"."country_code" = "incoming"."country_code";

-- Vault example: collect rs_country.
-- Parameters: load_dt (timestamp), load_src (text).

-- Versions for rs_country, each with what becomes of it.
insert into "new_rs_country" ("country_code", "hash_diff", "currency", "load_dt", "load_src", "vw_rows", "vw_outcome", "tied")
with
-- Different contents of a key in this batch, each once.
"versions" as (
  select
    "staged"."code" as "country_code",
    cast($load_dt as timestamp) as "load_dt",
    "staged"."rs_country_hash_diff" as "hash_diff",
    min("staged"."currency") as "currency",
    cast($load_src as varchar) as "load_src",
    count(*) as "vw_rows"
  from "stage_countries" as "staged"
  where "staged"."code" is not null
  group by
    "staged"."code",
    "staged"."rs_country_hash_diff"
),
-- What the satellite says now, for keys of this batch only.
"latest" as (
  select
    "numbered"."country_code",
    "numbered"."latest_load_dt",
    "numbered"."latest_hash_diff"
  from (
    select
      "stored"."country_code",
      "stored"."load_dt" as "latest_load_dt",
      "stored"."hash_diff" as "latest_hash_diff",
      row_number() over (
        partition by "stored"."country_code"
        order by "stored"."load_dt" desc nulls last, "stored"."hash_diff" desc nulls last
      ) as "vw_place"
    from "dds"."rs_country" as "stored"
    where "stored"."country_code" in (
      select "versions"."country_code"
      from "versions"
    )
  ) as "numbered"
  where "numbered"."vw_place" = 1
),
-- Newer versions beside the one before them.
"sequenced" as (
  select
    "versions"."country_code",
    "versions"."hash_diff",
    "versions"."currency",
    "versions"."load_dt",
    "versions"."load_src",
    "versions"."vw_rows",
    coalesce(lag("versions"."hash_diff") over (
      partition by "versions"."country_code"
      order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
    ), "latest"."latest_hash_diff") as "previous_hash_diff",
    case
      when (lag("versions"."load_dt") over (
        partition by "versions"."country_code"
        order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."load_dt") or (lead("versions"."load_dt") over (
        partition by "versions"."country_code"
        order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."load_dt") then 1
      else 0
    end as "tied"
  from "versions"
  left join "latest"
    on "latest"."country_code" = "versions"."country_code"
  where "latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt")
),
-- Versions that are not newer than what is known of their key.
"older" as (
  select
    "versions"."country_code",
    "versions"."hash_diff",
    "versions"."currency",
    "versions"."load_dt",
    "versions"."load_src",
    "versions"."vw_rows"
  from "versions"
  join "latest"
    on "latest"."country_code" = "versions"."country_code"
  where not ("latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt"))
),
-- When stored versions began and ended, for keys with older rows only.
"intervals" as (
  select
    "stored"."country_code",
    "stored"."load_dt",
    "stored"."hash_diff",
    lead("stored"."load_dt") over (
      partition by "stored"."country_code"
      order by "stored"."load_dt" asc nulls first, "stored"."hash_diff" asc nulls first
    ) as "next_load_dt"
  from "dds"."rs_country" as "stored"
  where "stored"."country_code" in (
    select "versions"."country_code"
    from "older" as "versions"
  )
),
-- Older versions that are stored, or repeat the last one before them.
"repeated" as (
  select
    "versions"."country_code",
    "versions"."load_dt",
    "versions"."hash_diff"
  from "older" as "versions"
  join "intervals"
    on "intervals"."country_code" = "versions"."country_code"
    and "intervals"."hash_diff" = "versions"."hash_diff"
  where ("intervals"."load_dt" = "versions"."load_dt") or (("versions"."load_dt" > "intervals"."load_dt") and ("intervals"."next_load_dt" is null or (not ("versions"."load_dt" > "intervals"."next_load_dt"))))
  group by
    "versions"."country_code",
    "versions"."load_dt",
    "versions"."hash_diff"
)
select
  "versions"."country_code",
  "versions"."hash_diff",
  "versions"."currency",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows",
  case when "versions"."previous_hash_diff" = "versions"."hash_diff" then 'known' else 'inserted' end as "vw_outcome",
  "versions"."tied"
from "sequenced" as "versions"
union all
select
  "versions"."country_code",
  "versions"."hash_diff",
  "versions"."currency",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows",
  case when "repeated"."country_code" is not null then 'known' else 'late' end as "vw_outcome",
  0 as "tied"
from "older" as "versions"
left join "repeated"
  on "repeated"."country_code" = "versions"."country_code"
  and "repeated"."load_dt" = "versions"."load_dt"
  and "repeated"."hash_diff" = "versions"."hash_diff";

-- No identity stored twice: rs_country: one row per country_code, load_dt, hash_diff (new_rs_country).
with
-- What goes into rs_country.
"incoming" as (
  select
    "fresh"."country_code",
    "fresh"."load_dt",
    "fresh"."hash_diff"
  from "new_rs_country" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
)
select
  "incoming"."country_code",
  "incoming"."load_dt",
  "incoming"."hash_diff",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."country_code",
  "incoming"."load_dt",
  "incoming"."hash_diff"
having count(*) > 1
union all
select
  "incoming"."country_code",
  "incoming"."load_dt",
  "incoming"."hash_diff",
  2 as "row_count"
from "incoming"
join "dds"."rs_country" as "stored"
  on "stored"."country_code" = "incoming"."country_code"
  and "stored"."hash_diff" = "incoming"."hash_diff"
  and "stored"."load_dt" = "incoming"."load_dt";

-- Vault example: collect r_country_name.

-- Rows that r_country_name does not hold yet, each with what becomes of it.
insert into "new_r_country_name" ("country_code", "title", "vw_rows", "vw_feed", "vw_outcome")
with
-- What r_country_name does not hold yet, from countries.
"feed_0" as (
  select
    "staged"."code" as "country_code",
    "staged"."title",
    count(*) as "vw_rows"
  from "stage_countries" as "staged"
  where "staged"."code" is not null
    and not exists (
      select 1 as "found"
      from "dds"."r_country_name" as "known"
      where "known"."country_code" = "staged"."code"
        and "known"."title" = "staged"."title"
    )
  group by
    "staged"."code",
    "staged"."title"
),
-- What r_country_name does not hold yet, from partners.
"feed_1" as (
  select
    "staged"."country" as "country_code",
    "staged"."country_name" as "title",
    count(*) as "vw_rows"
  from "stage_partners" as "staged"
  where not exists (
    select 1 as "found"
    from "dds"."r_country_name" as "known"
    where "known"."country_code" = "staged"."country"
      and "known"."title" = "staged"."country_name"
  )
  group by
    "staged"."country",
    "staged"."country_name"
),
-- The feeds together, each row with the position of its feed.
"candidates" as (
  select
    "feed_0"."country_code",
    "feed_0"."title",
    "feed_0"."vw_rows",
    0 as "vw_feed"
  from "feed_0"
  union all
  select
    "feed_1"."country_code",
    "feed_1"."title",
    "feed_1"."vw_rows",
    1 as "vw_feed"
  from "feed_1"
),
-- Rows numbered within their identity, the one that counts first.
"ranked" as (
  select
    "candidates"."country_code",
    "candidates"."title",
    "candidates"."vw_rows",
    "candidates"."vw_feed",
    row_number() over (
      partition by "candidates"."country_code"
      order by "candidates"."vw_feed" asc nulls last, "candidates"."title" asc nulls last
    ) as "vw_place",
    row_number() over (
      partition by "candidates"."country_code", "candidates"."title"
      order by "candidates"."vw_feed" asc nulls last, "candidates"."title" asc nulls last
    ) as "vw_copy"
  from "candidates"
),
-- Identities that are stored with other content.
"stored_rows" as (
  select "stored"."country_code" as "stored_key"
  from "dds"."r_country_name" as "stored"
  where "stored"."country_code" in (
    select "ranked"."country_code"
    from "ranked"
  )
  group by "stored"."country_code"
)
select
  "fresh"."country_code",
  "fresh"."title",
  "fresh"."vw_rows",
  "fresh"."vw_feed",
  case
    when "fresh"."vw_copy" > 1 then 'repeated'
    when "stored_rows"."stored_key" is not null or ("fresh"."vw_place" > 1) then 'conflict'
    else 'inserted'
  end as "vw_outcome"
from "ranked" as "fresh"
left join "stored_rows"
  on "stored_rows"."stored_key" = "fresh"."country_code";

-- No identity stored twice: r_country_name: one row per country_code (new_r_country_name).
with
-- What goes into r_country_name.
"incoming" as (
  select "fresh"."country_code"
  from "new_r_country_name" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
)
select
  "incoming"."country_code",
  count(*) as "row_count"
from "incoming"
group by "incoming"."country_code"
having count(*) > 1
union all
select
  "incoming"."country_code",
  2 as "row_count"
from "incoming"
join "dds"."r_country_name" as "stored"
  on "stored"."country_code" = "incoming"."country_code";

-- Vault example: collect r_currency.
-- Parameters: load_dt (timestamp), load_src (text).

-- What was delivered for r_currency, each row with what becomes of it.
insert into "new_r_currency" ("country_code", "currency", "load_dt", "load_src", "vw_rows", "vw_outcome")
with
-- Different rows of each load date, each once.
"delivered" as (
  select
    "staged"."code" as "country_code",
    "staged"."currency",
    cast($load_dt as timestamp) as "load_dt",
    cast($load_src as varchar) as "load_src",
    count(*) as "vw_rows"
  from "stage_countries" as "staged"
  where "staged"."code" is not null
  group by
    "staged"."code",
    "staged"."currency"
),
-- The load date of the delivery.
"newest" as (
  select max("delivered"."load_dt") as "newest_date"
  from "delivered"
),
-- The load date of what r_currency holds.
"applied" as (
  select max("stored"."load_dt") as "applied_date"
  from "dds"."r_currency" as "stored"
),
-- Rows numbered within their key and load date, the one that counts first.
"placed" as (
  select
    "delivered"."country_code",
    "delivered"."currency",
    "delivered"."load_dt",
    "delivered"."load_src",
    "delivered"."vw_rows",
    row_number() over (
      partition by "delivered"."load_dt", "delivered"."country_code"
      order by "delivered"."load_src" asc nulls last, "delivered"."currency" asc nulls last
    ) as "vw_place"
  from "delivered"
)
select
  "placed"."country_code",
  "placed"."currency",
  "placed"."load_dt",
  "placed"."load_src",
  "placed"."vw_rows",
  case
    when ("placed"."load_dt" = "newest"."newest_date") and ("applied"."applied_date" is null or ("newest"."newest_date" > "applied"."applied_date")) and ("placed"."vw_place" = 1) then 'inserted'
    when ("placed"."load_dt" = "newest"."newest_date") and ("applied"."applied_date" is null or ("newest"."newest_date" > "applied"."applied_date")) then 'conflict'
    when "stored"."country_code" is not null then 'known'
    else 'late'
  end as "vw_outcome"
from "placed"
cross join "newest"
cross join "applied"
left join "dds"."r_currency" as "stored"
  on "stored"."country_code" = "placed"."country_code"
  and "stored"."currency" = "placed"."currency";

-- Vault example: checks ahead.

-- No row without its parent: rs_country: every country_code exists in rh_country (new_rs_country).
select "fresh"."country_code"
from "new_rs_country" as "fresh"
left join (
  select "stored"."country_code"
  from "dds"."rh_country" as "stored"
  union all
  select "fresh"."country_code"
  from "new_rh_country" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
) as "parent"
  on "parent"."country_code" = "fresh"."country_code"
where "parent"."country_code" is null
  and "fresh"."vw_outcome" = 'inserted';

-- Vault example: hubs rh_country.
-- Parameters: load_dt (timestamp), load_src (text).

-- New rows into rh_country.
insert into "dds"."rh_country" ("country_code", "load_dt", "load_src")
select
  "fresh"."country_code",
  cast($load_dt as timestamp) as "load_dt",
  cast($load_src as varchar) as "load_src"
from "new_rh_country" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- What became of the rows of countries.
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
    count(case when "staged"."code" is not null then 1 end) as "keyed"
  from "stage_countries" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'repeated' then 1 end) as "repeated"
  from "new_rh_country" as "fresh"
  where "fresh"."vw_feed" = 0
) as "outcome";

-- What became of the rows of partners.
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
  from "stage_partners" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'repeated' then 1 end) as "repeated"
  from "new_rh_country" as "fresh"
  where "fresh"."vw_feed" = 1
) as "outcome";

-- Vault example: satellites rs_country.
-- Parameters: load_id (text).

-- Changed versions into rs_country.
insert into "dds"."rs_country" ("country_code", "hash_diff", "currency", "load_dt", "load_src")
select
  "fresh"."country_code",
  "fresh"."hash_diff",
  "fresh"."currency",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_rs_country" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Versions older than what rs_country holds, kept aside.
insert into "dds"."rs_country_late" ("country_code", "hash_diff", "currency", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."country_code",
  "fresh"."hash_diff",
  "fresh"."currency",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast($load_id as varchar) as "load_id",
  'older than the stored versions' as "reason"
from "new_rs_country" as "fresh"
where "fresh"."vw_outcome" = 'late'
  and not exists (
    select 1 as "found"
    from "dds"."rs_country_late" as "aside"
    where "aside"."country_code" = "fresh"."country_code"
      and "aside"."load_dt" = "fresh"."load_dt"
      and "aside"."hash_diff" = "fresh"."hash_diff"
  );

-- What became of the rows of countries.
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
    count(case when "staged"."code" is not null then 1 end) as "keyed"
  from "stage_countries" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'known' then 1 end) as "unchanged",
    count(case when "fresh"."vw_outcome" = 'late' then 1 end) as "late",
    count(case when ("fresh"."vw_outcome" = 'inserted') and ("fresh"."tied" = 1) then 1 end) as "ties"
  from "new_rs_country" as "fresh"
) as "outcome";

-- Vault example: references r_country_name.
-- Parameters: load_dt (timestamp), load_src (text), load_id (text).

-- New rows into r_country_name.
insert into "dds"."r_country_name" ("country_code", "title", "load_dt", "load_src")
select
  "fresh"."country_code",
  "fresh"."title",
  cast($load_dt as timestamp) as "load_dt",
  cast($load_src as varchar) as "load_src"
from "new_r_country_name" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Rows that contradict r_country_name, kept aside.
insert into "dds"."r_country_name_late" ("country_code", "title", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."country_code",
  "fresh"."title",
  cast($load_dt as timestamp) as "load_dt",
  cast($load_src as varchar) as "load_src",
  cast($load_id as varchar) as "load_id",
  'conflict' as "reason"
from "new_r_country_name" as "fresh"
where "fresh"."vw_outcome" = 'conflict'
  and not exists (
    select 1 as "found"
    from "dds"."r_country_name_late" as "aside"
    where "aside"."country_code" = "fresh"."country_code"
      and "aside"."title" = "fresh"."title"
  );

-- What became of the rows of countries.
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
    count(case when "staged"."code" is not null then 1 end) as "keyed"
  from "stage_countries" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'conflict' then 1 end) as "conflict",
    count(case when "fresh"."vw_outcome" = 'repeated' then 1 end) as "repeated"
  from "new_r_country_name" as "fresh"
  where "fresh"."vw_feed" = 0
) as "outcome";

-- What became of the rows of partners.
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
  from "stage_partners" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'conflict' then 1 end) as "conflict",
    count(case when "fresh"."vw_outcome" = 'repeated' then 1 end) as "repeated"
  from "new_r_country_name" as "fresh"
  where "fresh"."vw_feed" = 1
) as "outcome";

-- Vault example: references r_currency.
-- Parameters: load_id (text).

-- Rows of r_currency that a newer delivery replaces.
delete from "dds"."r_currency"
where exists (
  select 1 as "found"
  from "new_r_currency" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
);

-- The newer delivery into r_currency.
insert into "dds"."r_currency" ("country_code", "currency", "load_dt", "load_src")
select
  "fresh"."country_code",
  "fresh"."currency",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_r_currency" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Rows that contradict r_currency, kept aside.
insert into "dds"."r_currency_late" ("country_code", "currency", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."country_code",
  "fresh"."currency",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast($load_id as varchar) as "load_id",
  'conflict' as "reason"
from "new_r_currency" as "fresh"
where "fresh"."vw_outcome" = 'conflict'
  and not exists (
    select 1 as "found"
    from "dds"."r_currency_late" as "aside"
    where "aside"."country_code" = "fresh"."country_code"
      and "aside"."currency" = "fresh"."currency"
  );

-- What became of the rows of countries.
select
  "input"."read",
  "input"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted",
  "outcome"."unchanged",
  "outcome"."late",
  "outcome"."conflict"
from (
  select
    count(*) as "read",
    count(case when "staged"."code" is not null then 1 end) as "keyed"
  from "stage_countries" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'known' then 1 end) as "unchanged",
    count(case when "fresh"."vw_outcome" = 'late' then 1 end) as "late",
    count(case when "fresh"."vw_outcome" = 'conflict' then 1 end) as "conflict"
  from "new_r_currency" as "fresh"
) as "outcome";

-- Vault example: asOf as_of_year.

-- Instants 2022-01-01 00:00:00.000000 to 2023-01-01 00:00:00.000000.
insert into "generated_as_of_year" ("as_of", "is_active")
select
  cast('2022-01-01 00:00:00.000000' as timestamp) as "as_of",
  true as "is_active"
union all
select
  cast('2023-01-01 00:00:00.000000' as timestamp) as "as_of",
  true as "is_active";

-- Instants of as_of_year that the rules no longer give.
delete from "dds"."as_of_year"
where not exists (
  select 1 as "found"
  from "generated_as_of_year" as "generated"
  where "generated"."as_of" = "as_of_year"."as_of"
    and "generated"."is_active" = "as_of_year"."is_active"
);

-- Instants that as_of_year does not hold yet.
insert into "dds"."as_of_year" ("as_of", "is_active")
select
  "generated"."as_of",
  "generated"."is_active"
from "generated_as_of_year" as "generated"
where not exists (
  select 1 as "found"
  from "dds"."as_of_year" as "stored"
  where "stored"."as_of" = "generated"."as_of"
    and "stored"."is_active" = "generated"."is_active"
);

-- Vault example: checks.

-- No identity stored twice: r_currency: one row per country_code (new_r_currency).
select
  "stored"."country_code",
  count(*) as "row_count"
from "dds"."r_currency" as "stored"
where "stored"."country_code" in (
  select "fresh"."country_code"
  from "new_r_currency" as "fresh"
)
group by "stored"."country_code"
having count(*) > 1;

-- No identity stored twice: as_of_year: one row per as_of (generated_as_of_year).
select
  "stored"."as_of",
  count(*) as "row_count"
from "dds"."as_of_year" as "stored"
where "stored"."as_of" in (
  select "fresh"."as_of"
  from "generated_as_of_year" as "fresh"
)
group by "stored"."as_of"
having count(*) > 1;
