import type { ReportRow } from '../../report.ts';
import { compareRatios, decimalText, ratioOf } from '../../text/exact-ratio.ts';
import type { Ratio } from '../../text/exact-ratio.ts';
import type { GroupCounts } from './group-counts.ts';
import type { GroupConversionOptions } from './options.ts';

const storedDigits = 12;

type Metric = GroupConversionOptions['metric'];

/** Who counts as an active member under a metric. */
export function countedWriters(counts: GroupCounts, metric: Metric): number {
  return metric === 'strict' ? counts.joinedWriters : counts.writers;
}

/** The conversion that ranks a group; null where nobody joined. */
export function conversionOf(counts: GroupCounts, metric: Metric): Ratio | null {
  return ratioOf(countedWriters(counts, metric), counts.added);
}

/**
 * Best conversion first, by exact cross-multiplication; groups nobody joined last; ties by smaller group_id.
 */
export function rankGroups(groups: readonly GroupCounts[], metric: Metric): GroupCounts[] {
  return groups.toSorted((left, right) => {
    const a = conversionOf(left, metric);
    const b = conversionOf(right, metric);
    if (a !== null && b !== null) return compareRatios(b, a) || byId(left, right);
    return Number(a === null) - Number(b === null) || byId(left, right);
  });
}

/**
 * A row of the report.
 *
 * Shape: the four contract columns first; ratios are text with twelve fraction digits, rounded half up from the counts.
 * Invariant: depends on data and options only, never on how or when the data was loaded.
 */
export function reportRow(counts: GroupCounts, metric: Metric): ReportRow {
  const stored = (ratio: Ratio | null): string | null =>
    ratio === null ? null : decimalText(ratio, storedDigits);
  return {
    hk_group_id: counts.hashKey,
    cnt_added_users: counts.added,
    cnt_users_in_group_with_messages: countedWriters(counts, metric),
    group_conversion: stored(conversionOf(counts, metric)),
    group_id: counts.groupId.toString(),
    group_name: counts.name,
    registration_dt: counts.registered,
    is_private: counts.isPrivate,
    cnt_joined_writers: counts.joinedWriters,
    group_conversion_strict: stored(conversionOf(counts, 'strict')),
    cnt_writers_not_added: counts.writersNotAdded,
  };
}

function byId(left: GroupCounts, right: GroupCounts): number {
  return left.groupId < right.groupId ? -1 : Number(left.groupId > right.groupId);
}
