import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { BackendError, type BackendColumn } from './sql-backend.ts';

type Driver = typeof import('@duckdb/node-api');

/** How a result's columns and values look on the wire. */
export class WireText {
  constructor(readonly driver: Driver) {}

  column(name: string, type: DuckDBType): BackendColumn {
    const { DuckDBTypeId: id } = this.driver;
    switch (type.typeId) {
      case id.BOOLEAN:
        return { name, oid: 5, typmod: -1 };
      case id.TINYINT:
      case id.SMALLINT:
      case id.INTEGER:
      case id.BIGINT:
      case id.HUGEINT:
      case id.UTINYINT:
      case id.USMALLINT:
      case id.UINTEGER:
      case id.UBIGINT:
        return { name, oid: 6, typmod: -1 };
      case id.FLOAT:
      case id.DOUBLE:
        return { name, oid: 7, typmod: -1 };
      case id.DATE:
        return { name, oid: 10, typmod: -1 };
      case id.TIME:
        return { name, oid: 11, typmod: -1 };
      case id.TIMESTAMP:
        return { name, oid: 12, typmod: -1 };
      case id.TIMESTAMP_TZ:
        return { name, oid: 13, typmod: -1 };
      case id.INTERVAL:
        return { name, oid: 14, typmod: -1 };
      case id.DECIMAL: {
        const { width, scale } = type as DuckDBType & { width: number; scale: number };
        return { name, oid: 16, typmod: ((width << 16) | scale) + 4 };
      }
      case id.BLOB:
        return { name, oid: 17, typmod: -1 };
      case id.UUID:
        return { name, oid: 20, typmod: -1 };
      default:
        return { name, oid: 9, typmod: -1 };
    }
  }

  value(value: DuckDBValue): string | null {
    const { driver } = this;
    if (value === null || value === undefined) return null;
    switch (typeof value) {
      case 'boolean':
        return value ? 't' : 'f';
      case 'bigint':
        return integerText(value);
      case 'string':
        return value;
      default:
    }
    if (value instanceof driver.DuckDBBlobValue) return octalText(value.bytes);
    if (value instanceof driver.DuckDBTimestampTZValue) return zonedText(String(value));
    return String(value);
  }
}

const limit = 2n ** 63n;

function integerText(value: bigint): string {
  if (value >= limit || value < -limit) throw new BackendError('Integer overflow', '22003');
  return value.toString();
}

/** Printable ASCII stands for itself, a backslash is doubled, every other byte is written in octal. */
function octalText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte === 0x5c) text += '\\\\';
    else if (byte >= 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return text;
}

/** Bytes of an octal-escaped text; null when it is none. */
export function bytesOf(text: string): Buffer | null {
  const parts: Buffer[] = [];
  const form = /\\\\|\\([0-3][0-7]{2})|[^\\]+/y;
  while (form.lastIndex < text.length) {
    const match = form.exec(text);
    if (match === null) return null;
    const [whole, octal] = match;
    if (octal !== undefined) parts.push(Buffer.from([Number.parseInt(octal, 8)]));
    else parts.push(Buffer.from(whole === '\\\\' ? '\\' : whole, 'utf8'));
  }
  return Buffer.concat(parts);
}

/** The session's zone is UTC, so every offset is `+00`. */
function zonedText(text: string): string {
  return text.replace(/(?:\+00(?::00)?|Z| UTC)?$/, '+00');
}
