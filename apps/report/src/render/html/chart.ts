import { fitWidth } from '../../text/display-width.ts';
import type { Lang } from '../../text/phrase.ts';
import { plainSentence } from '../../text/visible-text.ts';
import type { ReportResult, ReportRow } from '../../report.ts';
import { formatCount, formatPercent } from '../display-format.ts';
import { columnNamed, nameOfRow, ratioCell, ratioLength } from '../shown-columns.ts';
import { viewWords } from '../words/words.ts';
import { markup, sentenceMarkup } from './markup.ts';
import type { Markup } from './markup.ts';
import { axisFor } from './axis.ts';
import type { Axis } from './axis.ts';

const mostBars = 40;

/** Where things stand, in units of the view box; the two layouts keep text readable at any width. */
interface ChartLayout {
  readonly className: 'wide' | 'narrow';
  readonly width: number;
  readonly barLeft: number;
  readonly barWidth: number;
  readonly rowHeight: number;
  readonly barHeight: number;
  readonly barTop: number;
  readonly fontSize: number;
  readonly nameLength: number;
  readonly nameY: number;
  readonly countsY: number;
}

const wide: ChartLayout = {
  className: 'wide',
  width: 1000,
  barLeft: 268,
  barWidth: 476,
  rowHeight: 38,
  barHeight: 20,
  barTop: 9,
  fontSize: 15,
  nameLength: 23,
  nameY: 24,
  countsY: 24,
};

const narrow: ChartLayout = {
  className: 'narrow',
  width: 340,
  barLeft: 0,
  barWidth: 340,
  rowHeight: 66,
  barHeight: 12,
  barTop: 26,
  fontSize: 15,
  nameLength: 27,
  nameY: 17,
  countsY: 54,
};

/** The bar chart, drawn here and complete without any script: one drawing for wide screens, one for narrow ones. */
export function chartFigure(result: ReportResult, lang: Lang): Markup | null {
  if (result.rows.length === 0) return null;
  const tick = result.rows.slice(0, mostBars).some((row) => ticks(result, row));
  const words = viewWords[lang];
  const legend = tick ? markup`<p class="legend"><i></i>${words.chartLegendTick}</p>` : null;
  const cut =
    result.rows.length > mostBars
      ? markup`<p class="legend">${sentenceMarkup(words.rowsCut(mostBars, result.rows.length))}</p>`
      : null;
  return markup`<figure class="chart card">${drawing(result, lang, wide)}${drawing(result, lang, narrow)}${legend}${cut}</figure>`;
}

function drawing(result: ReportResult, lang: Lang, layout: ChartLayout): Markup {
  const rows = result.rows.slice(0, mostBars);
  const bar = columnNamed(result, result.chart.bar);
  const lengths = rows.map((row) => (bar === null ? null : ratioLength(row, bar)) ?? 0);
  const axis = axisFor(Math.max(0, ...lengths));
  const height = rows.length * layout.rowHeight + (layout.className === 'wide' ? 28 : 0);
  const id = `chart-${layout.className}-${lang}`;
  const scale = layout.barWidth / axis.end;
  const grid = layout.className === 'wide' ? gridLines(axis, scale, layout, height, lang) : [];
  return markup`<svg class="${layout.className}" viewBox="0 0 ${layout.width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc" font-size="${layout.fontSize}">
<title id="${id}-title">${plainSentence(result.chart.title[lang])}</title>
<desc id="${id}-desc">${plainSentence(result.chart.description[lang])}</desc>
${grid}${rows.map((row, index) => barRow(result, row, index, scale, lang, layout))}
</svg>`;
}

function gridLines(axis: Axis, scale: number, layout: ChartLayout, height: number, lang: Lang): Markup[] {
  return axis.stops.map((stop) => {
    const x = fixed(layout.barLeft + stop * scale);
    const label = formatPercent(
      { numerator: BigInt(Math.round(stop * 1e9)), denominator: 1_000_000_000n },
      lang,
      axis.digits,
    );
    return markup`<line class="grid" x1="${x}" x2="${x}" y1="2" y2="${height - 24}"/><text class="axis" x="${x}" y="${height - 6}" text-anchor="middle" font-size="12.5">${label}</text>`;
  });
}

function barRow(
  result: ReportResult,
  row: ReportRow,
  index: number,
  scale: number,
  lang: Lang,
  layout: ChartLayout,
): Markup {
  const bar = columnNamed(result, result.chart.bar);
  const ratio = bar === null ? null : ratioCell(row, bar);
  const length = (bar === null ? null : ratioLength(row, bar)) ?? 0;
  const top = index * layout.rowHeight;
  const isWide = layout.className === 'wide';
  const name = fitWidth(plainSentence(nameOfRow(result, row, lang)), layout.nameLength);
  const value = ratio === null ? viewWords[lang].notAvailable : formatPercent(ratio, lang);
  const [part, whole] = (bar?.ratioOf ?? []).map((column) => formatCount(Number(row[column] ?? 0)));
  const counts = viewWords[lang].of(part ?? '', whole ?? '');
  const end = layout.barLeft + length * scale;
  const tick = columnNamed(result, result.chart.tick);
  const strict = tick === null ? null : ratioLength(row, tick);
  const y = top + layout.barTop;
  const bars = [
    ...(isWide
      ? []
      : [
          markup`<rect class="track" x="0" y="${y}" width="${layout.barWidth}" height="${layout.barHeight}" rx="4"/>`,
        ]),
    ...(length > 0
      ? [
          markup`<rect class="fill" x="${layout.barLeft}" y="${y}" width="${fixed(length * scale)}" height="${layout.barHeight}" rx="4"/>`,
        ]
      : []),
    ...(strict !== null && ticks(result, row)
      ? [
          markup`<rect class="tick" x="${fixed(layout.barLeft + strict * scale - 1.5)}" y="${y - 4}" width="3" height="${layout.barHeight + 8}" rx="1.5"/>`,
        ]
      : []),
  ];
  const nameAt = isWide ? layout.barLeft - 14 : 0;
  const valueAt = isWide ? fixed(end + 10) : layout.width;
  return markup`<g class="${index < result.chart.emphasised ? 'row leading' : 'row'}"><text class="name" x="${nameAt}" y="${top + layout.nameY}" text-anchor="${isWide ? 'end' : 'start'}"><tspan class="isolated">${name}</tspan></text>${bars}<text class="value" x="${valueAt}" y="${top + layout.nameY}" text-anchor="${isWide ? 'start' : 'end'}">${value}</text><text class="counts" x="${layout.width * Number(isWide)}" y="${top + layout.countsY}" text-anchor="${isWide ? 'end' : 'start'}" font-size="13">${counts}</text></g>
`;
}

/** A tick says something only where it stands visibly apart from the end of its bar. */
function ticks(result: ReportResult, row: ReportRow): boolean {
  const bar = columnNamed(result, result.chart.bar);
  const tick = columnNamed(result, result.chart.tick);
  const length = bar === null ? null : ratioLength(row, bar);
  const other = tick === null ? null : ratioLength(row, tick);
  return length !== null && other !== null && Math.abs(length - other) >= 0.0005;
}

function fixed(value: number): string {
  return value.toFixed(1);
}
