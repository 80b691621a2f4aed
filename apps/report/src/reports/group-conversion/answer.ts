import { formatCount, formatPercent } from '../../render/display-format.ts';
import type { ReportFigure, ReportResult } from '../../report.ts';
import { compareRatios, medianOf, ratioOf } from '../../text/exact-ratio.ts';
import type { Ratio } from '../../text/exact-ratio.ts';
import { inEachLang, joinSentences, partsOf } from '../../text/phrase.ts';
import type { GroupCounts } from './group-counts.ts';
import { groupName, namedShare } from './naming.ts';
import type { GroupConversionOptions } from './options.ts';
import { conversionOf, countedWriters } from './ranking.ts';
import { groupConversionWords } from './words/words.ts';

const mostTargets = 3;

/** A group with something to divide by. */
export interface ConvertedGroup {
  readonly group: GroupCounts;
  readonly conversion: Ratio;
}

/** What the ranked groups say, before it is put into words. */
export interface Conclusion {
  /** Ranked groups that somebody joined. */
  readonly converted: readonly ConvertedGroup[];
  /** Writers of those groups over their joiners; null when nobody joined any. */
  readonly overall: Ratio | null;
  readonly aboveOverall: number;
  /** The groups to advertise, best first: at or above the overall conversion, three at most. */
  readonly targets: readonly ConvertedGroup[];
}

/** Draws the conclusion from groups in rank order. */
export function concludeFrom(
  ranked: readonly GroupCounts[],
  metric: GroupConversionOptions['metric'],
): Conclusion {
  const converted = ranked.flatMap((group) => {
    const conversion = conversionOf(group, metric);
    return conversion === null ? [] : [{ group, conversion }];
  });
  const sum = (of: (group: GroupCounts) => number): number =>
    converted.reduce((total, { group }) => total + of(group), 0);
  const overall = ratioOf(
    sum((group) => countedWriters(group, metric)),
    sum((group) => group.added),
  );
  const above = converted.filter(
    ({ conversion }) =>
      overall !== null && conversion.numerator > 0n && compareRatios(conversion, overall) >= 0,
  );
  return { converted, overall, aboveOverall: above.length, targets: above.slice(0, mostTargets) };
}

/** The answer in words: which groups to advertise, and why there is none when there is none. */
export function putAnswer(
  conclusion: Conclusion,
  groups: number,
  options: GroupConversionOptions,
): ReportResult['answer'] {
  const { targets, overall, aboveOverall } = conclusion;
  const [best, ...others] = targets;
  if (best === undefined || overall === null) return whyNoAnswer(conclusion, groups, options);
  return {
    headline: inEachLang((lang) => {
      const { answer } = groupConversionWords[lang];
      const share = namedShare(best.group, best.conversion, lang);
      return options.metric === 'strict' ? answer.bestIsStrict(share) : answer.best(share);
    }),
    detail: inEachLang((lang) => {
      const { answer } = groupConversionWords[lang];
      const shares = others.map(({ group, conversion }) => namedShare(group, conversion, lang));
      const ranking = answer.ranking(aboveOverall, groups, formatPercent(overall, lang));
      return joinSentences(shares.length === 0 ? [ranking] : [answer.alsoTarget(shares), ranking], ' ');
    }),
  };
}

function whyNoAnswer(
  { converted }: Conclusion,
  groups: number,
  { asOf }: GroupConversionOptions,
): ReportResult['answer'] {
  const say = (lang: 'en' | 'ru') => groupConversionWords[lang].answer;
  if (groups === 0) {
    return {
      headline: inEachLang((lang) => say(lang).noGroups),
      detail: inEachLang((lang) => say(lang).noGroupsDetail),
    };
  }
  if (converted.length === 0) {
    return {
      headline: inEachLang((lang) => say(lang).nobodyJoined),
      detail: inEachLang((lang) => say(lang).nobodyJoinedDetail(asOf)),
    };
  }
  return {
    headline: inEachLang((lang) => say(lang).nobodyWrote),
    detail: inEachLang((lang) => say(lang).nobodyWroteDetail),
  };
}

/** The four key figures: best, median, overall, number of groups. */
export function keyFigures(
  { converted, overall }: Conclusion,
  groups: number,
  options: GroupConversionOptions,
): ReportFigure[] {
  const best = converted[0];
  const median = medianOf(converted.map(({ conversion }) => conversion));
  const figure = (
    name: 'best' | 'median' | 'overall',
    ratio: Ratio | null | undefined,
    note: ReportFigure['note'],
  ): ReportFigure => ({
    label: inEachLang((lang) => groupConversionWords[lang].figures[name]),
    value: inEachLang((lang) => (ratio ? formatPercent(ratio, lang) : '—')),
    note: ratio ? note : null,
  });
  return [
    figure(
      'best',
      best?.conversion,
      best === undefined ? null : inEachLang((lang) => partsOf(groupName(best.group, lang))),
    ),
    figure(
      'median',
      median,
      inEachLang((lang) => groupConversionWords[lang].figures.medianNote),
    ),
    figure(
      'overall',
      overall,
      inEachLang((lang) =>
        groupConversionWords[lang].figures.overallNote(
          formatCount(overall?.numerator ?? 0),
          formatCount(overall?.denominator ?? 0),
        ),
      ),
    ),
    {
      label: inEachLang((lang) => groupConversionWords[lang].figures.groups),
      value: inEachLang(() => formatCount(groups)),
      note: inEachLang((lang) => groupConversionWords[lang].figures.groupsNote(options.groups)),
    },
  ];
}
