import { formatPercent } from '../../render/display-format.ts';
import type { Ratio } from '../../text/exact-ratio.ts';
import type { Lang, Sentence } from '../../text/phrase.ts';
import type { GroupCounts } from './group-counts.ts';
import { groupConversionWords } from './words/words.ts';
import type { NamedShare } from './words/words.ts';

const quotes: Readonly<Record<Lang, readonly [string, string]>> = { en: ['“', '”'], ru: ['«', '»'] };

/** A group inside a sentence: its name in the language's quotes, or its number where it has no name. */
export function groupName(group: GroupCounts, lang: Lang): Sentence {
  if (group.name === null || group.name === '') {
    return [`${groupConversionWords[lang].group}\u00a0`, { data: group.groupId.toString() }];
  }
  const [open, close] = quotes[lang];
  return [open, { data: group.name }, close];
}

export function namedShare(group: GroupCounts, conversion: Ratio, lang: Lang): NamedShare {
  return { name: groupName(group, lang), percent: formatPercent(conversion, lang) };
}
