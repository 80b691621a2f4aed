import { langs } from '../../text/phrase.ts';
import { customProperties, dark, light } from './palette.ts';

const sans = `ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif`;
const mono = `ui-monospace,"SF Mono","Cascadia Mono","Segoe UI Mono","DejaVu Sans Mono",Menlo,Consolas,monospace`;

const base = `
:root{color-scheme:light dark;${customProperties(light)}}
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.55 ${sans};overflow-wrap:break-word}
h1,h2,h3,p,dl,dd,figure,table{margin:0}
h1{font-size:clamp(1.65rem,1.1rem + 2.3vw,2.6rem);font-weight:700;line-height:1.16;letter-spacing:-.022em;text-wrap:balance;max-width:22em}
h2{font-size:1.25rem;font-weight:650;line-height:1.3;letter-spacing:-.012em;margin-bottom:.9rem}
h3{font-size:1rem;font-weight:600;margin-bottom:.5rem}
code,pre{font-family:${mono};font-size:.85em}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:4px}
.wrap{max-width:68rem;margin:0 auto;padding:0 1.25rem}
.muted{color:var(--muted)}
section{margin-top:3rem}
.card{background:var(--surface);border:1px solid var(--line);border-radius:14px;padding:1.5rem}
`;

const bar = `
.choice{position:absolute;width:1px;height:1px;margin:0;opacity:0;pointer-events:none}
.bar{display:flex;flex-wrap:wrap;gap:.75rem 1rem;align-items:center;justify-content:space-between;padding-top:1.25rem;padding-bottom:1.25rem}
.brand{display:flex;gap:.6rem;align-items:center;font-weight:600;letter-spacing:.01em}
.brand svg{flex:none}
.brand code{font-weight:400;color:var(--muted)}
.langs{display:inline-flex;padding:3px;border-radius:999px;background:var(--sunken)}
.langs label{padding:.3rem .9rem;border-radius:999px;font-size:.9rem;cursor:pointer;color:var(--muted)}
.in{display:none}
`;

const hero = `
.hero{padding-top:1.5rem}
.eyebrow{color:var(--accent);font-weight:600;font-size:.95rem;margin-bottom:.75rem}
.lede{font-size:1.15rem;line-height:1.6;max-width:44rem;margin-top:1.1rem;text-wrap:pretty}
.origin{font-size:.875rem;margin-top:1.1rem}
.notices{list-style:none;margin:1.75rem 0 0;padding:0;display:grid;gap:.6rem}
.notices li{display:grid;grid-template-columns:auto 1fr;gap:.75rem;align-items:baseline;padding:.75rem 1rem;border-radius:10px;border:1px solid var(--line);background:var(--surface);font-size:.95rem}
.notices .warning{background:var(--warn-surface);color:var(--warn-ink);border-color:var(--warn-line)}
.notices .sign{display:inline-grid;place-items:center;width:1.35rem;height:1.35rem;border-radius:50%;border:2px solid currentColor;font-weight:700;font-size:.8rem;line-height:1}
.notices .warning .sign{border-radius:5px}
.figures{display:grid;grid-template-columns:repeat(4,1fr);gap:1px;margin-top:2rem;background:var(--line);border:1px solid var(--line);border-radius:14px;overflow:hidden}
.figures div{background:var(--surface);padding:1.1rem 1.25rem;display:flex;flex-direction:column;min-width:0}
.figures dt{color:var(--muted);font-size:.875rem}
.figures dd.value{font-weight:650;font-size:1.8rem;line-height:1.3;letter-spacing:-.02em;font-variant-numeric:lining-nums tabular-nums;order:1}
.figures dd.note{color:var(--muted);font-size:.875rem;order:2;overflow:hidden;text-overflow:ellipsis;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2}
`;

const chart = `
.chart svg{display:block;width:100%;height:auto;font-family:${sans};font-variant-numeric:lining-nums tabular-nums}
.chart .narrow{display:none}
.chart .name,.chart .value{fill:var(--ink)}
.chart .isolated{unicode-bidi:isolate}
.chart .value{font-weight:600}
.chart .leading .name{font-weight:600}
.chart .counts,.chart .axis{fill:var(--muted)}
.chart .grid{stroke:var(--line);stroke-width:1}
.chart .track{fill:var(--sunken)}
.chart .fill{fill:var(--bar)}
.chart .leading .fill{fill:var(--bar-leading)}
.chart .tick{fill:var(--tick)}
.legend{display:flex;gap:.5rem;align-items:center;margin-top:.75rem;font-size:.875rem;color:var(--muted)}
.legend i{width:3px;height:1.1rem;border-radius:2px;background:var(--tick)}
`;

const tables = `
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:14px;background:var(--surface)}
table{border-collapse:collapse;width:100%;font-variant-numeric:lining-nums tabular-nums}
caption{text-align:start;padding:1rem 1.25rem .25rem;color:var(--muted);font-size:.875rem}
th,td{text-align:start;vertical-align:top;padding:.75rem 1rem;border-top:1px solid var(--line);font-weight:400}
thead th{border-top:0;vertical-align:bottom;font-weight:600;font-size:.9rem;line-height:1.35}
thead code{display:block;font-weight:400;font-size:.72rem;color:var(--muted);margin-top:.15rem}
tbody th{font-weight:600}
.num{text-align:end;white-space:nowrap}
thead .num{white-space:normal}
.sub{display:block;color:var(--muted);font-size:.8rem;font-weight:400;line-height:1.45}
.sub code{font-size:.74rem}
.ranking{min-width:60rem}
.ranking caption span{position:sticky;left:1.25rem;display:inline-block;max-width:min(100%,calc(100vw - 6rem))}
.ranking .name{width:34%;min-width:19rem}
.ranking tbody .name{line-height:1.4}
.ranking tbody tr:hover>*{background:var(--sunken)}
.ranking .lead{font-weight:600}
.small td,.small th{padding:.5rem 0;font-size:.92rem}
.small th{font-weight:400}
.small thead th{color:var(--muted);font-size:.82rem}
.small td+td,.small th+th,.small th+td{padding-left:.9rem}
.small th,.small td{overflow-wrap:anywhere}
.small .num{overflow-wrap:normal}
.downloads{margin-top:2rem}
.downloads h2{font-size:1rem;margin-bottom:.6rem}
.buttons{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center}
.buttons a{display:inline-flex;gap:.5rem;align-items:center;padding:.5rem 1rem;border-radius:999px;border:1px solid var(--line);background:var(--surface);text-decoration:none;font-weight:600;font-size:.92rem}
.buttons a:hover{border-color:var(--accent)}
.buttons p{font-size:.9rem}
`;

const lower = `
.terms{display:grid;gap:0 2rem;grid-template-columns:minmax(10rem,17rem) 1fr}
.terms dt,.terms dd{padding:.8rem 0;border-top:1px solid var(--line)}
.terms dt{font-weight:600}
.terms dt code{display:block;font-weight:400;color:var(--muted);overflow-wrap:anywhere}
.terms dt:first-of-type,.terms dd:first-of-type{border-top:0;padding-top:0}
.terms dd:last-of-type,.terms dt:last-of-type{padding-bottom:0}
.quality{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr))}
.quality .card{padding:1.25rem 1.5rem}
.quality .whole{grid-column:1/-1}
.sum{font-variant-numeric:lining-nums tabular-nums;font-size:1.05rem}
.mark{display:inline-block;min-width:1.4em;font-weight:700;color:var(--accent)}
.mark.bad{color:var(--tick)}
.checks{list-style:none;margin:0;padding:0;display:grid;gap:.4rem}
details{border-top:1px solid var(--line)}
details:last-of-type{border-bottom:1px solid var(--line)}
summary{cursor:pointer;padding:.9rem 0;font-weight:600}
summary .muted{font-weight:400}
details>div{padding:0 0 1.5rem}
pre{margin:.5rem 0;padding:1.1rem 1.25rem;background:var(--sunken);border-radius:10px;overflow-x:auto;line-height:1.5;tab-size:2;font-size:.82rem}
.facts{display:grid;grid-template-columns:minmax(9rem,auto) 1fr;gap:.35rem 1.5rem;font-size:.95rem}
.facts dt{color:var(--muted)}
.facts dd{overflow-wrap:anywhere}
footer{margin-top:3.5rem;padding-bottom:3rem;color:var(--muted);font-size:.875rem}
`;

const media = `
@media screen and (max-width:46rem){
.chart .wide{display:none}.chart .narrow{display:block}
.figures{grid-template-columns:1fr 1fr}.figures dd.value{font-size:1.5rem}
.card{padding:1.1rem}.terms{grid-template-columns:1fr}.terms dd{border-top:0;padding-top:0}.terms dt{padding-bottom:.15rem}
.terms dd:first-of-type{padding-bottom:.8rem}.terms dt:last-of-type{padding-bottom:.15rem}
section{margin-top:2.25rem}.facts{grid-template-columns:1fr}.facts dd{margin-bottom:.5rem}
.ranking{min-width:46rem}.ranking th,.ranking td{padding:.65rem .75rem}.ranking .rank{display:none}.ranking .name{width:10.5rem;min-width:10.5rem;max-width:10.5rem;overflow-wrap:break-word;position:sticky;left:0;background:var(--surface);border-right:1px solid var(--line)}
.ranking tbody .name .sub{display:none}
.brand code{display:none}
}
@media (prefers-color-scheme:dark){:root{${customProperties(dark)}}}
@media (prefers-reduced-motion:no-preference){.langs label,.buttons a{transition:background-color .15s,border-color .15s}}
@media (forced-colors:active){.chart .fill{fill:Highlight}.chart .tick{fill:CanvasText}.choice:checked~.bar label{forced-color-adjust:auto}}
@media print{
@page{margin:14mm}
:root{color-scheme:light;${customProperties(light)}--page:#fff;}
html{font-size:12px}.wrap{max-width:none;padding:0}.langs,.downloads{display:none}
h1{font-size:24px}section{margin-top:1.4rem}.card,.scroll,.figures{border-radius:6px}
.scroll{overflow:visible}.ranking{min-width:0;font-size:.95rem}.ranking .name{width:auto;min-width:0}.ranking th,.ranking td{padding:.4rem .5rem}.ranking .sub,.ranking .sub code{font-size:.72rem}.ranking thead th{font-size:.8rem}.ranking thead code{font-size:.62rem}
.card,tr,.notices li,.figures,.terms dt,.terms dd{break-inside:avoid}h2{break-after:avoid}
.chart .fill,.notices li,.track,.tick,.legend i{print-color-adjust:exact;-webkit-print-color-adjust:exact}
pre{white-space:pre-wrap;overflow:visible}
details::details-content{content-visibility:visible;display:block;height:auto}
}
`;

const switchRules = langs
  .map(
    (lang) =>
      `#lang-${lang}:checked~* .in-${lang}{display:block}
#lang-${lang}:checked~.bar label[for=lang-${lang}]{background:var(--surface);color:var(--ink);font-weight:600;box-shadow:0 1px 2px rgb(0 0 0/.15)}
#lang-${lang}:focus-visible~.bar label[for=lang-${lang}]{outline:3px solid var(--accent);outline-offset:2px}`,
  )
  .join('\n');

/** The one style sheet of a page; its hash is the only thing the page's policy lets in. */
export const pageStyle = [base, bar, hero, chart, tables, lower, switchRules, media]
  .join('')
  .replace(/^\n+|\n+$/g, '')
  .replace(/\n+/g, '\n');
