import type { TableDescription, WarehouseRow } from '@vaultwright/datavault-core/warehouse';
import { quoteText } from './sql-literal.ts';

/** Selects the columns of every stored table in some schemas, in ordinal order. Assumption: catalog-types. */
export function tableColumnsQuery(schemas: readonly string[]): string {
  const names = schemas.map((name) => quoteText(name.toLowerCase())).join(', ');
  return `select c.table_schema, c.table_name, c.column_name, c.data_type, c.is_nullable
from v_catalog.columns as c
where lower(c.table_schema) in (${names})
order by c.table_schema, c.table_name, c.ordinal_position`;
}

/** Gathers the rows of {@link tableColumnsQuery} by table; schemas are spelled as they were asked for. Assumption: ident-case. */
export function describeTables(
  rows: readonly WarehouseRow[],
  schemas: readonly string[],
): TableDescription[] {
  const spelled = new Map(schemas.map((schema) => [schema.toLowerCase(), schema]));
  const tables = new Map<
    string,
    { schema: string; name: string; columns: TableDescription['columns'][number][] }
  >();
  for (const row of rows) {
    const stored = String(row['table_schema']);
    const schema = spelled.get(stored.toLowerCase()) ?? stored;
    const name = String(row['table_name']);
    const key = JSON.stringify([schema, name]);
    const table = tables.get(key) ?? { schema, name, columns: [] };
    tables.set(key, table);
    table.columns.push({
      name: String(row['column_name']),
      type: String(row['data_type']).toLowerCase(),
      nullable: row['is_nullable'] === true,
    });
  }
  return [...tables.values()];
}
