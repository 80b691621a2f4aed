import type { ReportColumn, ReportResult, ReportValue } from '../report.ts';
import { dataColumns } from './shown-columns.ts';
import type { ViewOptions } from './view-options.ts';

const byteOrderMark = '\ufeff';

/**
 * The rows as CSV: a header, one line per row, line feed at each end, quotes doubled.
 *
 * NULL is an empty cell, an empty text is `""`. Text that a spreadsheet would run as a formula gets an apostrophe in
 * front unless `--csv-raw`; numbers are never touched.
 */
export function renderCsv(result: ReportResult, view: ViewOptions): string {
  const columns = dataColumns(result, view);
  const lines = [
    columns.map((column) => column.name),
    ...result.rows.map((row) => columns.map((column) => cell(row[column.name] ?? null, column, view))),
  ];
  const text = lines.map((cells) => `${cells.join(view.delimiter)}\n`).join('');
  return view.bom ? byteOrderMark + text : text;
}

function cell(value: ReportValue, column: ReportColumn, view: ViewOptions): string {
  if (value === null) return '';
  if (column.kind !== 'text') return String(value);
  const text = String(value);
  const guarded = !view.csvRaw && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return guarded === '' || /[",;|\t\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
