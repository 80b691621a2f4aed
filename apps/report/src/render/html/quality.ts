import type { Lang } from '../../text/phrase.ts';
import type { ReportQuality } from '../../report.ts';
import { formatCount } from '../display-format.ts';
import { reconciliationLine } from '../summary-lines.ts';
import { viewWords } from '../words/words.ts';
import { breakable, markup, sentenceMarkup, type Markup } from './markup.ts';

const mostLines = 50;

/** What was left out, held, or counted once, and the sum that proves nothing else went missing. */
export function qualityBlock(quality: ReportQuality, lang: Lang): Markup {
  const words = viewWords[lang];
  const balanced = quality.rows.read === quality.rows.loaded + quality.rows.rejected + quality.rows.blank;
  const duplicates = quality.duplicates.filter(({ rows }) => rows > 0);
  return markup`<section><h2>${words.qualityTitle}</h2><div class="quality">
<div class="card whole"><p class="sum">${mark(balanced)} ${reconciliationLine(quality, lang)}</p></div>
<div class="card"><h3>${words.rejectedTitle}</h3>${
    quality.rejected.length === 0
      ? markup`<p class="muted">${words.rejectedNone}</p>`
      : smallTable(
          [words.fileAndReason, words.records],
          quality.rejected.map(({ file, reason, records }) => {
            const place = file === null ? markup`${words.severalFiles}` : markup`<bdi>${file}</bdi>`;
            const why =
              reason === null ? markup`${words.reasonNotKept}` : markup`<code>${breakable(reason)}</code>`;
            return [markup`${place}<span class="sub">${why}</span>`, markup`${formatCount(records)}`];
          }),
        )
  }</div>
<div class="card"><h3>${words.heldTitle}</h3>${
    quality.held.length === 0
      ? markup`<p class="muted">${words.heldNone}</p>`
      : smallTable(
          [words.reference, words.rows],
          quality.held.map(({ link, hub, rows, text }) => [
            markup`${sentenceMarkup(text[lang])}<span class="sub"><code>${link}</code> → <code>${hub}</code></span>`,
            markup`${formatCount(rows)}`,
          ]),
        )
  }</div>
<div class="card"><h3>${words.duplicatesTitle}</h3>${
    duplicates.length === 0
      ? markup`<p class="muted">${words.duplicatesNone}</p>`
      : smallTable(
          [words.source, words.rows],
          duplicates.map(({ source, rows }) => [
            markup`<code>${source}</code>`,
            markup`${formatCount(rows)}`,
          ]),
        )
  }${quality.late === 0 ? null : markup`<p>${words.late}: ${formatCount(quality.late)}</p>`}${
    quality.conflict === 0 ? null : markup`<p>${words.conflict}: ${formatCount(quality.conflict)}</p>`
  }</div>
</div></section>`;
}

/** A tick or a cross that does not rely on colour. */
export function mark(passed: boolean): Markup {
  return passed
    ? markup`<span class="mark" aria-hidden="true">✓</span>`
    : markup`<span class="mark bad" aria-hidden="true">✗</span>`;
}

function smallTable(headings: readonly string[], rows: readonly (readonly Markup[])[]): Markup {
  const last = headings.length - 1;
  const head = headings.map(
    (heading, index) => markup`<th scope="col" class="${index === last ? 'num' : 'word'}">${heading}</th>`,
  );
  const body = rows.slice(0, mostLines).map((cells) => {
    const written = cells.map((cell, index) =>
      index === 0
        ? markup`<th scope="row">${cell}</th>`
        : markup`<td class="${index === last ? 'num' : 'word'}">${cell}</td>`,
    );
    return markup`<tr>${written}</tr>`;
  });
  return markup`<table class="small"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}
