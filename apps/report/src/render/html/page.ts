import { createHash } from 'node:crypto';
import { langs, type Lang } from '../../text/phrase.ts';
import { viewWords } from '../words/words.ts';
import { Markup, markup } from './markup.ts';
import { pageStyle } from './style.ts';

export interface PageParts {
  /** For the window's title bar. */
  readonly title: string;
  /** Name of the report as typed. */
  readonly report: string;
  readonly firstLang: Lang;
  /** Blocks between header and footer; language blocks carry `in in-<lang>`. */
  readonly body: readonly Markup[];
}

const styleHash = createHash('sha256').update(pageStyle, 'utf8').digest('base64');

/** What the page may load: nothing but its own style sheet. */
const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

const logo = new Markup(
  '<svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true"><rect x="1" y="12" width="5" height="9" rx="1.5" fill="var(--bar)"/><rect x="8.5" y="7" width="5" height="14" rx="1.5" fill="var(--bar)"/><rect x="16" y="1" width="5" height="20" rx="1.5" fill="var(--bar-leading)"/></svg>',
);

/** The document around the blocks: policy, style, language switch that needs no script. */
export function htmlPage({ title, report, firstLang, body }: PageParts): string {
  const choices = langs.map(
    (lang) =>
      markup`<input class="choice" type="radio" name="lang" id="lang-${lang}" ${new Markup(lang === firstLang ? 'checked' : '')}>`,
  );
  const labels = langs.map(
    (lang) => markup`<label for="lang-${lang}" lang="${lang}">${viewWords[lang].language}</label>`,
  );
  const footers = langs.map(
    (lang) => markup`<p class="in in-${lang}" lang="${lang}">${viewWords[lang].footer}</p>`,
  );
  return markup`<!doctype html>
<html lang="${firstLang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Vaultwright">
<title>${title}</title>
<style>${new Markup(pageStyle)}</style>
</head>
<body>
${choices}
<header class="bar wrap"><p class="brand">${logo}<span>Vaultwright <code>${report}</code></span></p><div class="langs">${labels}</div></header>
<main>
${body}
</main>
<footer class="wrap">${footers}</footer>
</body>
</html>
`.text;
}
