import type { WarehouseRow } from '@vaultwright/datavault-core/warehouse';
import type { DuckDBMaterializedResult } from '@duckdb/node-api';
import type { DuckDbDriver } from './duckdb-driver.ts';
import { warehouseValueOf } from './warehouse-value.ts';

/** All rows of a result as plain values; a repeated column name gets a number. */
export async function rowsOf(
  result: DuckDBMaterializedResult,
  driver: DuckDbDriver,
): Promise<WarehouseRow[]> {
  const names = result.deduplicatedColumnNames();
  const types = result.columnTypes();
  const valueOf = warehouseValueOf(driver);
  const rows = await result.getRows();
  return rows.map((row) =>
    Object.fromEntries(
      names.map((name, index) => {
        const type = types[index];
        return [name, type === undefined ? null : valueOf(row[index] ?? null, type)];
      }),
    ),
  );
}
