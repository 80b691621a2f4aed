-- Vault example: stage contracts.
-- Parameters: load_id (text).

-- Staged rows of contracts with every hash computed once.
insert into "stage_contracts" ("hk_person", "person", "hk_team", "team", "hk_contract", "ends", "s_contract_hash_diff")
select
  cast(unhex(md5(case when contains(case when contains("person", '~') then replace("person", '~', '~~') else "person" end, '|') then replace(case when contains("person", '~') then replace("person", '~', '~~') else "person" end, '|', '~|') else case when contains("person", '~') then replace("person", '~', '~~') else "person" end end)) as uuid) as "hk_person",
  "person",
  cast(unhex(md5(case when contains(case when contains("team", '~') then replace("team", '~', '~~') else "team" end, '|') then replace(case when contains("team", '~') then replace("team", '~', '~~') else "team" end, '|', '~|') else case when contains("team", '~') then replace("team", '~', '~~') else "team" end end)) as uuid) as "hk_team",
  "team",
  cast(unhex(md5(case when contains(case when contains("person", '~') then replace("person", '~', '~~') else "person" end, '|') then replace(case when contains("person", '~') then replace("person", '~', '~~') else "person" end, '|', '~|') else case when contains("person", '~') then replace("person", '~', '~~') else "person" end end || '|' || case when contains(case when contains("team", '~') then replace("team", '~', '~~') else "team" end, '|') then replace(case when contains("team", '~') then replace("team", '~', '~~') else "team" end, '|', '~|') else case when contains("team", '~') then replace("team", '~', '~~') else "team" end end)) as uuid) as "hk_contract",
  "ends",
  cast(unhex(md5(coalesce(case strlen(cast("ends" as varchar)) when 26 then cast("ends" as varchar) when 19 then cast("ends" as varchar) || '.000000' else rpad(cast("ends" as varchar), 26, '0') end, '~N'))) as uuid) as "s_contract_hash_diff"
from "staging"."contracts" as "contracts"
where "load_id" = cast($load_id as varchar);

-- Vault example: collect h_person.

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

-- Vault example: collect h_team.

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

-- Vault example: collect l_contract.

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

-- Vault example: collect s_contract.
-- Parameters: load_dt (timestamp), load_src (text).

-- Versions for s_contract, each with what becomes of it.
insert into "new_s_contract" ("hk_contract", "hash_diff", "ends", "load_dt", "load_src", "vw_rows", "vw_outcome", "tied")
with
-- Different contents of a key in this batch, each once.
"versions" as (
  select
    "staged"."hk_contract",
    cast($load_dt as timestamp) as "load_dt",
    "staged"."s_contract_hash_diff" as "hash_diff",
    min("staged"."ends") as "ends",
    cast($load_src as varchar) as "load_src",
    count(*) as "vw_rows"
  from "stage_contracts" as "staged"
  group by
    "staged"."hk_contract",
    "staged"."s_contract_hash_diff"
),
-- What the satellite says now, for keys of this batch only.
"latest" as (
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
      from "versions"
    )
  ) as "numbered"
  where "numbered"."vw_place" = 1
),
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
  from "versions"
  left join "latest"
    on "latest"."hk_contract" = "versions"."hk_contract"
  where "latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt")
),
-- Versions that are not newer than what is known of their key.
"older" as (
  select
    "versions"."hk_contract",
    "versions"."hash_diff",
    "versions"."ends",
    "versions"."load_dt",
    "versions"."load_src",
    "versions"."vw_rows"
  from "versions"
  join "latest"
    on "latest"."hk_contract" = "versions"."hk_contract"
  where not ("latest"."latest_load_dt" is null or ("versions"."load_dt" > "latest"."latest_load_dt"))
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
    from "older" as "versions"
  )
),
-- Older versions that are stored, or repeat the last one before them.
"repeated" as (
  select
    "versions"."hk_contract",
    "versions"."load_dt",
    "versions"."hash_diff"
  from "older" as "versions"
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
from "older" as "versions"
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

-- Vault example: checks ahead.

-- No row without its parent: l_contract: every hk_person exists in h_person (new_l_contract).
select "fresh"."hk_person"
from "new_l_contract" as "fresh"
left join (
  select "stored"."hk_person"
  from "dds"."h_person" as "stored"
  union all
  select "fresh"."hk_person"
  from "new_h_person" as "fresh"
) as "parent"
  on "parent"."hk_person" = "fresh"."hk_person"
where "parent"."hk_person" is null;

-- No row without its parent: l_contract: every hk_team exists in h_team (new_l_contract).
select "fresh"."hk_team"
from "new_l_contract" as "fresh"
left join (
  select "stored"."hk_team"
  from "dds"."h_team" as "stored"
  union all
  select "fresh"."hk_team"
  from "new_h_team" as "fresh"
) as "parent"
  on "parent"."hk_team" = "fresh"."hk_team"
where "parent"."hk_team" is null;

-- No row without its parent: s_contract: every hk_contract exists in l_contract (new_s_contract).
select "fresh"."hk_contract"
from "new_s_contract" as "fresh"
left join (
  select "stored"."hk_contract"
  from "dds"."l_contract" as "stored"
  union all
  select "fresh"."hk_contract"
  from "new_l_contract" as "fresh"
) as "parent"
  on "parent"."hk_contract" = "fresh"."hk_contract"
where "parent"."hk_contract" is null
  and "fresh"."vw_outcome" = 'inserted';

-- Vault example: hubs h_person.
-- Parameters: load_dt (timestamp), load_src (text).

-- New rows into h_person.
insert into "dds"."h_person" ("hk_person", "person_id", "load_dt", "load_src")
select
  "fresh"."hk_person",
  "fresh"."person_id",
  cast($load_dt as timestamp) as "load_dt",
  cast($load_src as varchar) as "load_src"
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

-- New rows into h_team.
insert into "dds"."h_team" ("hk_team", "team_id", "load_dt", "load_src")
select
  "fresh"."hk_team",
  "fresh"."team_id",
  cast($load_dt as timestamp) as "load_dt",
  cast($load_src as varchar) as "load_src"
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

-- New rows into l_contract.
insert into "dds"."l_contract" ("hk_contract", "hk_person", "hk_team", "load_dt", "load_src")
select
  "fresh"."hk_contract",
  "fresh"."hk_person",
  "fresh"."hk_team",
  cast($load_dt as timestamp) as "load_dt",
  cast($load_src as varchar) as "load_src"
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
-- Parameters: load_id (text).

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
  cast($load_id as varchar) as "load_id",
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

-- Instants of bridge_staff, and which of them are new.
insert into "instants_bridge_staff" ("as_of", "is_new")
with
-- Active instants.
"wanted" as (
  select "listed"."as_of"
  from "dds"."as_of_day" as "listed"
  where "listed"."is_active" = true
),
-- Instants that bridge_staff has rows of.
"present" as (
  select "stored"."as_of"
  from "dds"."bridge_staff" as "stored"
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

-- When the batch has touched the path, at or before a stored instant.
insert into "touched_bridge_staff" ("since")
select "written"."since"
from (
  select
    "fresh"."hk_contract",
    cast($load_dt as timestamp) as "since"
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
