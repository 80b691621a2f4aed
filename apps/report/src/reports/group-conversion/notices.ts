import { formatPercent, formatRatio, formatShare } from '../../render/display-format.ts';
import type { ReportNotice, ReportQuality } from '../../report.ts';
import { compareRatios, distance, ratioOf, type Ratio } from '../../text/exact-ratio.ts';
import { inEachLang } from '../../text/phrase.ts';
import type { Conclusion } from './answer.ts';
import type { GroupCounts } from './group-counts.ts';
import { groupName } from './naming.ts';
import type { GroupConversionOptions } from './options.ts';
import type { GroupConversionQuality } from './quality.ts';
import { conversionOf } from './ranking.ts';
import { groupConversionWords } from './words/words.ts';

const smallBase = 30;

/** All that a reader must know before trusting the figures: warnings first, then notes. */
export function collectNotices(
  ranked: readonly GroupCounts[],
  conclusion: Conclusion,
  quality: GroupConversionQuality,
  options: GroupConversionOptions,
): ReportNotice[] {
  return [
    ...quality.checks
      .filter((check) => !check.passed)
      .map((check): ReportNotice => ({
        level: 'warning',
        code: `check_failed_${check.name}`,
        text: inEachLang((lang) => groupConversionWords[lang].notices.checkFailed(check.text[lang])),
      })),
    ...otherRegistrations(quality),
    ...strictDifference(ranked, options.strictThreshold),
    ...rejects(quality),
    ...smallBases(conclusion),
    ...counted(quality, ranked.length, options.groups),
  ];
}

function otherRegistrations({ otherRegistrations: groups }: GroupConversionQuality): ReportNotice[] {
  if (groups === 0) return [];
  return [
    {
      level: 'warning',
      code: 'registration_differs',
      text: inEachLang((lang) => groupConversionWords[lang].notices.registrationDiffers(groups)),
    },
  ];
}

function rejects({ rows }: ReportQuality): ReportNotice[] {
  const share = ratioOf(rows.rejected, rows.read);
  if (rows.rejected === 0 || share === null) return [];
  return [
    {
      level: 'warning',
      code: 'rejected_rows',
      text: inEachLang((lang) =>
        groupConversionWords[lang].notices.rejected(rows.rejected, rows.read, formatShare(share, lang)),
      ),
    },
  ];
}

function strictDifference(ranked: readonly GroupCounts[], threshold: Ratio): ReportNotice[] {
  const differing = ranked.flatMap((group) => {
    const headline = conversionOf(group, 'headline');
    const strict = conversionOf(group, 'strict');
    if (headline === null || strict === null) return [];
    const gap = distance(headline, strict);
    return compareRatios(gap, threshold) > 0 ? [{ group, headline, strict, gap }] : [];
  });
  const largest = differing.toSorted((left, right) => compareRatios(right.gap, left.gap))[0];
  if (largest === undefined) return [];
  return [
    {
      level: 'warning',
      code: 'strict_differs',
      text: inEachLang((lang) =>
        groupConversionWords[lang].notices.strictDiffers(differing.length, thresholdText(threshold, lang), {
          name: groupName(largest.group, lang),
          percent: formatPercent(largest.headline, lang),
          strictPercent: formatPercent(largest.strict, lang),
        }),
      ),
    },
  ];
}

function thresholdText(threshold: Ratio, lang: 'en' | 'ru'): string {
  return formatRatio(threshold, lang).replace(/(?:[.,]0+|0+)$/, '') || '0';
}

function smallBases({ targets }: Conclusion): ReportNotice[] {
  const small = targets.filter(({ group }) => group.added < smallBase);
  if (small.length === 0) return [];
  return [
    {
      level: 'note',
      code: 'small_base',
      text: inEachLang((lang) =>
        groupConversionWords[lang].notices.smallBase(
          small.map(({ group }) => groupName(group, lang)),
          smallBase,
        ),
      ),
    },
  ];
}

function counted(quality: ReportQuality, groups: number, asked: number): ReportNotice[] {
  const held = quality.held.reduce((sum, reference) => sum + reference.rows, 0);
  const notices: ReportNotice[] = [];
  if (groups > 0 && groups < asked) {
    notices.push({
      level: 'note',
      code: 'fewer_groups',
      text: inEachLang((lang) => groupConversionWords[lang].notices.fewerGroups(groups, asked)),
    });
  }
  if (groups === 0) {
    notices.push({
      level: 'note',
      code: 'no_groups',
      text: inEachLang((lang) => groupConversionWords[lang].notices.noGroups),
    });
  }
  if (held > 0) {
    notices.push({
      level: 'note',
      code: 'held_rows',
      text: inEachLang((lang) => groupConversionWords[lang].notices.held(held)),
    });
  }
  if (quality.late > 0) {
    notices.push({
      level: 'note',
      code: 'late_rows',
      text: inEachLang((lang) => groupConversionWords[lang].notices.late(quality.late)),
    });
  }
  if (quality.conflict > 0) {
    notices.push({
      level: 'note',
      code: 'conflict_rows',
      text: inEachLang((lang) => groupConversionWords[lang].notices.conflict(quality.conflict)),
    });
  }
  return notices;
}
