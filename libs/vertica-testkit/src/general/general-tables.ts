import type { DuckDBConnection } from '@duckdb/node-api';
import { isBinary, isText, type ColumnType } from '../backend/column-type.ts';
import { BackendError } from '../backend/sql-backend.ts';
import { quoteName, type ColumnInfo, type TableInfo } from '../backend/table-definition.ts';
import { printName } from './names.ts';
import { plainType, readType } from './read-type.ts';
import { tokenTree } from './token-tree.ts';

/** A table that can be written. Shape: `schema` = `temp` for temporary tables. */
export type FoundTable = TableInfo & { readonly schema: string };

const columnQuery = `select case database_name when 'temp' then 'temp' else schema_name end, table_name, column_name,
  data_type, comment, is_nullable from duckdb_columns()
  where not internal and lower(table_name) = lower(?) order by column_index`;

/** Finds a table by its name, temporary ones first, then along the search path. Errors: `BackendError` 42V01. */
export async function findTable(
  connection: DuckDBConnection,
  names: readonly string[],
  searchPath: readonly string[],
): Promise<FoundTable> {
  const name = names.at(-1) ?? '';
  const places = names.length > 1 ? names.slice(0, 1) : ['temp', ...searchPath];
  const rows = (await connection.runAndReadAll(columnQuery, [name])).getRows();
  for (const place of places) {
    const own = rows.filter(([schema]) => String(schema).toLowerCase() === place.toLowerCase());
    const [first] = own;
    if (first !== undefined) return foundTable(String(first[0]), String(first[1]), own);
  }
  throw new BackendError(`Relation "${names.join('.')}" does not exist`, '42V01');
}

function foundTable(schema: string, name: string, rows: readonly (readonly unknown[])[]): FoundTable {
  const columns = rows.map(([, , column, engine, comment, nullable]): ColumnInfo => ({
    name: String(column),
    type:
      comment === null ? engineColumnType(String(engine)) : readType(tokenTree(comment as string), 0).type,
    nullable: nullable === true,
    default: null,
  }));
  return {
    schema,
    name,
    columns,
    isEmptiedAtEnd: false,
    partition: null,
    segmentation: null,
    primaryKey: [],
  };
}

/** The type of a column that no definition has declared, for example of a table made from a query. */
function engineColumnType(engine: string): ColumnType {
  if (engine === 'BLOB') return { ...plainType('varbinary'), length: 65_000 };
  if (/^(?:BIGINT|INTEGER|SMALLINT|TINYINT|HUGEINT)$/.test(engine)) return plainType('int');
  if (/^(?:DOUBLE|FLOAT)$/.test(engine)) return plainType('float');
  return readType(tokenTree(engine.toLowerCase()), 0).type;
}

/**
 * Asks whether a table holds a value over its declared octets; the engine's own types have no length.
 *
 * Errors: `BackendError` 22001.
 */
export async function refuseTooLong(connection: DuckDBConnection, table: FoundTable): Promise<void> {
  const sized = table.columns.filter(({ type }) => type.length !== null);
  if (sized.length === 0) return;
  const longest = sized.map(({ name, type }) =>
    isText(type) ? `max(strlen(${quoteName(name)}))` : `max(octet_length(${quoteName(name)}))`,
  );
  const query = `select ${longest.join(', ')} from ${printName([table.schema, table.name])}`;
  const [row = []] = (await connection.runAndReadAll(query)).getRows();
  sized.forEach(({ name, type }, index) => {
    const octets = Number(row[index] ?? 0);
    if (octets <= (type.length ?? 0)) return;
    const what = isBinary(type) ? 'Value' : 'String';
    throw new BackendError(
      `${what} of ${octets} octets is too long for type ${type.name}(${type.length}) for column ${name}`,
      '22001',
    );
  });
}
