import { VaultwrightError, type ColumnType } from '@vaultwright/datavault-core';
import { storedTypeName } from './stored-type-name.ts';

/** What the compiler's indentation, or a reader, takes for the end of a line. */
const lineEnd = /([\n\r\u2028\u2029])/;

/**
 * A text as a string literal; a backslash stands for itself whatever the session's string settings are.
 *
 * Invariant: the printed form has no line break, because statements are indented as text.
 * Errors: `E-META-NUL`.
 */
export function quoteText(value: string): string {
  refuseNul(value, 'text literal');
  const pieces = value.split(lineEnd).flatMap((piece, index) => {
    if (index % 2 === 1) return [`chr(${piece.codePointAt(0)})`];
    return piece === '' && value !== '' ? [] : [quotePiece(piece)];
  });
  return pieces.length === 1 ? pieces.join('') : `(${pieces.join(' || ')})`;
}

/** Plain quotes leave the meaning of a backslash to a session setting; `E''` does not. */
function quotePiece(piece: string): string {
  const quoted = piece.replaceAll("'", "''");
  return quoted.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}

/** The text that {@link quoteText} printed, or null for any other expression. */
export function unquoteText(printed: string): string | null {
  const inner = printed.startsWith('(') && printed.endsWith(')') ? printed.slice(1, -1) : printed;
  const piece = /(?:(E?)'((?:[^']|'')*)'|chr\(([0-9]+)\))(?: \|\| |$)/y;
  let value = '';
  while (piece.lastIndex < inner.length) {
    const match = piece.exec(inner);
    if (match === null) return null;
    const [, escaped, quoted, code] = match;
    const text = (quoted ?? '').replaceAll("''", "'");
    if (code !== undefined) value += String.fromCodePoint(Number(code));
    else value += escaped === 'E' ? text.replaceAll('\\\\', '\\') : text;
  }
  return quoteText(value) === printed ? value : null;
}

/**
 * A quoted identifier, whatever the name holds. Names are case-insensitive even when quoted. Assumption: ident-case.
 *
 * Errors: `E-META-NUL`; `E-META-NAME` for an empty name or one with a line break.
 */
export function quoteIdentifier(name: string): string {
  refuseNul(name, 'identifier');
  if (name === '' || lineEnd.test(name)) {
    throw new VaultwrightError({
      code: 'E-META-NAME',
      family: 'metadata',
      title: 'a name cannot be printed',
      where: 'identifier for Vertica',
      found: name === '' ? 'an empty name' : JSON.stringify(name.slice(0, 80)),
      allowed: 'at least one character and no line break',
      fix: 'rename the table, column or alias',
    });
  }
  return `"${name.replaceAll('"', '""')}"`;
}

/** A value, given as canonical text, as a literal of its type. */
export function typedLiteral(value: string | null, type: ColumnType): string {
  const name = storedTypeName(type);
  if (value === null) return `cast(null as ${name})`;
  switch (type.kind) {
    case 'text':
      return quoteText(value);
    case 'int':
      return isShortInteger(value) ? value : `cast(${quoteText(value)} as int)`;
    case 'boolean':
      return value === 'true' ? 'true' : 'false';
    case 'binary':
      return `hex_to_binary(${quoteText(value)})::${name}`;
    case 'hash':
      return hashLiteral(value, type);
    default:
      return `cast(${quoteText(value)} as ${name})`;
  }
}

function hashLiteral(value: string, type: Extract<ColumnType, { kind: 'hash' }>): string {
  switch (type.encoding) {
    case 'binary':
      return `hex_to_binary(${quoteText(value)})::${storedTypeName(type)}`;
    case 'hexLower':
      return quoteText(value);
    case 'hexUpper':
      return quoteText(value.toUpperCase());
  }
}

/** Longer ones might be read as NUMERIC before they are found to fit. */
function isShortInteger(value: string): boolean {
  return /^-?[0-9]{1,18}$/.test(value);
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

/** Has the engine collect the statistics of a table. Assumption: analyze-name. */
export function statisticsQuery(schema: string, name: string): string {
  return `select analyze_statistics(${quoteText(`${quoteIdentifier(schema)}.${quoteIdentifier(name)}`)}) as "done"`;
}
