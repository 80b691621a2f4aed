-- Vault every-type: checks.

-- No key with another attribute than the hub keeps: h_reading: attributes as first seen (readings).
select
  "stored"."code",
  "stored"."number",
  "stored"."price",
  "stored"."is_open",
  "stored"."day",
  "stored"."clock",
  "stored"."at",
  "stored"."instant",
  "stored"."guid",
  "stored"."is_late",
  "staged"."is_late" as "is_late_staged"
from "stage_readings" as "staged"
join "dds"."h_reading" as "stored"
  on "stored"."hk_h_reading" = "staged"."hk_h_reading"
where "staged"."hk_h_reading" is not null
  and not ("stored"."is_late" <=> "staged"."is_late");

-- No row without its parent: l_reading: every hk_code exists in h_code (released_l_reading).
select "fresh"."hk_code"
from "released_l_reading" as "fresh"
left join "dds"."h_code" as "parent"
  on "parent"."hk_code" = "fresh"."hk_code"
where "parent"."hk_code" is null;

-- No row without its parent: l_reading: every hk_place_id exists in h_place (released_l_reading).
select "fresh"."hk_place_id"
from "released_l_reading" as "fresh"
left join "dds"."h_place" as "parent"
  on "parent"."hk_place_id" = "fresh"."hk_place_id"
where "parent"."hk_place_id" is null;

-- No row without its parent: l_reading: every hk_code exists in h_code (new_l_reading).
select "fresh"."hk_code"
from "new_l_reading" as "fresh"
left join "dds"."h_code" as "parent"
  on "parent"."hk_code" = "fresh"."hk_code"
where "parent"."hk_code" is null
  and "fresh"."vw_missing_parent" is null;

-- No row without its parent: l_reading: every hk_place_id exists in h_place (new_l_reading).
select "fresh"."hk_place_id"
from "new_l_reading" as "fresh"
left join "dds"."h_place" as "parent"
  on "parent"."hk_place_id" = "fresh"."hk_place_id"
where "parent"."hk_place_id" is null
  and "fresh"."vw_missing_parent" is null;

-- No row without its parent: s_reading: every hk_h_reading exists in h_reading (new_s_reading).
select "fresh"."hk_h_reading"
from "new_s_reading" as "fresh"
left join "dds"."h_reading" as "parent"
  on "parent"."hk_h_reading" = "fresh"."hk_h_reading"
where "parent"."hk_h_reading" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No row without its parent: s_place: every hk_place_id exists in h_place (released_s_place).
select "fresh"."hk_place_id"
from "released_s_place" as "fresh"
left join "dds"."h_place" as "parent"
  on "parent"."hk_place_id" = "fresh"."hk_place_id"
where "parent"."hk_place_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No row without its parent: s_place: every hk_place_id exists in h_place (new_s_place).
select "fresh"."hk_place_id"
from "new_s_place" as "fresh"
left join "dds"."h_place" as "parent"
  on "parent"."hk_place_id" = "fresh"."hk_place_id"
where "parent"."hk_place_id" is null
  and "fresh"."vw_outcome" = 'inserted';

-- No row without its parent: s_reading_event: every hk_l_reading exists in l_reading (released_s_reading_event).
select "fresh"."hk_l_reading"
from "released_s_reading_event" as "fresh"
left join "dds"."l_reading" as "parent"
  on "parent"."hk_l_reading" = "fresh"."hk_l_reading"
where "parent"."hk_l_reading" is null;

-- No row without its parent: s_reading_event: every hk_l_reading exists in l_reading (new_s_reading_event).
select "fresh"."hk_l_reading"
from "new_s_reading_event" as "fresh"
left join "dds"."l_reading" as "parent"
  on "parent"."hk_l_reading" = "fresh"."hk_l_reading"
where "parent"."hk_l_reading" is null
  and "fresh"."vw_missing_parent" is null;
