import type { Lang } from '../../text/phrase.ts';
import type { ReportResult } from '../../report.ts';
import { formatTimestamp } from '../display-format.ts';
import { viewWords } from '../words/words.ts';
import { markup, sentenceMarkup } from './markup.ts';
import type { Markup } from './markup.ts';
import { mark } from './quality.ts';

/** Checks, origin and query, folded away until asked for. */
export function provenanceBlock(result: ReportResult, lang: Lang): Markup {
  const words = viewWords[lang];
  const { checks } = result.quality;
  const passed = checks.filter((check) => check.passed).length;
  const items = checks.map(
    (check) =>
      markup`<li>${mark(check.passed)} ${sentenceMarkup(check.text[lang])} <span class="muted">(${check.passed ? words.passed : words.failed})</span></li>`,
  );
  return markup`<section><h2>${words.provenanceTitle}</h2>
<details><summary>${words.checksTitle}: <span class="muted">${words.checksPassed(passed, checks.length)}</span></summary><div><ul class="checks">${items}</ul></div></details>
<details><summary>${words.lineage}</summary><div><dl class="facts">${facts(result, lang)}</dl></div></details>
<details><summary>${words.sqlTitle} <span class="muted">SQL</span></summary><div><p class="muted">${words.sqlNote}</p><pre tabindex="0" lang="en"><code>${result.sql.text}</code></pre><p>${words.sqlParameters}: <code>${JSON.stringify(result.sql.bindings)}</code></p></div></details>
</section>`;
}

function facts({ quality, options }: ReportResult, lang: Lang): Markup[] {
  const words = viewWords[lang].facts;
  const { load, model, dataUntil } = quality;
  const effective = Object.entries(options)
    .map(([name, value]) => `${name} = ${String(value ?? '—')}`)
    .join(', ');
  const time = (text: string | null | undefined): string | null =>
    text ? formatTimestamp(text, lang) : null;
  const pairs: [string, string | null | undefined][] = [
    [words.dataUntil, time(dataUntil)],
    [words.loadedAt, time(load?.loadedAt)],
    [words.dataset, load?.dataset],
    [words.model, model],
    [words.hashProfile, load?.hashProfile],
    [words.run, load?.runId],
    [words.load, load?.loadId],
    [words.status, load?.status],
    [words.codeVersion, load?.codeVersion],
    [words.options, effective],
  ];
  return pairs.flatMap(([term, value]) =>
    value ? [markup`<dt>${term}</dt><dd><bdi>${value}</bdi></dd>`] : [],
  );
}
