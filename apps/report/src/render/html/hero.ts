import type { Lang } from '../../text/phrase.ts';
import type { ReportNotice, ReportResult } from '../../report.ts';
import { originLine } from '../summary-lines.ts';
import { viewWords } from '../words/words.ts';
import { markup, sentenceMarkup } from './markup.ts';
import type { Markup } from './markup.ts';

/** The answer in the first line, what follows from it, and what to know before trusting it. */
export function heroBlock(result: ReportResult, lang: Lang): Markup {
  return markup`<div class="hero">
<p class="eyebrow">${sentenceMarkup(result.title[lang])}</p>
<h1>${sentenceMarkup(result.answer.headline[lang])}</h1>
<p class="lede">${sentenceMarkup(result.answer.detail[lang])}</p>
<p class="origin muted">${originLine(result.quality, lang)}</p>
${noticeList(result.notices, lang)}
${keyFigures(result, lang)}
</div>`;
}

function noticeList(notices: readonly ReportNotice[], lang: Lang): Markup | null {
  if (notices.length === 0) return null;
  const words = viewWords[lang];
  const items = notices.map(({ level, text }) => {
    const isWarning = level === 'warning';
    return markup`<li class="${level}"><span class="sign" aria-hidden="true">${isWarning ? '!' : 'i'}</span><span><strong>${isWarning ? words.warning : words.note}:</strong> ${sentenceMarkup(text[lang])}</span></li>`;
  });
  return markup`<ul class="notices">${items}</ul>`;
}

function keyFigures(result: ReportResult, lang: Lang): Markup | null {
  if (result.rows.length === 0) return null;
  const figures = result.figures.map(
    ({ label, value, note }) =>
      markup`<div><dt>${sentenceMarkup(label[lang])}</dt><dd class="value">${sentenceMarkup(value[lang])}</dd>${
        note === null ? null : markup`<dd class="note">${sentenceMarkup(note[lang])}</dd>`
      }</div>`,
  );
  return markup`<dl class="figures">${figures}</dl>`;
}
