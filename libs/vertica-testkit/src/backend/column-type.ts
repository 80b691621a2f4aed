import { allTokens, type SyntaxNode } from '../lint/syntax-node.ts';

type TypeName =
  | 'boolean'
  | 'int'
  | 'float'
  | 'varchar'
  | 'char'
  | 'long varchar'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'numeric'
  | 'varbinary'
  | 'long varbinary'
  | 'uuid'
  | 'binary'
  | 'timetz'
  | 'interval'
  | 'interval year to month';

/** A type as it was declared. Units: `length` in octets, null where the type has none or none was stated. */
export interface ColumnType {
  readonly name: TypeName;
  readonly length: number | null;
  readonly precision: number;
  readonly scale: number;
}

const numbers: Readonly<Record<TypeName, number>> = {
  boolean: 5,
  int: 6,
  float: 7,
  char: 8,
  varchar: 9,
  date: 10,
  time: 11,
  timestamp: 12,
  timestamptz: 13,
  interval: 14,
  timetz: 15,
  numeric: 16,
  varbinary: 17,
  uuid: 20,
  'interval year to month': 114,
  'long varchar': 115,
  'long varbinary': 116,
  binary: 117,
};

const synonyms: Readonly<Record<string, TypeName>> = {
  integer: 'int',
  bigint: 'int',
  smallint: 'int',
  tinyint: 'int',
  int8: 'int',
  double: 'float',
  decimal: 'numeric',
};

/** Reads a `type` node. */
export function columnTypeOf(node: SyntaxNode): ColumnType {
  const texts = allTokens(node).map(({ text }) => text.toLowerCase());
  const [first = '', second = ''] = texts;
  const bounds = texts.filter((text) => /^[0-9]/.test(text)).map(Number);
  const name = first === 'long' ? (`long ${second}` as TypeName) : (synonyms[first] ?? (first as TypeName));
  const zoned = name === 'timestamp' && texts.includes('with') ? 'timestamptz' : name;
  const [bound = null, scale = 0] = bounds;
  const isNumeric = zoned === 'numeric';
  return {
    name: zoned,
    length: isNumeric ? null : bound,
    precision: isNumeric ? (bound ?? 37) : 0,
    scale: isNumeric ? scale : 0,
  };
}

/** The type's number on the wire. */
export function typeNumber({ name }: ColumnType): number {
  return numbers[name];
}

/** The spelling of the system catalogue, for example `varchar(80)`. */
export function catalogueSpelling({ name, length, precision, scale }: ColumnType): string {
  if (name === 'numeric') return `numeric(${precision},${scale})`;
  return length === null ? name : `${name}(${length})`;
}

/** The type under which DuckDB holds the values. */
export function engineType({ name, precision, scale }: ColumnType): string {
  switch (name) {
    case 'int':
      return 'bigint';
    case 'float':
      return 'double';
    case 'varchar':
    case 'char':
    case 'long varchar':
      return 'varchar';
    case 'varbinary':
    case 'long varbinary':
    case 'binary':
      return 'blob';
    case 'numeric':
      return `decimal(${Math.min(precision, 38)},${Math.min(scale, 38)})`;
    case 'interval year to month':
      return 'interval';
    default:
      return name;
  }
}

export function isText({ name }: ColumnType): boolean {
  return name === 'varchar' || name === 'char' || name === 'long varchar';
}

export function isBinary({ name }: ColumnType): boolean {
  return name === 'binary' || name === 'varbinary' || name === 'long varbinary';
}
