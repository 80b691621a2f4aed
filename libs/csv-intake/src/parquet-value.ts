import type { ColumnKind } from '@vaultwright/datavault-core/model';
import type { SchemaElement } from 'hyparquet';

/** What a value of a Parquet column is, by its annotation. */
export type ParquetKind =
  | 'string'
  | 'bytes'
  | 'uuid'
  | 'integer'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'instant'
  | 'other';

/** How the values of one Parquet column become texts of the grammar that CSV fields have. */
export interface ParquetForm {
  readonly kind: ParquetKind;
  /** @param value The physical value, never null; null when it is no text. */
  text(value: unknown): string | null;
}

/** Kinds of contract columns that values of a kind may fill: those in which they stay what they are. */
export const fillable: Readonly<Record<ParquetKind, readonly ColumnKind[]>> = {
  string: [
    'text',
    'int',
    'decimal',
    'float',
    'date',
    'time',
    'timestamp',
    'timestamptz',
    'binary',
    'uuid',
    'hash',
  ],
  bytes: ['binary', 'hash', 'uuid'],
  uuid: ['uuid'],
  integer: ['int', 'decimal', 'float'],
  decimal: ['decimal', 'int'],
  float: ['float', 'int'],
  boolean: ['boolean'],
  date: ['date'],
  time: ['time'],
  timestamp: ['timestamp'],
  instant: ['timestamptz', 'timestamp'],
  other: [],
};

type Unit = 'MILLIS' | 'MICROS' | 'NANOS';
const digitsOf: Readonly<Record<Unit, number>> = { MILLIS: 3, MICROS: 6, NANOS: 9 };
const dayMilliseconds = 86_400_000;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function parquetForm(element: SchemaElement): ParquetForm {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (type === undefined) return { kind: 'other', text: () => null };
  if (type === 'INT96') return instants('NANOS');
  if (logical?.type === 'TIMESTAMP')
    return logical.isAdjustedToUTC ? instants(logical.unit) : timestamps(logical.unit);
  if (converted === 'TIMESTAMP_MILLIS') return instants('MILLIS');
  if (converted === 'TIMESTAMP_MICROS') return instants('MICROS');
  if (logical?.type === 'TIME') return times(logical.unit);
  if (converted === 'TIME_MILLIS') return times('MILLIS');
  if (converted === 'TIME_MICROS') return times('MICROS');
  if (converted === 'DATE' || logical?.type === 'DATE') {
    return { kind: 'date', text: (days) => dayText(Number(days)) };
  }
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    return { kind: 'decimal', text: (value) => decimalText(unscaled(value), element.scale ?? 0) };
  }
  return plainForm(element);
}

function plainForm({ type, converted_type: converted, logical_type: logical }: SchemaElement): ParquetForm {
  switch (type) {
    case 'BOOLEAN':
      return { kind: 'boolean', text: String };
    case 'INT32':
    case 'INT64': {
      const bits = type === 'INT32' ? 32 : 64;
      const unsigned =
        (converted ?? '').startsWith('UINT') || (logical?.type === 'INTEGER' && !logical.isSigned);
      const integer = (value: unknown): bigint => BigInt(value as number | bigint);
      const text = (value: unknown): string =>
        String(unsigned ? BigInt.asUintN(bits, integer(value)) : integer(value));
      return { kind: 'integer', text };
    }
    case 'FLOAT':
    case 'DOUBLE':
      return { kind: 'float', text: String };
    case 'BYTE_ARRAY': {
      const isText =
        ['UTF8', 'ENUM', 'JSON'].includes(converted ?? '') ||
        ['STRING', 'ENUM', 'JSON'].includes(logical?.type ?? '');
      return isText ? { kind: 'string', text: utf8Text } : { kind: 'bytes', text: hexText };
    }
    case 'FIXED_LEN_BYTE_ARRAY':
      if (logical?.type === 'FLOAT16' || converted === 'INTERVAL') return { kind: 'other', text: hexText };
      return logical?.type === 'UUID' ? { kind: 'uuid', text: uuidText } : { kind: 'bytes', text: hexText };
    default:
      return { kind: 'other', text: () => null };
  }
}

const timestamps = (unit: Unit): ParquetForm => ({
  kind: 'timestamp',
  text: (value) => momentText(value as bigint, digitsOf[unit]),
});

const instants = (unit: Unit): ParquetForm => ({
  kind: 'instant',
  text: (value) => {
    const text = momentText(value as bigint, digitsOf[unit]);
    return text === null ? null : `${text}Z`;
  },
});

const times = (unit: Unit): ParquetForm => ({
  kind: 'time',
  text: (value) => clockText(BigInt(value as number | bigint), digitsOf[unit]),
});

/** `YYYY-MM-DD`; the grammar of dates refuses what lies outside the years 0001-9999. */
function dayText(days: number): string | null {
  const date = new Date(days * dayMilliseconds);
  return Number.isNaN(date.getTime()) ? null : (date.toISOString().split('T')[0] ?? null);
}

function momentText(value: bigint, digits: number): string | null {
  const dayUnits = 86_400n * 10n ** BigInt(digits);
  const rest = ((value % dayUnits) + dayUnits) % dayUnits;
  const day = dayText(Number((value - rest) / dayUnits));
  return day === null ? null : `${day} ${clockText(rest, digits)}`;
}

function clockText(value: bigint, digits: number): string {
  const unit = 10n ** BigInt(digits);
  const seconds = value / unit;
  const two = (part: bigint): string => String(part).padStart(2, '0');
  const clock = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map(two).join(':');
  return `${clock}.${String(value % unit).padStart(digits, '0')}`;
}

function unscaled(value: unknown): bigint {
  if (!(value instanceof Uint8Array)) return BigInt(value as number | bigint);
  return value.length === 0 ? 0n : BigInt.asIntN(8 * value.length, BigInt(`0x${hexText(value)}`));
}

function decimalText(value: bigint, scale: number): string {
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${value < 0n ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`;
}

function utf8Text(value: unknown): string | null {
  try {
    return decoder.decode(value as Uint8Array);
  } catch {
    return null;
  }
}

const hexText = (value: unknown): string => Buffer.from(value as Uint8Array).toString('hex');

function uuidText(value: unknown): string {
  return hexText(value).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
