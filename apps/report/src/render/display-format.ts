import type { Ratio } from '../text/exact-ratio.ts';
import { decimalText } from '../text/exact-ratio.ts';
import type { Lang } from '../text/phrase.ts';

const noBreak = '\u00a0';
const narrow = '\u202f';

/** Digits in groups of three with a narrow no-break space, in both languages. */
export function formatCount(count: number | bigint | string): string {
  return String(count).replace(/\B(?=([0-9]{3})+(?![0-9]))/g, narrow);
}

/** A ratio as such, three digits: `0.576`, `0,576`. */
export function formatRatio(ratio: Ratio, lang: Lang): string {
  return withMark(decimalText(ratio, 3), lang);
}

/** A ratio as a percentage, one digit unless told: `57.6 %`, `57,6 %`. */
export function formatPercent(ratio: Ratio, lang: Lang, digits = 1): string {
  const percent = decimalText({ ...ratio, numerator: ratio.numerator * 100n }, digits);
  const [whole = '', fraction] = percent.split('.');
  const text = fraction === undefined ? formatCount(whole) : `${formatCount(whole)}.${fraction}`;
  return `${withMark(text, lang)}${noBreak}%`;
}

/** A small share, with three digits: `0.003 %`; anything that would round to nothing is `< 0.001 %`. */
export function formatShare(ratio: Ratio, lang: Lang): string {
  const least = { numerator: 1n, denominator: 100_000n };
  const tiny = ratio.numerator > 0n && ratio.numerator * least.denominator < ratio.denominator;
  return tiny ? `<${noBreak}${formatPercent(least, lang, 3)}` : formatPercent(ratio, lang, 3);
}

const months: Readonly<Record<Lang, readonly string[]>> = {
  en: 'January February March April May June July August September October November December'.split(' '),
  ru: 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' '),
};

/** Canonical timestamp text for people: `28 May 2021, 10:03:12`; a fraction that is not zero survives. */
export function formatTimestamp(text: string, lang: Lang): string {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2}) ([0-9:]{8})(?:\.([0-9]+))?$/.exec(text);
  if (match === null) return text;
  const [, year, month, day, clock, fraction = ''] = match;
  const digits = fraction.replace(/0+$/, '');
  const seconds = digits === '' ? clock : `${clock}${lang === 'ru' ? ',' : '.'}${digits}`;
  return `${Number(day)}${noBreak}${months[lang][Number(month) - 1]}${noBreak}${year}, ${seconds}`;
}

/** The day of canonical timestamp text for people: `28 May 2021`. */
export function formatDay(text: string, lang: Lang): string {
  return formatTimestamp(text, lang).replace(/, .*$/, '');
}

/** The form of a noun that agrees with a count: English one/other, Russian one/few/many. */
export function plural(count: number, lang: Lang, forms: readonly string[]): string {
  const [one = '', few = '', many = few] = forms;
  if (lang === 'en') return count === 1 ? one : few;
  const tens = count % 100;
  const units = count % 10;
  if (units === 1 && tens !== 11) return one;
  return units >= 2 && units <= 4 && (tens < 12 || tens > 14) ? few : many;
}

function withMark(text: string, lang: Lang): string {
  return lang === 'ru' ? text.replace('.', ',') : text;
}
