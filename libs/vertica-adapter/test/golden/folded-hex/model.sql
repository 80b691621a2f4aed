-- Vault folded-hex: model.
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
  from "dds_folded"."vault_model" as "stored"
) as "numbered"
where "numbered"."vw_place" = 1;

-- Rules that are new are remembered.
insert into "dds_folded"."vault_model" (
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
    '020033de07b172e04ffc27c21f0504046e8a00be66b11f604fd040f24a449239' as "hash_fingerprint",
    'aed6df19b55cb1508b29512c02a4808cc25887787aa314a14d7930005a17c3ce' as "structure_fingerprint",
    '{"digest":{"algorithm":"sha1","encoding":"hexUpper","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"name":"code","nullable":false,"type":{"kind":"text","length":20}},{"name":"number","nullable":false,"type":{"kind":"int"}},{"name":"price","nullable":false,"type":{"kind":"decimal","precision":9,"scale":2}},{"name":"is_open","nullable":false,"type":{"kind":"boolean"}},{"name":"day","nullable":false,"type":{"kind":"date"}},{"name":"clock","nullable":false,"type":{"kind":"time"}},{"name":"at","nullable":false,"type":{"kind":"timestamp"}},{"name":"instant","nullable":false,"type":{"kind":"timestamptz"}},{"name":"guid","nullable":false,"type":{"kind":"uuid"}},{"nullKeyRule":"all"}],"rules":{"allNull":"null","case":"upper","caseScope":"part","delimiter":"||","emptyIsNull":true,"escape":[],"nullToken":"^^","quote":null,"singleColumn":"bare","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"spaces"}},"kind":"hub"}' as "rules",
    '[{"name":"hk_h_reading","nullable":false,"type":{"bytes":20,"encoding":"hexUpper","kind":"hash"}},{"name":"code","nullable":false,"type":{"kind":"text","length":20}},{"name":"number","nullable":false,"type":{"kind":"int"}},{"name":"price","nullable":false,"type":{"kind":"decimal","precision":9,"scale":2}},{"name":"is_open","nullable":false,"type":{"kind":"boolean"}},{"name":"day","nullable":false,"type":{"kind":"date"}},{"name":"clock","nullable":false,"type":{"kind":"time"}},{"name":"at","nullable":false,"type":{"kind":"timestamp"}},{"name":"instant","nullable":false,"type":{"kind":"timestamptz"}},{"name":"guid","nullable":false,"type":{"kind":"uuid"}},{"name":"is_late","nullable":true,"type":{"kind":"boolean"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'h_place' as "entity",
    '488909b895a5f7ed7aeb6226999bcb95e5ad54e40767740911500d5cd81173d2' as "hash_fingerprint",
    '9c36e1e1c161c5a0d8a8690aaeac6e9782b87186b3d1ee1e74f96bc41105103b' as "structure_fingerprint",
    '{"digest":{"algorithm":"sha1","encoding":"hexUpper","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"name":"place_id","nullable":true,"type":{"kind":"text","length":40}},{"nullKeyRule":"all"}],"rules":{"allNull":"null","case":"upper","caseScope":"part","delimiter":"||","emptyIsNull":true,"escape":[],"nullToken":"^^","quote":null,"singleColumn":"bare","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"spaces"}},"kind":"hub"}' as "rules",
    '[{"name":"hk_place_id","nullable":false,"type":{"bytes":20,"encoding":"hexUpper","kind":"hash"}},{"name":"place_id","nullable":true,"type":{"kind":"text","length":40}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'h_code' as "entity",
    '9654d219112b8a72dbf96d93370c6258eea72af53fcc0c4fa76c8186920bbc8f' as "hash_fingerprint",
    '71585eeb06e080182d9298a7c508ca7b4db0894e8a9f9c4945a13b7a63496932' as "structure_fingerprint",
    '{"digest":{"algorithm":"sha1","encoding":"hexUpper","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"name":"code","nullable":false,"type":{"kind":"text","length":20}},{"nullKeyRule":"all"}],"rules":{"allNull":"null","case":"upper","caseScope":"part","delimiter":"||","emptyIsNull":true,"escape":[],"nullToken":"^^","quote":null,"singleColumn":"bare","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"spaces"}},"kind":"hub"}' as "rules",
    '[{"name":"hk_code","nullable":false,"type":{"bytes":20,"encoding":"hexUpper","kind":"hash"}},{"name":"code","nullable":false,"type":{"kind":"text","length":20}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'l_reading' as "entity",
    '6de2a4c381b56b787113e07d9b0eeeb93f9965f6facd1e23c082074281d6e84a' as "hash_fingerprint",
    '145b3b84c743afa6fde9819b80ab883bdb1765a02ab07e6cc068d012de77d828' as "structure_fingerprint",
    '{"digest":{"algorithm":"sha1","encoding":"hexUpper","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"hub":"h_code","name":"hk_code"},{"hub":"h_place","name":"hk_place_id"}],"rules":{"allNull":"null","case":"upper","caseScope":"part","delimiter":"||","emptyIsNull":true,"escape":[],"nullToken":"^^","quote":null,"singleColumn":"bare","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"spaces"}},"kind":"link"}' as "rules",
    '[{"name":"hk_l_reading","nullable":false,"type":{"bytes":20,"encoding":"hexUpper","kind":"hash"}},{"name":"hk_code","nullable":false,"type":{"bytes":20,"encoding":"hexUpper","kind":"hash"}},{"name":"hk_place_id","nullable":false,"type":{"bytes":20,"encoding":"hexUpper","kind":"hash"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    's_reading' as "entity",
    '7ba1d86ec3d223a8f7b746556a6eb5b4327ffbc543ce15a9a2ec0343a0bf5eef' as "hash_fingerprint",
    '4aa12ed0d12ce9a891130e313de67f7407e6708be4cfbe17d74a80aa92afd761' as "structure_fingerprint",
    '{"diff":{"columns":[{"name":"is_late","nullable":true,"type":{"kind":"boolean"}},{"name":"share","nullable":true,"type":{"kind":"decimal","precision":4,"scale":4}},{"name":"count","nullable":true,"type":{"kind":"decimal","precision":18,"scale":0}},{"name":"bytes","nullable":true,"type":{"kind":"binary","length":16}},{"name":"note","nullable":true,"type":{"kind":"text","length":1000}}],"rules":{"allNull":"hash","case":"upper","caseScope":"part","delimiter":"||","emptyIsNull":true,"escape":[],"nullToken":"^^","quote":null,"singleColumn":"asList","sortColumns":"byName","stripControl":[],"stripTrailing":"none","trim":"spaces"}},"digest":{"algorithm":"sha1","encoding":"hexUpper","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"satellite"}' as "rules",
    '[{"name":"hk_h_reading","nullable":false,"type":{"bytes":20,"encoding":"hexUpper","kind":"hash"}},{"name":"hash_diff","nullable":false,"type":{"bytes":20,"encoding":"hexUpper","kind":"hash"}},{"name":"is_late","nullable":true,"type":{"kind":"boolean"}},{"name":"share","nullable":true,"type":{"kind":"decimal","precision":4,"scale":4}},{"name":"count","nullable":true,"type":{"kind":"decimal","precision":18,"scale":0}},{"name":"bytes","nullable":true,"type":{"kind":"binary","length":16}},{"name":"note","nullable":true,"type":{"kind":"text","length":1000}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    's_place' as "entity",
    'fc7340b40cd8cf5f4aeabf2e62b53510f23b256ab91e693ac73c4846cad3bbe4' as "hash_fingerprint",
    'a3063ad31ab71607ea0887b14404b57cfb28ef528e01968c606b039a6eb8c1a7' as "structure_fingerprint",
    '{"diff":{"columns":[{"name":"name","nullable":true,"type":{"kind":"text","length":100}}],"rules":{"allNull":"hash","case":"upper","caseScope":"part","delimiter":"||","emptyIsNull":true,"escape":[],"nullToken":"^^","quote":null,"singleColumn":"asList","sortColumns":"byName","stripControl":[],"stripTrailing":"none","trim":"spaces"}},"digest":{"algorithm":"sha1","encoding":"hexUpper","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"satellite"}' as "rules",
    '[{"name":"hk_place_id","nullable":false,"type":{"bytes":20,"encoding":"hexUpper","kind":"hash"}},{"name":"hash_diff","nullable":false,"type":{"bytes":20,"encoding":"hexUpper","kind":"hash"}},{"name":"name","nullable":true,"type":{"kind":"text","length":100}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    's_reading_event' as "entity",
    '9814e3e265554c18b8a78066095e9a14c2271ba68230f64a40e318edef2c791e' as "hash_fingerprint",
    '6845c01af0fcf016652ecdbbc2c3bf20e6b970e4677ac69298564e44b0f04365' as "structure_fingerprint",
    '{"digest":{"algorithm":"sha1","encoding":"hexUpper","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"nonHistorizedSatellite"}' as "rules",
    '[{"name":"hk_l_reading","nullable":false,"type":{"bytes":20,"encoding":"hexUpper","kind":"hash"}},{"name":"at","nullable":false,"type":{"kind":"timestamp"}},{"name":"instant","nullable":false,"type":{"kind":"timestamptz"}},{"name":"is_late","nullable":true,"type":{"kind":"boolean"}},{"name":"share","nullable":true,"type":{"kind":"decimal","precision":4,"scale":4}},{"name":"guid","nullable":false,"type":{"kind":"uuid"}},{"name":"bytes","nullable":true,"type":{"kind":"binary","length":16}},{"name":"note","nullable":true,"type":{"kind":"text","length":1000}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'v_reading_now' as "entity",
    '30698aee113b64ec4f494458aa5fb641378382c918e68204947d0ece30905cf5' as "hash_fingerprint",
    '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945' as "structure_fingerprint",
    '{"digest":{"algorithm":"sha1","encoding":"hexUpper","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"currentView"}' as "rules",
    '[]' as "structure"
  union all
  select
    'v_place_history' as "entity",
    'f66c7b81bf34663ceca28948eae8f1ecb041314fb03ffef3c53630fbc14d99e0' as "hash_fingerprint",
    '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945' as "structure_fingerprint",
    '{"digest":{"algorithm":"sha1","encoding":"hexUpper","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"endDatedView"}' as "rules",
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
    from "dds_folded"."vault_model" as "stored"
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
  from "dds_folded"."l_reading_pending" as "held"
) as "held"
union all
select
  's_place_pending' as "name",
  "held"."waiting"
from (
  select count(*) as "waiting"
  from "dds_folded"."s_place_pending" as "held"
) as "held"
union all
select
  's_reading_event_pending' as "name",
  "held"."waiting"
from (
  select count(*) as "waiting"
  from "dds_folded"."s_reading_event_pending" as "held"
) as "held";
