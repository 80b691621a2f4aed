-- Vault every-type: model.
-- Parameters: load_id (text), load_dt (timestamp).

-- The rules the vault was loaded with.
select
  "numbered"."entity",
  "numbered"."place",
  "numbered"."hash_fingerprint",
  "numbered"."structure_fingerprint",
  "numbered"."rules",
  "numbered"."structure",
  "numbered"."applied_batch",
  "numbered"."applied_at"
from (
  select
    "stored"."entity",
    "stored"."place",
    "stored"."hash_fingerprint",
    "stored"."structure_fingerprint",
    "stored"."rules",
    "stored"."structure",
    "stored"."applied_batch",
    "stored"."applied_at",
    row_number() over (partition by "stored"."entity" order by "stored"."place" desc nulls last) as "vw_place"
  from "dds"."vault_model" as "stored"
) as "numbered"
where "numbered"."vw_place" = 1;

-- Rules that are new are remembered.
insert into "dds"."vault_model" (
  "entity",
  "place",
  "hash_fingerprint",
  "structure_fingerprint",
  "rules",
  "structure",
  "applied_batch",
  "applied_at"
)
with
-- The rules of the metadata.
"current" as (
  select
    'h_reading' as "entity",
    '27208c09a008947a141af37c61afc846fa28729dd94fc78ecdcbc94fb7534bcb' as "hash_fingerprint",
    'a9d573668910c8b882d0753ac745755623b9431ba30c2e9462a51bdc673887df' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"name":"code","nullable":false,"type":{"kind":"text","length":20}},{"name":"number","nullable":false,"type":{"kind":"int"}},{"name":"price","nullable":false,"type":{"kind":"decimal","precision":9,"scale":2}},{"name":"is_open","nullable":false,"type":{"kind":"boolean"}},{"name":"day","nullable":false,"type":{"kind":"date"}},{"name":"clock","nullable":false,"type":{"kind":"time"}},{"name":"at","nullable":false,"type":{"kind":"timestamp"}},{"name":"instant","nullable":false,"type":{"kind":"timestamptz"}},{"name":"guid","nullable":false,"type":{"kind":"uuid"}},{"nullKeyRule":"all"}],"rules":{"allNull":"null","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"none"}},"kind":"hub"}' as "rules",
    '[{"name":"hk_h_reading","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"code","nullable":false,"type":{"kind":"text","length":20}},{"name":"number","nullable":false,"type":{"kind":"int"}},{"name":"price","nullable":false,"type":{"kind":"decimal","precision":9,"scale":2}},{"name":"is_open","nullable":false,"type":{"kind":"boolean"}},{"name":"day","nullable":false,"type":{"kind":"date"}},{"name":"clock","nullable":false,"type":{"kind":"time"}},{"name":"at","nullable":false,"type":{"kind":"timestamp"}},{"name":"instant","nullable":false,"type":{"kind":"timestamptz"}},{"name":"guid","nullable":false,"type":{"kind":"uuid"}},{"name":"is_late","nullable":true,"type":{"kind":"boolean"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'h_place' as "entity",
    '77f213af8ceb4152e3b7a9df2ff2254bfead52a4d28eb734ea21dfd70d653ab5' as "hash_fingerprint",
    'ad63d7aae467e47526985370dd0b72ee7dae14d9f5e55d5070932124316a216f' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"name":"place_id","nullable":true,"type":{"kind":"text","length":40}},{"nullKeyRule":"all"}],"rules":{"allNull":"null","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"none"}},"kind":"hub"}' as "rules",
    '[{"name":"hk_place_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"place_id","nullable":true,"type":{"kind":"text","length":40}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'h_code' as "entity",
    'a696da6c8be4568272eec52c5f88e6c6336cb7e39fd51d853d3ef1117f609376' as "hash_fingerprint",
    '03e1ebabc3124113ff0f6bd01b90ee7e53c866841bf3bfdabae3354c71054f90' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"name":"code","nullable":false,"type":{"kind":"text","length":20}},{"nullKeyRule":"all"}],"rules":{"allNull":"null","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"none"}},"kind":"hub"}' as "rules",
    '[{"name":"hk_code","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"code","nullable":false,"type":{"kind":"text","length":20}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'l_reading' as "entity",
    '53b40c0cf8fa6d2b64d15b63ee31bd73e53bf653d0ddc4117140b789ce981742' as "hash_fingerprint",
    'af788bbe484041db29e99a0d272fe9717ef413891570ce19c4b6c7b42db677f6' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"hub":"h_code","name":"hk_code"},{"hub":"h_place","name":"hk_place_id"}],"rules":{"allNull":"null","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"none"}},"kind":"link"}' as "rules",
    '[{"name":"hk_l_reading","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hk_code","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hk_place_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    's_reading' as "entity",
    '4c702766611110d69bdbe15fb6c29b139fed2e701c40c1815ec23741fa9051e1' as "hash_fingerprint",
    'a9187f43f36cf1f37b377e4451bef4e8b5e1ae740af8ddb732d15876998ce962' as "structure_fingerprint",
    '{"diff":{"columns":[{"name":"is_late","nullable":true,"type":{"kind":"boolean"}},{"name":"share","nullable":true,"type":{"kind":"decimal","precision":4,"scale":4}},{"name":"count","nullable":true,"type":{"kind":"decimal","precision":18,"scale":0}},{"name":"bytes","nullable":true,"type":{"kind":"binary","length":16}},{"name":"note","nullable":true,"type":{"kind":"text","length":1000}}],"rules":{"allNull":"hash","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"nullParts","trim":"none"}},"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"satellite"}' as "rules",
    '[{"name":"hk_h_reading","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hash_diff","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"is_late","nullable":true,"type":{"kind":"boolean"}},{"name":"share","nullable":true,"type":{"kind":"decimal","precision":4,"scale":4}},{"name":"count","nullable":true,"type":{"kind":"decimal","precision":18,"scale":0}},{"name":"bytes","nullable":true,"type":{"kind":"binary","length":16}},{"name":"note","nullable":true,"type":{"kind":"text","length":1000}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    's_place' as "entity",
    '4aab29cc79b6512b685e46bce5b0f0bb86bb7d9bfd423914dbfc782c2418a3e5' as "hash_fingerprint",
    '85f0d531de5095f313a2c6befe828d2426c5cfea754d1e5b3c58d019bfcff7cf' as "structure_fingerprint",
    '{"diff":{"columns":[{"name":"name","nullable":true,"type":{"kind":"text","length":100}}],"rules":{"allNull":"hash","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"nullParts","trim":"none"}},"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"satellite"}' as "rules",
    '[{"name":"hk_place_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hash_diff","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"name","nullable":true,"type":{"kind":"text","length":100}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    's_reading_event' as "entity",
    '8ef66e036fdd7a819a4c8d6fb677bb36a7e04f987330b480c253709a7cd26183' as "hash_fingerprint",
    '3e138426a7333645dc5e83716d17edf3ee0e83bd95795184e50cefee4c5f11ec' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"nonHistorizedSatellite"}' as "rules",
    '[{"name":"hk_l_reading","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"at","nullable":false,"type":{"kind":"timestamp"}},{"name":"instant","nullable":false,"type":{"kind":"timestamptz"}},{"name":"is_late","nullable":true,"type":{"kind":"boolean"}},{"name":"share","nullable":true,"type":{"kind":"decimal","precision":4,"scale":4}},{"name":"guid","nullable":false,"type":{"kind":"uuid"}},{"name":"bytes","nullable":true,"type":{"kind":"binary","length":16}},{"name":"note","nullable":true,"type":{"kind":"text","length":1000}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'v_reading_now' as "entity",
    '53d8d8d509b6b72a6836881479dfc221ca51427a18ef7b7aab55d40a0937846c' as "hash_fingerprint",
    '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"currentView"}' as "rules",
    '[]' as "structure"
  union all
  select
    'v_place_history' as "entity",
    '4e5c3159c1dfaf064a060a6fdba96196b6b210a2a78a200a26767b0ad7d819fa' as "hash_fingerprint",
    '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"endDatedView"}' as "rules",
    '[]' as "structure"
),
-- The rules remembered last.
"in_force" as (
  select
    "numbered"."entity",
    "numbered"."place",
    "numbered"."hash_fingerprint",
    "numbered"."structure_fingerprint",
    "numbered"."rules",
    "numbered"."structure",
    "numbered"."applied_batch",
    "numbered"."applied_at"
  from (
    select
      "stored"."entity",
      "stored"."place",
      "stored"."hash_fingerprint",
      "stored"."structure_fingerprint",
      "stored"."rules",
      "stored"."structure",
      "stored"."applied_batch",
      "stored"."applied_at",
      row_number() over (partition by "stored"."entity" order by "stored"."place" desc nulls last) as "vw_place"
    from "dds"."vault_model" as "stored"
  ) as "numbered"
  where "numbered"."vw_place" = 1
)
select
  "current"."entity",
  coalesce("in_force"."place", 0) + 1 as "place",
  "current"."hash_fingerprint",
  "current"."structure_fingerprint",
  "current"."rules",
  "current"."structure",
  cast(? as varchar(256)) as "applied_batch",
  cast(? as timestamp) as "applied_at"
from "current"
left join "in_force"
  on "in_force"."entity" = "current"."entity"
where "in_force"."place" is null or (("current"."hash_fingerprint" <> "in_force"."hash_fingerprint") or ("current"."structure_fingerprint" <> "in_force"."structure_fingerprint"));

-- How many rows wait for a key; nothing is tried again where none do.
select
  'l_reading_pending' as "name",
  "held"."waiting"
from (
  select count(*) as "waiting"
  from "dds"."l_reading_pending" as "held"
) as "held"
union all
select
  's_place_pending' as "name",
  "held"."waiting"
from (
  select count(*) as "waiting"
  from "dds"."s_place_pending" as "held"
) as "held"
union all
select
  's_reading_event_pending' as "name",
  "held"."waiting"
from (
  select count(*) as "waiting"
  from "dds"."s_reading_event_pending" as "held"
) as "held";
