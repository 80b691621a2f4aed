import { VaultwrightError } from '../errors.ts';
import type { ColumnKind, ColumnType } from '../metadata/column.ts';
import type { TextFormat } from './hash-profile.ts';

/** One part of a key or diff: its logical name, its type and its canonical text. */
export interface HashPart {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly text: string | null;
  /** Fraction digits of a decimal column; needed by text formats that keep the zeros at the end. */
  readonly scale?: number;
}

/** A value of a column, given as canonical text. */
export function hashPart(name: string, type: ColumnType, text: string | null): HashPart {
  return type.kind === 'decimal'
    ? { name, kind: type.kind, text, scale: type.scale }
    : { name, kind: type.kind, text };
}

/**
 * The text of a part in a text format.
 *
 * Errors: `E-META-HASH-TEXT` where the format is no function of the canonical text.
 */
export function partText(format: TextFormat, part: HashPart): string | null {
  const { kind, text } = part;
  if (kind === 'float') throw noText(part.name, kind, format);
  if (text === null || kind === 'text' || format === 'vaultwright-1') return text;
  return format === 'diepvries' ? diepvriesText(part, text) : castText(part, text);
}

/** Only these types read the same in every engine's cast. */
const sameInEveryCast: ReadonlySet<ColumnKind> = new Set(['int', 'date', 'uuid', 'hash']);

function castText({ name, kind }: HashPart, text: string): string {
  if (sameInEveryCast.has(kind)) return text;
  throw noText(name, kind, 'engine-cast');
}

function diepvriesText({ name, kind, scale }: HashPart, text: string): string {
  switch (kind) {
    case 'decimal':
      if (scale === undefined) throw noText(name, 'decimal of unknown scale', 'diepvries');
      return scale === 0 ? text : withFraction(text, scale);
    case 'time':
    case 'timestamp':
      return `${text}000`;
    case 'timestamptz':
      return text.replace('Z', '000 +0000');
    default:
      return text;
  }
}

function withFraction(text: string, scale: number): string {
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(scale, '0')}`;
}

function noText(name: string, found: string, format: TextFormat): VaultwrightError {
  return new VaultwrightError({
    code: 'E-META-HASH-TEXT',
    family: 'metadata',
    title: 'a type has no text that every engine shares',
    where: `column ${name}`,
    found: `${found} under the text format ${format}`,
    allowed: 'a type whose text the format defines',
    fix: 'stage the column as text, or choose the text format vaultwright-1',
  });
}
