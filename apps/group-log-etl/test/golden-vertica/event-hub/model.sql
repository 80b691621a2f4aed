-- Vault event-hub: model.
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
  from "dds_event_hub"."vault_model" as "stored"
) as "numbered"
where "numbered"."vw_place" = 1;

-- Rules that are new are remembered.
insert into "dds_event_hub"."vault_model" (
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
    'h_users' as "entity",
    '9dde492a4b3941a382bd8291db2ab1b879b929d5c044aa28d4d92448fc64774d' as "hash_fingerprint",
    '17ff48ca9398e3e5362523f104c675faf6f4385b4010677e1d953005ff363173' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"name":"user_id","nullable":false,"type":{"kind":"int"}},{"nullKeyRule":"all"}],"rules":{"allNull":"null","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"none"}},"kind":"hub"}' as "rules",
    '[{"name":"hk_user_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"user_id","nullable":false,"type":{"kind":"int"}},{"name":"registration_dt","nullable":true,"type":{"kind":"timestamp"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'h_groups' as "entity",
    'e8976c734663f19fe72544396349fd5f9c48ff54eae47183471bee591d608eae' as "hash_fingerprint",
    '92971d009bf02eb2e063c3ae58b15149ea2a225d5975b71ad1135aed1e2c59b8' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"name":"group_id","nullable":false,"type":{"kind":"int"}},{"nullKeyRule":"all"}],"rules":{"allNull":"null","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"none"}},"kind":"hub"}' as "rules",
    '[{"name":"hk_group_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"group_id","nullable":false,"type":{"kind":"int"}},{"name":"registration_dt","nullable":true,"type":{"kind":"timestamp"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'h_dialogs' as "entity",
    '00ee7e380d174a08b63d98a4dea6e1ea35ddf62e430d523d8518e463300f8282' as "hash_fingerprint",
    '9e03b6325a91f747bfb838435fe571cef12fde0094a84c2492ded044f26649a0' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"name":"message_id","nullable":false,"type":{"kind":"int"}},{"nullKeyRule":"all"}],"rules":{"allNull":"null","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"none"}},"kind":"hub"}' as "rules",
    '[{"name":"hk_message_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"message_id","nullable":false,"type":{"kind":"int"}},{"name":"message_ts","nullable":true,"type":{"kind":"timestamp"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'h_group_logs' as "entity",
    'e2cf28a3ffae31f69dc0a2f4f6bfe151257017781c6842ffec39642dc45937cd' as "hash_fingerprint",
    'b9a9cee7229812d13526724596bebd7dc65de8fa4bd4690ef3ae9da7e6535430' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"name":"group_log_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"nullKeyRule":"all"}],"rules":{"allNull":"null","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"none"}},"kind":"hub"}' as "rules",
    '[{"name":"hk_group_log_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"group_log_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"datetime","nullable":true,"type":{"kind":"timestamp"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'l_user_message' as "entity",
    '2b3a3ec575ba2d67fe233fa964c568d64ce29ee47a85ba21f9bbb421942e4b94' as "hash_fingerprint",
    '62ef60bd03ad9cd11042a94932c3c7e07a6c2f704977673de15f68fd69e84d1b' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"hub":"h_users","name":"hk_user_id"},{"hub":"h_dialogs","name":"hk_message_id"}],"rules":{"allNull":"null","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"none"}},"kind":"link"}' as "rules",
    '[{"name":"hk_l_user_message","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hk_user_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hk_message_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'l_admins' as "entity",
    'a9310922e43ce730064be3fc2c3dba8fdf91b764abed9631d29d145b3fdcc20a' as "hash_fingerprint",
    '97c9f2248f4ae75e2338d917f3c2631846778f3f0aaae0d5fb5b9a6cfe14acb2' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"hub":"h_users","name":"hk_user_id"},{"hub":"h_groups","name":"hk_group_id"}],"rules":{"allNull":"null","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"none"}},"kind":"link"}' as "rules",
    '[{"name":"hk_l_admin_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hk_user_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hk_group_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'l_groups_dialogs' as "entity",
    '9c38eccca8e6073e75804c73d82c4193a2c0c66c3e7a79fd17347dbdaa6b1bb7' as "hash_fingerprint",
    '551f19a7108cd2c2b2b4db69a7345c23cb1f1610251f6aa52d600ecc68ab9a4e' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"hub":"h_dialogs","name":"hk_message_id"},{"hub":"h_groups","name":"hk_group_id"}],"rules":{"allNull":"null","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"none"}},"kind":"link"}' as "rules",
    '[{"name":"hk_l_groups_dialogs","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hk_message_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hk_group_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'l_group_logs_users' as "entity",
    '62ffce59a9ddbdf0f9a634d7014f0e4a4d72b238d65923a80c919a722701ca2b' as "hash_fingerprint",
    '0483bf6d5a5d49b2b81dbb2e838ca86ff5b5adc68be2ca20b3ea7dba4347ea51' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"hub":"h_group_logs","name":"hk_group_log_id"},{"hub":"h_users","name":"hk_user_id"}],"rules":{"allNull":"null","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"none"}},"kind":"link"}' as "rules",
    '[{"name":"hk_l_group_logs_users","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hk_group_log_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hk_user_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'l_group_logs_groups' as "entity",
    '68192d5d17f0fb9d36b61748a5ac751a504459ea7ab0faad25ec4a5c47d01a79' as "hash_fingerprint",
    '261e402748fad8e7b1cd52976afd821ba61bbf7f51ed07ad56effe1b68a92934' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"hub":"h_group_logs","name":"hk_group_log_id"},{"hub":"h_groups","name":"hk_group_id"}],"rules":{"allNull":"null","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"none"}},"kind":"link"}' as "rules",
    '[{"name":"hk_l_group_logs_groups","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hk_group_log_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hk_group_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'l_group_logs_users_from' as "entity",
    '62ffce59a9ddbdf0f9a634d7014f0e4a4d72b238d65923a80c919a722701ca2b' as "hash_fingerprint",
    'd9777d032c3d4fadc61dcc916d19217ba32ad0870436d1ecab048d0feb99393d' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"key":{"parts":[{"hub":"h_group_logs","name":"hk_group_log_id"},{"hub":"h_users","name":"hk_user_id"}],"rules":{"allNull":"null","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"none","trim":"none"}},"kind":"link"}' as "rules",
    '[{"name":"hk_l_group_logs_users_from","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hk_group_log_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hk_user_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    'es_groups_dialogs' as "entity",
    '9997cab31dd45ab563436b1c023361a4ac31e46096d74df5bc88673698612af7' as "hash_fingerprint",
    'bdb49bc92581d490c6e8ca8cd299dc341472f5781f69c3670410a065553dd40c' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"effectivitySatellite"}' as "rules",
    '[{"name":"hk_l_groups_dialogs","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hk_message_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hk_group_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"start_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"end_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    's_admins' as "entity",
    '778392fdc27dc792533f10de945bb059aea932fa5bbc12beece70abb80ebeaa9' as "hash_fingerprint",
    '468274230a117f2678328629cd804755937d53356bc8240605783cb9c41f582b' as "structure_fingerprint",
    '{"diff":{"columns":[{"name":"is_admin","nullable":false,"type":{"kind":"boolean"}},{"name":"admin_from","nullable":true,"type":{"kind":"timestamp"}}],"rules":{"allNull":"hash","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"nullParts","trim":"none"}},"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"satellite"}' as "rules",
    '[{"name":"hk_l_admin_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hash_diff","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"is_admin","nullable":false,"type":{"kind":"boolean"}},{"name":"admin_from","nullable":true,"type":{"kind":"timestamp"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    's_user_chatinfo' as "entity",
    '3c6ef522661d626bbc0ff8ab942e78fe13a6b3ac0a9366f52e43fadfb646afb2' as "hash_fingerprint",
    '2c32135095a17d48d0d822f6e26554baa8655d80789b19a7622aaa29fa0f69f0' as "structure_fingerprint",
    '{"diff":{"columns":[{"name":"chat_name","nullable":false,"type":{"kind":"text","length":200}}],"rules":{"allNull":"hash","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"nullParts","trim":"none"}},"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"satellite"}' as "rules",
    '[{"name":"hk_user_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hash_diff","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"chat_name","nullable":false,"type":{"kind":"text","length":200}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    's_user_socdem' as "entity",
    '2762356533312d02b5c367e5a27924a551fe48e968b0272d90d04382f5a7c7f0' as "hash_fingerprint",
    'af0580737e1a9677e60c230fbc45a7673b6a9231c45641f03f0bf312367827db' as "structure_fingerprint",
    '{"diff":{"columns":[{"name":"country","nullable":false,"type":{"kind":"text","length":200}},{"name":"age","nullable":true,"type":{"kind":"decimal","precision":4,"scale":1}}],"rules":{"allNull":"hash","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"nullParts","trim":"none"}},"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"satellite"}' as "rules",
    '[{"name":"hk_user_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hash_diff","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"country","nullable":false,"type":{"kind":"text","length":200}},{"name":"age","nullable":true,"type":{"kind":"decimal","precision":4,"scale":1}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    's_group_name' as "entity",
    '7817adac8370ecfd9d10b3d4af32d8fb0d494b23af1b481659cc0172b7983b38' as "hash_fingerprint",
    'd05a60d24193dafc72bc0af1c253f9a02d4200c4e4a64c8278f2b9c0b8cab357' as "structure_fingerprint",
    '{"diff":{"columns":[{"name":"group_name","nullable":false,"type":{"kind":"text","length":100}}],"rules":{"allNull":"hash","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"nullParts","trim":"none"}},"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"satellite"}' as "rules",
    '[{"name":"hk_group_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hash_diff","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"group_name","nullable":false,"type":{"kind":"text","length":100}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    's_group_private_status' as "entity",
    '230269048ec9740a8f3381a9339a0be1b8b64d7cb78bcb558e1c768b96ddd2ef' as "hash_fingerprint",
    '45ff610eb7125881b0430948a0d71f024b81c0e14ace14807297126b22676d45' as "structure_fingerprint",
    '{"diff":{"columns":[{"name":"is_private","nullable":false,"type":{"kind":"boolean"}}],"rules":{"allNull":"hash","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"nullParts","trim":"none"}},"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"satellite"}' as "rules",
    '[{"name":"hk_group_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hash_diff","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"is_private","nullable":false,"type":{"kind":"boolean"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    's_dialog_info' as "entity",
    'd00fa8c32c7ca0bb688f2769291bded30f1efa20c0e301a9bae5aca8c02d0049' as "hash_fingerprint",
    'd70bc80a3ce27a01fa649d953420b2dd51827ef1cf175c03cfe12c81f618f50c' as "structure_fingerprint",
    '{"diff":{"columns":[{"name":"message","nullable":false,"type":{"kind":"text","length":1000}},{"name":"message_from","nullable":false,"type":{"kind":"int"}},{"name":"message_to","nullable":true,"type":{"kind":"int"}}],"rules":{"allNull":"hash","case":"preserve","caseScope":"part","delimiter":"|","emptyIsNull":false,"escape":[["~","~~"],["|","~|"]],"nullToken":"~N","quote":null,"singleColumn":"asList","sortColumns":"declared","stripControl":[],"stripTrailing":"nullParts","trim":"none"}},"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"satellite"}' as "rules",
    '[{"name":"hk_message_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"hash_diff","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"message","nullable":false,"type":{"kind":"text","length":1000}},{"name":"message_from","nullable":false,"type":{"kind":"int"}},{"name":"message_to","nullable":true,"type":{"kind":"int"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
  union all
  select
    's_auth_history' as "entity",
    '8ef66e036fdd7a819a4c8d6fb677bb36a7e04f987330b480c253709a7cd26183' as "hash_fingerprint",
    '80c3d423971e0434adfbe40952c2b97286b123ff445b7d54a7e65c5bd7f5d802' as "structure_fingerprint",
    '{"digest":{"algorithm":"md5","encoding":"binary","linkKeyFrom":"businessKeys","text":"vaultwright-1"},"kind":"nonHistorizedSatellite"}' as "rules",
    '[{"name":"hk_group_log_id","nullable":false,"type":{"bytes":16,"encoding":"binary","kind":"hash"}},{"name":"user_id_from","nullable":true,"type":{"kind":"int"}},{"name":"event","nullable":false,"type":{"kind":"text","length":10}},{"name":"event_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_dt","nullable":false,"type":{"kind":"timestamp"}},{"name":"load_src","nullable":false,"type":{"kind":"text","length":200}}]' as "structure"
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
    from "dds_event_hub"."vault_model" as "stored"
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
  'l_user_message_pending' as "name",
  "held"."waiting"
from (
  select count(*) as "waiting"
  from "dds_event_hub"."l_user_message_pending" as "held"
) as "held"
union all
select
  'l_admins_pending' as "name",
  "held"."waiting"
from (
  select count(*) as "waiting"
  from "dds_event_hub"."l_admins_pending" as "held"
) as "held"
union all
select
  'l_groups_dialogs_pending' as "name",
  "held"."waiting"
from (
  select count(*) as "waiting"
  from "dds_event_hub"."l_groups_dialogs_pending" as "held"
) as "held"
union all
select
  'l_group_logs_users_pending' as "name",
  "held"."waiting"
from (
  select count(*) as "waiting"
  from "dds_event_hub"."l_group_logs_users_pending" as "held"
) as "held"
union all
select
  'l_group_logs_groups_pending' as "name",
  "held"."waiting"
from (
  select count(*) as "waiting"
  from "dds_event_hub"."l_group_logs_groups_pending" as "held"
) as "held"
union all
select
  'l_group_logs_users_from_pending' as "name",
  "held"."waiting"
from (
  select count(*) as "waiting"
  from "dds_event_hub"."l_group_logs_users_from_pending" as "held"
) as "held"
union all
select
  'es_groups_dialogs_pending' as "name",
  "held"."waiting"
from (
  select count(*) as "waiting"
  from "dds_event_hub"."es_groups_dialogs_pending" as "held"
) as "held"
union all
select
  's_admins_pending' as "name",
  "held"."waiting"
from (
  select count(*) as "waiting"
  from "dds_event_hub"."s_admins_pending" as "held"
) as "held";
