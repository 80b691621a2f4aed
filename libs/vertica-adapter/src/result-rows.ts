import { VaultwrightError } from '@vaultwright/datavault-core';
import type { WarehouseRow } from '@vaultwright/datavault-core/warehouse';
import type { StatementResult } from './safe-client.ts';
import { warehouseValue } from './warehouse-value.ts';

/**
 * All rows of a result as plain values.
 *
 * Errors: `E-WH-COLUMNS` for two columns of one name, of which one would be lost.
 */
export function rowsOf({ fields, rows }: StatementResult): WarehouseRow[] {
  const names = fields.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw repeatedColumn(repeated);
  return rows.map((row) =>
    Object.fromEntries(
      fields.map(({ name, dataTypeID }, index) => [name, warehouseValue(row[index], dataTypeID)]),
    ),
  );
}

/**
 * The number of changed rows: the single cell of the answer, whatever it is called. Assumption: output-row.
 *
 * Errors: `E-WH-COUNT`.
 */
export function changedRows({ fields, rows }: StatementResult): bigint {
  const count = fields.length === 1 && rows.length === 1 ? rows[0]?.[0] : undefined;
  if (typeof count === 'bigint' && count >= 0n) return count;
  throw new VaultwrightError({
    code: 'E-WH-COUNT',
    family: 'warehouse',
    title: 'the server did not say how many rows it changed',
    where: 'answer to a changing statement',
    found: `${rows.length} rows of ${fields.length} columns`,
    allowed: 'one row with one whole number',
    fix: 'report this together with the version of the server',
  });
}

function repeatedColumn(name: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-WH-COLUMNS',
    family: 'warehouse',
    title: 'two columns of a result have one name',
    where: 'query',
    found: JSON.stringify(name),
    allowed: 'different names',
    fix: 'give the columns aliases',
  });
}
