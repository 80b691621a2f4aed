-- Vault example: tables.

-- Schema staging.
create schema if not exists "staging";

-- Schema dds.
create schema if not exists "dds";

-- Staging: contracts as delivered; rows are told apart by their load.
create table if not exists "staging"."contracts" (
  "person" varchar(36) not null,
  "team" varchar(36) not null,
  "ends" timestamp,
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of contracts that do not fit the contract: place, reason and raw text.
create table if not exists "staging"."contracts_rej" (
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
  "person_id" varchar(36) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_person"
segmented by hash("hk_person") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Hub: every team_id the business has named, once.
create table if not exists "dds"."h_team" (
  "hk_team" binary(16) not null,
  "team_id" varchar(36) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_team"
segmented by hash("hk_team") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Link: every combination of h_person, h_team that was seen, once.
create table if not exists "dds"."l_contract" (
  "hk_contract" binary(16) not null,
  "hk_person" binary(16) not null,
  "hk_team" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_contract"
segmented by hash("hk_contract") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Satellite: how ends of l_contract changed.
create table if not exists "dds"."s_contract" (
  "hk_contract" binary(16) not null,
  "hash_diff" binary(16) not null,
  "ends" timestamp,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_contract", "load_dt"
segmented by hash("hk_contract") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of s_contract that are older than what was stored when they came; kept, not applied.
create table if not exists "dds"."s_contract_late" (
  "hk_contract" binary(16) not null,
  "hash_diff" binary(16) not null,
  "ends" timestamp,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_contract", "load_dt"
segmented by hash("hk_contract") all nodes;

-- Instants at which the vault is looked at.
create table if not exists "dds"."as_of_day" (
  "as_of" timestamp not null,
  "is_active" boolean not null
)
order by "as_of"
unsegmented all nodes;

-- Bridge: keys along h_person, l_contract that were in force.
create table if not exists "dds"."bridge_staff" (
  "as_of" timestamp not null,
  "hk_person" binary(16) not null,
  "hk_contract" binary(16) not null,
  "hk_team" binary(16) not null
)
order by "hk_person", "as_of"
segmented by hash("hk_person") all nodes;

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

-- Empty work table stage_contracts.
create local temporary table if not exists "stage_contracts" (
  "hk_person" binary(16) not null,
  "person" varchar(36) not null,
  "hk_team" binary(16) not null,
  "team" varchar(36) not null,
  "hk_contract" binary(16) not null,
  "ends" timestamp,
  "s_contract_hash_diff" binary(16) not null
)
on commit delete rows
segmented by hash("hk_person") all nodes;

-- Empty work table new_h_person.
create local temporary table if not exists "new_h_person" (
  "hk_person" binary(16) not null,
  "person_id" varchar(36) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_person") all nodes;

-- Empty work table new_h_team.
create local temporary table if not exists "new_h_team" (
  "hk_team" binary(16) not null,
  "team_id" varchar(36) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_team") all nodes;

-- Empty work table new_l_contract.
create local temporary table if not exists "new_l_contract" (
  "hk_contract" binary(16) not null,
  "hk_person" binary(16) not null,
  "hk_team" binary(16) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_contract") all nodes;

-- Empty work table new_s_contract.
create local temporary table if not exists "new_s_contract" (
  "hk_contract" binary(16) not null,
  "hash_diff" binary(16) not null,
  "ends" timestamp,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null,
  "tied" int not null
)
on commit delete rows
segmented by hash("hk_contract") all nodes;

-- Empty work table new_s_contract_versions.
create local temporary table if not exists "new_s_contract_versions" (
  "hk_contract" binary(16),
  "load_dt" timestamp,
  "hash_diff" binary(16),
  "ends" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_contract") all nodes;

-- Empty work table new_s_contract_latest.
create local temporary table if not exists "new_s_contract_latest" (
  "hk_contract" binary(16),
  "latest_load_dt" timestamp,
  "latest_hash_diff" binary(16)
)
on commit delete rows
segmented by hash("hk_contract") all nodes;

-- Empty work table new_s_contract_older.
create local temporary table if not exists "new_s_contract_older" (
  "hk_contract" binary(16),
  "hash_diff" binary(16),
  "ends" timestamp,
  "load_dt" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_contract") all nodes;

-- Empty work table generated_as_of_day.
create local temporary table if not exists "generated_as_of_day" (
  "as_of" timestamp not null,
  "is_active" boolean not null
)
on commit delete rows;

-- Empty work table new_bridge_staff.
create local temporary table if not exists "new_bridge_staff" (
  "as_of" timestamp not null,
  "hk_person" binary(16) not null,
  "hk_contract" binary(16) not null,
  "hk_team" binary(16) not null
)
on commit delete rows
segmented by hash("hk_person") all nodes;

-- Empty work table instants_bridge_staff.
create local temporary table if not exists "instants_bridge_staff" (
  "as_of" timestamp not null,
  "is_new" int not null
)
on commit delete rows;

-- Empty work table touched_bridge_staff.
create local temporary table if not exists "touched_bridge_staff" (
  "since" timestamp not null
)
on commit delete rows;

-- Empty work table changed_bridge_staff.
create local temporary table if not exists "changed_bridge_staff" (
  "as_of" timestamp not null
)
on commit delete rows;

-- Empty work table instants_bridge_staff_wanted.
create local temporary table if not exists "instants_bridge_staff_wanted" (
  "as_of" timestamp
)
on commit delete rows;

-- Empty work table instants_bridge_staff_present.
create local temporary table if not exists "instants_bridge_staff_present" (
  "as_of" timestamp
)
on commit delete rows;

-- Vault example: stage contracts.
-- Parameters: load_id (text).

-- Staged rows of contracts with every hash computed once.
insert into "stage_contracts" ("hk_person", "person", "hk_team", "team", "hk_contract", "ends", "s_contract_hash_diff")
select
  hex_to_binary(md5(replace(replace("person", '~', '~~'), '|', '~|')))::binary(16) as "hk_person",
  "person",
  hex_to_binary(md5(replace(replace("team", '~', '~~'), '|', '~|')))::binary(16) as "hk_team",
  "team",
  hex_to_binary(md5(replace(replace("person", '~', '~~'), '|', '~|') || '|' || replace(replace("team", '~', '~~'), '|', '~|')))::binary(16) as "hk_contract",
  "ends",
  hex_to_binary(md5(coalesce(to_char("ends", 'YYYY-MM-DD HH24:MI:SS.US'), '~N')))::binary(16) as "s_contract_hash_diff"
from "staging"."contracts" as "contracts"
where "load_id" = cast(? as varchar(256));

-- Vault example: hubs h_person.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_person does not hold yet, one per identity.
insert into "new_h_person" ("hk_person", "person_id", "vw_rows")
select
  "staged"."hk_person",
  "staged"."person" as "person_id",
  count(*) as "vw_rows"
from "stage_contracts" as "staged"
where not exists (
  select 1 as "found"
  from "dds"."h_person" as "known"
  where "known"."hk_person" = "staged"."hk_person"
    and "known"."person_id" = "staged"."person"
)
group by
  "staged"."hk_person",
  "staged"."person";

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

-- What became of the rows of contracts.
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
  from "stage_contracts" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_person" as "fresh"
) as "outcome";

-- Vault example: hubs h_team.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_team does not hold yet, one per identity.
insert into "new_h_team" ("hk_team", "team_id", "vw_rows")
select
  "staged"."hk_team",
  "staged"."team" as "team_id",
  count(*) as "vw_rows"
from "stage_contracts" as "staged"
where not exists (
  select 1 as "found"
  from "dds"."h_team" as "known"
  where "known"."hk_team" = "staged"."hk_team"
    and "known"."team_id" = "staged"."team"
)
group by
  "staged"."hk_team",
  "staged"."team";

-- No hash key shared by two business keys: h_team: one row per hk_team (new_h_team).
with
-- What goes into h_team.
"incoming" as (
  select "fresh"."hk_team"
  from "new_h_team" as "fresh"
)
select
  "incoming"."hk_team",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_team"
having count(*) > 1
union all
select
  "incoming"."hk_team",
  2 as "row_count"
from "incoming"
join "dds"."h_team" as "stored"
  on "stored"."hk_team" = "incoming"."hk_team";

-- New rows into h_team.
insert into "dds"."h_team" ("hk_team", "team_id", "load_dt", "load_src")
select
  "fresh"."hk_team",
  "fresh"."team_id",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_h_team" as "fresh";

-- What became of the rows of contracts.
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
  from "stage_contracts" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_team" as "fresh"
) as "outcome";

-- Vault example: links l_contract.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that l_contract does not hold yet, one per identity.
insert into "new_l_contract" ("hk_contract", "hk_person", "hk_team", "vw_rows")
select
  "staged"."hk_contract",
  "staged"."hk_person",
  "staged"."hk_team",
  count(*) as "vw_rows"
from "stage_contracts" as "staged"
where not exists (
  select 1 as "found"
  from "dds"."l_contract" as "known"
  where "known"."hk_contract" = "staged"."hk_contract"
    and "known"."hk_person" = "staged"."hk_person"
    and "known"."hk_team" = "staged"."hk_team"
)
group by
  "staged"."hk_contract",
  "staged"."hk_person",
  "staged"."hk_team";

-- No identity stored twice: l_contract: one row per hk_contract (new_l_contract).
with
-- What goes into l_contract.
"incoming" as (
  select "fresh"."hk_contract"
  from "new_l_contract" as "fresh"
)
select
  "incoming"."hk_contract",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_contract"
having count(*) > 1
union all
select
  "incoming"."hk_contract",
  2 as "row_count"
from "incoming"
join "dds"."l_contract" as "stored"
  on "stored"."hk_contract" = "incoming"."hk_contract";

-- New rows into l_contract.
insert into "dds"."l_contract" ("hk_contract", "hk_person", "hk_team", "load_dt", "load_src")
select
  "fresh"."hk_contract",
  "fresh"."hk_person",
  "fresh"."hk_team",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_l_contract" as "fresh";

-- What became of the rows of contracts.
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
  from "stage_contracts" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_l_contract" as "fresh"
) as "outcome";

-- Vault example: satellites s_contract.
-- Parameters: load_dt (timestamp), load_src (text), load_id (text).

-- Different contents of a key in this batch, each once.
insert into "new_s_contract_versions" ("hk_contract", "load_dt", "hash_diff", "ends", "load_src", "vw_rows")
select
  "staged"."hk_contract",
  cast(? as timestamp) as "load_dt",
  "staged"."s_contract_hash_diff" as "hash_diff",
  min("staged"."ends") as "ends",
  cast(? as varchar(800)) as "load_src",
  count(*) as "vw_rows"
from "stage_contracts" as "staged"
group by
  "staged"."hk_contract",
  "staged"."s_contract_hash_diff";

-- What the satellite says now, for keys of this batch only.
insert into "new_s_contract_latest" ("hk_contract", "latest_load_dt", "latest_hash_diff")
select
  "numbered"."hk_contract",
  "numbered"."latest_load_dt",
  "numbered"."latest_hash_diff"
from (
  select
    "stored"."hk_contract",
    "stored"."load_dt" as "latest_load_dt",
    "stored"."hash_diff" as "latest_hash_diff",
    row_number() over (
      partition by "stored"."hk_contract"
      order by "stored"."load_dt" desc nulls last, "stored"."hash_diff" desc nulls last
    ) as "vw_place"
  from "dds"."s_contract" as "stored"
  where "stored"."hk_contract" in (
    select "versions"."hk_contract"
    from "new_s_contract_versions" as "versions"
  )
) as "numbered"
where "numbered"."vw_place" = 1;

-- Versions that are not newer than what is known of their key.
insert into "new_s_contract_older" ("hk_contract", "hash_diff", "ends", "load_dt", "load_src", "vw_rows")
select
  "versions"."hk_contract",
  "versions"."hash_diff",
  "versions"."ends",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows"
from "new_s_contract_versions" as "versions"
join "new_s_contract_latest" as "latest"
  on "latest"."hk_contract" = "versions"."hk_contract"
where not ("latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt"));

-- Versions for s_contract, each with what becomes of it.
insert into "new_s_contract" ("hk_contract", "hash_diff", "ends", "load_dt", "load_src", "vw_rows", "vw_outcome", "tied")
with
-- Newer versions beside the one before them.
"sequenced" as (
  select
    "versions"."hk_contract",
    "versions"."hash_diff",
    "versions"."ends",
    "versions"."load_dt",
    "versions"."load_src",
    "versions"."vw_rows",
    coalesce(lag("versions"."hash_diff") over (
      partition by "versions"."hk_contract"
      order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
    ), "latest"."latest_hash_diff") as "previous_hash_diff",
    case
      when (lag("versions"."load_dt") over (
        partition by "versions"."hk_contract"
        order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."load_dt") or (lead("versions"."load_dt") over (
        partition by "versions"."hk_contract"
        order by "versions"."load_dt" asc nulls first, "versions"."hash_diff" asc nulls first
      ) = "versions"."load_dt") then 1
      else 0
    end as "tied"
  from "new_s_contract_versions" as "versions"
  left join "new_s_contract_latest" as "latest"
    on "latest"."hk_contract" = "versions"."hk_contract"
  where "latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt")
),
-- When stored versions began and ended, for keys with older rows only.
"intervals" as (
  select
    "stored"."hk_contract",
    "stored"."load_dt",
    "stored"."hash_diff",
    lead("stored"."load_dt") over (
      partition by "stored"."hk_contract"
      order by "stored"."load_dt" asc nulls first, "stored"."hash_diff" asc nulls first
    ) as "next_load_dt"
  from "dds"."s_contract" as "stored"
  where "stored"."hk_contract" in (
    select "versions"."hk_contract"
    from "new_s_contract_older" as "versions"
  )
),
-- Older versions that are stored, or repeat the last one before them.
"repeated" as (
  select
    "versions"."hk_contract",
    "versions"."load_dt",
    "versions"."hash_diff"
  from "new_s_contract_older" as "versions"
  join "intervals"
    on "intervals"."hk_contract" = "versions"."hk_contract"
    and "intervals"."hash_diff" = "versions"."hash_diff"
  where ("intervals"."load_dt" = "versions"."load_dt") or (("versions"."load_dt" > "intervals"."load_dt") and ("intervals"."next_load_dt" is null or (not ("versions"."load_dt" > "intervals"."next_load_dt"))))
  group by
    "versions"."hk_contract",
    "versions"."load_dt",
    "versions"."hash_diff"
)
select
  "versions"."hk_contract",
  "versions"."hash_diff",
  "versions"."ends",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows",
  case when "versions"."previous_hash_diff" = "versions"."hash_diff" then 'known' else 'inserted' end as "vw_outcome",
  "versions"."tied"
from "sequenced" as "versions"
union all
select
  "versions"."hk_contract",
  "versions"."hash_diff",
  "versions"."ends",
  "versions"."load_dt",
  "versions"."load_src",
  "versions"."vw_rows",
  case when "repeated"."hk_contract" is not null then 'known' else 'late' end as "vw_outcome",
  0 as "tied"
from "new_s_contract_older" as "versions"
left join "repeated"
  on "repeated"."hk_contract" = "versions"."hk_contract"
  and "repeated"."load_dt" = "versions"."load_dt"
  and "repeated"."hash_diff" = "versions"."hash_diff";

-- No identity stored twice: s_contract: one row per hk_contract, load_dt, hash_diff (new_s_contract).
with
-- What goes into s_contract.
"incoming" as (
  select
    "fresh"."hk_contract",
    "fresh"."load_dt",
    "fresh"."hash_diff"
  from "new_s_contract" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
)
select
  "incoming"."hk_contract",
  "incoming"."load_dt",
  "incoming"."hash_diff",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_contract",
  "incoming"."load_dt",
  "incoming"."hash_diff"
having count(*) > 1
union all
select
  "incoming"."hk_contract",
  "incoming"."load_dt",
  "incoming"."hash_diff",
  2 as "row_count"
from "incoming"
join "dds"."s_contract" as "stored"
  on "stored"."hk_contract" = "incoming"."hk_contract"
  and "stored"."hash_diff" = "incoming"."hash_diff"
  and "stored"."load_dt" = "incoming"."load_dt";

-- Changed versions into s_contract.
insert into "dds"."s_contract" ("hk_contract", "hash_diff", "ends", "load_dt", "load_src")
select
  "fresh"."hk_contract",
  "fresh"."hash_diff",
  "fresh"."ends",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_s_contract" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Versions older than what s_contract holds, kept aside.
insert into "dds"."s_contract_late" ("hk_contract", "hash_diff", "ends", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."hk_contract",
  "fresh"."hash_diff",
  "fresh"."ends",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast(? as varchar(256)) as "load_id",
  'older than the stored versions' as "reason"
from "new_s_contract" as "fresh"
where "fresh"."vw_outcome" = 'late'
  and not exists (
    select 1 as "found"
    from "dds"."s_contract_late" as "aside"
    where "aside"."hk_contract" = "fresh"."hk_contract"
      and "aside"."load_dt" = "fresh"."load_dt"
      and "aside"."hash_diff" = "fresh"."hash_diff"
  );

-- What became of the rows of contracts.
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
  from "stage_contracts" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'known' then 1 end) as "unchanged",
    count(case when "fresh"."vw_outcome" = 'late' then 1 end) as "late",
    count(case when ("fresh"."vw_outcome" = 'inserted') and ("fresh"."tied" = 1) then 1 end) as "ties"
  from "new_s_contract" as "fresh"
) as "outcome";

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

-- Vault example: pointInTime bridge_staff.
-- Parameters: load_dt (timestamp).

-- Active instants.
insert into "instants_bridge_staff_wanted" ("as_of")
select "listed"."as_of"
from "dds"."as_of_day" as "listed"
where "listed"."is_active" = true;

-- Instants that bridge_staff has rows of.
insert into "instants_bridge_staff_present" ("as_of")
select "stored"."as_of"
from "dds"."bridge_staff" as "stored"
group by "stored"."as_of";

-- Instants of bridge_staff, and which of them are new.
insert into "instants_bridge_staff" ("as_of", "is_new")
select
  "wanted"."as_of",
  case when "present"."as_of" is null then 1 else 0 end as "is_new"
from "instants_bridge_staff_wanted" as "wanted"
left join "instants_bridge_staff_present" as "present"
  on "present"."as_of" = "wanted"."as_of"
union all
select
  "present"."as_of",
  0 as "is_new"
from "instants_bridge_staff_present" as "present"
left join "instants_bridge_staff_wanted" as "wanted"
  on "wanted"."as_of" = "present"."as_of"
where "wanted"."as_of" is null;

-- When the batch has touched the path, at or before a stored instant.
insert into "touched_bridge_staff" ("since")
select "written"."since"
from (
  select
    "fresh"."hk_contract",
    cast(? as timestamp) as "since"
  from "new_l_contract" as "fresh"
) as "written"
join (
  select max("instants"."as_of") as "latest"
  from "instants_bridge_staff" as "instants"
  where "instants"."is_new" = 0
) as "edge"
  on "written"."since" <= "edge"."latest";

-- When the batch has touched the path, at or before a stored instant.
insert into "touched_bridge_staff" ("since")
select "written"."since"
from (
  select
    "fresh"."hk_contract",
    "fresh"."load_dt" as "since"
  from "new_s_contract" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
) as "written"
join (
  select max("instants"."as_of") as "latest"
  from "instants_bridge_staff" as "instants"
  where "instants"."is_new" = 0
) as "edge"
  on "written"."since" <= "edge"."latest";

-- Instants of bridge_staff to compute.
insert into "changed_bridge_staff" ("as_of")
select "instants"."as_of"
from "instants_bridge_staff" as "instants"
cross join (
  select min("written"."since") as "since"
  from "touched_bridge_staff" as "written"
) as "earliest"
where ("instants"."is_new" = 1) or ("earliest"."since" <= "instants"."as_of");

-- Rows of bridge_staff at these instants.
insert into "new_bridge_staff" ("as_of", "hk_person", "hk_contract", "hk_team")
with
-- What s_contract said, from one version until before the next.
"ranges_1" as (
  select
    "version"."hk_contract",
    "version"."load_dt" as "instant",
    "version"."ends" as "says",
    lead("version"."load_dt") over (
      partition by "version"."hk_contract"
      order by "version"."load_dt" asc nulls first, "version"."hash_diff" asc nulls first
    ) as "next_instant"
  from "dds"."s_contract" as "version"
),
-- Rows of l_contract in force at each instant.
"step_1" as (
  select
    "instants"."as_of",
    "link"."hk_contract",
    "link"."hk_person",
    "link"."hk_team"
  from "dds"."l_contract" as "link"
  join "changed_bridge_staff" as "instants"
    on "link"."load_dt" <= "instants"."as_of"
  join "ranges_1" as "ranges"
    on "ranges"."hk_contract" = "link"."hk_contract"
    and "instants"."as_of" >= "ranges"."instant"
    and "instants"."as_of" < coalesce("ranges"."next_instant", cast('9999-12-31 23:59:59.999999' as timestamp))
    and "instants"."as_of" < coalesce("ranges"."says", cast('9999-12-31 23:59:59.999999' as timestamp))
)
select
  "step_1"."as_of",
  "step_1"."hk_person",
  "step_1"."hk_contract",
  "step_1"."hk_team"
from "step_1";

-- Rows of bridge_staff that were not in force.
delete from "dds"."bridge_staff"
where exists (
  select 1 as "found"
  from "changed_bridge_staff" as "changed"
  where "changed"."as_of" = "bridge_staff"."as_of"
) and (not exists (
  select 1 as "found"
  from "new_bridge_staff" as "fresh"
  where "fresh"."as_of" = "bridge_staff"."as_of"
    and "fresh"."hk_person" = "bridge_staff"."hk_person"
    and "fresh"."hk_contract" = "bridge_staff"."hk_contract"
    and "fresh"."hk_team" = "bridge_staff"."hk_team"
));

-- Rows that bridge_staff does not hold yet.
insert into "dds"."bridge_staff" ("as_of", "hk_person", "hk_contract", "hk_team")
select
  "fresh"."as_of",
  "fresh"."hk_person",
  "fresh"."hk_contract",
  "fresh"."hk_team"
from "new_bridge_staff" as "fresh"
where not exists (
  select 1 as "found"
  from "dds"."bridge_staff" as "stored"
  where "stored"."as_of" = "fresh"."as_of"
    and "stored"."hk_person" = "fresh"."hk_person"
    and "stored"."hk_contract" = "fresh"."hk_contract"
    and "stored"."hk_team" = "fresh"."hk_team"
);

-- Vault example: checks.

-- No row without its parent: l_contract: every hk_person exists in h_person (new_l_contract).
select "fresh"."hk_person"
from "new_l_contract" as "fresh"
left join "dds"."h_person" as "parent"
  on "parent"."hk_person" = "fresh"."hk_person"
where "parent"."hk_person" is null;

-- No row without its parent: l_contract: every hk_team exists in h_team (new_l_contract).
select "fresh"."hk_team"
from "new_l_contract" as "fresh"
left join "dds"."h_team" as "parent"
  on "parent"."hk_team" = "fresh"."hk_team"
where "parent"."hk_team" is null;

-- No row without its parent: s_contract: every hk_contract exists in l_contract (new_s_contract).
select "fresh"."hk_contract"
from "new_s_contract" as "fresh"
left join "dds"."l_contract" as "parent"
  on "parent"."hk_contract" = "fresh"."hk_contract"
where "parent"."hk_contract" is null
  and "fresh"."vw_outcome" = 'inserted';

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

-- No identity stored twice: bridge_staff: one row per as_of, hk_person, hk_contract, hk_team (new_bridge_staff).
select
  "stored"."as_of",
  "stored"."hk_person",
  "stored"."hk_contract",
  "stored"."hk_team",
  count(*) as "row_count"
from "dds"."bridge_staff" as "stored"
where "stored"."as_of" in (
  select "fresh"."as_of"
  from "new_bridge_staff" as "fresh"
)
group by
  "stored"."as_of",
  "stored"."hk_person",
  "stored"."hk_contract",
  "stored"."hk_team"
having count(*) > 1;
