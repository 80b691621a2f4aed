-- Vault example: tables.

-- Schema staging.
create schema if not exists "staging";

-- Schema dds.
create schema if not exists "dds";

-- Staging: countries as delivered; rows are told apart by their load.
create table if not exists "staging"."countries" (
  "code" varchar(8),
  "title" varchar(160) not null,
  "currency" varchar(12) not null,
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of countries that do not fit the contract: place, reason and raw text.
create table if not exists "staging"."countries_rej" (
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

-- Staging: partners as delivered; rows are told apart by their load.
create table if not exists "staging"."partners" (
  "country" varchar(8) not null,
  "country_name" varchar(160) not null,
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of partners that do not fit the contract: place, reason and raw text.
create table if not exists "staging"."partners_rej" (
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

-- Reference hub: every country_code that was named, once.
create table if not exists "dds"."rh_country" (
  "country_code" varchar(8) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "country_code"
unsegmented all nodes;

-- Reference satellite: how currency of rh_country changed.
create table if not exists "dds"."rs_country" (
  "country_code" varchar(8) not null,
  "hash_diff" binary(16) not null,
  "currency" varchar(12) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "country_code", "load_dt"
unsegmented all nodes;

-- Rows of rs_country that are older than what was stored when they came; kept, not applied.
create table if not exists "dds"."rs_country_late" (
  "country_code" varchar(8) not null,
  "hash_diff" binary(16) not null,
  "currency" varchar(12) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "country_code", "load_dt"
segmented by hash("country_code") all nodes;

-- Reference table: every country_code as it was first listed.
create table if not exists "dds"."r_country_name" (
  "country_code" varchar(8) not null,
  "title" varchar(160) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "country_code"
unsegmented all nodes;

-- Rows of r_country_name that contradict what is stored; kept, not applied.
create table if not exists "dds"."r_country_name_late" (
  "country_code" varchar(8) not null,
  "title" varchar(160) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "country_code"
segmented by hash("country_code") all nodes;

-- Reference table: country_code as the latest delivery lists them.
create table if not exists "dds"."r_currency" (
  "country_code" varchar(8) not null,
  "currency" varchar(12) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "country_code"
unsegmented all nodes;

-- Rows of r_currency that contradict what is stored; kept, not applied.
create table if not exists "dds"."r_currency_late" (
  "country_code" varchar(8) not null,
  "currency" varchar(12) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "country_code"
segmented by hash("country_code") all nodes;

-- Instants at which the vault is looked at.
create table if not exists "dds"."as_of_year" (
  "as_of" timestamp not null,
  "is_active" boolean not null
)
order by "as_of"
unsegmented all nodes;

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

-- The latest version of each key of rs_country.
create or replace view "dds"."rs_country_now" as
with
-- The last row of each key.
"latest" as (
  select
    "numbered"."country_code",
    "numbered"."hash_diff",
    "numbered"."currency",
    "numbered"."load_dt",
    "numbered"."load_src"
  from (
    select
      "version"."country_code",
      "version"."hash_diff",
      "version"."currency",
      "version"."load_dt",
      "version"."load_src",
      row_number() over (
        partition by "version"."country_code"
        order by "version"."load_dt" desc nulls last, "version"."hash_diff" desc nulls last
      ) as "vw_place"
    from "dds"."rs_country" as "version"
  ) as "numbered"
  where "numbered"."vw_place" = 1
)
select
  "latest"."country_code",
  "latest"."hash_diff",
  "latest"."currency",
  "latest"."load_dt",
  "latest"."load_src"
from "latest";

-- The version of each key of rs_country in force at each instant of as_of_year.
create or replace view "dds"."rs_country_at" as
with
-- Each version and the load date of the next one of its key.
"ranged" as (
  select
    "version"."country_code",
    "version"."hash_diff",
    "version"."currency",
    "version"."load_dt",
    "version"."load_src",
    lead("version"."load_dt") over (
      partition by "version"."country_code"
      order by "version"."load_dt" asc nulls first, "version"."hash_diff" asc nulls first
    ) as "next_load_date"
  from "dds"."rs_country" as "version"
)
select
  "instant"."as_of",
  "ranged"."country_code",
  "ranged"."hash_diff",
  "ranged"."currency",
  "ranged"."load_dt",
  "ranged"."load_src"
from "dds"."as_of_year" as "instant"
join "ranged"
  on "ranged"."load_dt" <= "instant"."as_of"
  and ("ranged"."next_load_date" is null or ("ranged"."next_load_date" > "instant"."as_of"))
where "instant"."is_active" = true;

-- Vault example: work tables.

-- Empty work table stage_countries.
create local temporary table if not exists "stage_countries" (
  "code" varchar(8),
  "rs_country_hash_diff" binary(16) not null,
  "currency" varchar(12) not null,
  "title" varchar(160) not null
)
on commit delete rows
segmented by hash("rs_country_hash_diff") all nodes;

-- Empty work table stage_partners.
create local temporary table if not exists "stage_partners" (
  "country" varchar(8) not null,
  "country_name" varchar(160) not null
)
on commit delete rows;

-- Empty work table new_rh_country.
create local temporary table if not exists "new_rh_country" (
  "country_code" varchar(8) not null,
  "vw_rows" int not null,
  "vw_feed" int not null,
  "vw_outcome" varchar(32) not null
)
on commit delete rows;

-- Empty work table new_rs_country.
create local temporary table if not exists "new_rs_country" (
  "country_code" varchar(8) not null,
  "hash_diff" binary(16) not null,
  "currency" varchar(12) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null,
  "tied" int not null
)
on commit delete rows
segmented by hash("hash_diff") all nodes;

-- Empty work table new_rs_country_versions.
create local temporary table if not exists "new_rs_country_versions" (
  "country_code" varchar(8),
  "load_dt" timestamp,
  "hash_diff" binary(16),
  "currency" varchar(12),
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hash_diff") all nodes;

-- Empty work table new_rs_country_latest.
create local temporary table if not exists "new_rs_country_latest" (
  "country_code" varchar(8),
  "latest_load_dt" timestamp,
  "latest_hash_diff" binary(16)
)
on commit delete rows
segmented by hash("latest_hash_diff") all nodes;

-- Empty work table new_rs_country_older.
create local temporary table if not exists "new_rs_country_older" (
  "country_code" varchar(8),
  "hash_diff" binary(16),
  "currency" varchar(12),
  "load_dt" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hash_diff") all nodes;

-- Empty work table new_r_country_name.
create local temporary table if not exists "new_r_country_name" (
  "country_code" varchar(8) not null,
  "title" varchar(160) not null,
  "vw_rows" int not null,
  "vw_feed" int not null,
  "vw_outcome" varchar(32) not null
)
on commit delete rows;

-- Empty work table new_r_country_name_ranked.
create local temporary table if not exists "new_r_country_name_ranked" (
  "country_code" varchar(8),
  "title" varchar(160),
  "vw_rows" int,
  "vw_feed" int,
  "vw_place" int,
  "vw_copy" int
)
on commit delete rows;

-- Empty work table new_r_currency.
create local temporary table if not exists "new_r_currency" (
  "country_code" varchar(8) not null,
  "currency" varchar(12) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null
)
on commit delete rows;

-- Empty work table new_r_currency_delivered.
create local temporary table if not exists "new_r_currency_delivered" (
  "country_code" varchar(8),
  "currency" varchar(12),
  "load_dt" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows;

-- Empty work table generated_as_of_year.
create local temporary table if not exists "generated_as_of_year" (
  "as_of" timestamp not null,
  "is_active" boolean not null
)
on commit delete rows;

-- Vault example: stage countries.
-- Parameters: load_id (text).

-- Staged rows of countries with every hash computed once.
insert into "stage_countries" ("code", "rs_country_hash_diff", "currency", "title")
select
  "code",
  hex_to_binary(md5(replace(replace("currency", '~', '~~'), '|', '~|')))::binary(16) as "rs_country_hash_diff",
  "currency",
  "title"
from "staging"."countries" as "countries"
where "load_id" = cast(? as varchar(256));

-- Vault example: stage partners.
-- Parameters: load_id (text).

-- Staged rows of partners with every hash computed once.
insert into "stage_partners" ("country", "country_name")
select
  "country",
  "country_name"
from "staging"."partners" as "partners"
where "load_id" = cast(? as varchar(256));

-- Vault example: hubs rh_country.
-- Parameters: load_dt (timestamp), load_src (text).

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

-- New rows into rh_country.
insert into "dds"."rh_country" ("country_code", "load_dt", "load_src")
select
  "fresh"."country_code",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
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
-- Parameters: load_dt (timestamp), load_src (text), load_id (text).

-- Different contents of a key in this batch, each once.
insert into "new_rs_country_versions" ("country_code", "load_dt", "hash_diff", "currency", "load_src", "vw_rows")
select
  "staged"."code" as "country_code",
  cast(? as timestamp) as "load_dt",
  "staged"."rs_country_hash_diff" as "hash_diff",
  min("staged"."currency") as "currency",
  cast(? as varchar(800)) as "load_src",
  count(*) as "vw_rows"
from "stage_countries" as "staged"
where "staged"."code" is not null
group by
  "staged"."code",
  "staged"."rs_country_hash_diff";

-- What the satellite says now, for keys of this batch only.
insert into "new_rs_country_latest" ("country_code", "latest_load_dt", "latest_hash_diff")
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
    from "new_rs_country_versions" as "versions"
  )
) as "numbered"
where "numbered"."vw_place" = 1;

-- Versions that are not newer than what is known of their key.
insert into "new_rs_country_older" ("country_code", "hash_diff", "currency", "load_dt", "load_src", "vw_rows")
select
  "versions"."country_code",
  "versions"."hash_diff",
  "versions"."currency",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows"
from "new_rs_country_versions" as "versions"
join "new_rs_country_latest" as "latest"
  on "latest"."country_code" = "versions"."country_code"
where not ("latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt"));

-- Versions for rs_country, each with what becomes of it.
insert into "new_rs_country" ("country_code", "hash_diff", "currency", "load_dt", "load_src", "vw_rows", "vw_outcome", "tied")
with
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
  from "new_rs_country_versions" as "versions"
  left join "new_rs_country_latest" as "latest"
    on "latest"."country_code" = "versions"."country_code"
  where "latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt")
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
    from "new_rs_country_older" as "versions"
  )
),
-- Older versions that are stored, or repeat the last one before them.
"repeated" as (
  select
    "versions"."country_code",
    "versions"."load_dt",
    "versions"."hash_diff"
  from "new_rs_country_older" as "versions"
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
from "new_rs_country_older" as "versions"
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
  cast(? as varchar(256)) as "load_id",
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

-- Rows numbered within their identity, the one that counts first.
insert into "new_r_country_name_ranked" ("country_code", "title", "vw_rows", "vw_feed", "vw_place", "vw_copy")
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
)
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
from "candidates";

-- Rows that r_country_name does not hold yet, each with what becomes of it.
insert into "new_r_country_name" ("country_code", "title", "vw_rows", "vw_feed", "vw_outcome")
with
-- Identities that are stored with other content.
"stored_rows" as (
  select "stored"."country_code" as "stored_key"
  from "dds"."r_country_name" as "stored"
  where "stored"."country_code" in (
    select "ranked"."country_code"
    from "new_r_country_name_ranked" as "ranked"
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
from "new_r_country_name_ranked" as "fresh"
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

-- New rows into r_country_name.
insert into "dds"."r_country_name" ("country_code", "title", "load_dt", "load_src")
select
  "fresh"."country_code",
  "fresh"."title",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_r_country_name" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Rows that contradict r_country_name, kept aside.
insert into "dds"."r_country_name_late" ("country_code", "title", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."country_code",
  "fresh"."title",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src",
  cast(? as varchar(256)) as "load_id",
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
-- Parameters: load_dt (timestamp), load_src (text), load_id (text).

-- Different rows of each load date, each once.
insert into "new_r_currency_delivered" ("country_code", "currency", "load_dt", "load_src", "vw_rows")
select
  "staged"."code" as "country_code",
  "staged"."currency",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src",
  count(*) as "vw_rows"
from "stage_countries" as "staged"
where "staged"."code" is not null
group by
  "staged"."code",
  "staged"."currency";

-- What was delivered for r_currency, each row with what becomes of it.
insert into "new_r_currency" ("country_code", "currency", "load_dt", "load_src", "vw_rows", "vw_outcome")
with
-- The load date of the delivery.
"newest" as (
  select max("delivered"."load_dt") as "newest_date"
  from "new_r_currency_delivered" as "delivered"
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
  from "new_r_currency_delivered" as "delivered"
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
  cast(? as varchar(256)) as "load_id",
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

-- No row without its parent: rs_country: every country_code exists in rh_country (new_rs_country).
select "fresh"."country_code"
from "new_rs_country" as "fresh"
left join "dds"."rh_country" as "parent"
  on "parent"."country_code" = "fresh"."country_code"
where "parent"."country_code" is null
  and "fresh"."vw_outcome" = 'inserted';

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
