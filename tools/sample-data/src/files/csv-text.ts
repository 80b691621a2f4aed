/** A value as the file shows it; `null` is nothing at all, an empty text is a pair of quotes. */
export type Cell = string | null;

const NEEDS_QUOTES = /[",\n\r]/;

function quoted(cell: Cell): string {
  if (cell === null) return '';
  return cell === '' || NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** One record with its line feed. */
export function csvRecord(cells: readonly Cell[]): string {
  return `${cells.map(quoted).join(',')}\n`;
}

/** One record of a file that never quotes; a comma inside a value is then a delimiter too many. */
export function unquotedCsvRecord(cells: readonly Cell[]): string {
  return `${cells.map((cell) => cell ?? '').join(',')}\n`;
}
