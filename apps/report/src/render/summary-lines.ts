import { partsOf } from '../text/phrase.ts';
import type { Lang } from '../text/phrase.ts';
import { plainSpaces } from '../text/visible-text.ts';
import type { ReportQuality, ReportValue } from '../report.ts';
import { formatCount, formatDay, formatPercent, formatRatio, formatTimestamp } from './display-format.ts';
import { ratioCell } from './shown-columns.ts';
import type { ReportColumn, ReportRow } from '../report.ts';
import { viewWords } from './words/words.ts';

/** One line on freshness and origin: data until, loaded when, run, model and hash profile. */
export function originLine(quality: ReportQuality, lang: Lang): string {
  const words = viewWords[lang];
  const { load, dataUntil, model } = quality;
  const profile = load?.hashProfile ?? null;
  return [
    ...(dataUntil === null ? [] : [words.dataUntil(formatDay(dataUntil, lang))]),
    ...(load === null ? [words.notLoaded] : []),
    ...(load?.loadedAt ? [words.loadedAt(formatTimestamp(load.loadedAt.slice(0, 19), lang))] : []),
    ...(load?.runId ? [words.run(load.runId)] : []),
    profile === null ? model : `${model}, ${profile}`,
  ].join(' · ');
}

/** `100 000 rows read = 99 997 loaded + 3 rejected + 0 blank`. */
export function reconciliationLine({ rows }: ReportQuality, lang: Lang): string {
  return viewWords[lang].reconciliation(
    formatCount(rows.read),
    formatCount(rows.loaded),
    formatCount(rows.rejected),
    formatCount(rows.blank),
  );
}

/** A cell of a view as our own text; data text (names) is not for this function. */
export function cellText(row: ReportRow, column: ReportColumn, lang: Lang, percent: boolean): string {
  const words = viewWords[lang];
  const value: ReportValue = row[column.name] ?? null;
  if (column.kind === 'ratio') {
    const ratio = ratioCell(row, column);
    if (ratio === null) return words.notAvailable;
    return percent ? formatPercent(ratio, lang) : formatRatio(ratio, lang);
  }
  if (value === null) return words.notAvailable;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (column.kind === 'count') return formatCount(String(value));
  return column.kind === 'timestamp' ? formatTimestamp(String(value), lang) : String(value);
}

/** `joined = cnt_added_users`, for every labelled column of a view. */
export function columnLegend(columns: readonly ReportColumn[], lang: Lang): string {
  const pairs = columns.map(({ name, label }) => `${labelText(label[lang])} = ${name}`);
  return `${viewWords[lang].columns}: ${pairs.join('; ')}.`;
}

function labelText(label: ReportColumn['label'][Lang]): string {
  return partsOf(label)
    .map((part) => (typeof part === 'string' ? plainSpaces(part) : part.data))
    .join('');
}
