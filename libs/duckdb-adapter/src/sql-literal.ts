import { VaultwrightError, type ColumnType } from '@vaultwright/datavault-core';
import { storedTypeName } from './stored-type-name.ts';

/**
 * A text as a string literal of standard SQL; a backslash stands for itself.
 *
 * Invariant: the printed form has no line break, because statements are indented as text.
 * Errors: `E-META-NUL`.
 */
export function quoteText(value: string): string {
  refuseNul(value, 'text literal');
  const literals = value.split('\n').map((line) => `'${line.replaceAll("'", "''")}'`);
  return literals.length === 1 ? literals.join('') : `(${literals.join(' || chr(10) || ')})`;
}

/**
 * A quoted identifier, whatever the name holds.
 *
 * Errors: `E-META-NUL`.
 */
export function quoteIdentifier(name: string): string {
  refuseNul(name, 'identifier');
  return `"${name.replaceAll('"', '""')}"`;
}

/** A value, given as canonical text, as a literal of its type. */
export function typedLiteral(value: string | null, type: ColumnType): string {
  if (value === null) return `cast(null as ${storedTypeName(type)})`;
  switch (type.kind) {
    case 'text':
      return quoteText(value);
    case 'int':
      return isShortInteger(value) ? value : `cast(${quoteText(value)} as bigint)`;
    case 'boolean':
      return value === 'true' ? 'true' : 'false';
    case 'binary':
      return `unhex(${quoteText(value)})`;
    case 'hash':
      return storedTypeName(type) === 'blob'
        ? `unhex(${quoteText(value)})`
        : `cast(${quoteText(value)} as ${storedTypeName(type)})`;
    default:
      return `cast(${quoteText(value)} as ${storedTypeName(type)})`;
  }
}

/** Nine digits fit the engine's 32-bit literals; longer ones would change type with their size. */
function isShortInteger(value: string): boolean {
  return /^-?[0-9]{1,9}$/.test(value);
}

function refuseNul(value: string, what: string): void {
  if (!value.includes('\0')) return;
  throw new VaultwrightError({
    code: 'E-META-NUL',
    family: 'metadata',
    title: `a ${what} holds the character U+0000`,
    where: JSON.stringify(value.slice(0, 80)),
    found: 'U+0000',
    allowed: 'any other character',
    fix: 'remove the character from the name or value',
  });
}
