-- Vault folded-hex: work tables.

-- Empty work table stage_readings.
create local temporary table if not exists "stage_readings" (
  "hk_h_reading" varchar(40) not null,
  "code" varchar(80) not null,
  "number" int not null,
  "price" numeric(9,2) not null,
  "is_open" boolean not null,
  "day" date not null,
  "clock" time not null,
  "at" timestamp not null,
  "instant" timestamptz not null,
  "guid" uuid not null,
  "is_late" boolean,
  "hk_code" varchar(40),
  "hk_l_reading" varchar(40),
  "hk_place_id" varchar(40),
  "share" numeric(4,4),
  "count" numeric(18,0),
  "bytes" varbinary(16),
  "note" varchar(4000),
  "s_reading_hash_diff" varchar(40) not null
)
on commit delete rows
segmented by hash("hk_h_reading") all nodes;

-- Empty work table stage_places.
create local temporary table if not exists "stage_places" (
  "hk_place_id" varchar(40),
  "id" varchar(160),
  "name" varchar(400),
  "s_place_hash_diff" varchar(40) not null
)
on commit delete rows
segmented by hash("hk_place_id") all nodes;

-- Empty work table new_h_reading.
create local temporary table if not exists "new_h_reading" (
  "hk_h_reading" varchar(40) not null,
  "code" varchar(80) not null,
  "number" int not null,
  "price" numeric(9,2) not null,
  "is_open" boolean not null,
  "day" date not null,
  "clock" time not null,
  "at" timestamp not null,
  "instant" timestamptz not null,
  "guid" uuid not null,
  "is_late" boolean,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_h_reading") all nodes;

-- Empty work table new_h_place.
create local temporary table if not exists "new_h_place" (
  "hk_place_id" varchar(40) not null,
  "place_id" varchar(160),
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_place_id") all nodes;

-- Empty work table new_h_code.
create local temporary table if not exists "new_h_code" (
  "hk_code" varchar(40) not null,
  "code" varchar(80) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_code") all nodes;

-- Empty work table released_l_reading.
create local temporary table if not exists "released_l_reading" (
  "hk_l_reading" varchar(40) not null,
  "hk_code" varchar(40) not null,
  "hk_place_id" varchar(40) not null,
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_l_reading") all nodes;

-- Empty work table new_l_reading.
create local temporary table if not exists "new_l_reading" (
  "hk_l_reading" varchar(40) not null,
  "hk_code" varchar(40) not null,
  "hk_place_id" varchar(40) not null,
  "vw_rows" int not null,
  "vw_missing_parent" varchar(512)
)
on commit delete rows
segmented by hash("hk_l_reading") all nodes;

-- Empty work table new_s_reading.
create local temporary table if not exists "new_s_reading" (
  "hk_h_reading" varchar(40) not null,
  "hash_diff" varchar(40) not null,
  "is_late" boolean,
  "share" numeric(4,4),
  "count" numeric(18,0),
  "bytes" varbinary(16),
  "note" varchar(4000),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null,
  "tied" int not null
)
on commit delete rows
segmented by hash("hk_h_reading") all nodes;

-- Empty work table new_s_reading_versions.
create local temporary table if not exists "new_s_reading_versions" (
  "hk_h_reading" varchar(40),
  "load_dt" timestamp,
  "hash_diff" varchar(40),
  "is_late" boolean,
  "share" numeric(4,4),
  "count" numeric(18,0),
  "bytes" varbinary(16),
  "note" varchar(4000),
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_h_reading") all nodes;

-- Empty work table new_s_reading_latest.
create local temporary table if not exists "new_s_reading_latest" (
  "hk_h_reading" varchar(40),
  "latest_load_dt" timestamp,
  "latest_hash_diff" varchar(40)
)
on commit delete rows
segmented by hash("hk_h_reading") all nodes;

-- Empty work table new_s_reading_older.
create local temporary table if not exists "new_s_reading_older" (
  "hk_h_reading" varchar(40),
  "hash_diff" varchar(40),
  "is_late" boolean,
  "share" numeric(4,4),
  "count" numeric(18,0),
  "bytes" varbinary(16),
  "note" varchar(4000),
  "load_dt" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_h_reading") all nodes;

-- Empty work table released_s_place.
create local temporary table if not exists "released_s_place" (
  "hk_place_id" varchar(40) not null,
  "hash_diff" varchar(40) not null,
  "name" varchar(400),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null,
  "tied" int not null
)
on commit delete rows
segmented by hash("hk_place_id") all nodes;

-- Empty work table released_s_place_versions.
create local temporary table if not exists "released_s_place_versions" (
  "hk_place_id" varchar(40),
  "load_dt" timestamp,
  "hash_diff" varchar(40),
  "name" varchar(400),
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_place_id") all nodes;

-- Empty work table released_s_place_latest.
create local temporary table if not exists "released_s_place_latest" (
  "hk_place_id" varchar(40),
  "latest_load_dt" timestamp,
  "latest_hash_diff" varchar(40)
)
on commit delete rows
segmented by hash("hk_place_id") all nodes;

-- Empty work table released_s_place_older.
create local temporary table if not exists "released_s_place_older" (
  "hk_place_id" varchar(40),
  "hash_diff" varchar(40),
  "name" varchar(400),
  "load_dt" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_place_id") all nodes;

-- Empty work table new_s_place.
create local temporary table if not exists "new_s_place" (
  "hk_place_id" varchar(40) not null,
  "hash_diff" varchar(40) not null,
  "name" varchar(400),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null,
  "vw_outcome" varchar(32) not null,
  "tied" int not null
)
on commit delete rows
segmented by hash("hk_place_id") all nodes;

-- Empty work table new_s_place_versions.
create local temporary table if not exists "new_s_place_versions" (
  "hk_place_id" varchar(40),
  "load_dt" timestamp,
  "hash_diff" varchar(40),
  "name" varchar(400),
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_place_id") all nodes;

-- Empty work table new_s_place_latest.
create local temporary table if not exists "new_s_place_latest" (
  "hk_place_id" varchar(40),
  "latest_load_dt" timestamp,
  "latest_hash_diff" varchar(40)
)
on commit delete rows
segmented by hash("hk_place_id") all nodes;

-- Empty work table new_s_place_older.
create local temporary table if not exists "new_s_place_older" (
  "hk_place_id" varchar(40),
  "hash_diff" varchar(40),
  "name" varchar(400),
  "load_dt" timestamp,
  "load_src" varchar(800),
  "vw_rows" int
)
on commit delete rows
segmented by hash("hk_place_id") all nodes;

-- Empty work table released_s_reading_event.
create local temporary table if not exists "released_s_reading_event" (
  "hk_l_reading" varchar(40) not null,
  "at" timestamp not null,
  "instant" timestamptz not null,
  "is_late" boolean,
  "share" numeric(4,4),
  "guid" uuid not null,
  "bytes" varbinary(16),
  "note" varchar(4000),
  "load_dt" timestamp not null,
  "load_src" varchar(800) not null,
  "vw_rows" int not null
)
on commit delete rows
segmented by hash("hk_l_reading") all nodes;

-- Empty work table new_s_reading_event.
create local temporary table if not exists "new_s_reading_event" (
  "hk_l_reading" varchar(40) not null,
  "at" timestamp not null,
  "instant" timestamptz not null,
  "is_late" boolean,
  "share" numeric(4,4),
  "guid" uuid not null,
  "bytes" varbinary(16),
  "note" varchar(4000),
  "vw_rows" int not null,
  "vw_missing_parent" varchar(512)
)
on commit delete rows
segmented by hash("hk_l_reading") all nodes;
