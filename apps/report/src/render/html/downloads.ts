import { langs } from '../../text/phrase.ts';
import type { Lang } from '../../text/phrase.ts';
import type { ReportResult } from '../../report.ts';
import { renderCsv } from '../csv.ts';
import { renderJson } from '../json.ts';
import type { ViewOptions } from '../view-options.ts';
import { viewWords } from '../words/words.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** Together the embedded files stay below this, so that a page stays under 1 MB. Units: characters of base64. */
const budget = 500_000;

interface EmbeddedFile {
  readonly format: string;
  readonly name: string;
  /** Null when the file did not fit. */
  readonly address: string | null;
}

/** The data files as links that hold the data themselves; what does not fit is named instead. */
export function downloadsBlock(result: ReportResult, view: ViewOptions): Markup {
  const files = embed([
    { format: 'CSV', name: `${result.report}.csv`, type: 'text/csv', text: renderCsv(result, view) },
    {
      format: 'JSON',
      name: `${result.report}.json`,
      type: 'application/json',
      text: renderJson(result, view),
    },
  ]);
  const title = langs.map((lang) => inLang(lang, viewWords[lang].downloadsTitle));
  return markup`<section class="downloads wrap"><h2>${title}</h2><div class="buttons">${files.map(link)}</div></section>`;
}

function link({ format, name, address }: EmbeddedFile): Markup {
  return address === null
    ? markup`<p class="muted">${langs.map((lang) => inLang(lang, viewWords[lang].downloadLeftOut(format)))}</p>`
    : markup`<a href="${address}" download="${name}">${langs.map((lang) => inLang(lang, viewWords[lang].download(format)))}</a>`;
}

function inLang(lang: Lang, text: string): Markup {
  return markup`<span class="in in-${lang}" lang="${lang}">${text}</span>`;
}

function embed(
  files: readonly {
    readonly format: string;
    readonly name: string;
    readonly type: string;
    readonly text: string;
  }[],
): EmbeddedFile[] {
  let left = budget;
  return files.map(({ format, name, type, text }) => {
    const address = `data:${type};charset=utf-8;base64,${Buffer.from(text, 'utf8').toString('base64')}`;
    if (address.length > left) return { format, name, address: null };
    left -= address.length;
    return { format, name, address };
  });
}
