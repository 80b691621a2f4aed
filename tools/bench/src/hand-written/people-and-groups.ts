import {
  changedVersions,
  escaped,
  hashed,
  instant,
  quoted,
  stage,
  stagingTable,
  type HandWrittenForm,
  type StagedFile,
} from './statements.ts';

const users: StagedFile = {
  name: 'users',
  columns: {
    id: 'bigint not null',
    chat_name: 'varchar not null',
    registration_dt: 'timestamp',
    country: 'varchar not null',
    age: 'decimal(4,1)',
  },
};

const groups: StagedFile = {
  name: 'groups',
  columns: {
    id: 'bigint not null',
    admin_id: 'bigint not null',
    group_name: 'varchar not null',
    registration_dt: 'timestamp',
    is_private: 'boolean not null',
  },
};

const loaded = 'load_dt timestamp not null, load_src varchar not null';
const age = `case when suffix(cast(age as varchar), '.0') then left(cast(age as varchar), -2) else cast(age as varchar) end`;

/** Users and groups: two hubs, the link of those who founded a group, five satellites. */
export const peopleAndGroups: HandWrittenForm = {
  tables: [
    stagingTable(users),
    stagingTable(groups),
    `create table if not exists dds.h_users (hk_user_id uuid not null, user_id bigint not null, registration_dt timestamp, ${loaded})`,
    `create table if not exists dds.h_groups (hk_group_id uuid not null, group_id bigint not null, registration_dt timestamp, ${loaded})`,
    `create table if not exists dds.l_admins (hk_l_admin_id uuid not null, hk_user_id uuid not null, hk_group_id uuid not null, ${loaded})`,
    `create table if not exists dds.s_admins (hk_l_admin_id uuid not null, hash_diff uuid not null, is_admin boolean not null, admin_from timestamp, ${loaded})`,
    `create table if not exists dds.s_user_chatinfo (hk_user_id uuid not null, hash_diff uuid not null, chat_name varchar not null, ${loaded})`,
    `create table if not exists dds.s_user_socdem (hk_user_id uuid not null, hash_diff uuid not null, country varchar not null, age decimal(4,1), ${loaded})`,
    `create table if not exists dds.s_group_name (hk_group_id uuid not null, hash_diff uuid not null, group_name varchar not null, ${loaded})`,
    `create table if not exists dds.s_group_private_status (hk_group_id uuid not null, hash_diff uuid not null, is_private boolean not null, ${loaded})`,
  ],
  load: (load) => {
    const { loadId, loadDate } = load;
    const [batch, date] = [quoted(loadId), `${quoted(loadDate)}::timestamp`];
    return [
      stage(users, load),
      `create or replace temp table stage_users as
select ${hashed('cast(id as varchar)')} as hk_user_id, id, registration_dt, chat_name, country, age,
  ${hashed(escaped('chat_name'))} as chatinfo_diff,
  ${hashed(`${escaped('country')} || coalesce('|' || ${age}, '')`)} as socdem_diff
from staging.users where load_id = ${batch}`,
      `insert into dds.h_users
select hk_user_id, id, min(registration_dt), ${date}, 's3' from stage_users as staged
where not exists (select 1 from dds.h_users as known where known.hk_user_id = staged.hk_user_id)
group by hk_user_id, id`,
      changedVersions(
        's_user_chatinfo',
        'hk_user_id',
        ['chat_name'],
        'select hk_user_id, chatinfo_diff as hash_diff, chat_name from stage_users',
        load,
      ),
      changedVersions(
        's_user_socdem',
        'hk_user_id',
        ['country', 'age'],
        'select hk_user_id, socdem_diff as hash_diff, country, age from stage_users',
        load,
      ),
      'drop table stage_users',
      stage(groups, load),
      `create or replace temp table stage_groups as
select ${hashed('cast(id as varchar)')} as hk_group_id, id, registration_dt, group_name, is_private,
  ${hashed(`cast(admin_id as varchar) || '|' || cast(id as varchar)`)} as hk_l_admin_id,
  ${hashed('cast(admin_id as varchar)')} as hk_user_id,
  ${hashed(`'true' || coalesce('|' || ${instant('registration_dt')}, '')`)} as admins_diff,
  ${hashed(escaped('group_name'))} as name_diff,
  ${hashed(`case when is_private then 'true' else 'false' end`)} as private_diff
from staging.groups where load_id = ${batch}`,
      `insert into dds.h_groups
select hk_group_id, id, min(registration_dt), ${date}, 's3' from stage_groups as staged
where not exists (select 1 from dds.h_groups as known where known.hk_group_id = staged.hk_group_id)
group by hk_group_id, id`,
      `insert into dds.l_admins
select hk_l_admin_id, hk_user_id, hk_group_id, ${date}, 's3' from stage_groups as staged
where not exists (select 1 from dds.l_admins as known where known.hk_l_admin_id = staged.hk_l_admin_id)
group by all`,
      changedVersions(
        's_admins',
        'hk_l_admin_id',
        ['is_admin', 'admin_from'],
        'select hk_l_admin_id, admins_diff as hash_diff, true as is_admin, registration_dt as admin_from from stage_groups',
        load,
      ),
      changedVersions(
        's_group_name',
        'hk_group_id',
        ['group_name'],
        'select hk_group_id, name_diff as hash_diff, group_name from stage_groups',
        load,
      ),
      changedVersions(
        's_group_private_status',
        'hk_group_id',
        ['is_private'],
        'select hk_group_id, private_diff as hash_diff, is_private from stage_groups',
        load,
      ),
      'drop table stage_groups',
    ];
  },
};
