import { fitWidth } from '../text/display-width.ts';
import type { Lang } from '../text/phrase.ts';
import { plainSentence, plainSpaces, visibleText } from '../text/visible-text.ts';
import type { ReportColumn, ReportResult, ReportRow } from '../report.ts';
import { formatCount } from './display-format.ts';
import { nameOfRow } from './shown-columns.ts';
import { cellText, columnLegend, originLine, reconciliationLine } from './summary-lines.ts';
import { textTable } from './text-table.ts';
import type { ViewOptions } from './view-options.ts';
import { viewWords } from './words/words.ts';

const nameWidth = 40;

/**
 * The answer for a terminal, plain text unless colours are asked for.
 *
 * Warnings stand directly above the table, the conclusion directly below it.
 */
export function renderTerminal(result: ReportResult, view: ViewOptions): string {
  const { lang } = view;
  const words = viewWords[lang];
  const paint = view.color ? ansi : plain;
  const notices = (level: 'warning' | 'note'): string[] =>
    result.notices
      .filter((notice) => notice.level === level)
      .map(({ text }) => {
        const sentence = plainSentence(text[lang]);
        return level === 'warning'
          ? paint.warning(`! ${words.warning}: ${sentence}`)
          : `- ${words.note}: ${sentence}`;
      });
  const warnings = notices('warning');
  const lines = [
    paint.strong(plainSentence(result.title[lang])),
    paint.faint(plainSpaces(originLine(result.quality, lang))),
    '',
    ...warnings,
    ...(result.rows.length === 0 ? [words.noRows] : table(result, view)),
    '',
    paint.strong(plainSentence(result.answer.headline[lang])),
    plainSentence(result.answer.detail[lang]),
    '',
    ...notices('note'),
    ...quality(result, lang),
    ...(view.contractColumns || result.rows.length === 0
      ? []
      : [paint.faint(columnLegend(mainColumns(result), lang))]),
  ];
  return `${lines.join('\n')}\n`;
}

function tableColumns(result: ReportResult): ReportColumn[] {
  const ids = result.columns.filter((column) => column.view === 'detail' && column.kind === 'integer');
  return [...ids, ...mainColumns(result)];
}

function mainColumns(result: ReportResult): ReportColumn[] {
  return result.columns.filter((column) => column.view === 'main');
}

function table(result: ReportResult, { lang, contractColumns }: ViewOptions): string[] {
  if (contractColumns) return contractTable(result, lang);
  const columns = tableColumns(result);
  const name = result.columns.find((column) => column.view === 'name');
  return textTable(
    [
      { heading: viewWords[lang].rank, align: 'right' },
      { heading: name === undefined ? '' : plainSentence(name.label[lang]), align: 'left' },
      ...columns.map((column) => ({ heading: plainSentence(column.label[lang]), align: 'right' as const })),
    ],
    result.rows.map((row, index) => [
      `${index + 1}`,
      fitWidth(plainSentence(nameOfRow(result, row, lang)), nameWidth),
      ...columns.map((column) => shown(row, column, lang)),
    ]),
  );
}

function contractTable(result: ReportResult, lang: Lang): string[] {
  const columns = result.columns.filter((column) => column.contract);
  return textTable(
    columns.map(({ name, kind }) => ({ heading: name, align: kind === 'key' ? 'left' : 'right' })),
    result.rows.map((row) => columns.map((column) => shown(row, column, lang))),
  );
}

function shown(row: ReportRow, column: ReportColumn, lang: Lang): string {
  return plainSpaces(cellText(row, column, lang, false));
}

function quality({ quality: found }: ReportResult, lang: Lang): string[] {
  const words = viewWords[lang];
  const count = (rows: number): string => plainSpaces(formatCount(rows));
  const passed = found.checks.filter((check) => check.passed).length;
  const duplicates = found.duplicates.filter(({ rows }) => rows > 0);
  return [
    `${plainSpaces(reconciliationLine(found, lang))}.`,
    ...found.rejected.map(({ file, reason, records }) => {
      const place = visibleText(file ?? words.severalFiles);
      return `  ${words.rejectedTitle}: ${place}, ${visibleText(reason ?? words.reasonNotKept)}: ${count(records)}`;
    }),
    ...found.held.map(
      ({ link, hub, rows, text }) =>
        `  ${words.heldTitle}: ${plainSentence(text[lang])} (${link} -> ${hub}): ${count(rows)}`,
    ),
    ...duplicates.map(
      ({ source, rows }) => `  ${words.duplicatesTitle}: ${visibleText(source)}: ${count(rows)}`,
    ),
    `${words.checksTitle}: ${words.checksPassed(passed, found.checks.length)}.`,
  ];
}

const escape = String.fromCharCode(27);
const style = (code: number) => (text: string) => `${escape}[${code}m${text}${escape}[0m`;
const ansi = { strong: style(1), faint: style(2), warning: style(33) };
const same = (text: string): string => text;
const plain: typeof ansi = { strong: same, faint: same, warning: same };
