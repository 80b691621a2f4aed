import { callOf, type EngineFunction } from './engine-function.ts';

const isNoInteger = `typeof(v) = 'VARCHAR' and not regexp_full_match(cast(v as varchar), '\\s*[-+]?[0-9]+\\s*')`;

function tooLong(octets: string): string {
  return `error('vw:22001:String of ' || ${octets} || ' octets is too long for type ' || spelled)`;
}

/** The lambda names the argument once: printed several times, nested calls take the planner time without bound. */
function macro(name: EngineFunction, parameters: readonly string[], body: string): string {
  return `create or replace macro ${callOf(name, ...parameters)} as list_transform([x], lambda v: ${body})[1]`;
}

/**
 * Functions of the embedded engine that behave as the manual says of Vertica's.
 *
 * Text forms of booleans are `t` and `f`; a cast to a text of n octets cuts without a word, here never inside a
 * character; text with a fraction is no integer; a value stored over its length is an error; so is a division by zero, for which
 * the engine's operators are defined anew.
 */
export const engineMacros: readonly string[] = [
  macro('divisor', ['x'], `case when v = 0 then error('vw:22012:Division by zero') else v end`),
  ...['/', '//', '%'].map(
    (operator) =>
      `create or replace macro "${operator}"(a, b) as system.main."${operator}"(a, ${callOf('divisor', 'b')})`,
  ),
  `create or replace macro mod(a, b) as system.main."%"(a, ${callOf('divisor', 'b')})`,
  macro(
    'as_text',
    ['x'],
    `case typeof(v) when 'BOOLEAN' then left(cast(v as varchar), 1) else cast(v as varchar) end`,
  ),
  macro(
    'cut',
    ['x', 'n'],
    `case when strlen(v) <= n then v else coalesce(${[0, 1, 2, 3]
      .map((less) => `try(decode(array_slice(encode(v), 1, n - ${less})))`)
      .join(', ')}) end`,
  ),
  macro(
    'integer',
    ['x'],
    `case when ${isNoInteger}
       then cast(error('vw:22V02:Invalid input syntax for integer: "' || cast(v as varchar) || '"') as bigint)
       else cast(v as bigint) end`,
  ),
  macro('try_integer', ['x'], `case when ${isNoInteger} then null else try_cast(v as bigint) end`),
  macro(
    'binary',
    ['x', 'n'],
    `case when octet_length(v) > n then array_slice(v, 1, n)
       when octet_length(v) < n then v || unhex(repeat('00', cast(n - octet_length(v) as int))) else v end`,
  ),
  macro('varbinary', ['x', 'n'], `case when octet_length(v) > n then array_slice(v, 1, n) else v end`),
  macro(
    'fit_text',
    ['x', 'n', 'spelled'],
    `case when strlen(v) > n then cast(${tooLong('strlen(v)')} as varchar) else v end`,
  ),
  macro(
    'fit_bytes',
    ['x', 'n', 'spelled'],
    `case when octet_length(v) > n then cast(${tooLong('octet_length(v)')} as blob) else v end`,
  ),
];

/** What the system catalogue holds. */
export const catalogueTables: readonly string[] = [
  'create schema if not exists v_catalog',
  `create table if not exists v_catalog.nodes as select 'emulator' as node_name, 'UP' as node_state`,
  'create table if not exists v_catalog.schemata (schema_name varchar, is_system_schema boolean)',
  `create table if not exists v_catalog.tables (table_schema varchar, table_name varchar, is_temp_table boolean,
     is_system_table boolean, partition_expression varchar)`,
  `create table if not exists v_catalog.columns (table_schema varchar, table_name varchar, column_name varchar,
     data_type varchar, data_type_id bigint, data_type_length bigint, character_maximum_length bigint,
     numeric_precision bigint, numeric_scale bigint, ordinal_position bigint, is_nullable boolean,
     column_default varchar, is_system_table boolean)`,
  'create table if not exists v_catalog.views (table_schema varchar, table_name varchar, view_definition varchar)',
  `create table if not exists v_catalog.projections (projection_schema varchar, projection_name varchar,
     projection_basename varchar, anchor_table_name varchar, is_segmented boolean, segment_expression varchar,
     is_super_projection boolean, has_statistics boolean)`,
  `create table if not exists v_catalog.primary_keys (constraint_name varchar, column_name varchar,
     ordinal_position bigint, table_name varchar, constraint_type varchar, is_enabled boolean, table_schema varchar)`,
];
