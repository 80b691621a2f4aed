import type { WarehouseValue } from '@vaultwright/datavault-core/warehouse';
import { typeNumber } from './value-parsers.ts';

/**
 * A value of the driver as the port wants it.
 *
 * Shape: decimals without surplus zeros, times with six digits of fraction, instants in UTC with `Z`, uuid in lower case.
 */
export function warehouseValue(value: unknown, oid: number): WarehouseValue {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') return value as Exclude<WarehouseValue, null>;
  switch (oid) {
    case typeNumber.numeric:
      return decimalText(value);
    case typeNumber.time:
    case typeNumber.timestamp:
      return sixFractionDigits(value);
    case typeNumber.timestamptz:
      return instantText(value);
    case typeNumber.uuid:
      return value.toLowerCase();
    default:
      return value;
  }
}

function decimalText(text: string): string {
  const parts = /^(-?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(text);
  if (parts === null) return text;
  const [, sign = '', whole = '', fraction = ''] = parts;
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  return digits === '0' ? '0' : `${sign}${digits}`;
}

/** The server leaves out a zero fraction; anything that is no clock time keeps the server's text. */
function sixFractionDigits(text: string): string {
  const parts = /^(.*\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?$/.exec(text);
  return parts === null ? text : `${parts[1] ?? ''}.${(parts[2] ?? '').padEnd(6, '0')}`;
}

function instantText(text: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?([+-])(\d{2})(?::?(\d{2}))?$/.exec(
    text,
  );
  if (parts === null) return text;
  const [, day = '', clock = '', fraction = '', sign, hours = '0', minutes = '0'] = parts;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  const utc = new Date(Date.parse(`${day}T${clock}Z`) - offset).toISOString();
  return `${utc.replace('T', ' ').slice(0, 19)}.${fraction.padEnd(6, '0')}Z`;
}
