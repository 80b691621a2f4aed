import { emulatorVersion } from '../backend/translate-call.ts';
import type { ConnectionFacts } from '../backend/sql-backend.ts';
import { quoteText } from '../backend/translate-expression.ts';
import { isIdentity } from './identity.ts';

const own = `not internal and schema_name not in ('main', 'v_catalog', 'v_monitor')`;

/** A stored type stands in the comment of its column; a column without one has the engine's. */
const declaredType = `coalesce(comment, case data_type when 'BIGINT' then 'int' when 'INTEGER' then 'int' when 'HUGEINT' then 'int'
  when 'DOUBLE' then 'float' when 'BLOB' then 'varbinary' when 'TIMESTAMP WITH TIME ZONE' then 'timestamptz'
  else replace(replace(lower(data_type), 'decimal', 'numeric'), 'time with time zone', 'timetz') end)`;

function bound(place: number): string {
  return `cast(nullif(regexp_extract(data_type, '\\((\\d+)(?:,(\\d+))?\\)', ${place}), '') as bigint)`;
}

const columns = `select table_schema, table_name, column_name, data_type,
    case when data_type like '%char%' or data_type like '%binary%' then ${bound(1)} else 8 end as data_type_length,
    case when data_type like '%char%' then ${bound(1)} end as character_maximum_length,
    case when data_type like 'numeric%' then ${bound(1)} end as numeric_precision,
    case when data_type like 'numeric%' then ${bound(2)} end as numeric_scale,
    ordinal_position, is_nullable, case when not is_identity then column_default end as column_default, is_view,
    false as is_system_table, is_identity
  from (select case when database_name = 'temp' then 'v_temp_schema' else schema_name end as table_schema, table_name,
      column_name, ${declaredType} as data_type, column_index as ordinal_position, is_nullable,
      column_default, ${isIdentity} as is_identity, (schema_name, table_name) in (select (schema_name, view_name) from duckdb_views()) as is_view
    from duckdb_columns() where not internal
      and (database_name = 'temp' or schema_name not in ('main', 'v_catalog', 'v_monitor')))`;

/** What the system tables tell of a session, by what its client said at the start. */
const clientFacts = [
  'user_name',
  'client_label',
  'client_type',
  'client_version',
  'client_os',
  'client_os_user_name',
  'client_os_hostname',
] as const;

/** What holds for a session that no server has opened. */
export const unknownFacts: ConnectionFacts = { protocolVersion: (3 << 16) | 16, tlsMode: 'DISABLE' };

/** Statements that tell the system tables who the client of a session is, and over what it came. */
export function clientStatements(
  startup: ReadonlyMap<string, string>,
  { protocolVersion, tlsMode }: ConnectionFacts,
): string[] {
  const told = clientFacts.map((fact) => [fact, startup.get(fact === 'user_name' ? 'user' : fact) ?? '']);
  const known = [
    ['effective_protocol', `${protocolVersion >> 16}.${protocolVersion & 0xffff}`],
    ['tls_mode', tlsMode],
  ];
  return [...told, ...known].map(([fact, value]) => `set variable vw_${fact} = ${quoteText(value ?? '')}`);
}

/**
 * What the system catalogue says in the general mode: views over the engine's own, so that they follow every change.
 *
 * Shape: one node, no projections that could be read; every session sees itself alone among the sessions.
 */
export const generalCatalogue: readonly string[] = [
  'create schema public',
  'create schema v_catalog',
  'create schema v_monitor',
  `create view v_catalog.nodes as select 'v_emulator_node0001' as node_name, 1 as node_id, 'UP' as node_state,
     '127.0.0.1' as node_address, true as is_primary`,
  `create view v_catalog.schemata as select oid as schema_id, schema_name, 'dbadmin' as schema_owner,
     schema_name in ('v_catalog', 'v_monitor') as is_system_schema
   from duckdb_schemas() where not internal and schema_name <> 'main'`,
  `create view v_catalog.tables as select case when temporary then 'v_temp_schema' else schema_name end as table_schema,
     table_name, table_oid as table_id, 'dbadmin' as owner_name, temporary as is_temp_table, false as is_system_table,
     cast(null as varchar) as partition_expression, cast(null as timestamptz) as create_time
   from duckdb_tables() where temporary or (${own})`,
  `create view v_catalog.views as select schema_name as table_schema, view_name as table_name, view_oid as table_id,
     'dbadmin' as owner_name, sql as view_definition, temporary as is_local_temp_view
   from duckdb_views() where ${own}`,
  `create view v_catalog.all_tables as
     select table_schema as schema_name, table_name, 'TABLE' as table_type from v_catalog.tables
     union all select table_schema, table_name, 'VIEW' from v_catalog.views`,
  `create view v_catalog.all_columns as ${columns}`,
  'create view v_catalog.columns as select * exclude (is_view) from v_catalog.all_columns where not is_view',
  'create view v_catalog.view_columns as select * exclude (is_view) from v_catalog.all_columns where is_view',
  `create view v_catalog.primary_keys as select cast(null as varchar) as constraint_name, column_name,
     1 as ordinal_position, table_name, 'p' as constraint_type, true as is_enabled, schema_name as table_schema
   from (select schema_name, table_name, unnest(constraint_column_names) as column_name
     from duckdb_constraints() where constraint_type = 'PRIMARY KEY')`,
  `create view v_catalog.sequences as select schema_name as sequence_schema, sequence_name, 'dbadmin' as owner_name,
     start_value as current_value, increment_by from duckdb_sequences()`,
  `create view v_catalog.dual as select 'X' as dummy`,
  `create view v_catalog.projections as select cast(null as varchar) as projection_schema,
     cast(null as varchar) as projection_name, cast(null as varchar) as anchor_table_name,
     false as is_super_projection, false as has_statistics where false`,
  `create view v_monitor.sessions as select 'emulator' as session_id, 'v_emulator_node0001' as node_name,
     ${clientFacts.map((fact) => `getvariable('vw_${fact}') as ${fact}`).join(', ')},
     getvariable('vw_effective_protocol') as effective_protocol`,
  `create view v_monitor.tls_configurations as select name, 'dbadmin' as owner, cast(null as varchar) as certificate,
     cast(null as varchar) as ca_certificates, cast(null as varchar) as cipher_suites,
     case name when 'server' then getvariable('vw_tls_mode') else 'DISABLE' end as mode
   from (values ('server'), ('LDAPLink'), ('LDAPAuth'), ('data_channel')) as names (name)`,
  'create view v_monitor.current_session as select * from v_monitor.sessions',
];

/** Functions that Vertica has and the engine has not, or has with another meaning. */
export const generalMacros: readonly string[] = [
  `create macro version() as ${quoteText(emulatorVersion)}`,
  `create macro current_session() as 'emulator'`,
  'create macro getdate() as cast(now() as timestamp)',
  `create macro get_client_label() as getvariable('vw_client_label')`,
  'create macro sleep(seconds) as coalesce(cast(sleep_ms(1000 * cast(seconds as bigint)) as bigint), 0)',
  'create macro clock_timestamp() as now()',
  'create macro statement_timestamp() as now()',
  'create macro transaction_timestamp() as now()',
  'create macro nvl2(a, b, c) as case when a is not null then b else c end',
  'create macro zeroifnull(a) as coalesce(a, 0)',
  'create macro nullifzero(a) as nullif(a, 0)',
  'create macro randomint(n) as cast(floor(random() * n) as bigint)',
  'create macro dayofweek(a) as system.main.dayofweek(a) + 1',
  `create macro vw_greatest(a) as
     list_transform([a], lambda v: case when list_count(v) < len(v) then null else list_max(v) end)[1]`,
  `create macro vw_least(a) as
     list_transform([a], lambda v: case when list_count(v) < len(v) then null else list_min(v) end)[1]`,
  `create macro vw_regexp_ilike(a, b) as regexp_matches(a, b, 'i')`,
  // The last day of a month stays the last day.
  `create macro add_months(d, n) as case when last_day(d) = cast(d as date)
     then last_day(cast(d as date) + to_months(cast(n as integer)))
     else cast(d + to_months(cast(n as integer)) as date) end`,
];
