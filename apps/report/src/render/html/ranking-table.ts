import type { Lang } from '../../text/phrase.ts';
import { plainSentence } from '../../text/visible-text.ts';
import { fitWidth } from '../../text/display-width.ts';
import type { ReportColumn, ReportResult, ReportRow } from '../../report.ts';
import { formatDay } from '../display-format.ts';
import { nameOfRow } from '../shown-columns.ts';
import { cellText } from '../summary-lines.ts';
import { viewWords } from '../words/words.ts';
import { breakable, markup, sentenceMarkup } from './markup.ts';
import type { Markup } from './markup.ts';

const mostRows = 200;
const longestName = 120;

/** The numbers of the chart and their companions as a real table. */
export function rankingTable(result: ReportResult, lang: Lang): Markup {
  const words = viewWords[lang];
  const title = markup`<h2 id="figures-${lang}">${words.tableTitle}</h2>`;
  if (result.rows.length === 0) return markup`<section>${title}<p>${words.noRows}</p></section>`;
  const columns = result.columns.filter((column) => column.view === 'main');
  const name = result.columns.find((column) => column.view === 'name');
  const rows = result.rows.slice(0, mostRows);
  const cut =
    rows.length < result.rows.length
      ? markup` ${sentenceMarkup(words.rowsCut(rows.length, result.rows.length))}`
      : null;
  return markup`<section>${title}
<div class="scroll" role="region" aria-labelledby="figures-${lang}" tabindex="0"><table class="ranking">
<caption><span>${words.tableCaption}${cut}</span></caption>
<thead><tr><th scope="col" class="num rank">${words.rank}</th><th scope="col" class="name">${
    name === undefined ? '' : sentenceMarkup(name.label[lang])
  }</th>${columns.map((column) => heading(column, lang))}</tr></thead>
<tbody>
${rows.map((row, index) => tableRow(result, row, index, columns, lang))}</tbody>
</table></div></section>`;
}

function heading(column: ReportColumn, lang: Lang): Markup {
  return markup`<th scope="col" class="num">${sentenceMarkup(column.label[lang])} <code>${breakable(column.name)}</code></th>`;
}

function tableRow(
  result: ReportResult,
  row: ReportRow,
  index: number,
  columns: readonly ReportColumn[],
  lang: Lang,
): Markup {
  const cells = columns.map((column) => {
    const lead = column.name === result.chart.bar ? 'num lead' : 'num';
    const text = cellText(row, column, lang, true);
    if (column.kind !== 'ratio' || row[column.name] === null) return markup`<td class="${lead}">${text}</td>`;
    return markup`<td class="${lead}">${text}<span class="sub">${cellText(row, column, lang, false)}</span></td>`;
  });
  const details = result.columns.filter((column) => column.view === 'detail');
  return markup`<tr><td class="num rank">${index + 1}</td><th scope="row" class="name">${rowName(result, row, lang)}${detailLines(row, details, lang)}</th>${cells}</tr>
`;
}

function rowName(result: ReportResult, row: ReportRow, lang: Lang): Markup {
  const name = nameOfRow(result, row, lang);
  const whole =
    typeof name === 'string'
      ? name
      : name.map((part) => (typeof part === 'string' ? part : part.data)).join('');
  if (whole.length <= longestName) return markup`${sentenceMarkup(name)}`;
  const shortened = fitWidth(plainSentence(name), longestName);
  return markup`<bdi>${shortened}</bdi><span class="sub">${viewWords[lang].nameCut}</span>`;
}

/** Small print under a name: keys on a line of their own, days without a clock, flags only where they are true. */
function detailLines(row: ReportRow, columns: readonly ReportColumn[], lang: Lang): Markup[] {
  const isKey = (column: ReportColumn): boolean => column.kind === 'key';
  const facts = columns
    .filter((column) => !isKey(column))
    .flatMap((column) => {
      const label = plainSentence(column.label[lang]);
      const value = row[column.name] ?? null;
      if (column.kind === 'boolean') return value === true ? [label] : [];
      if (column.kind === 'timestamp' && value !== null)
        return [`${label} ${formatDay(String(value), lang)}`];
      return [`${label} ${cellText(row, column, lang, false)}`];
    });
  const keys = columns
    .filter(isKey)
    .map((column) => markup`<span class="sub"><code>${cellText(row, column, lang, false)}</code></span>`);
  return [markup`<span class="sub">${facts.join(' · ')}</span>`, ...keys];
}
