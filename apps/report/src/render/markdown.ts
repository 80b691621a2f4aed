import { partsOf, type Lang, type Sentence } from '../text/phrase.ts';
import { plainSpaces, visibleText } from '../text/visible-text.ts';
import type { ReportColumn, ReportResult } from '../report.ts';
import { formatCount } from './display-format.ts';
import { nameOfRow } from './shown-columns.ts';
import { cellText, originLine, reconciliationLine } from './summary-lines.ts';
import type { ViewOptions } from './view-options.ts';
import { viewWords } from './words/words.ts';

/** The answer as Markdown, for a job summary or a wiki page. */
export function renderMarkdown(result: ReportResult, view: ViewOptions): string {
  const { lang } = view;
  const words = viewWords[lang];
  const said = { warning: words.warning, note: words.note };
  const notices = (level: 'warning' | 'note'): string[] =>
    result.notices
      .filter((notice) => notice.level === level)
      .map(({ text }) => `> **${said[level]}:** ${markdown(text[lang])}`);
  const blocks = [
    `## ${markdown(result.title[lang])}`,
    `**${markdown(result.answer.headline[lang])}** ${markdown(result.answer.detail[lang])}`,
    ...notices('warning'),
    table(result, view),
    ...notices('note'),
    [`- ${ownWords(reconciliationLine(result.quality, lang))}`, ...qualityItems(result, lang)].join('\n'),
    `<sub>${ownWords(originLine(result.quality, lang))}</sub>`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function table(result: ReportResult, { lang, contractColumns }: ViewOptions): string {
  const words = viewWords[lang];
  if (result.rows.length === 0) return words.noRows;
  const columns = contractColumns
    ? result.columns.filter((column) => column.contract)
    : result.columns.filter((column) => column.view === 'main');
  const named = result.columns.find((column) => column.view === 'name');
  const heading = (column: ReportColumn): string =>
    contractColumns ? `\`${column.name}\`` : `${markdown(column.label[lang])}<br>\`${column.name}\``;
  const lead = contractColumns ? [] : [words.rank, named === undefined ? '' : markdown(named.label[lang])];
  const alignment = [
    ...(contractColumns ? [] : ['--:', ':--']),
    ...columns.map(({ kind }) => (kind === 'key' ? ':--' : '--:')),
  ];
  const rows = result.rows.map((row, index) => [
    ...(contractColumns ? [] : [`${index + 1}`, markdown(nameOfRow(result, row, lang))]),
    ...columns.map((column) => ownWords(cellText(row, column, lang, false))),
  ]);
  return [[...lead, ...columns.map(heading)], alignment, ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function qualityItems({ quality }: ReportResult, lang: Lang): string[] {
  const words = viewWords[lang];
  const item = (title: string, place: string, rows: number): string =>
    `- ${title}: ${escapeMarkdown(visibleText(place))}: ${plainSpaces(formatCount(rows))}`;
  const passed = quality.checks.filter((check) => check.passed).length;
  return [
    ...quality.rejected.map(({ file, reason, records }) =>
      item(words.rejectedTitle, `${file ?? words.severalFiles}, ${reason ?? words.reasonNotKept}`, records),
    ),
    ...quality.held.map(
      ({ link, hub, rows, text }) =>
        `- ${words.heldTitle}: ${markdown(text[lang])} (\`${link}\` → \`${hub}\`): ${plainSpaces(formatCount(rows))}`,
    ),
    ...quality.duplicates
      .filter(({ rows }) => rows > 0)
      .map(({ source, rows }) => item(words.duplicatesTitle, source, rows)),
    `- ${words.checksTitle}: ${words.checksPassed(passed, quality.checks.length)}`,
  ];
}

function markdown(sentence: Sentence): string {
  return partsOf(sentence)
    .map((part) => (typeof part === 'string' ? ownWords(part) : escapeMarkdown(visibleText(part.data))))
    .join('');
}

/** Our own words hold no markup on purpose; only what HTML or a table would take needs care. */
function ownWords(text: string): string {
  return plainSpaces(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\|/g, '\\|');
}

/** Every character that Markdown or HTML could take as markup becomes itself; links are not recognised either. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#|~!]/g, '\\$&')
    .replace(/:\/\//g, ':&#8203;//')
    .replace(/@/g, '&#64;')
    .replace(/^(\s*)([-+]|[0-9]+\.)(?=\s)/, '$1\\$2');
}
