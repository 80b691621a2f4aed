import { langs } from '../text/phrase.ts';
import type { Lang } from '../text/phrase.ts';
import { plainSentence } from '../text/visible-text.ts';
import type { ReportResult } from '../report.ts';
import { chartFigure } from './html/chart.ts';
import { definitionsBlock } from './html/definitions.ts';
import { downloadsBlock } from './html/downloads.ts';
import { heroBlock } from './html/hero.ts';
import { markup, sentenceMarkup } from './html/markup.ts';
import type { Markup } from './html/markup.ts';
import { htmlPage } from './html/page.ts';
import { provenanceBlock } from './html/provenance.ts';
import { qualityBlock } from './html/quality.ts';
import { rankingTable } from './html/ranking-table.ts';
import type { ViewOptions } from './view-options.ts';

/**
 * The answer as one HTML file in all languages: no script, no network, under 1 MB, the same bytes for the same result.
 */
export function renderHtml(result: ReportResult, view: ViewOptions): string {
  return htmlPage({
    title: plainSentence(result.title[view.lang]),
    report: result.report,
    firstLang: view.lang,
    body: [
      ...langs.map((lang) => upperBlock(result, lang)),
      downloadsBlock(result, view),
      ...langs.map((lang) => lowerBlock(result, lang)),
    ],
  });
}

function upperBlock(result: ReportResult, lang: Lang): Markup {
  const chart = chartFigure(result, lang);
  return markup`<div class="in in-${lang} wrap" lang="${lang}">
${heroBlock(result, lang)}
${chart === null ? null : markup`<section><h2>${sentenceMarkup(result.chart.title[lang])}</h2>${chart}</section>`}
${rankingTable(result, lang)}
</div>
`;
}

function lowerBlock(result: ReportResult, lang: Lang): Markup {
  return markup`<div class="in in-${lang} wrap" lang="${lang}">
${definitionsBlock(result, lang)}
${qualityBlock(result.quality, lang)}
${provenanceBlock(result, lang)}
</div>
`;
}
