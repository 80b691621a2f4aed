-- Vault example: stage customers.
-- Parameters: load_id (text).

-- Staged rows of customers with every hash computed once.
insert into "stage_customers" ("hk_customer", "id", "city", "sts_customer_hash_diff")
select
  cast(unhex(md5(case when contains(case when contains("id", '~') then replace("id", '~', '~~') else "id" end, '|') then replace(case when contains("id", '~') then replace("id", '~', '~~') else "id" end, '|', '~|') else case when contains("id", '~') then replace("id", '~', '~~') else "id" end end)) as uuid) as "hk_customer",
  "id",
  "city",
  cast(unhex(md5(case when contains(case when contains("city", '~') then replace("city", '~', '~~') else "city" end, '|') then replace(case when contains("city", '~') then replace("city", '~', '~~') else "city" end, '|', '~|') else case when contains("city", '~') then replace("city", '~', '~~') else "city" end end)) as uuid) as "sts_customer_hash_diff"
from "staging"."customers" as "customers"
where "load_id" = cast($load_id as varchar);

-- Vault example: collect h_customer.

-- Rows that h_customer does not hold yet, one per identity.
insert into "new_h_customer" ("hk_customer", "customer_id", "vw_rows")
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
  "staged"."id";

-- No hash key shared by two business keys: h_customer: one row per hk_customer (new_h_customer).
with
-- What goes into h_customer.
"incoming" as (
  select "fresh"."hk_customer"
  from "new_h_customer" as "fresh"
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

-- Vault example: collect sts_customer.
-- Parameters: load_dt (timestamp), load_src (text).

-- Keys that are listed, or no longer listed, for sts_customer, each with what becomes of it.
insert into "new_sts_customer" ("hk_customer", "status", "hash_diff", "load_dt", "load_src", "vw_rows", "vw_outcome")
with
-- The keys that each snapshot lists, each once.
"sightings" as (
  select
    "numbered"."hk_customer",
    "numbered"."load_dt",
    "numbered"."hash_diff",
    "numbered"."load_src",
    "numbered"."vw_rows"
  from (
    select
      "staged"."hk_customer",
      cast($load_dt as timestamp) as "load_dt",
      "staged"."sts_customer_hash_diff" as "hash_diff",
      cast($load_src as varchar) as "load_src",
      count(*) over (partition by "staged"."hk_customer", cast($load_dt as timestamp)) as "vw_rows",
      row_number() over (
        partition by "staged"."hk_customer", cast($load_dt as timestamp)
        order by "staged"."sts_customer_hash_diff" desc nulls last
      ) as "vw_place"
    from "stage_customers" as "staged"
  ) as "numbered"
  where "numbered"."vw_place" = 1
),
-- Load dates of the snapshots; a batch without keys is one empty snapshot.
"instants" as (
  select "sightings"."load_dt"
  from "sightings"
  group by "sightings"."load_dt"
  union all
  select "batch"."load_dt"
  from (
    select cast($load_dt as timestamp) as "load_dt"
  ) as "batch"
  where not exists (
    select 1 as "found"
    from "sightings"
  )
),
-- Snapshots later than everything stored, numbered; and the older ones.
"snapshots" as (
  select
    "instants"."load_dt",
    case
      when "mark"."mark_date" is null or ("instants"."load_dt" > "mark"."mark_date") then 1
      else 0
    end as "is_newer",
    row_number() over (
      partition by case
        when "mark"."mark_date" is null or ("instants"."load_dt" > "mark"."mark_date") then 1
        else 0
      end
      order by "instants"."load_dt" asc nulls first
    ) as "snapshot_no"
  from "instants"
  cross join (
    select max("stored"."load_dt") as "mark_date"
    from "dds"."sts_customer" as "stored"
    where not (("stored"."hk_customer" = cast('00000000000000000000000000000000' as uuid)) and ("stored"."load_dt" = cast('1900-01-01 00:00:00.000000' as timestamp)) and ("stored"."load_src" = 'GHOST'))
  ) as "mark"
),
-- What the satellite says now of each key.
"latest" as (
  select
    "numbered"."hk_customer",
    "numbered"."status",
    "numbered"."hash_diff"
  from (
    select
      "stored"."hk_customer",
      "stored"."status",
      "stored"."hash_diff",
      row_number() over (partition by "stored"."hk_customer" order by "stored"."load_dt" desc nulls last) as "vw_place"
    from "dds"."sts_customer" as "stored"
    where not (("stored"."hk_customer" = cast('00000000000000000000000000000000' as uuid)) and ("stored"."load_dt" = cast('1900-01-01 00:00:00.000000' as timestamp)) and ("stored"."load_src" = 'GHOST'))
  ) as "numbered"
  where "numbered"."vw_place" = 1
),
-- Sightings of newer snapshots beside the ones before and after of their key.
"placed" as (
  select
    "sightings"."hk_customer",
    "sightings"."load_dt",
    "sightings"."hash_diff",
    "sightings"."load_src",
    "sightings"."vw_rows",
    "snapshots"."snapshot_no",
    lag("snapshots"."snapshot_no") over (partition by "sightings"."hk_customer" order by "sightings"."load_dt" asc nulls first) as "previous_no",
    lead("snapshots"."snapshot_no") over (partition by "sightings"."hk_customer" order by "sightings"."load_dt" asc nulls first) as "next_no",
    coalesce(lag("sightings"."hash_diff") over (partition by "sightings"."hk_customer" order by "sightings"."load_dt" asc nulls first), "latest"."hash_diff") as "previous_hash_diff",
    "latest"."status" as "stored_status"
  from "sightings"
  join "snapshots"
    on "snapshots"."load_dt" = "sightings"."load_dt"
    and "snapshots"."is_newer" = 1
  left join "latest"
    on "latest"."hk_customer" = "sightings"."hk_customer"
),
-- Number of keys in each older snapshot.
"sizes" as (
  select
    "sightings"."load_dt",
    sum(case
      when "sightings"."hk_customer" in (cast('00000000000000000000000000000000' as uuid), cast('ffffffffffffffffffffffffffffffff' as uuid)) then 0
      else 1
    end) as "key_count"
  from "sightings"
  join "snapshots"
    on "snapshots"."load_dt" = "sightings"."load_dt"
    and "snapshots"."is_newer" = 0
  group by "sightings"."load_dt"
),
-- When stored keys were there, where a snapshot is older than what is stored.
"timeline" as (
  select
    "version"."hk_customer",
    "version"."load_dt",
    "version"."hash_diff",
    "version"."next_date"
  from (
    select
      "stored"."hk_customer",
      "stored"."load_dt",
      "stored"."status",
      "stored"."hash_diff",
      lead("stored"."load_dt") over (partition by "stored"."hk_customer" order by "stored"."load_dt" asc nulls first) as "next_date"
    from "dds"."sts_customer" as "stored"
    where not "stored"."hk_customer" in (cast('00000000000000000000000000000000' as uuid), cast('ffffffffffffffffffffffffffffffff' as uuid))
      and exists (
        select 1 as "found"
        from "sizes"
      )
  ) as "version"
  where not ("version"."status" = 'D')
),
-- What was there at each older snapshot, and just before.
"expected" as (
  select
    "sizes"."load_dt" as "snapshot_date",
    "sizes"."key_count",
    'at' as "moment",
    "timeline"."hk_customer",
    "timeline"."hash_diff"
  from "sizes"
  join "timeline"
    on "timeline"."load_dt" <= "sizes"."load_dt"
    and ("timeline"."next_date" is null or ("timeline"."next_date" > "sizes"."load_dt"))
  union all
  select
    "sizes"."load_dt" as "snapshot_date",
    "sizes"."key_count",
    'before' as "moment",
    "timeline"."hk_customer",
    "timeline"."hash_diff"
  from "sizes"
  join "timeline"
    on "timeline"."load_dt" < "sizes"."load_dt"
    and ("timeline"."next_date" is null or ("timeline"."next_date" >= "sizes"."load_dt"))
),
-- Older snapshots with just these keys: equal in number, and all of them found.
"unchanged" as (
  select "equals"."load_dt"
  from (
    select "expected"."snapshot_date" as "load_dt"
    from "expected"
    left join "sightings"
      on "sightings"."load_dt" = "expected"."snapshot_date"
      and "sightings"."hk_customer" = "expected"."hk_customer"
      and "sightings"."hash_diff" = "expected"."hash_diff"
    group by
      "expected"."snapshot_date",
      "expected"."key_count",
      "expected"."moment"
    having count(*) = "expected"."key_count"
      and count("sightings"."hk_customer") = "expected"."key_count"
  ) as "equals"
  group by "equals"."load_dt"
  union all
  select "sizes"."load_dt"
  from "sizes"
  left join (
    select
      "moments"."snapshot_date",
      count(*) as "moment_count"
    from (
      select
        "expected"."snapshot_date",
        "expected"."moment"
      from "expected"
      group by
        "expected"."snapshot_date",
        "expected"."moment"
    ) as "moments"
    group by "moments"."snapshot_date"
  ) as "there"
    on "there"."snapshot_date" = "sizes"."load_dt"
  where "sizes"."key_count" = 0
    and ("there"."moment_count" is null or ("there"."moment_count" < 2))
)
select
  "placed"."hk_customer",
  case
    when ("placed"."previous_no" is not null and (("placed"."previous_no" = ("placed"."snapshot_no" - 1)) or "placed"."hk_customer" in (cast('00000000000000000000000000000000' as uuid), cast('ffffffffffffffffffffffffffffffff' as uuid)))) or ("placed"."previous_no" is null and (("placed"."snapshot_no" = 1) or "placed"."hk_customer" in (cast('00000000000000000000000000000000' as uuid), cast('ffffffffffffffffffffffffffffffff' as uuid))) and "placed"."stored_status" is not null and (not ("placed"."stored_status" = 'D'))) then 'U'
    else 'I'
  end as "status",
  "placed"."hash_diff",
  "placed"."load_dt",
  "placed"."load_src",
  "placed"."vw_rows",
  case
    when (("placed"."previous_no" is not null and (("placed"."previous_no" = ("placed"."snapshot_no" - 1)) or "placed"."hk_customer" in (cast('00000000000000000000000000000000' as uuid), cast('ffffffffffffffffffffffffffffffff' as uuid)))) or ("placed"."previous_no" is null and (("placed"."snapshot_no" = 1) or "placed"."hk_customer" in (cast('00000000000000000000000000000000' as uuid), cast('ffffffffffffffffffffffffffffffff' as uuid))) and "placed"."stored_status" is not null and (not ("placed"."stored_status" = 'D')))) and ("placed"."hash_diff" = "placed"."previous_hash_diff") then 'known'
    else 'inserted'
  end as "vw_outcome"
from "placed"
union all
select
  "sightings"."hk_customer",
  'I' as "status",
  "sightings"."hash_diff",
  "sightings"."load_dt",
  "sightings"."load_src",
  "sightings"."vw_rows",
  case when "unchanged"."load_dt" is not null then 'known' else 'late' end as "vw_outcome"
from "sightings"
join "snapshots"
  on "snapshots"."load_dt" = "sightings"."load_dt"
  and not ("snapshots"."is_newer" = 1)
left join "unchanged"
  on "unchanged"."load_dt" = "sightings"."load_dt"
union all
select
  "placed"."hk_customer",
  'D' as "status",
  "placed"."hash_diff",
  "snapshots"."load_dt",
  cast($load_src as varchar) as "load_src",
  0 as "vw_rows",
  'absent' as "vw_outcome"
from "placed"
join "snapshots"
  on "snapshots"."is_newer" = 1
  and "snapshots"."snapshot_no" = ("placed"."snapshot_no" + 1)
where ("placed"."next_no" is null or ("placed"."next_no" > ("placed"."snapshot_no" + 1)))
  and not "placed"."hk_customer" in (cast('00000000000000000000000000000000' as uuid), cast('ffffffffffffffffffffffffffffffff' as uuid))
union all
select
  "latest"."hk_customer",
  'D' as "status",
  "latest"."hash_diff",
  "snapshots"."load_dt",
  cast($load_src as varchar) as "load_src",
  0 as "vw_rows",
  'absent' as "vw_outcome"
from "latest"
join "snapshots"
  on "snapshots"."is_newer" = 1
  and "snapshots"."snapshot_no" = 1
left join "placed"
  on "placed"."hk_customer" = "latest"."hk_customer"
  and "placed"."snapshot_no" = 1
where "placed"."hk_customer" is null
  and not ("latest"."status" = 'D')
  and not "latest"."hk_customer" in (cast('00000000000000000000000000000000' as uuid), cast('ffffffffffffffffffffffffffffffff' as uuid));

-- No identity stored twice: sts_customer: one row per hk_customer, load_dt (new_sts_customer).
with
-- What goes into sts_customer.
"incoming" as (
  select
    "fresh"."hk_customer",
    "fresh"."load_dt"
  from "new_sts_customer" as "fresh"
  where "fresh"."vw_outcome" = 'inserted'
  union all
  select
    "fresh"."hk_customer",
    "fresh"."load_dt"
  from "new_sts_customer" as "fresh"
  where "fresh"."vw_outcome" = 'absent'
)
select
  "incoming"."hk_customer",
  "incoming"."load_dt",
  count(*) as "row_count"
from "incoming"
group by
  "incoming"."hk_customer",
  "incoming"."load_dt"
having count(*) > 1
union all
select
  "incoming"."hk_customer",
  "incoming"."load_dt",
  2 as "row_count"
from "incoming"
join "dds"."sts_customer" as "stored"
  on "stored"."hk_customer" = "incoming"."hk_customer"
  and "stored"."load_dt" = "incoming"."load_dt";

-- Vault example: checks ahead.

-- No row without its parent: sts_customer: every hk_customer exists in h_customer (new_sts_customer).
select "fresh"."hk_customer"
from "new_sts_customer" as "fresh"
left join (
  select "stored"."hk_customer"
  from "dds"."h_customer" as "stored"
  union all
  select "fresh"."hk_customer"
  from "new_h_customer" as "fresh"
) as "parent"
  on "parent"."hk_customer" = "fresh"."hk_customer"
where "parent"."hk_customer" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No empty snapshot: sts_customer: a snapshot lists keys.
select count(*) as "row_count"
from "stage_customers" as "staged"
having count(*) = 0;

-- Vault example: hubs h_customer.
-- Parameters: load_dt (timestamp), load_src (text).

-- New rows into h_customer.
insert into "dds"."h_customer" ("hk_customer", "customer_id", "load_dt", "load_src")
select
  "fresh"."hk_customer",
  "fresh"."customer_id",
  cast($load_dt as timestamp) as "load_dt",
  cast($load_src as varchar) as "load_src"
from "new_h_customer" as "fresh";

-- What became of the rows of customers.
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
  from "stage_customers" as "staged"
) as "input"
cross join (
  select
    count(*) as "collected",
    coalesce(sum("fresh"."vw_rows"), 0) as "collected_rows",
    count(*) as "inserted"
  from "new_h_customer" as "fresh"
) as "outcome";

-- Vault example: tracking sts_customer.
-- Parameters: load_id (text).

-- Keys that came or changed into sts_customer.
insert into "dds"."sts_customer" ("hk_customer", "status", "hash_diff", "load_dt", "load_src")
select
  "fresh"."hk_customer",
  "fresh"."status",
  "fresh"."hash_diff",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_sts_customer" as "fresh"
where "fresh"."vw_outcome" = 'inserted';

-- Keys that a snapshot no longer lists into sts_customer.
insert into "dds"."sts_customer" ("hk_customer", "status", "hash_diff", "load_dt", "load_src")
select
  "fresh"."hk_customer",
  "fresh"."status",
  "fresh"."hash_diff",
  "fresh"."load_dt",
  "fresh"."load_src"
from "new_sts_customer" as "fresh"
where "fresh"."vw_outcome" = 'absent';

-- Snapshots older than what sts_customer holds, kept aside.
insert into "dds"."sts_customer_late" ("hk_customer", "hash_diff", "load_dt", "load_src", "load_id", "reason")
select
  "fresh"."hk_customer",
  "fresh"."hash_diff",
  "fresh"."load_dt",
  "fresh"."load_src",
  cast($load_id as varchar) as "load_id",
  'an older snapshot' as "reason"
from "new_sts_customer" as "fresh"
where "fresh"."vw_outcome" = 'late'
  and not exists (
    select 1 as "found"
    from "dds"."sts_customer_late" as "aside"
    where "aside"."hk_customer" = "fresh"."hk_customer"
      and "aside"."hash_diff" = "fresh"."hash_diff"
      and "aside"."load_dt" = "fresh"."load_dt"
  );

-- What became of the rows of customers.
select
  "input"."read",
  "input"."keyed",
  "outcome"."collected",
  "outcome"."collected_rows",
  "outcome"."inserted",
  "outcome"."unchanged",
  "outcome"."late"
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
    count(case when "fresh"."vw_outcome" = 'late' then 1 end) as "late"
  from "new_sts_customer" as "fresh"
  where not ("fresh"."vw_outcome" = 'absent')
) as "outcome";
