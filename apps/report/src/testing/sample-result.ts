import { parseOptions } from '../options/report-options.ts';
import type { ReportResult } from '../report.ts';
import type { GroupCounts } from '../reports/group-conversion/group-counts.ts';
import { groupConversionOptions } from '../reports/group-conversion/options.ts';
import type { GroupConversionQuality } from '../reports/group-conversion/quality.ts';
import { groupConversionResult } from '../reports/group-conversion/result.ts';
import { inEachLang } from '../text/phrase.ts';

export interface SampleGroup {
  readonly name: string | null;
  readonly added: number;
  readonly writers: number;
  readonly joinedWriters?: number;
}

const cleanQuality: GroupConversionQuality = {
  model: 'sprint6-canonical',
  load: {
    dataset: 'group_log',
    loadId: 'L1',
    runId: 'R1',
    loadedAt: '2021-06-01 12:00:00.000000',
    status: 'loaded',
    hashProfile: 'md5',
    codeVersion: '0.1.0',
  },
  dataUntil: '2021-05-28 10:03:12.000000',
  rows: { read: 100, loaded: 100, rejected: 0, blank: 0 },
  rejected: [],
  held: [],
  duplicates: [],
  late: 0,
  conflict: 0,
  otherRegistrations: 0,
  checks: [
    { name: 'reconciled', passed: true, text: inEachLang((lang) => (lang === 'en' ? 'sums' : 'суммы')) },
  ],
};

/** A result without a warehouse, for the outputs. */
export function sampleResult(
  groups: readonly SampleGroup[],
  quality: Partial<GroupConversionQuality> = {},
  options: readonly string[] = [],
): ReportResult {
  const counts = groups.map(({ name, added, writers, joinedWriters }, index): GroupCounts => ({
    hashKey: (index + 1).toString(16).padStart(32, '0'),
    groupId: BigInt(index + 1),
    name,
    registered: '2010-01-02 03:04:05.000006',
    isPrivate: index % 2 === 1,
    added,
    writers,
    joinedWriters: joinedWriters ?? Math.min(added, writers),
    writersNotAdded: 0,
  }));
  return groupConversionResult(
    'group_conversion',
    counts,
    { ...cleanQuality, ...quality },
    parseOptions(groupConversionOptions, ['--groups', String(Math.max(1, groups.length)), ...options]),
    { text: 'select 1', bindings: ['10'] },
  );
}

export const twoGroups: readonly SampleGroup[] = [
  { name: 'A', added: 50, writers: 40 },
  { name: 'B', added: 100, writers: 50 },
];
