import { decimalText } from '../../text/exact-ratio.ts';
import { inEachLang, joinSentences } from '../../text/phrase.ts';
import type { Lang, Sentence } from '../../text/phrase.ts';
import type { ReportResult, ReportRow } from '../../report.ts';
import { concludeFrom, keyFigures, putAnswer } from './answer.ts';
import { groupConversionColumns } from './columns.ts';
import type { GroupCounts } from './group-counts.ts';
import { namedShare } from './naming.ts';
import { collectNotices } from './notices.ts';
import type { GroupConversionOptions } from './options.ts';
import type { GroupConversionQuality } from './quality.ts';
import { rankGroups, reportRow } from './ranking.ts';
import { groupConversionWords } from './words/words.ts';

/** Puts counts, quality and words together. */
export function groupConversionResult(
  report: string,
  groups: readonly GroupCounts[],
  quality: GroupConversionQuality,
  options: GroupConversionOptions,
  sql: ReportResult['sql'],
): ReportResult {
  const ranked = rankGroups(groups, options.metric);
  const conclusion = concludeFrom(ranked, options.metric);
  const best = conclusion.targets[0];
  return {
    report,
    title: inEachLang((lang) => groupConversionWords[lang].title(ranked.length)),
    options: effectiveOptions(options),
    columns: groupConversionColumns(options.metric),
    rows: ranked.map((group) => reportRow(group, options.metric)),
    rowName: {
      column: 'group_name',
      fallbackWord: inEachLang((lang) => groupConversionWords[lang].group),
      fallbackColumn: 'group_id',
    },
    answer: putAnswer(conclusion, ranked.length, options),
    figures: keyFigures(conclusion, ranked.length, options),
    chart: {
      title: inEachLang((lang) => groupConversionWords[lang].chart.title),
      description: inEachLang((lang) =>
        groupConversionWords[lang].chart.description(
          best === undefined ? null : namedShare(best.group, best.conversion, lang),
          ranked.length,
        ),
      ),
      bar: 'group_conversion',
      tick: 'group_conversion_strict',
      emphasised: conclusion.targets.length,
    },
    notices: collectNotices(ranked, conclusion, quality, options),
    definitions: definitionsFor(options),
    quality,
    sql,
  };
}

function effectiveOptions(options: GroupConversionOptions): ReportRow {
  return {
    groups: options.groups,
    as_of: options.asOf,
    current_members: options.currentMembers,
    exclude_founder: options.excludeFounder,
    metric: options.metric,
    strict_threshold: decimalText(options.strictThreshold, 12).replace(/\.?0+$/, ''),
  };
}

function definitionsFor(options: GroupConversionOptions): ReportResult['definitions'] {
  const definitions = (['choice', 'order'] as const).map((key) => ({
    term: inEachLang((lang) => groupConversionWords[lang].definitions[key].term),
    text: inEachLang((lang) => groupConversionWords[lang].definitions[key].text),
  }));
  const effects = inEachLang((lang) => joinSentences(restrictions(options, lang), ' '));
  if (effects.en.length === 0) return definitions;
  const term = inEachLang((lang) => groupConversionWords[lang].optionEffects.term);
  return [...definitions, { term, text: effects }];
}

function restrictions(options: GroupConversionOptions, lang: Lang): Sentence[] {
  const words = groupConversionWords[lang].optionEffects;
  return [
    ...(options.metric === 'strict' ? [words.strict] : []),
    ...(options.asOf === null ? [] : [words.asOf(options.asOf)]),
    ...(options.currentMembers ? [words.currentMembers] : []),
    ...(options.excludeFounder ? [words.excludeFounder] : []),
  ];
}
