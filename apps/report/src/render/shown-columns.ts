import { approximate, ratioOf } from '../text/exact-ratio.ts';
import type { Ratio } from '../text/exact-ratio.ts';
import { partsOf } from '../text/phrase.ts';
import type { Lang, Sentence } from '../text/phrase.ts';
import type { ReportColumn, ReportResult, ReportRow } from '../report.ts';
import type { ViewOptions } from './view-options.ts';

/** Columns of a data file: all, or the contract alone. */
export function dataColumns(result: ReportResult, view: ViewOptions): readonly ReportColumn[] {
  return view.contractColumns ? result.columns.filter((column) => column.contract) : result.columns;
}

/** A ratio cell as the exact fraction of its counts, so that a view rounds once; null where it is undefined. */
export function ratioCell(row: ReportRow, column: ReportColumn): Ratio | null {
  const [numerator, denominator] = (column.ratioOf ?? []).map((name) => row[name]);
  return typeof numerator === 'number' && typeof denominator === 'number'
    ? ratioOf(numerator, denominator)
    : null;
}

/** For drawing only. */
export function ratioLength(row: ReportRow, column: ReportColumn): number | null {
  const ratio = ratioCell(row, column);
  return ratio === null ? null : approximate(ratio);
}

export function columnNamed(result: ReportResult, name: string): ReportColumn | null {
  return result.columns.find((column) => column.name === name) ?? null;
}

/** What a row is called in a view. */
export function nameOfRow({ rowName }: ReportResult, row: ReportRow, lang: Lang): Sentence {
  const name = row[rowName.column];
  if (typeof name === 'string' && name !== '') return [{ data: name }];
  return [...partsOf(rowName.fallbackWord[lang]), '\u00a0', { data: String(row[rowName.fallbackColumn]) }];
}
