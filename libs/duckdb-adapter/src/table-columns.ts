import type { TableDescription, WarehouseRow } from '@vaultwright/datavault-core/warehouse';
import { quoteText } from './sql-literal.ts';

/** Selects the columns of every stored table in some schemas, in ordinal order. */
export function tableColumnsQuery(schemas: readonly string[]): string {
  return `select c.schema_name, c.table_name, c.column_name, c.data_type, c.is_nullable
from duckdb_columns() as c
join duckdb_tables() as t using (database_oid, schema_oid, table_oid)
where c.database_name = current_database()
  and c.schema_name in (${schemas.map(quoteText).join(', ')})
order by c.table_oid, c.column_index`;
}

/** Gathers the rows of {@link tableColumnsQuery} by table. */
export function describeTables(rows: readonly WarehouseRow[]): TableDescription[] {
  const tables = new Map<
    string,
    { schema: string; name: string; columns: TableDescription['columns'][number][] }
  >();
  for (const row of rows) {
    const schema = String(row['schema_name']);
    const name = String(row['table_name']);
    const key = JSON.stringify([schema, name]);
    const table = tables.get(key) ?? { schema, name, columns: [] };
    tables.set(key, table);
    table.columns.push({
      name: String(row['column_name']),
      type: String(row['data_type']),
      nullable: row['is_nullable'] === true,
    });
  }
  return [...tables.values()];
}
