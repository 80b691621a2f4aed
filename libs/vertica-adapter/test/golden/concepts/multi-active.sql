-- Vault example: tables.

-- Schema staging.
create schema if not exists "staging";

-- Schema dds.
create schema if not exists "dds";

-- Staging: phones as delivered; rows are told apart by their load.
create table if not exists "staging"."phones" (
  "person" varchar(80) not null,
  "kind" varchar(40),
  "number" varchar(80) not null,
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of phones that do not fit the contract: place, reason and raw text.
create table if not exists "staging"."phones_rej" (
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

-- Hub: every person_id the business has named, once.
create table if not exists "dds"."h_person" (
  "hk_person_id" binary(16) not null,
  "person_id" varchar(80) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_person_id"
segmented by hash("hk_person_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Multi-active satellite: rows of h_person that are in force together, told apart by kind.
create table if not exists "dds"."s_phone" (
  "hk_person_id" binary(16) not null,
  "kind" varchar(40) not null,
  "hash_diff" binary(16) not null,
  "number" varchar(80) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_person_id", "load_dt"
segmented by hash("hk_person_id") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of s_phone that are older than what was stored when they came; kept, not applied.
create table if not exists "dds"."s_phone_late" (
  "hk_person_id" binary(16) not null,
  "kind" varchar(40) not null,
  "hash_diff" binary(16) not null,
  "number" varchar(80) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_person_id", "load_dt"
segmented by hash("hk_person_id") all nodes;

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

-- Empty work table stage_phones.
create local temporary table if not exists "stage_phones" (
  "hk_person_id" binary(16) not null,
  "person" varchar(80) not null,
  "number" varchar(80) not null,
  "kind" varchar(40),
  "s_phone_hash_diff" binary(16) not null
)
on commit delete rows
segmented by hash("hk_person_id") all nodes;

-- Empty work table new_h_person.
create local temporary table if not exists "new_h_person" (
  "hk_person_id" binary(16) not null,
  "person_id" varchar(80) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_person_id") all nodes;

-- Empty work table new_s_phone.
create local temporary table if not exists "new_s_phone" (
  "hk_person_id" binary(16) not null,
  "kind" varchar(40) not null,
  "hash_diff" binary(16) not null,
  "number" varchar(80) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "tied" int not null,
  "vw_outcome" varchar(32) not null
)
on commit delete rows
segmented by hash("hk_person_id") all nodes;

-- Empty work table new_s_phone_members.
create local temporary table if not exists "new_s_phone_members" (
  "hk_person_id" binary(16),
  "kind" varchar(40),
  "hash_diff" binary(16),
  "load_dt" timestamp,
  "number" varchar(80),
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_person_id") all nodes;

-- Empty work table new_s_phone_groups.
create local temporary table if not exists "new_s_phone_groups" (
  "hk_person_id" binary(16),
  "load_dt" timestamp,
  "member_count" int,
  "is_newer" int,
  "latest_date" timestamp,
  "previous_date" timestamp
)
on commit delete rows
segmented by hash("hk_person_id") all nodes;

-- Empty work table new_s_phone_compared.
create local temporary table if not exists "new_s_phone_compared" (
  "hk_person_id" binary(16),
  "load_dt" timestamp,
  "member_count" int,
  "against_date" timestamp,
  "place" varchar(24)
)
on commit delete rows
segmented by hash("hk_person_id") all nodes;

-- Vault example: stage phones.
-- Parameters: load_id (text).

-- Staged rows of phones with every hash computed once.
insert into "stage_phones" ("hk_person_id", "person", "number", "kind", "s_phone_hash_diff")
select
  hex_to_binary(md5(replace(replace("person", '~', '~~'), '|', '~|')))::binary(16) as "hk_person_id",
  "person",
  "number",
  "kind",
  hex_to_binary(md5(replace(replace("number", '~', '~~'), '|', '~|')))::binary(16) as "s_phone_hash_diff"
from "staging"."phones" as "phones"
where "load_id" = cast(? as varchar(256));

-- Vault example: hubs h_person.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_person does not hold yet, one per identity.
insert into "new_h_person" ("hk_person_id", "person_id", "vw_rows")
select
  "staged"."hk_person_id",
  "staged"."person" as "person_id",
  count(*) as "vw_rows"
from "stage_phones" as "staged"
where not exists (
  select 1 as "found"
  from "dds"."h_person" as "known"
  where "known"."hk_person_id" = "staged"."hk_person_id"
    and "known"."person_id" = "staged"."person"
)
group by
  "staged"."hk_person_id",
  "staged"."person";

-- No hash key shared by two business keys: h_person: one row per hk_person_id (new_h_person).
with
-- What goes into h_person.
"incoming" as (
  select "fresh"."hk_person_id"
  from "new_h_person" as "fresh"
)
select
  "incoming"."hk_person_id",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_person_id"
having count(*) > 1
union all
select
  "incoming"."hk_person_id",
  2 as "row_count"
from "incoming"
join "dds"."h_person" as "stored"
  on "stored"."hk_person_id" = "incoming"."hk_person_id";

-- New rows into h_person.
insert into "dds"."h_person" ("hk_person_id", "person_id", "load_dt", "load_src")
select
  "fresh"."hk_person_id",
  "fresh"."person_id",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_h_person" as "fresh";

-- What became of the rows of phones.
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
  from "stage_phones" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_person" as "fresh"
) as "outcome";

-- Vault example: satellites s_phone.
-- Parameters: load_dt (timestamp), load_src (text), load_id (text).

-- Different rows of a key at one load date, each once.
insert into "new_s_phone_members" ("hk_person_id", "kind", "hash_diff", "load_dt", "number", "load_src", "vw_rows")
select
  "staged"."hk_person_id",
  "staged"."kind",
  "staged"."s_phone_hash_diff" as "hash_diff",
  cast(? as timestamp) as "load_dt",
  min("staged"."number") as "number",
  cast(? as varchar(800)) as "load_src",
  count(*) as "vw_rows"
from "stage_phones" as "staged"
where "staged"."kind" is not null
group by
  "staged"."hk_person_id",
  "staged"."kind",
  "staged"."s_phone_hash_diff";

-- Size of each group, and the newer group of this batch before it.
insert into "new_s_phone_groups" ("hk_person_id", "load_dt", "member_count", "is_newer", "latest_date", "previous_date")
with
-- When the last stored group of each key of this batch began.
"latest" as (
  select
    "stored"."hk_person_id",
    max("stored"."load_dt") as "latest_date"
  from "dds"."s_phone" as "stored"
  where "stored"."hk_person_id" in (
    select "members"."hk_person_id"
    from "new_s_phone_members" as "members"
  )
  group by "stored"."hk_person_id"
)
select
  "sizes"."hk_person_id",
  "sizes"."load_dt",
  "sizes"."member_count",
  case
    when "latest"."latest_date" is null or ("sizes"."load_dt" > "latest"."latest_date") then 1
    else 0
  end as "is_newer",
  "latest"."latest_date",
  lag("sizes"."load_dt") over (
    partition by "sizes"."hk_person_id", case
      when "latest"."latest_date" is null or ("sizes"."load_dt" > "latest"."latest_date") then 1
      else 0
    end
    order by "sizes"."load_dt" asc nulls first
  ) as "previous_date"
from (
  select
    "members"."hk_person_id",
    "members"."load_dt",
    count(*) as "member_count"
  from "new_s_phone_members" as "members"
  group by
    "members"."hk_person_id",
    "members"."load_dt"
) as "sizes"
left join "latest"
  on "latest"."hk_person_id" = "sizes"."hk_person_id";

-- The groups that a group is compared with.
insert into "new_s_phone_compared" ("hk_person_id", "load_dt", "member_count", "against_date", "place")
select
  "groups"."hk_person_id",
  "groups"."load_dt",
  "groups"."member_count",
  "groups"."previous_date" as "against_date",
  'batch' as "place"
from "new_s_phone_groups" as "groups"
where "groups"."is_newer" = 1
  and "groups"."previous_date" is not null
union all
select
  "groups"."hk_person_id",
  "groups"."load_dt",
  "groups"."member_count",
  "groups"."latest_date" as "against_date",
  'stored' as "place"
from "new_s_phone_groups" as "groups"
where "groups"."is_newer" = 1
  and "groups"."previous_date" is null
  and "groups"."latest_date" is not null
union all
select
  "groups"."hk_person_id",
  "groups"."load_dt",
  "groups"."member_count",
  "groups"."load_dt" as "against_date",
  'stored' as "place"
from "new_s_phone_groups" as "groups"
where not ("groups"."is_newer" = 1)
union all
select
  "groups"."hk_person_id",
  "groups"."load_dt",
  "groups"."member_count",
  max("stored"."load_dt") as "against_date",
  'stored' as "place"
from "new_s_phone_groups" as "groups"
join "dds"."s_phone" as "stored"
  on "stored"."hk_person_id" = "groups"."hk_person_id"
  and "stored"."load_dt" < "groups"."load_dt"
where not ("groups"."is_newer" = 1)
group by
  "groups"."hk_person_id",
  "groups"."load_dt",
  "groups"."member_count";

-- Groups of rows for s_phone, each with what becomes of it.
insert into "new_s_phone" (
  "hk_person_id",
  "kind",
  "hash_diff",
  "number",
  "load_dt",
  "load_src",
  "vw_rows",
  "tied",
  "vw_outcome"
)
with
-- The rows of those groups.
"peers" as (
  select
    "compared"."hk_person_id",
    "compared"."load_dt",
    "compared"."member_count",
    "compared"."against_date",
    "members"."kind",
    "members"."hash_diff"
  from "new_s_phone_compared" as "compared"
  join "new_s_phone_members" as "members"
    on "members"."hk_person_id" = "compared"."hk_person_id"
    and "members"."load_dt" = "compared"."against_date"
  where "compared"."place" = 'batch'
  union all
  select
    "compared"."hk_person_id",
    "compared"."load_dt",
    "compared"."member_count",
    "compared"."against_date",
    "stored"."kind",
    "stored"."hash_diff"
  from "new_s_phone_compared" as "compared"
  join "dds"."s_phone" as "stored"
    on "stored"."hk_person_id" = "compared"."hk_person_id"
    and "stored"."load_dt" = "compared"."against_date"
  where "compared"."place" = 'stored'
),
-- Groups with the same rows as one they are compared with: equal in number, and all of them found.
"unchanged" as (
  select
    "equals"."hk_person_id",
    "equals"."load_dt"
  from (
    select
      "peers"."hk_person_id",
      "peers"."load_dt"
    from "peers"
    left join "new_s_phone_members" as "members"
      on "members"."hk_person_id" = "peers"."hk_person_id"
      and "members"."load_dt" = "peers"."load_dt"
      and "members"."hash_diff" = "peers"."hash_diff"
      and "members"."kind" = "peers"."kind"
    group by
      "peers"."hk_person_id",
      "peers"."load_dt",
      "peers"."member_count",
      "peers"."against_date"
    having count(*) = "peers"."member_count"
      and count("members"."hk_person_id") = "peers"."member_count"
  ) as "equals"
  group by
    "equals"."hk_person_id",
    "equals"."load_dt"
)
select
  "members"."hk_person_id",
  "members"."kind",
  "members"."hash_diff",
  "members"."number",
  "members"."load_dt",
  "members"."load_src",
  "members"."vw_rows",
  case
    when count(*) over (partition by "members"."hk_person_id", "members"."load_dt", "members"."kind") > 1 then 1
    else 0
  end as "tied",
  case
    when "unchanged"."hk_person_id" is not null then 'known'
    when "groups"."is_newer" = 0 then 'late'
    else 'inserted'
  end as "vw_outcome"
from "new_s_phone_members" as "members"
join "new_s_phone_groups" as "groups"
  on "groups"."hk_person_id" = "members"."hk_person_id"
  and "groups"."load_dt" = "members"."load_dt"
left join "unchanged"
  on "unchanged"."hk_person_id" = "members"."hk_person_id"
  and "unchanged"."load_dt" = "members"."load_dt";

-- No identity stored twice: s_phone: one row per hk_person_id, kind, load_dt, hash_diff (new_s_phone).
with
-- What goes into s_phone.
"incoming" as (
  select
    "fresh"."hk_person_id",
    "fresh"."kind",
    "fresh"."load_dt",
    "fresh"."hash_diff"
  from "new_s_phone" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
)
select
  "incoming"."hk_person_id",
  "incoming"."kind",
  "incoming"."load_dt",
  "incoming"."hash_diff",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_person_id",
  "incoming"."kind",
  "incoming"."load_dt",
  "incoming"."hash_diff"
having count(*) > 1
union all
select
  "incoming"."hk_person_id",
  "incoming"."kind",
  "incoming"."load_dt",
  "incoming"."hash_diff",
  2 as "row_count"
from "incoming"
join "dds"."s_phone" as "stored"
  on "stored"."hk_person_id" = "incoming"."hk_person_id"
  and "stored"."kind" = "incoming"."kind"
  and "stored"."hash_diff" = "incoming"."hash_diff"
  and "stored"."load_dt" = "incoming"."load_dt";

-- Changed groups into s_phone, whole.
insert into "dds"."s_phone" ("hk_person_id", "kind", "hash_diff", "number", "load_dt", "load_src")
select
  "fresh"."hk_person_id",
  "fresh"."kind",
  "fresh"."hash_diff",
  "fresh"."number",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_s_phone" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Groups older than what s_phone holds, kept aside.
insert into "dds"."s_phone_late" ("hk_person_id", "kind", "hash_diff", "number", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."hk_person_id",
  "fresh"."kind",
  "fresh"."hash_diff",
  "fresh"."number",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast(? as varchar(256)) as "load_id",
  'older than the stored groups' as "reason"
from "new_s_phone" as "fresh"
where "fresh"."vw_outcome" = 'late'
  and not exists (
    select 1 as "found"
    from "dds"."s_phone_late" as "aside"
    where "aside"."hk_person_id" = "fresh"."hk_person_id"
      and "aside"."kind" = "fresh"."kind"
      and "aside"."hash_diff" = "fresh"."hash_diff"
      and "aside"."load_dt" = "fresh"."load_dt"
  );

-- What became of the rows of phones.
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
    count(case when "staged"."kind" is not null then 1 end) as "keyed"
  from "stage_phones" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'known' then 1 end) as "unchanged",
    count(case when "fresh"."vw_outcome" = 'late' then 1 end) as "late",
    count(case when ("fresh"."vw_outcome" = 'inserted') and ("fresh"."tied" = 1) then 1 end) as "ties"
  from "new_s_phone" as "fresh"
) as "outcome";

-- Vault example: checks.

-- No row without its parent: s_phone: every hk_person_id exists in h_person (new_s_phone).
select "fresh"."hk_person_id"
from "new_s_phone" as "fresh"
left join "dds"."h_person" as "parent"
  on "parent"."hk_person_id" = "fresh"."hk_person_id"
where "parent"."hk_person_id" is null
  and "fresh"."vw_outcome" = 'inserted';
