-- Vault example: tables.

-- Schema staging.
create schema if not exists "staging";

-- Schema dds.
create schema if not exists "dds";

-- Staging: staff as delivered; rows are told apart by their load.
create table if not exists "staging"."staff" (
  "id" varchar(36) not null,
  "boss" varchar(36),
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of staff that do not fit the contract: place, reason and raw text.
create table if not exists "staging"."staff_rej" (
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

-- Staging: pairs as delivered; rows are told apart by their load.
create table if not exists "staging"."pairs" (
  "left" varchar(36) not null,
  "right" varchar(36) not null,
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of pairs that do not fit the contract: place, reason and raw text.
create table if not exists "staging"."pairs_rej" (
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
  "hk_person" binary(16) not null,
  "person_id" varchar(36),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_person"
segmented by hash("hk_person") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Link: every combination of h_person, h_person that was seen, once.
create table if not exists "dds"."l_boss" (
  "hk_l_boss" binary(16) not null,
  "hk_person" binary(16) not null,
  "hk_boss" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_l_boss"
segmented by hash("hk_l_boss") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Link: every combination of h_person, h_person that was seen, once.
create table if not exists "dds"."l_same_person" (
  "hk_l_same_person" binary(16) not null,
  "hk_master" binary(16) not null,
  "hk_duplicate" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_l_same_person"
segmented by hash("hk_l_same_person") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

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

-- Empty work table stage_staff.
create local temporary table if not exists "stage_staff" (
  "hk_person" binary(16) not null,
  "id" varchar(36) not null,
  "hk_l_boss" binary(16) not null,
  "hk_boss" binary(16)
)
on commit delete rows
segmented by hash("hk_person") all nodes;

-- Empty work table stage_pairs.
create local temporary table if not exists "stage_pairs" (
  "hk_master" binary(16) not null,
  "hk_l_same_person" binary(16) not null,
  "left" varchar(36) not null,
  "hk_duplicate" binary(16) not null,
  "right" varchar(36) not null
)
on commit delete rows
segmented by hash("hk_master") all nodes;

-- Empty work table new_h_person.
create local temporary table if not exists "new_h_person" (
  "hk_person" binary(16) not null,
  "person_id" varchar(36) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_person") all nodes;

-- Empty work table new_l_boss.
create local temporary table if not exists "new_l_boss" (
  "hk_l_boss" binary(16) not null,
  "hk_person" binary(16) not null,
  "hk_boss" binary(16) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_l_boss") all nodes;

-- Empty work table inferred_l_same_person_h_person.
create local temporary table if not exists "inferred_l_same_person_h_person" (
  "hk_person" binary(16) not null,
  "person_id" varchar(36),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
on commit delete rows
segmented by hash("hk_person") all nodes;

-- Empty work table new_l_same_person.
create local temporary table if not exists "new_l_same_person" (
  "hk_l_same_person" binary(16) not null,
  "hk_master" binary(16) not null,
  "hk_duplicate" binary(16) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_l_same_person") all nodes;

-- Vault example: stage staff.
-- Parameters: load_id (text).

-- Staged rows of staff with every hash computed once.
insert into "stage_staff" ("hk_person", "id", "hk_l_boss", "hk_boss")
select
  hex_to_binary(md5(replace(replace("id", '~', '~~'), '|', '~|')))::binary(16) as "hk_person",
  "id",
  hex_to_binary(md5(replace(replace("id", '~', '~~'), '|', '~|') || '|' || coalesce(replace(replace("boss", '~', '~~'), '|', '~|'), '~N')))::binary(16) as "hk_l_boss",
  hex_to_binary(md5(replace(replace("boss", '~', '~~'), '|', '~|')))::binary(16) as "hk_boss"
from "staging"."staff" as "staff"
where "load_id" = cast(? as varchar(256));

-- Vault example: stage pairs.
-- Parameters: load_id (text).

-- Staged rows of pairs with every hash computed once.
insert into "stage_pairs" ("hk_master", "hk_l_same_person", "left", "hk_duplicate", "right")
select
  hex_to_binary(md5(replace(replace("left", '~', '~~'), '|', '~|')))::binary(16) as "hk_master",
  case
    when hex_to_binary(md5(replace(replace("right", '~', '~~'), '|', '~|')))::binary(16) < hex_to_binary(md5(replace(replace("left", '~', '~~'), '|', '~|')))::binary(16) then hex_to_binary(md5(replace(replace("right", '~', '~~'), '|', '~|') || '|' || replace(replace("left", '~', '~~'), '|', '~|')))::binary(16)
    else hex_to_binary(md5(replace(replace("left", '~', '~~'), '|', '~|') || '|' || replace(replace("right", '~', '~~'), '|', '~|')))::binary(16)
  end as "hk_l_same_person",
  "left",
  hex_to_binary(md5(replace(replace("right", '~', '~~'), '|', '~|')))::binary(16) as "hk_duplicate",
  "right"
from "staging"."pairs" as "pairs"
where "load_id" = cast(? as varchar(256));

-- Vault example: hubs h_person.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_person does not hold yet, one per identity.
insert into "new_h_person" ("hk_person", "person_id", "vw_rows")
select
  "staged"."hk_person",
  "staged"."id" as "person_id",
  count(*) as "vw_rows"
from "stage_staff" as "staged"
where not exists (
  select 1 as "found"
  from "dds"."h_person" as "known"
  where "known"."hk_person" = "staged"."hk_person"
    and "known"."person_id" = "staged"."id"
)
group by
  "staged"."hk_person",
  "staged"."id";

-- No hash key shared by two business keys: h_person: one row per hk_person (new_h_person).
with
-- What goes into h_person.
"incoming" as (
  select "fresh"."hk_person"
  from "new_h_person" as "fresh"
)
select
  "incoming"."hk_person",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_person"
having count(*) > 1
union all
select
  "incoming"."hk_person",
  2 as "row_count"
from "incoming"
join "dds"."h_person" as "stored"
  on "stored"."hk_person" = "incoming"."hk_person";

-- New rows into h_person.
insert into "dds"."h_person" ("hk_person", "person_id", "load_dt", "load_src")
select
  "fresh"."hk_person",
  "fresh"."person_id",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_h_person" as "fresh";

-- What became of the rows of staff.
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
  from "stage_staff" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_person" as "fresh"
) as "outcome";

-- The row of h_person that stands for an unknown key.
insert into "dds"."h_person" ("hk_person", "person_id", "load_dt", "load_src")
select
  "zero"."hk_person",
  "zero"."person_id",
  "zero"."load_dt",
  "zero"."load_src"
from (
  select
    hex_to_binary('00000000000000000000000000000000')::binary(16) as "hk_person",
    cast(null as varchar(36)) as "person_id",
    cast('1900-01-01 00:00:00.000000' as timestamp) as "load_dt",
    'GHOST' as "load_src"
) as "zero"
left join "dds"."h_person" as "stored"
  on "stored"."hk_person" = "zero"."hk_person"
where "stored"."hk_person" is null;

-- Keys of h_person that l_same_person names before anything else does.
insert into "inferred_l_same_person_h_person" ("hk_person", "person_id", "load_dt", "load_src")
with
-- Every key of h_person in the batch.
"named" as (
  select
    "staged"."hk_master" as "hk_person",
    "staged"."left" as "person_id",
    cast(? as timestamp) as "load_dt",
    cast(? as varchar(800)) as "load_src",
    0 as "vw_feed"
  from "stage_pairs" as "staged"
  union all
  select
    "staged"."hk_duplicate" as "hk_person",
    "staged"."right" as "person_id",
    cast(? as timestamp) as "load_dt",
    cast(? as varchar(800)) as "load_src",
    0 as "vw_feed"
  from "stage_pairs" as "staged"
)
select
  "numbered"."hk_person",
  "numbered"."person_id",
  "numbered"."load_dt",
  "numbered"."load_src"
from (
  select
    "named"."hk_person",
    "named"."person_id",
    "named"."load_dt",
    "named"."load_src",
    row_number() over (
      partition by "named"."hk_person"
      order by "named"."load_dt" asc nulls last, "named"."vw_feed" asc nulls last, "named"."load_src" asc nulls last, "named"."person_id" asc nulls last
    ) as "vw_place"
  from "named"
  where not exists (
    select 1 as "found"
    from "dds"."h_person" as "known"
    where "known"."hk_person" = "named"."hk_person"
  )
) as "numbered"
where "numbered"."vw_place" = 1;

-- Those keys into h_person, attributes empty.
insert into "dds"."h_person" ("hk_person", "person_id", "load_dt", "load_src")
select
  "inferred"."hk_person",
  "inferred"."person_id",
  "inferred"."load_dt",
  "inferred"."load_src"
from "inferred_l_same_person_h_person" as "inferred";

-- Vault example: links l_boss.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that l_boss does not hold yet, one per identity.
insert into "new_l_boss" ("hk_l_boss", "hk_person", "hk_boss", "vw_rows")
select
  "staged"."hk_l_boss",
  "staged"."hk_person",
  coalesce("staged"."hk_boss", hex_to_binary('00000000000000000000000000000000')::binary(16)) as "hk_boss",
  count(*) as "vw_rows"
from "stage_staff" as "staged"
left join "dds"."l_boss" as "known"
  on "known"."hk_l_boss" = "staged"."hk_l_boss"
  and "known"."hk_person" = "staged"."hk_person"
  and "known"."hk_boss" = coalesce("staged"."hk_boss", hex_to_binary('00000000000000000000000000000000')::binary(16))
where "known"."load_dt" is null
group by
  "staged"."hk_l_boss",
  "staged"."hk_person",
  coalesce("staged"."hk_boss", hex_to_binary('00000000000000000000000000000000')::binary(16));

-- No identity stored twice: l_boss: one row per hk_l_boss (new_l_boss).
with
-- What goes into l_boss.
"incoming" as (
  select "fresh"."hk_l_boss"
  from "new_l_boss" as "fresh"
)
select
  "incoming"."hk_l_boss",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_l_boss"
having count(*) > 1
union all
select
  "incoming"."hk_l_boss",
  2 as "row_count"
from "incoming"
join "dds"."l_boss" as "stored"
  on "stored"."hk_l_boss" = "incoming"."hk_l_boss";

-- New rows into l_boss.
insert into "dds"."l_boss" ("hk_l_boss", "hk_person", "hk_boss", "load_dt", "load_src")
select
  "fresh"."hk_l_boss",
  "fresh"."hk_person",
  "fresh"."hk_boss",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_l_boss" as "fresh";

-- What became of the rows of staff.
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
  from "stage_staff" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_l_boss" as "fresh"
) as "outcome";

-- Vault example: links l_same_person.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that l_same_person does not hold yet, one per identity.
insert into "new_l_same_person" ("hk_l_same_person", "hk_master", "hk_duplicate", "vw_rows")
select
  "staged"."hk_l_same_person",
  case
    when "staged"."hk_duplicate" < "staged"."hk_master" then "staged"."hk_duplicate"
    else "staged"."hk_master"
  end as "hk_master",
  case
    when "staged"."hk_duplicate" < "staged"."hk_master" then "staged"."hk_master"
    else "staged"."hk_duplicate"
  end as "hk_duplicate",
  count(*) as "vw_rows"
from "stage_pairs" as "staged"
left join "dds"."l_same_person" as "known"
  on "known"."hk_l_same_person" = "staged"."hk_l_same_person"
  and "known"."hk_master" = case
    when "staged"."hk_duplicate" < "staged"."hk_master" then "staged"."hk_duplicate"
    else "staged"."hk_master"
  end
  and "known"."hk_duplicate" = case
    when "staged"."hk_duplicate" < "staged"."hk_master" then "staged"."hk_master"
    else "staged"."hk_duplicate"
  end
where "known"."load_dt" is null
group by
  "staged"."hk_l_same_person",
  case
    when "staged"."hk_duplicate" < "staged"."hk_master" then "staged"."hk_duplicate"
    else "staged"."hk_master"
  end,
  case
    when "staged"."hk_duplicate" < "staged"."hk_master" then "staged"."hk_master"
    else "staged"."hk_duplicate"
  end;

-- No identity stored twice: l_same_person: one row per hk_l_same_person (new_l_same_person).
with
-- What goes into l_same_person.
"incoming" as (
  select "fresh"."hk_l_same_person"
  from "new_l_same_person" as "fresh"
)
select
  "incoming"."hk_l_same_person",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_l_same_person"
having count(*) > 1
union all
select
  "incoming"."hk_l_same_person",
  2 as "row_count"
from "incoming"
join "dds"."l_same_person" as "stored"
  on "stored"."hk_l_same_person" = "incoming"."hk_l_same_person";

-- New rows into l_same_person.
insert into "dds"."l_same_person" ("hk_l_same_person", "hk_master", "hk_duplicate", "load_dt", "load_src")
select
  "fresh"."hk_l_same_person",
  "fresh"."hk_master",
  "fresh"."hk_duplicate",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_l_same_person" as "fresh";

-- What became of the rows of pairs.
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
  from "stage_pairs" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_l_same_person" as "fresh"
) as "outcome";

-- Vault example: checks.

-- No row without its parent: l_boss: every hk_person exists in h_person (new_l_boss).
select "fresh"."hk_person"
from "new_l_boss" as "fresh"
left join "dds"."h_person" as "parent"
  on "parent"."hk_person" = "fresh"."hk_person"
where "parent"."hk_person" is null;

-- No row without its parent: l_boss: every hk_boss exists in h_person (new_l_boss).
select "fresh"."hk_boss"
from "new_l_boss" as "fresh"
left join "dds"."h_person" as "parent"
  on "parent"."hk_person" = "fresh"."hk_boss"
where "parent"."hk_person" is null;

-- No row without its parent: l_same_person: every hk_master exists in h_person (new_l_same_person).
select "fresh"."hk_master"
from "new_l_same_person" as "fresh"
left join "dds"."h_person" as "parent"
  on "parent"."hk_person" = "fresh"."hk_master"
where "parent"."hk_person" is null;

-- No row without its parent: l_same_person: every hk_duplicate exists in h_person (new_l_same_person).
select "fresh"."hk_duplicate"
from "new_l_same_person" as "fresh"
left join "dds"."h_person" as "parent"
  on "parent"."hk_person" = "fresh"."hk_duplicate"
where "parent"."hk_person" is null;

-- No hash key shared by two business keys: h_person: one business key per hash key (l_same_person.hk_master, pairs).
select
  "stored"."person_id",
  "staged"."left" as "person_id_staged"
from "stage_pairs" as "staged"
join "dds"."h_person" as "stored"
  on "stored"."hk_person" = "staged"."hk_master"
where "staged"."hk_master" is not null
  and not ("stored"."person_id" <=> "staged"."left");

-- No hash key shared by two business keys: h_person: one business key per hash key (l_same_person.hk_duplicate, pairs).
select
  "stored"."person_id",
  "staged"."right" as "person_id_staged"
from "stage_pairs" as "staged"
join "dds"."h_person" as "stored"
  on "stored"."hk_person" = "staged"."hk_duplicate"
where "staged"."hk_duplicate" is not null
  and not ("stored"."person_id" <=> "staged"."right");
