import type { Lang } from '../../text/phrase.ts';
import type { ReportResult } from '../../report.ts';
import { viewWords } from '../words/words.ts';
import { breakable, markup, sentenceMarkup } from './markup.ts';
import type { Markup } from './markup.ts';

/** What each number means, then the rules that choose and order the rows. */
export function definitionsBlock(result: ReportResult, lang: Lang): Markup {
  const columns = result.columns
    .filter((column) => column.view === 'main')
    .map(
      ({ name, label, meaning }) =>
        markup`<dt>${sentenceMarkup(label[lang])} <code>${breakable(name)}</code></dt><dd>${sentenceMarkup(meaning[lang])}</dd>`,
    );
  const rules = result.definitions.map(
    ({ term, text }) => markup`<dt>${sentenceMarkup(term[lang])}</dt><dd>${sentenceMarkup(text[lang])}</dd>`,
  );
  return markup`<section><h2>${viewWords[lang].definitionsTitle}</h2><dl class="terms card">${columns}${rules}</dl></section>`;
}
