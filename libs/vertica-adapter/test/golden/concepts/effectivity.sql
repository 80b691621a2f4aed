-- Vault example: tables.

-- Schema staging.
create schema if not exists "staging";

-- Schema dds.
create schema if not exists "dds";

-- Staging: moves as delivered; rows are told apart by their load.
create table if not exists "staging"."moves" (
  "person" varchar(36) not null,
  "team" varchar(36),
  "since" timestamp not null,
  "load_id" varchar(256) not null,
  "source_object" varchar(4096) not null
)
order by "load_id";

-- Records of moves that do not fit the contract: place, reason and raw text.
create table if not exists "staging"."moves_rej" (
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
  "team_id" varchar(36),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_team"
segmented by hash("hk_team") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Link: every combination of h_person, h_team that was seen, once.
create table if not exists "dds"."l_member" (
  "hk_member" binary(16) not null,
  "hk_person" binary(16) not null,
  "hk_team" binary(16) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_member"
segmented by hash("hk_member") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Effectivity satellite: which hk_team a hk_person of l_member had, and when.
create table if not exists "dds"."s_member" (
  "hk_member" binary(16) not null,
  "hk_person" binary(16) not null,
  "hk_team" binary(16) not null,
  "start_dt" timestamp not null,
  "end_dt" timestamp not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null
)
order by "hk_member", "load_dt"
segmented by hash("hk_member") all nodes
partition by "load_dt"::date
group by calendar_hierarchy_day("load_dt"::date, 3, 2);

-- Rows of s_member that are older than what was stored when they came; kept, not applied.
create table if not exists "dds"."s_member_late" (
  "hk_member" binary(16) not null,
  "hk_person" binary(16) not null,
  "hk_team" binary(16) not null,
  "start_dt" timestamp not null,
  "end_dt" timestamp not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "load_id" varchar(256) not null,
  "reason" varchar(512) not null
)
order by "hk_member", "load_dt"
segmented by hash("hk_member") all nodes;

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

-- Empty work table stage_moves.
create local temporary table if not exists "stage_moves" (
  "hk_person" binary(16) not null,
  "person" varchar(36) not null,
  "hk_team" binary(16),
  "team" varchar(36),
  "hk_member" binary(16),
  "since" timestamp not null
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
  "team_id" varchar(36),
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_team") all nodes;

-- Empty work table new_l_member.
create local temporary table if not exists "new_l_member" (
  "hk_member" binary(16) not null,
  "hk_person" binary(16) not null,
  "hk_team" binary(16) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_member") all nodes;

-- Empty work table new_s_member.
create local temporary table if not exists "new_s_member" (
  "hk_member" binary(16) not null,
  "hk_person" binary(16) not null,
  "hk_team" binary(16) not null,
  "start_dt" timestamp not null,
  "end_dt" timestamp not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null,
  "tied" int not null
)
on commit delete rows
segmented by hash("hk_member") all nodes;

-- Empty work table new_s_member_delivered.
create local temporary table if not exists "new_s_member_delivered" (
  "link_key" binary(16),
  "driving_0" binary(16),
  "secondary_0" binary(16),
  "start_at" timestamp,
  "end_at" timestamp,
  "arrived" timestamp,
  "origin" varchar(800),
  "instant" timestamp
)
on commit delete rows
segmented by hash("link_key") all nodes;

-- Empty work table new_s_member_sightings.
create local temporary table if not exists "new_s_member_sightings" (
  "link_key" binary(16),
  "start_at" timestamp,
  "end_at" timestamp,
  "arrived" timestamp,
  "driving_0" binary(16),
  "secondary_0" binary(16),
  "origin" varchar(800),
  "instant" timestamp,
  "vw_rows" int
)
on commit delete rows
segmented by hash("link_key") all nodes;

-- Empty work table new_s_member_stored.
create local temporary table if not exists "new_s_member_stored" (
  "link_key" binary(16),
  "driving_0" binary(16),
  "secondary_0" binary(16),
  "start_at" timestamp,
  "end_at" timestamp,
  "arrived" timestamp,
  "origin" varchar(800),
  "instant" timestamp,
  "from_last" int,
  "next_arrived" timestamp
)
on commit delete rows
segmented by hash("link_key") all nodes;

-- Empty work table new_s_member_latest.
create local temporary table if not exists "new_s_member_latest" (
  "driving_0" binary(16),
  "latest_at" timestamp
)
on commit delete rows
segmented by hash("driving_0") all nodes;

-- Empty work table new_s_member_numbered.
create local temporary table if not exists "new_s_member_numbered" (
  "driving_0" binary(16),
  "arrived" timestamp,
  "instant" timestamp,
  "origin" varchar(800),
  "until_at" timestamp,
  "tied" int,
  "closes" int,
  "step_no" int,
  "closing_no" int
)
on commit delete rows
segmented by hash("driving_0") all nodes;

-- Empty work table new_s_member_compared.
create local temporary table if not exists "new_s_member_compared" (
  "link_key" binary(16),
  "driving_0" binary(16),
  "secondary_0" binary(16),
  "start_at" timestamp,
  "end_at" timestamp,
  "arrived" timestamp,
  "origin" varchar(800),
  "instant" timestamp,
  "vw_rows" int,
  "step_no" int,
  "closing_no" int,
  "tied" int,
  "closed_at" timestamp,
  "closed_arrived" timestamp,
  "closed_origin" varchar(800),
  "before_start" timestamp,
  "before_end" timestamp
)
on commit delete rows
segmented by hash("link_key") all nodes;

-- Vault example: stage moves.
-- Parameters: load_id (text).

-- Staged rows of moves with every hash computed once.
insert into "stage_moves" ("hk_person", "person", "hk_team", "team", "hk_member", "since")
select
  hex_to_binary(md5(replace(replace("person", '~', '~~'), '|', '~|')))::binary(16) as "hk_person",
  "person",
  hex_to_binary(md5(replace(replace("team", '~', '~~'), '|', '~|')))::binary(16) as "hk_team",
  "team",
  case
    when "team" is not null then hex_to_binary(md5(replace(replace("person", '~', '~~'), '|', '~|') || '|' || coalesce(replace(replace("team", '~', '~~'), '|', '~|'), '~N')))::binary(16)
  end as "hk_member",
  "since"
from "staging"."moves" as "moves"
where "load_id" = cast(? as varchar(256));

-- Vault example: hubs h_person.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that h_person does not hold yet, one per identity.
insert into "new_h_person" ("hk_person", "person_id", "vw_rows")
select
  "staged"."hk_person",
  "staged"."person" as "person_id",
  count(*) as "vw_rows"
from "stage_moves" as "staged"
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

-- What became of the rows of moves.
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
  from "stage_moves" as "staged"
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
from "stage_moves" as "staged"
left join "dds"."h_team" as "known"
  on "known"."hk_team" = "staged"."hk_team"
  and "known"."team_id" <=> "staged"."team"
where "staged"."hk_team" is not null
  and "known"."load_dt" is null
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

-- What became of the rows of moves.
select
  "input"."read",
  "input"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted"
from (
  select
    count(*) as "read",
    count(case when "staged"."hk_team" is not null then 1 end) as "keyed"
  from "stage_moves" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_team" as "fresh"
) as "outcome";

-- Vault example: links l_member.
-- Parameters: load_dt (timestamp), load_src (text).

-- Rows that l_member does not hold yet, one per identity.
insert into "new_l_member" ("hk_member", "hk_person", "hk_team", "vw_rows")
select
  "staged"."hk_member",
  "staged"."hk_person",
  "staged"."hk_team",
  count(*) as "vw_rows"
from "stage_moves" as "staged"
where "staged"."hk_member" is not null
  and not exists (
    select 1 as "found"
    from "dds"."l_member" as "known"
    where "known"."hk_member" = "staged"."hk_member"
      and "known"."hk_person" = "staged"."hk_person"
      and "known"."hk_team" = "staged"."hk_team"
  )
group by
  "staged"."hk_member",
  "staged"."hk_person",
  "staged"."hk_team";

-- No identity stored twice: l_member: one row per hk_member (new_l_member).
with
-- What goes into l_member.
"incoming" as (
  select "fresh"."hk_member"
  from "new_l_member" as "fresh"
)
select
  "incoming"."hk_member",
  count(*) as "row_count"
from "incoming"
group by "incoming"."hk_member"
having count(*) > 1
union all
select
  "incoming"."hk_member",
  2 as "row_count"
from "incoming"
join "dds"."l_member" as "stored"
  on "stored"."hk_member" = "incoming"."hk_member";

-- New rows into l_member.
insert into "dds"."l_member" ("hk_member", "hk_person", "hk_team", "load_dt", "load_src")
select
  "fresh"."hk_member",
  "fresh"."hk_person",
  "fresh"."hk_team",
  cast(? as timestamp) as "load_dt",
  cast(? as varchar(800)) as "load_src"
from "new_l_member" as "fresh";

-- What became of the rows of moves.
select
  "input"."read",
  "input"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted"
from (
  select
    count(*) as "read",
    count(case when "staged"."hk_member" is not null then 1 end) as "keyed"
  from "stage_moves" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_l_member" as "fresh"
) as "outcome";

-- Vault example: satellites s_member.
-- Parameters: load_dt (timestamp), load_src (text), load_id (text).

-- The rows to load.
insert into "new_s_member_delivered" ("link_key", "driving_0", "secondary_0", "start_at", "end_at", "arrived", "origin", "instant")
select
  "staged"."hk_member" as "link_key",
  "staged"."hk_person" as "driving_0",
  "staged"."hk_team" as "secondary_0",
  "staged"."since" as "start_at",
  cast('9999-12-31 23:59:59.999999' as timestamp) as "end_at",
  cast(? as timestamp) as "arrived",
  cast(? as varchar(800)) as "origin",
  case
    when "staged"."hk_member" is null then "staged"."since"
    else case
      when cast('9999-12-31 23:59:59.999999' as timestamp) < "staged"."since" then cast('9999-12-31 23:59:59.999999' as timestamp)
      else "staged"."since"
    end
  end as "instant"
from "stage_moves" as "staged";

-- Every different row once.
insert into "new_s_member_sightings" (
  "link_key",
  "start_at",
  "end_at",
  "arrived",
  "driving_0",
  "secondary_0",
  "origin",
  "instant",
  "vw_rows"
)
select
  "delivered"."link_key",
  "delivered"."start_at",
  "delivered"."end_at",
  "delivered"."arrived",
  min("delivered"."driving_0") as "driving_0",
  min("delivered"."secondary_0") as "secondary_0",
  min("delivered"."origin") as "origin",
  min("delivered"."instant") as "instant",
  count(*) as "vw_rows"
from "new_s_member_delivered" as "delivered"
where "delivered"."link_key" is not null
group by
  "delivered"."link_key",
  "delivered"."start_at",
  "delivered"."end_at",
  "delivered"."arrived";

-- What the satellite holds of them, each row with its place in the history of its link key.
insert into "new_s_member_stored" (
  "link_key",
  "driving_0",
  "secondary_0",
  "start_at",
  "end_at",
  "arrived",
  "origin",
  "instant",
  "from_last",
  "next_arrived"
)
with
-- Driving keys of this batch; no other is looked up.
"drivers" as (
  select "delivered"."driving_0"
  from "new_s_member_delivered" as "delivered"
  group by "delivered"."driving_0"
)
select
  "placed"."link_key",
  "placed"."driving_0",
  "placed"."secondary_0",
  "placed"."start_at",
  "placed"."end_at",
  "placed"."arrived",
  "placed"."origin",
  "placed"."instant",
  row_number() over (
    partition by "placed"."link_key"
    order by "placed"."arrived" desc nulls last, "placed"."instant" desc nulls last, "placed"."end_at" asc nulls last, "placed"."start_at" desc nulls last
  ) as "from_last",
  lead("placed"."arrived") over (
    partition by "placed"."link_key"
    order by "placed"."arrived" asc nulls first, "placed"."instant" asc nulls first, "placed"."end_at" desc nulls first, "placed"."start_at" asc nulls first
  ) as "next_arrived"
from (
  select
    "target"."hk_member" as "link_key",
    "target"."hk_person" as "driving_0",
    "target"."hk_team" as "secondary_0",
    "target"."start_dt" as "start_at",
    "target"."end_dt" as "end_at",
    "target"."load_dt" as "arrived",
    "target"."load_src" as "origin",
    case
      when "target"."end_dt" < "target"."start_dt" then "target"."end_dt"
      else "target"."start_dt"
    end as "instant"
  from "dds"."s_member" as "target"
  join "drivers"
    on "drivers"."driving_0" = "target"."hk_person"
) as "placed";

-- Newest stored load date of each driving key.
insert into "new_s_member_latest" ("driving_0", "latest_at")
select
  "stored"."driving_0",
  max("stored"."arrived") as "latest_at"
from "new_s_member_stored" as "stored"
group by "stored"."driving_0";

-- Steps in order; the closing ones are numbered once more.
insert into "new_s_member_numbered" ("driving_0", "arrived", "instant", "origin", "until_at", "tied", "closes", "step_no", "closing_no")
with
-- Steps of newer rows, with the smallest start and the outermost link keys of their open rows.
"steps" as (
  select
    "moves"."driving_0",
    "moves"."arrived",
    "moves"."instant",
    min(case
      when "moves"."link_key" is not null and ("moves"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) then "moves"."start_at"
    end) as "members_start",
    min(case when "moves"."link_key" is null then "moves"."start_at" end) as "empty_start",
    min(case
      when "moves"."link_key" is not null and ("moves"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) then "moves"."link_key"
    end) as "first_member",
    max(case
      when "moves"."link_key" is not null and ("moves"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) then "moves"."link_key"
    end) as "last_member",
    min("moves"."origin") as "origin"
  from "new_s_member_delivered" as "moves"
  left join "new_s_member_latest" as "latest"
    on "latest"."driving_0" = "moves"."driving_0"
  where "latest"."latest_at" is null or ("moves"."arrived" > "latest"."latest_at")
  group by
    "moves"."driving_0",
    "moves"."arrived",
    "moves"."instant"
)
select
  "steps"."driving_0",
  "steps"."arrived",
  "steps"."instant",
  "steps"."origin",
  coalesce("steps"."members_start", "steps"."empty_start", "steps"."arrived") as "until_at",
  case when "steps"."first_member" <> "steps"."last_member" then 1 else 0 end as "tied",
  case
    when "steps"."members_start" is not null or ("steps"."empty_start" is not null and "steps"."members_start" is null) then 1
    else 0
  end as "closes",
  row_number() over (
    partition by "steps"."driving_0"
    order by "steps"."arrived" asc nulls first, "steps"."instant" asc nulls first
  ) as "step_no",
  sum(case
    when "steps"."members_start" is not null or ("steps"."empty_start" is not null and "steps"."members_start" is null) then 1
    else 0
  end) over (
    partition by "steps"."driving_0"
    order by "steps"."arrived" asc nulls first, "steps"."instant" asc nulls first
    rows between unbounded preceding and current row
  ) as "closing_no"
from "steps";

-- Each beside what its link key said before.
insert into "new_s_member_compared" (
  "link_key",
  "driving_0",
  "secondary_0",
  "start_at",
  "end_at",
  "arrived",
  "origin",
  "instant",
  "vw_rows",
  "step_no",
  "closing_no",
  "tied",
  "closed_at",
  "closed_arrived",
  "closed_origin",
  "before_start",
  "before_end"
)
with
-- Newer rows in their steps, and before all steps what each link key said last.
"events" as (
  select
    "sightings"."link_key",
    "sightings"."driving_0",
    "sightings"."secondary_0",
    "sightings"."start_at",
    "sightings"."end_at",
    "sightings"."arrived",
    "sightings"."origin",
    "sightings"."instant",
    "sightings"."vw_rows",
    "numbered"."step_no",
    "numbered"."closing_no",
    case
      when "sightings"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp) then "numbered"."tied"
      else 0
    end as "tied"
  from "new_s_member_sightings" as "sightings"
  join "new_s_member_numbered" as "numbered"
    on "numbered"."driving_0" = "sightings"."driving_0"
    and "numbered"."arrived" = "sightings"."arrived"
    and "numbered"."instant" = "sightings"."instant"
  union all
  select
    "stored"."link_key",
    "stored"."driving_0",
    "stored"."secondary_0",
    "stored"."start_at",
    "stored"."end_at",
    "stored"."arrived",
    "stored"."origin",
    "stored"."instant",
    0 as "vw_rows",
    0 as "step_no",
    0 as "closing_no",
    0 as "tied"
  from "new_s_member_stored" as "stored"
  where "stored"."from_last" = 1
),
-- Each with the step of the next row of its link key.
"followed" as (
  select
    "events"."link_key",
    "events"."driving_0",
    "events"."secondary_0",
    "events"."start_at",
    "events"."end_at",
    "events"."arrived",
    "events"."origin",
    "events"."instant",
    "events"."vw_rows",
    "events"."step_no",
    "events"."closing_no",
    "events"."tied",
    lead("events"."step_no") over (
      partition by "events"."link_key"
      order by "events"."step_no" asc nulls first, "events"."instant" asc nulls first, "events"."end_at" desc nulls first, "events"."start_at" asc nulls first
    ) as "next_step"
  from "events"
),
-- Open rows with the step that closes them, when it comes before that row.
"ended" as (
  select
    "followed"."link_key",
    "followed"."driving_0",
    "followed"."secondary_0",
    "followed"."start_at",
    "followed"."end_at",
    "followed"."arrived",
    "followed"."origin",
    "followed"."instant",
    "followed"."vw_rows",
    "followed"."step_no",
    "followed"."closing_no",
    "followed"."tied",
    case
      when ("followed"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) and ("followed"."next_step" is null or ("closing"."step_no" < "followed"."next_step")) then "closing"."until_at"
    end as "closed_at",
    case
      when ("followed"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) and ("followed"."next_step" is null or ("closing"."step_no" < "followed"."next_step")) then "closing"."arrived"
    end as "closed_arrived",
    case
      when ("followed"."end_at" = cast('9999-12-31 23:59:59.999999' as timestamp)) and ("followed"."next_step" is null or ("closing"."step_no" < "followed"."next_step")) then "closing"."origin"
    end as "closed_origin"
  from "followed"
  left join "new_s_member_numbered" as "closing"
    on "closing"."driving_0" = "followed"."driving_0"
    and "closing"."closes" = 1
    and "closing"."closing_no" = ("followed"."closing_no" + 1)
)
select
  "ended"."link_key",
  "ended"."driving_0",
  "ended"."secondary_0",
  "ended"."start_at",
  "ended"."end_at",
  "ended"."arrived",
  "ended"."origin",
  "ended"."instant",
  "ended"."vw_rows",
  "ended"."step_no",
  "ended"."closing_no",
  "ended"."tied",
  "ended"."closed_at",
  "ended"."closed_arrived",
  "ended"."closed_origin",
  lag("ended"."start_at") over (
    partition by "ended"."link_key"
    order by "ended"."step_no" asc nulls first, "ended"."instant" asc nulls first, "ended"."end_at" desc nulls first, "ended"."start_at" asc nulls first
  ) as "before_start",
  lag(coalesce("ended"."closed_at", "ended"."end_at")) over (
    partition by "ended"."link_key"
    order by "ended"."step_no" asc nulls first, "ended"."instant" asc nulls first, "ended"."end_at" desc nulls first, "ended"."start_at" asc nulls first
  ) as "before_end"
from "ended";

-- Rows for s_member and the closings they cause, each with what becomes of it.
insert into "new_s_member" (
  "hk_member",
  "hk_person",
  "hk_team",
  "start_dt",
  "end_dt",
  "load_dt",
  "load_src",
  "vw_rows",
  "vw_outcome",
  "tied"
)
with
-- Rows that are stored, or repeat what was said just before them.
"repeated" as (
  select
    "sightings"."link_key",
    "sightings"."start_at",
    "sightings"."end_at",
    "sightings"."arrived"
  from "new_s_member_sightings" as "sightings"
  join "new_s_member_latest" as "latest"
    on "latest"."driving_0" = "sightings"."driving_0"
  join "new_s_member_stored" as "stored"
    on "stored"."link_key" = "sightings"."link_key"
    and "stored"."start_at" = "sightings"."start_at"
    and "stored"."end_at" = "sightings"."end_at"
  where "sightings"."arrived" <= "latest"."latest_at"
    and (("stored"."arrived" = "sightings"."arrived") or (("stored"."arrived" < "sightings"."arrived") and ("stored"."next_arrived" is null or ("stored"."next_arrived" >= "sightings"."arrived"))))
  group by
    "sightings"."link_key",
    "sightings"."start_at",
    "sightings"."end_at",
    "sightings"."arrived"
)
select
  "compared"."link_key",
  "compared"."driving_0",
  "compared"."secondary_0",
  "compared"."start_at",
  "compared"."end_at",
  "compared"."arrived",
  "compared"."origin",
  "compared"."vw_rows",
  case
    when ("compared"."before_start" = "compared"."start_at") and ("compared"."before_end" = "compared"."end_at") then 'known'
    else 'inserted'
  end as "vw_outcome",
  "compared"."tied"
from "new_s_member_compared" as "compared"
where "compared"."step_no" > 0
union all
select
  "compared"."link_key",
  "compared"."driving_0",
  "compared"."secondary_0",
  "compared"."start_at",
  "compared"."closed_at" as "end_at",
  "compared"."closed_arrived" as "arrived",
  "compared"."closed_origin" as "origin",
  0 as "vw_rows",
  'derived' as "vw_outcome",
  0 as "tied"
from "new_s_member_compared" as "compared"
where "compared"."closed_at" is not null
union all
select
  "sightings"."link_key",
  "sightings"."driving_0",
  "sightings"."secondary_0",
  "sightings"."start_at",
  "sightings"."end_at",
  "sightings"."arrived",
  "sightings"."origin",
  "sightings"."vw_rows",
  case when "repeated"."link_key" is not null then 'known' else 'late' end as "vw_outcome",
  0 as "tied"
from "new_s_member_sightings" as "sightings"
join "new_s_member_latest" as "latest"
  on "latest"."driving_0" = "sightings"."driving_0"
left join "repeated"
  on "repeated"."link_key" = "sightings"."link_key"
  and "repeated"."start_at" = "sightings"."start_at"
  and "repeated"."end_at" = "sightings"."end_at"
  and "repeated"."arrived" = "sightings"."arrived"
where "sightings"."arrived" <= "latest"."latest_at";

-- No identity stored twice: s_member: one row per hk_member, load_dt, start_dt, end_dt (new_s_member).
with
-- What goes into s_member.
"incoming" as (
  select
    "fresh"."hk_member",
    "fresh"."load_dt",
    "fresh"."start_dt",
    "fresh"."end_dt"
  from "new_s_member" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
  union all
  select
    "fresh"."hk_member",
    "fresh"."load_dt",
    "fresh"."start_dt",
    "fresh"."end_dt"
  from "new_s_member" as "fresh"
  where "fresh"."vw_outcome" = 'derived'
)
select
  "incoming"."hk_member",
  "incoming"."load_dt",
  "incoming"."start_dt",
  "incoming"."end_dt",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_member",
  "incoming"."load_dt",
  "incoming"."start_dt",
  "incoming"."end_dt"
having count(*) > 1
union all
select
  "incoming"."hk_member",
  "incoming"."load_dt",
  "incoming"."start_dt",
  "incoming"."end_dt",
  2 as "row_count"
from "incoming"
join "dds"."s_member" as "stored"
  on "stored"."hk_member" = "incoming"."hk_member"
  and "stored"."start_dt" = "incoming"."start_dt"
  and "stored"."end_dt" = "incoming"."end_dt"
  and "stored"."load_dt" = "incoming"."load_dt";

-- What changed into s_member.
insert into "dds"."s_member" ("hk_member", "hk_person", "hk_team", "start_dt", "end_dt", "load_dt", "load_src")
select
  "fresh"."hk_member",
  "fresh"."hk_person",
  "fresh"."hk_team",
  "fresh"."start_dt",
  "fresh"."end_dt",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_s_member" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Closings that follow from it into s_member.
insert into "dds"."s_member" ("hk_member", "hk_person", "hk_team", "start_dt", "end_dt", "load_dt", "load_src")
select
  "fresh"."hk_member",
  "fresh"."hk_person",
  "fresh"."hk_team",
  "fresh"."start_dt",
  "fresh"."end_dt",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_s_member" as "fresh"
where "fresh"."vw_outcome" = 'derived';

-- Rows older than what s_member holds, kept aside.
insert into "dds"."s_member_late" (
  "hk_member",
  "hk_person",
  "hk_team",
  "start_dt",
  "end_dt",
  "load_dt",
  "load_src",
  "load_id",
  "reason"
)
select
  "fresh"."hk_member",
  "fresh"."hk_person",
  "fresh"."hk_team",
  "fresh"."start_dt",
  "fresh"."end_dt",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast(? as varchar(256)) as "load_id",
  'older than the stored rows' as "reason"
from "new_s_member" as "fresh"
where "fresh"."vw_outcome" = 'late'
  and not exists (
    select 1 as "found"
    from "dds"."s_member_late" as "aside"
    where "aside"."hk_member" = "fresh"."hk_member"
      and "aside"."start_dt" = "fresh"."start_dt"
      and "aside"."end_dt" = "fresh"."end_dt"
      and "aside"."load_dt" = "fresh"."load_dt"
  );

-- What became of the rows of moves.
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
    count(case when "staged"."hk_member" is not null then 1 end) as "keyed"
  from "stage_moves" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(case when "fresh"."vw_outcome" = 'inserted' then 1 end) as "inserted",
    count(case when "fresh"."vw_outcome" = 'known' then 1 end) as "unchanged",
    count(case when "fresh"."vw_outcome" = 'late' then 1 end) as "late",
    count(case when ("fresh"."vw_outcome" = 'inserted') and ("fresh"."tied" = 1) then 1 end) as "ties"
  from "new_s_member" as "fresh"
  where not ("fresh"."vw_outcome" = 'derived')
) as "outcome";

-- Vault example: checks.

-- No row without its parent: l_member: every hk_person exists in h_person (new_l_member).
select "fresh"."hk_person"
from "new_l_member" as "fresh"
left join "dds"."h_person" as "parent"
  on "parent"."hk_person" = "fresh"."hk_person"
where "parent"."hk_person" is null;

-- No row without its parent: l_member: every hk_team exists in h_team (new_l_member).
select "fresh"."hk_team"
from "new_l_member" as "fresh"
left join "dds"."h_team" as "parent"
  on "parent"."hk_team" = "fresh"."hk_team"
where "parent"."hk_team" is null;

-- No row without its parent: s_member: every hk_member exists in l_member (new_s_member).
select "fresh"."hk_member"
from "new_s_member" as "fresh"
left join "dds"."l_member" as "parent"
  on "parent"."hk_member" = "fresh"."hk_member"
where "parent"."hk_member" is null
  and "fresh"."vw_outcome" = 'inserted';
