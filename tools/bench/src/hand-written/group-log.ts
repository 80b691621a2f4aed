import { hashed, quoted, stage, stagingTable, type HandWrittenForm, type StagedFile } from './statements.ts';

const groupLog: StagedFile = {
  name: 'group_log',
  columns: {
    group_id: 'bigint not null',
    user_id: 'bigint not null',
    user_id_from: 'bigint',
    event: 'varchar not null',
    datetime: 'timestamp not null',
  },
};

/**
 * The log: a link of person and community, and its events.
 *
 * Measured at 1 M rows on two cores, CPU seconds of these statements for a first load and the same file again; wall
 * figures follow them:
 * - one hash a row into a temporary table, hubs joined for the other two keys (this one): 2.4 to 2.6, then 1.6
 * - the hash inline in link and satellite: 3.1, then 2.8
 * - distinct pairs first, hashed once each, joined back for the satellite: 3.0, then 2.1
 * - three hashes a row, as a generated stage has them: 1.2 for the stage alone instead of 0.55
 * - the key by `cast(md5(...) as uuid)` from hexadecimal text: 0.50 for 1 M keys instead of 0.43 by `unhex`
 * Each statement is committed, since rows written in the same transaction are scanned by one thread.
 */
export const groupLogTables: HandWrittenForm = {
  tables: [
    stagingTable(groupLog),
    `create table if not exists dds.l_user_group_activity (
  hk_l_user_group_activity uuid not null, hk_user_id uuid not null, hk_group_id uuid not null,
  load_dt timestamp not null, load_src varchar not null
)`,
    `create table if not exists dds.s_auth_history (
  hk_l_user_group_activity uuid not null, user_id_from bigint, event varchar not null, event_dt timestamp not null,
  load_dt timestamp not null, load_src varchar not null
)`,
  ],
  load: (load) => {
    const date = `${quoted(load.loadDate)}::timestamp`;
    return [
      stage(groupLog, load),
      `create or replace temp table stage_group_log as
select ${hashed(`cast(user_id as varchar) || '|' || cast(group_id as varchar)`)} as hk, user_id, group_id, user_id_from, event, datetime
from staging.group_log where load_id = ${quoted(load.loadId)}`,
      `insert into dds.l_user_group_activity
select fresh.hk, people.hk_user_id, communities.hk_group_id, ${date}, 's3'
from (
  select hk, any_value(user_id) as user_id, any_value(group_id) as group_id
  from stage_group_log as staged
  where not exists (
    select 1 from dds.l_user_group_activity as known where known.hk_l_user_group_activity = staged.hk
  )
  group by hk
) as fresh
join dds.h_users as people using (user_id)
join dds.h_groups as communities using (group_id)`,
      `insert into dds.s_auth_history
select hk, user_id_from, event, datetime, ${date}, 's3'
from (
  select distinct hk, user_id_from, event, datetime
  from stage_group_log as staged
  where not exists (
    select 1 from dds.s_auth_history as known
    where known.hk_l_user_group_activity = staged.hk
      and known.event_dt = staged.datetime
      and known.event = staged.event
      and known.user_id_from is not distinct from staged.user_id_from
  )
)`,
      'drop table stage_group_log',
    ];
  },
};
