-- Vault example: stage staff.
-- Parameters: load_id (text).

-- Staged rows of staff with every hash computed once.
insert into "stage_staff" ("hk_person", "id", "hk_l_boss", "hk_boss")
select
  cast(unhex(md5(case when contains(case when contains("id", '~') then replace("id", '~', '~~') else "id" end, '|') then replace(case when contains("id", '~') then replace("id", '~', '~~') else "id" end, '|', '~|') else case when contains("id", '~') then replace("id", '~', '~~') else "id" end end)) as uuid) as "hk_person",
  "id",
  cast(unhex(md5(case when contains(case when contains("id", '~') then replace("id", '~', '~~') else "id" end, '|') then replace(case when contains("id", '~') then replace("id", '~', '~~') else "id" end, '|', '~|') else case when contains("id", '~') then replace("id", '~', '~~') else "id" end end || '|' || coalesce(case when contains(case when contains("boss", '~') then replace("boss", '~', '~~') else "boss" end, '|') then replace(case when contains("boss", '~') then replace("boss", '~', '~~') else "boss" end, '|', '~|') else case when contains("boss", '~') then replace("boss", '~', '~~') else "boss" end end, '~N'))) as uuid) as "hk_l_boss",
  cast(unhex(md5(case when contains(case when contains("boss", '~') then replace("boss", '~', '~~') else "boss" end, '|') then replace(case when contains("boss", '~') then replace("boss", '~', '~~') else "boss" end, '|', '~|') else case when contains("boss", '~') then replace("boss", '~', '~~') else "boss" end end)) as uuid) as "hk_boss"
from "staging"."staff" as "staff"
where "load_id" = cast($load_id as varchar);

-- Vault example: stage pairs.
-- Parameters: load_id (text).

-- Staged rows of pairs with every hash computed once.
insert into "stage_pairs" ("hk_master", "hk_l_same_person", "left", "hk_duplicate", "right")
select
  cast(unhex(md5(case when contains(case when contains("left", '~') then replace("left", '~', '~~') else "left" end, '|') then replace(case when contains("left", '~') then replace("left", '~', '~~') else "left" end, '|', '~|') else case when contains("left", '~') then replace("left", '~', '~~') else "left" end end)) as uuid) as "hk_master",
  case
    when cast(unhex(md5(case when contains(case when contains("right", '~') then replace("right", '~', '~~') else "right" end, '|') then replace(case when contains("right", '~') then replace("right", '~', '~~') else "right" end, '|', '~|') else case when contains("right", '~') then replace("right", '~', '~~') else "right" end end)) as uuid) < cast(unhex(md5(case when contains(case when contains("left", '~') then replace("left", '~', '~~') else "left" end, '|') then replace(case when contains("left", '~') then replace("left", '~', '~~') else "left" end, '|', '~|') else case when contains("left", '~') then replace("left", '~', '~~') else "left" end end)) as uuid) then cast(unhex(md5(case when contains(case when contains("right", '~') then replace("right", '~', '~~') else "right" end, '|') then replace(case when contains("right", '~') then replace("right", '~', '~~') else "right" end, '|', '~|') else case when contains("right", '~') then replace("right", '~', '~~') else "right" end end || '|' || case when contains(case when contains("left", '~') then replace("left", '~', '~~') else "left" end, '|') then replace(case when contains("left", '~') then replace("left", '~', '~~') else "left" end, '|', '~|') else case when contains("left", '~') then replace("left", '~', '~~') else "left" end end)) as uuid)
    else cast(unhex(md5(case when contains(case when contains("left", '~') then replace("left", '~', '~~') else "left" end, '|') then replace(case when contains("left", '~') then replace("left", '~', '~~') else "left" end, '|', '~|') else case when contains("left", '~') then replace("left", '~', '~~') else "left" end end || '|' || case when contains(case when contains("right", '~') then replace("right", '~', '~~') else "right" end, '|') then replace(case when contains("right", '~') then replace("right", '~', '~~') else "right" end, '|', '~|') else case when contains("right", '~') then replace("right", '~', '~~') else "right" end end)) as uuid)
  end as "hk_l_same_person",
  "left",
  cast(unhex(md5(case when contains(case when contains("right", '~') then replace("right", '~', '~~') else "right" end, '|') then replace(case when contains("right", '~') then replace("right", '~', '~~') else "right" end, '|', '~|') else case when contains("right", '~') then replace("right", '~', '~~') else "right" end end)) as uuid) as "hk_duplicate",
  "right"
from "staging"."pairs" as "pairs"
where "load_id" = cast($load_id as varchar);

-- Vault example: collect h_person.
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

-- Keys of h_person that l_same_person names before anything else does.
insert into "inferred_l_same_person_h_person" ("hk_person", "person_id", "load_dt", "load_src")
with
-- Every key of h_person in the batch.
"named" as (
  select
    "staged"."hk_master" as "hk_person",
    "staged"."left" as "person_id",
    cast($load_dt as timestamp) as "load_dt",
    cast($load_src as varchar) as "load_src",
    0 as "vw_feed"
  from "stage_pairs" as "staged"
  union all
  select
    "staged"."hk_duplicate" as "hk_person",
    "staged"."right" as "person_id",
    cast($load_dt as timestamp) as "load_dt",
    cast($load_src as varchar) as "load_src",
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
    from (
      select "stored"."hk_person"
      from "dds"."h_person" as "stored"
      union all
      select "fresh"."hk_person"
      from "new_h_person" as "fresh"
      union all
      select "zero"."hk_person"
      from (
        select
          cast('00000000000000000000000000000000' as uuid) as "hk_person",
          cast(null as varchar) as "person_id",
          cast('1900-01-01 00:00:00.000000' as timestamp) as "load_dt",
          'GHOST' as "load_src"
      ) as "zero"
      left join (
        select "stored"."hk_person"
        from "dds"."h_person" as "stored"
        union all
        select "fresh"."hk_person"
        from "new_h_person" as "fresh"
      ) as "stored"
        on "stored"."hk_person" = "zero"."hk_person"
      where "stored"."hk_person" is null
    ) as "known"
    where "known"."hk_person" = "named"."hk_person"
  )
) as "numbered"
where "numbered"."vw_place" = 1;

-- Vault example: collect l_boss.

-- Rows that l_boss does not hold yet, one per identity.
insert into "new_l_boss" ("hk_l_boss", "hk_person", "hk_boss", "vw_rows")
select
  "staged"."hk_l_boss",
  "staged"."hk_person",
  coalesce("staged"."hk_boss", cast('00000000000000000000000000000000' as uuid)) as "hk_boss",
  count(*) as "vw_rows"
from "stage_staff" as "staged"
left join "dds"."l_boss" as "known"
  on "known"."hk_l_boss" = "staged"."hk_l_boss"
  and "known"."hk_person" = "staged"."hk_person"
  and "known"."hk_boss" = coalesce("staged"."hk_boss", cast('00000000000000000000000000000000' as uuid))
where "known"."load_dt" is null
group by
  "staged"."hk_l_boss",
  "staged"."hk_person",
  coalesce("staged"."hk_boss", cast('00000000000000000000000000000000' as uuid));

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

-- Vault example: collect l_same_person.

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

-- Vault example: checks ahead.

-- No row without its parent: l_boss: every hk_person exists in h_person (new_l_boss).
select "fresh"."hk_person"
from "new_l_boss" as "fresh"
left join (
  select "stored"."hk_person"
  from "dds"."h_person" as "stored"
  union all
  select "fresh"."hk_person"
  from "new_h_person" as "fresh"
  union all
  select "zero"."hk_person"
  from (
    select
      cast('00000000000000000000000000000000' as uuid) as "hk_person",
      cast(null as varchar) as "person_id",
      cast('1900-01-01 00:00:00.000000' as timestamp) as "load_dt",
      'GHOST' as "load_src"
  ) as "zero"
  left join (
    select "stored"."hk_person"
    from "dds"."h_person" as "stored"
    union all
    select "fresh"."hk_person"
    from "new_h_person" as "fresh"
  ) as "stored"
    on "stored"."hk_person" = "zero"."hk_person"
  where "stored"."hk_person" is null
  union all
  select "inferred"."hk_person"
  from "inferred_l_same_person_h_person" as "inferred"
) as "parent"
  on "parent"."hk_person" = "fresh"."hk_person"
where "parent"."hk_person" is null;

-- No row without its parent: l_boss: every hk_boss exists in h_person (new_l_boss).
select "fresh"."hk_boss"
from "new_l_boss" as "fresh"
left join (
  select "stored"."hk_person"
  from "dds"."h_person" as "stored"
  union all
  select "fresh"."hk_person"
  from "new_h_person" as "fresh"
  union all
  select "zero"."hk_person"
  from (
    select
      cast('00000000000000000000000000000000' as uuid) as "hk_person",
      cast(null as varchar) as "person_id",
      cast('1900-01-01 00:00:00.000000' as timestamp) as "load_dt",
      'GHOST' as "load_src"
  ) as "zero"
  left join (
    select "stored"."hk_person"
    from "dds"."h_person" as "stored"
    union all
    select "fresh"."hk_person"
    from "new_h_person" as "fresh"
  ) as "stored"
    on "stored"."hk_person" = "zero"."hk_person"
  where "stored"."hk_person" is null
  union all
  select "inferred"."hk_person"
  from "inferred_l_same_person_h_person" as "inferred"
) as "parent"
  on "parent"."hk_person" = "fresh"."hk_boss"
where "parent"."hk_person" is null;

-- No row without its parent: l_same_person: every hk_master exists in h_person (new_l_same_person).
select "fresh"."hk_master"
from "new_l_same_person" as "fresh"
left join (
  select "stored"."hk_person"
  from "dds"."h_person" as "stored"
  union all
  select "fresh"."hk_person"
  from "new_h_person" as "fresh"
  union all
  select "zero"."hk_person"
  from (
    select
      cast('00000000000000000000000000000000' as uuid) as "hk_person",
      cast(null as varchar) as "person_id",
      cast('1900-01-01 00:00:00.000000' as timestamp) as "load_dt",
      'GHOST' as "load_src"
  ) as "zero"
  left join (
    select "stored"."hk_person"
    from "dds"."h_person" as "stored"
    union all
    select "fresh"."hk_person"
    from "new_h_person" as "fresh"
  ) as "stored"
    on "stored"."hk_person" = "zero"."hk_person"
  where "stored"."hk_person" is null
  union all
  select "inferred"."hk_person"
  from "inferred_l_same_person_h_person" as "inferred"
) as "parent"
  on "parent"."hk_person" = "fresh"."hk_master"
where "parent"."hk_person" is null;

-- No row without its parent: l_same_person: every hk_duplicate exists in h_person (new_l_same_person).
select "fresh"."hk_duplicate"
from "new_l_same_person" as "fresh"
left join (
  select "stored"."hk_person"
  from "dds"."h_person" as "stored"
  union all
  select "fresh"."hk_person"
  from "new_h_person" as "fresh"
  union all
  select "zero"."hk_person"
  from (
    select
      cast('00000000000000000000000000000000' as uuid) as "hk_person",
      cast(null as varchar) as "person_id",
      cast('1900-01-01 00:00:00.000000' as timestamp) as "load_dt",
      'GHOST' as "load_src"
  ) as "zero"
  left join (
    select "stored"."hk_person"
    from "dds"."h_person" as "stored"
    union all
    select "fresh"."hk_person"
    from "new_h_person" as "fresh"
  ) as "stored"
    on "stored"."hk_person" = "zero"."hk_person"
  where "stored"."hk_person" is null
  union all
  select "inferred"."hk_person"
  from "inferred_l_same_person_h_person" as "inferred"
) as "parent"
  on "parent"."hk_person" = "fresh"."hk_duplicate"
where "parent"."hk_person" is null;

-- No hash key shared by two business keys: h_person: one business key per hash key (l_same_person.hk_master, pairs).
select
  "stored"."person_id",
  "staged"."left" as "person_id_staged"
from "stage_pairs" as "staged"
join (
  select
    "stored"."hk_person",
    "stored"."person_id"
  from "dds"."h_person" as "stored"
  union all
  select
    "fresh"."hk_person",
    "fresh"."person_id"
  from "new_h_person" as "fresh"
  union all
  select
    "zero"."hk_person",
    "zero"."person_id"
  from (
    select
      cast('00000000000000000000000000000000' as uuid) as "hk_person",
      cast(null as varchar) as "person_id",
      cast('1900-01-01 00:00:00.000000' as timestamp) as "load_dt",
      'GHOST' as "load_src"
  ) as "zero"
  left join (
    select "stored"."hk_person"
    from "dds"."h_person" as "stored"
    union all
    select "fresh"."hk_person"
    from "new_h_person" as "fresh"
  ) as "stored"
    on "stored"."hk_person" = "zero"."hk_person"
  where "stored"."hk_person" is null
  union all
  select
    "inferred"."hk_person",
    "inferred"."person_id"
  from "inferred_l_same_person_h_person" as "inferred"
) as "stored"
  on "stored"."hk_person" = "staged"."hk_master"
where "staged"."hk_master" is not null
  and not ("stored"."person_id" is not distinct from "staged"."left");

-- No hash key shared by two business keys: h_person: one business key per hash key (l_same_person.hk_duplicate, pairs).
select
  "stored"."person_id",
  "staged"."right" as "person_id_staged"
from "stage_pairs" as "staged"
join (
  select
    "stored"."hk_person",
    "stored"."person_id"
  from "dds"."h_person" as "stored"
  union all
  select
    "fresh"."hk_person",
    "fresh"."person_id"
  from "new_h_person" as "fresh"
  union all
  select
    "zero"."hk_person",
    "zero"."person_id"
  from (
    select
      cast('00000000000000000000000000000000' as uuid) as "hk_person",
      cast(null as varchar) as "person_id",
      cast('1900-01-01 00:00:00.000000' as timestamp) as "load_dt",
      'GHOST' as "load_src"
  ) as "zero"
  left join (
    select "stored"."hk_person"
    from "dds"."h_person" as "stored"
    union all
    select "fresh"."hk_person"
    from "new_h_person" as "fresh"
  ) as "stored"
    on "stored"."hk_person" = "zero"."hk_person"
  where "stored"."hk_person" is null
  union all
  select
    "inferred"."hk_person",
    "inferred"."person_id"
  from "inferred_l_same_person_h_person" as "inferred"
) as "stored"
  on "stored"."hk_person" = "staged"."hk_duplicate"
where "staged"."hk_duplicate" is not null
  and not ("stored"."person_id" is not distinct from "staged"."right");

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
    cast('00000000000000000000000000000000' as uuid) as "hk_person",
    cast(null as varchar) as "person_id",
    cast('1900-01-01 00:00:00.000000' as timestamp) as "load_dt",
    'GHOST' as "load_src"
) as "zero"
left join "dds"."h_person" as "stored"
  on "stored"."hk_person" = "zero"."hk_person"
where "stored"."hk_person" is null;

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

-- New rows into l_boss.
insert into "dds"."l_boss" ("hk_l_boss", "hk_person", "hk_boss", "load_dt", "load_src")
select
  "fresh"."hk_l_boss",
  "fresh"."hk_person",
  "fresh"."hk_boss",
  cast($load_dt as timestamp) as "load_dt",
  cast($load_src as varchar) as "load_src"
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

-- New rows into l_same_person.
insert into "dds"."l_same_person" ("hk_l_same_person", "hk_master", "hk_duplicate", "load_dt", "load_src")
select
  "fresh"."hk_l_same_person",
  "fresh"."hk_master",
  "fresh"."hk_duplicate",
  cast($load_dt as timestamp) as "load_dt",
  cast($load_src as varchar) as "load_src"
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
