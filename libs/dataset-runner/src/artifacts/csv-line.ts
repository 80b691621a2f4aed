/** A cell: text is guarded against spreadsheet formulas, numbers are written as they are, null is empty. */
export type CsvCell = string | number | bigint | boolean | null;

/** Units: characters (code points) kept of a cell. */
export const longestCell = 200;

/**
 * One line of RFC 4180 text, newline included.
 *
 * Invariant: a text cell that a spreadsheet would run as a formula begins with `'`; plain numbers are left alone.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const guarded = guard(cut(cell));
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

function cut(text: string): string {
  if (text.length <= longestCell) return text;
  let kept = '';
  let left = longestCell;
  // by code points: half a surrogate pair is no text
  for (const character of text) {
    if (left-- === 0) return kept;
    kept += character;
  }
  return kept;
}

function guard(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) && !/^[+-]?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
}
