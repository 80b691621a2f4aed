-- Vault example: stage towns.
-- Parameters: load_id (text).

-- Staged rows of towns with every hash computed once.
insert into "stage_towns" ("hk_city", "city", "city_original", "region")
select
  cast(unhex(md5(case when contains(case when contains(coalesce(nullif(trim("city", ' '), ''), '-1'), '~') then replace(coalesce(nullif(trim("city", ' '), ''), '-1'), '~', '~~') else coalesce(nullif(trim("city", ' '), ''), '-1') end, '|') then replace(case when contains(coalesce(nullif(trim("city", ' '), ''), '-1'), '~') then replace(coalesce(nullif(trim("city", ' '), ''), '-1'), '~', '~~') else coalesce(nullif(trim("city", ' '), ''), '-1') end, '|', '~|') else case when contains(coalesce(nullif(trim("city", ' '), ''), '-1'), '~') then replace(coalesce(nullif(trim("city", ' '), ''), '-1'), '~', '~~') else coalesce(nullif(trim("city", ' '), ''), '-1') end end)) as uuid) as "hk_city",
  coalesce(nullif(trim("city", ' '), ''), '-1') as "city",
  nullif(trim("city", ' '), '') as "city_original",
  coalesce("state", case when strlen("country") = length("country") then upper("country") else translate("country", 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') end) || '/' || case when strlen("country") = length("country") then upper("country") else translate("country", 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') end as "region"
from "staging"."towns" as "towns"
where "load_id" = cast($load_id as varchar);

-- Vault example: collect h_city.

-- Rows that h_city does not hold yet, one per identity.
insert into "new_h_city" ("hk_city", "city", "vw_rows")
select
  "staged"."hk_city",
  "staged"."city",
  count(*) as "vw_rows"
from "stage_towns" as "staged"
where not exists (
  select 1 as "found"
  from "dds"."h_city" as "known"
  where "known"."hk_city" = "staged"."hk_city"
    and "known"."city" = "staged"."city"
)
group by
  "staged"."hk_city",
  "staged"."city";

-- No hash key shared by two business keys: h_city: one row per hk_city (new_h_city).
with
-- What goes into h_city.
"incoming" as (
  select "fresh"."hk_city"
  from "new_h_city" as "fresh"
)
select
  "incoming"."hk_city",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_city"
having count(*) > 1
union all
select
  "incoming"."hk_city",
  2 as "row_count"
from "incoming"
join "dds"."h_city" as "stored"
  on "stored"."hk_city" = "incoming"."hk_city";

-- Vault example: collect s_city.

-- Rows that s_city does not hold yet, one per identity.
insert into "new_s_city" ("hk_city", "city_original", "region", "vw_rows")
select
  "staged"."hk_city",
  "staged"."city_original",
  "staged"."region",
  count(*) as "vw_rows"
from "stage_towns" as "staged"
left join "dds"."s_city" as "known"
  on "known"."hk_city" = "staged"."hk_city"
  and "known"."city_original" is not distinct from "staged"."city_original"
  and "known"."region" = "staged"."region"
where "known"."load_dt" is null
group by
  "staged"."hk_city",
  "staged"."city_original",
  "staged"."region";

-- No identity stored twice: s_city: one row per hk_city, city_original, region (new_s_city).
with
-- What goes into s_city.
"incoming" as (
  select
    "fresh"."hk_city",
    "fresh"."city_original",
    "fresh"."region"
  from "new_s_city" as "fresh"
)
select
  "incoming"."hk_city",
  "incoming"."city_original",
  "incoming"."region",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_city",
  "incoming"."city_original",
  "incoming"."region"
having count(*) > 1
union all
select
  "incoming"."hk_city",
  "incoming"."city_original",
  "incoming"."region",
  2 as "row_count"
from "incoming"
join "dds"."s_city" as "stored"
  on "stored"."hk_city" = "incoming"."hk_city"
  and "stored"."city_original" is not distinct from "incoming"."city_original"
  and "stored"."region" = "incoming"."region";

-- Vault example: checks ahead.

-- No row without its parent: s_city: every hk_city exists in h_city (new_s_city).
select "fresh"."hk_city"
from "new_s_city" as "fresh"
left join (
  select "stored"."hk_city"
  from "dds"."h_city" as "stored"
  union all
  select "fresh"."hk_city"
  from "new_h_city" as "fresh"
) as "parent"
  on "parent"."hk_city" = "fresh"."hk_city"
where "parent"."hk_city" is null;

-- Vault example: hubs h_city.
-- Parameters: load_dt (timestamp), load_src (text).

-- New rows into h_city.
insert into "dds"."h_city" ("hk_city", "city", "load_dt", "load_src")
select
  "fresh"."hk_city",
  "fresh"."city",
  cast($load_dt as timestamp) as "load_dt",
  cast($load_src as varchar) as "load_src"
from "new_h_city" as "fresh";

-- What became of the rows of towns.
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
  from "stage_towns" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_city" as "fresh"
) as "outcome";

-- Vault example: satellites s_city.
-- Parameters: load_dt (timestamp), load_src (text).

-- New rows into s_city.
insert into "dds"."s_city" ("hk_city", "city_original", "region", "load_dt", "load_src")
select
  "fresh"."hk_city",
  "fresh"."city_original",
  "fresh"."region",
  cast($load_dt as timestamp) as "load_dt",
  cast($load_src as varchar) as "load_src"
from "new_s_city" as "fresh";

-- What became of the rows of towns.
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
  from "stage_towns" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_s_city" as "fresh"
) as "outcome";
