import { describe, expect, it } from 'vitest';
import { readRows } from '../testing/tiny-csv-reader.ts';
import { truthOf } from '../testing/truth-of.ts';
import { wholeFile } from '../testing/whole-file.ts';
import { GOLDEN_ANSWER } from './golden-answer.ts';
import { SOCIAL_TABLES } from './social-row.ts';

const text = Object.fromEntries(
  SOCIAL_TABLES.map((table) => [table, wholeFile({ preset: 'golden' }, table)]),
) as Record<(typeof SOCIAL_TABLES)[number], string>;
const groups = readRows(text.groups).toSorted((a, b) =>
  a['registration_dt']! < b['registration_dt']! ? -1 : 1,
);
const dialogs = readRows(text.dialogs);
const log = readRows(text.group_log);
const state = truthOf({ preset: 'golden' });

type Pairs = Map<string, Set<string>>;
function distinct(rows: Iterable<{ readonly group: string; readonly user: string }>): Pairs {
  const users: Pairs = new Map();
  for (const { group, user } of rows) {
    if (!users.has(group)) users.set(group, new Set());
    users.get(group)!.add(user);
  }
  return users;
}

const joiners = distinct(
  log
    .filter((row) => row['event'] === 'add')
    .map((row) => ({ group: row['group_id']!, user: row['user_id']! })),
);
const writers = distinct(
  dialogs
    .filter((row) => row['message_group'] !== null)
    .map((row) => ({ group: row['message_group']!, user: row['message_from']! })),
);
const counts = (pairs: Pairs) =>
  GOLDEN_ANSWER.map(({ ageRank }) => pairs.get(groups[ageRank - 1]!['id']!)!.size);

/** Half-up to three digits, by whole numbers. */
const threeDigits = (part: number, whole: number): string => {
  const thousandths = Math.floor((2000 * part + whole) / (2 * whole));
  return `0.${String(thousandths).padStart(3, '0')}`;
};

describe('golden preset', () => {
  it('holds the published answer in its truth', () => {
    expect(
      state.report.map((row) => ({
        ageRank: row.age_rank,
        added: row.cnt_added_users,
        writers: row.cnt_users_in_group_with_messages,
        conversion: threeDigits(row.cnt_users_in_group_with_messages, row.cnt_added_users),
      })),
    ).toEqual(
      GOLDEN_ANSWER.map(({ ageRank, added, writers: all, conversion }) => ({
        ageRank,
        added,
        writers: all,
        conversion,
      })),
    );
    expect(state.report.map((row) => row.cnt_writers_not_added)).toEqual(GOLDEN_ANSWER.map(() => 0));
    expect(state.report.map((row) => row.cnt_joined_writers)).toEqual(
      GOLDEN_ANSWER.map((row) => row.writers),
    );
  });

  it('holds the published answer in its files, counted by another reader', () => {
    expect(counts(joiners)).toEqual(GOLDEN_ANSWER.map((row) => row.added));
    expect(counts(writers)).toEqual(GOLDEN_ANSWER.map((row) => row.writers));
    expect(counts(joiners).reduce((sum, count) => sum + count)).toBe(36_480);
    expect(counts(writers).reduce((sum, count) => sum + count)).toBe(19_878);
  });

  it('lets every writer join first and every inviter of the answer invite', () => {
    const joined = new Map<string, string>();
    for (const row of log.filter(({ event }) => event === 'add')) {
      const pair = `${row['group_id']}/${row['user_id']}`;
      if (!joined.has(pair) || row['datetime']! < joined.get(pair)!) joined.set(pair, row['datetime']!);
    }
    const early = dialogs.filter((row) => {
      const first = joined.get(`${row['message_group']}/${row['message_from']}`);
      return (
        row['message_group'] !== null && (first === undefined || row['message_ts']! <= `${first}.000000`)
      );
    });
    expect(early).toEqual([]);
    const inviters = distinct(
      log
        .filter((row) => row['user_id_from'] !== null)
        .map((row) => ({ group: row['group_id']!, user: row['user_id_from']! })),
    );
    expect(counts(inviters)).toEqual(GOLDEN_ANSWER.map((row) => row.inviters));
  });

  it('has at least 22 groups, the younger ones with 5 to 150 writers', () => {
    expect(groups.length).toBeGreaterThanOrEqual(22);
    for (const { id } of groups.slice(10)) {
      const count = writers.get(id!)!.size;
      expect(count).toBeGreaterThanOrEqual(5);
      expect(count).toBeLessThanOrEqual(150);
      expect(joiners.get(id!)!.size).toBeGreaterThanOrEqual(count);
    }
  });

  it('gives a loader without quotes exactly the faulty answer', () => {
    const naive = text.dialogs
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .filter((fields) => fields.length === 6 && fields[5] !== '')
      .map((fields) => ({ group: fields[5]!, user: fields[2]! }));
    expect(counts(distinct(naive))).toEqual(GOLDEN_ANSWER.map((row) => row.writersWithoutQuotes));
    const ratios = GOLDEN_ANSWER.map((row) => row.writersWithoutQuotes / row.added);
    expect(ratios.indexOf(Math.max(...ratios))).toBe(1);
  });

  it('does the same when it is written without quotes', () => {
    const unquoted = truthOf({ preset: 'golden', quotes: false });
    const writersOf = (ageRank: number) =>
      unquoted.report.find((row) => row.age_rank === ageRank)!.cnt_users_in_group_with_messages;
    expect(GOLDEN_ANSWER.map(({ ageRank }) => writersOf(ageRank))).toEqual(
      GOLDEN_ANSWER.map((row) => row.writersWithoutQuotes),
    );
    const lines = wholeFile({ preset: 'golden', quotes: false }, 'dialogs').trimEnd().split('\n').slice(1);
    const broken = lines.filter((line) => line.split(',').length !== 6).length;
    expect(unquoted.intake.dialogs.rejectedByReason).toEqual({ FIELD_COUNT: broken });
    expect(lines.some((line) => line.includes('"'))).toBe(false);
    expect(lines.length).toBe(dialogs.length);
  });

  it('loads without a reject and without a held row', () => {
    for (const table of SOCIAL_TABLES)
      expect(state.intake[table]).toMatchObject({ rejected: 0, collapsedDuplicates: 0 });
    expect(state.held['sprint6-canonical'].references).toEqual([]);
    expect(state.held['event-hub'].references).toEqual([]);
    expect(state.rows['event-hub']['h_group_logs']).toBe(state.rows['sprint6-canonical']['s_auth_history']);
  });

  it('keeps commas out of what a loader without quotes needs besides the messages', () => {
    const oldest = new Set(groups.slice(0, 10).map((row) => row['id']));
    expect(readRows(text.users).filter((row) => row['chat_name']!.includes(','))).toEqual([]);
    expect(groups.filter((row) => oldest.has(row['id']!) && row['group_name']!.includes(','))).toEqual([]);
  });

  it('holds for other seeds too', () => {
    const other = truthOf({ preset: 'golden', seed: 987_654_321 });
    expect(other.report.map((row) => [row.age_rank, row.cnt_users_in_group_with_messages])).toEqual(
      GOLDEN_ANSWER.map((row) => [row.ageRank, row.writers]),
    );
    expect(other.report.map((row) => row.group_id)).not.toEqual(state.report.map((row) => row.group_id));
  });
});
