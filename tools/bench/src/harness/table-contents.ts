import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

/** A table as two loads of the same rows must agree on it. */
export interface TableContents {
  readonly rows: number;
  /** Sum of the hashes of all rows, whatever their order; dates and identifiers of loads are left out. */
  readonly sum: string;
}

/** By schema and table. */
export type Contents = Readonly<Record<string, TableContents>>;

/** What differs between any two loads of the same rows. */
const ownColumns = ['load_dt', 'load_id'];

/** Reads what the tables of some schemas hold, file by file; a job, since a process may keep files locked. */
export async function readContents({
  paths,
  schemas,
}: {
  readonly paths: readonly string[];
  readonly schemas: readonly string[];
}): Promise<readonly Contents[]> {
  const contents: Contents[] = [];
  for (const path of paths) contents.push(await contentsOf(path, schemas));
  return contents;
}

async function contentsOf(path: string, schemas: readonly string[]): Promise<Contents> {
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY', memory_limit: '1GB' });
  try {
    const connection = await instance.connect();
    const contents: Record<string, TableContents> = {};
    for (const [table, columns] of await columnsOf(connection, schemas)) {
      const { [0]: found } = await rowsOf(
        connection,
        `select count(*), coalesce(sum(hash(${columns.join(', ')})), 0) from ${table}`,
      );
      contents[table] = { rows: Number(found?.[0]), sum: String(found?.[1]) };
    }
    return contents;
  } finally {
    instance.closeSync();
  }
}

async function columnsOf(
  connection: DuckDBConnection,
  schemas: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await rowsOf(
    connection,
    `select schema_name || '.' || table_name, column_name from duckdb_columns()
where schema_name in (${schemas.map((name) => `'${name}'`).join(', ')}) order by 1, column_name`,
  );
  const columns = new Map<string, string[]>();
  for (const [table, column] of rows) {
    if (ownColumns.includes(String(column))) continue;
    columns.set(String(table), [...(columns.get(String(table)) ?? []), `"${String(column)}"`]);
  }
  return columns;
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<readonly (readonly unknown[])[]> {
  return (await connection.runAndReadAll(sql)).getRows();
}
