import type { WarehouseValue } from '@vaultwright/datavault-core/warehouse';
import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { DuckDbDriver } from './duckdb-driver.ts';

/**
 * Makes the function that turns the driver's values into plain ones.
 *
 * Shape: integers of every width and sums bigint, float number, blob bytes, decimal and times canonical text,
 * uuid its 36 lower-case characters, anything else the engine's own text.
 */
export function warehouseValueOf(
  driver: DuckDbDriver,
): (value: DuckDBValue, type: DuckDBType) => WarehouseValue {
  const { DuckDBTypeId: id } = driver;
  const floats: readonly number[] = [id.FLOAT, id.DOUBLE];
  return (value, type) => {
    if (value === null || value === undefined) return null;
    switch (typeof value) {
      case 'string':
      case 'boolean':
      case 'bigint':
        return value;
      case 'number':
        return floats.includes(type.typeId) ? value : BigInt(value);
    }
    if (value instanceof driver.DuckDBBlobValue) return value.bytes;
    if (value instanceof driver.DuckDBDecimalValue) return decimalText(value.value, value.scale);
    if (value instanceof driver.DuckDBTimestampValue && isCommon(value.micros))
      return timestampText(value.micros);
    if (value instanceof driver.DuckDBTimestampTZValue && isCommon(value.micros))
      return `${timestampText(value.micros)}Z`;
    if (value instanceof driver.DuckDBTimeValue && value.micros < dayMicros)
      return timestampText(value.micros).slice(11);
    return value.toString();
  };
}

function decimalText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

const dayMicros = 86_400_000_000n;
const firstMicros = -62_135_596_800_000_000n;
const endMicros = 253_402_300_800_000_000n;

/** The years 0001 to 9999; infinity and stranger years keep the engine's own text. */
function isCommon(micros: bigint): boolean {
  return micros >= firstMicros && micros < endMicros;
}

function timestampText(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const iso = new Date(Number((micros - fraction) / 1000n)).toISOString();
  return `${iso.replace('T', ' ').slice(0, -5)}.${fraction.toString().padStart(6, '0')}`;
}
