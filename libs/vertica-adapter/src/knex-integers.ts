import { VaultwrightError } from '@vaultwright/datavault-core';
import type { WarehouseRow, WarehouseValue } from '@vaultwright/datavault-core/warehouse';

/** As what 64-bit integers come back. */
export const integerForms = ['bigint', 'number', 'string'] as const;
export type IntegerForm = (typeof integerForms)[number];

/**
 * Rows with their integers in the wanted form.
 *
 * Errors: `E-KNEX-INTEGER` for an integer that a JavaScript number would round.
 */
export function withIntegersAs(form: IntegerForm, rows: WarehouseRow[]): WarehouseRow[] {
  if (form === 'bigint') return rows;
  const convert = form === 'string' ? (value: bigint): string => String(value) : exactNumber;
  return rows.map((row) => {
    const entries = Object.entries(row).map(([name, value]): [string, WarehouseValue] => [
      name,
      typeof value === 'bigint' ? convert(value, name) : value,
    ]);
    return Object.fromEntries(entries);
  });
}

function exactNumber(value: bigint, name: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new VaultwrightError({
    code: 'E-KNEX-INTEGER',
    family: 'usage',
    title: 'a 64-bit integer does not fit into a number of JavaScript',
    where: `column ${JSON.stringify(name)} of a result`,
    found: 'an integer that would be rounded',
    allowed: `-${Number.MAX_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER} with integers: 'number'`,
    fix: "set integers to 'bigint' or 'string' in the connection, or cast the column to varchar in the query",
  });
}
