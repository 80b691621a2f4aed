import { formatCount, formatTimestamp, plural } from '../../../render/display-format.ts';
import { joinSentences, partsOf, type Sentence } from '../../../text/phrase.ts';
import type { GroupConversionWords, NamedShare } from './words.ts';

const shareOf = ({ name, percent }: NamedShare): Sentence => [...partsOf(name), ` (${percent})`];

function listed(items: readonly Sentence[]): Sentence {
  const last = items.at(-1) ?? '';
  if (items.length < 2) return last;
  return joinSentences([joinSentences(items.slice(0, -1), ', '), last], ' and ');
}

const groupsWord = (count: number): string => plural(count, 'en', ['group', 'groups']);
const rowsWord = (count: number): string => plural(count, 'en', ['row', 'rows']);

const heldTexts: Readonly<Record<string, string>> = {
  'l_user_message h_users': 'Messages whose sender is not in the users file',
  'l_user_message h_dialogs': 'Message senders whose message has not arrived',
  'l_groups_dialogs h_groups': 'Messages to a group that is not in the groups file',
  'l_groups_dialogs h_dialogs': 'Group messages whose message has not arrived',
  'l_admins h_users': 'Groups whose admin is not in the users file',
  'l_admins h_groups': 'Admins whose group has not arrived',
  'l_user_group_activity h_users': 'Members in the log who are not in the users file',
  'l_user_group_activity h_groups': 'Memberships in the log of a group that is not in the groups file',
  'l_group_logs_users h_users': 'Log events of a user who is not in the users file',
  'l_group_logs_groups h_groups': 'Log events of a group that is not in the groups file',
  'l_group_logs_users_from h_users': 'Invitations by a user who is not in the users file',
};

/** The report in English. */
export const english: GroupConversionWords = {
  group: 'group',
  columns: {
    hk_group_id: { label: 'hash key', meaning: 'Hash key of the group in the vault.' },
    cnt_added_users: {
      label: 'joined',
      meaning:
        'Distinct users with at least one “add” event in the group, whether they joined by themselves or were invited. Founding a group is not joining; leaving does not subtract.',
    },
    cnt_users_in_group_with_messages: {
      label: 'wrote',
      meaning:
        'Distinct senders of at least one message in the group; a message whose group was corrected counts in the last one told. A sender need not have joined, so the conversion may exceed 100\u00a0%.',
    },
    group_conversion: {
      label: 'conversion',
      meaning: 'wrote ÷ joined. Kept exact and rounded only here; empty where nobody joined.',
    },
    group_id: { label: 'group id', meaning: 'Number of the group in the source.' },
    group_name: { label: 'group', meaning: 'Latest name of the group.' },
    registration_dt: { label: 'registered', meaning: 'When the group was registered.' },
    is_private: { label: 'private', meaning: 'Whether the group is private, by its latest status.' },
    cnt_joined_writers: {
      label: 'joined, then wrote',
      meaning: 'Joiners with a message in the group at or after their first “add”.',
    },
    group_conversion_strict: {
      label: 'strict',
      meaning: 'joined, then wrote ÷ joined. Never above 100\u00a0%.',
    },
    cnt_writers_not_added: {
      label: 'wrote, never joined',
      meaning: 'Senders in the group without any “add” event: founders, for example.',
    },
  },
  strictWriters: {
    label: 'wrote after joining',
    meaning:
      'Joiners with a message in the group at or after their first “add” (strict metric: other senders do not count).',
  },
  strictConversion: 'wrote after joining ÷ joined. Never above 100\u00a0%; empty where nobody joined.',
  title: (groups) => {
    if (groups === 0) return 'Group conversion';
    return `Group conversion: ${groups === 1 ? 'the oldest group' : `${formatCount(groups)} oldest groups`}`;
  },
  answer: {
    best: ({ name, percent }) => [
      'Advertise ',
      ...partsOf(name),
      ` first: ${percent} conversion from joining to writing.`,
    ],
    bestIsStrict: ({ name, percent }) => [
      'Advertise ',
      ...partsOf(name),
      ` first: ${percent} of those who join go on to write.`,
    ],
    alsoTarget: (others) => ['Then ', ...partsOf(listed(others.map(shareOf))), '.'],
    ranking: (above, groups, overall) =>
      `${formatCount(above)} of ${formatCount(groups)} ${groupsWord(groups)} ${above === 1 ? 'is' : 'are'} at or above the overall conversion of ${overall}.`,
    noGroups: 'There is no answer yet: no group is loaded.',
    noGroupsDetail:
      'Load the groups file first; the report then lists the oldest groups by registration date.',
    nobodyJoined: 'There is no answer: nobody joined any of these groups.',
    nobodyJoinedDetail: (asOf) =>
      asOf === null
        ? 'The vault holds no “add” event for them: the log may not be loaded yet, or all its rows wait for their users or groups.'
        : `There is no “add” event for them up to ${formatTimestamp(asOf, 'en')}; a later cutoff may find some.`,
    nobodyWrote: 'None of these groups turned a joiner into a writer.',
    nobodyWroteDetail: 'People joined, but no message counts in any of these groups.',
  },
  figures: {
    best: 'Best',
    median: 'Median',
    overall: 'Overall',
    groups: 'Groups',
    overallNote: (writers, added) => `${writers} of ${added}`,
    groupsNote: (asked) => (asked === 1 ? 'the oldest' : `the ${formatCount(asked)} oldest`),
    medianNote: 'middle of the ranking',
  },
  chart: {
    title: 'Conversion from joining to writing, by group',
    description: (best, groups) =>
      best === null
        ? `${formatCount(groups)} ${groupsWord(groups)}, none with a conversion.`
        : [
            `${formatCount(groups)} ${groupsWord(groups)}, best first. `,
            ...partsOf(best.name),
            ` leads with ${best.percent}.`,
          ],
  },
  notices: {
    rejected: (records, read, share) =>
      `${formatCount(records)} of ${formatCount(read)} ${rowsWord(read)} ${records === 1 ? 'was' : 'were'} rejected by input checks (${share}) and ${records === 1 ? 'is' : 'are'} missing from these figures.`,
    strictDiffers: (groups, threshold, { name, percent, strictPercent }) => [
      `Headline and strict conversion differ by more than ${threshold} in ${formatCount(groups)} ${groupsWord(groups)}; most in `,
      ...partsOf(name),
      `: ${percent} against ${strictPercent}. Some senders never joined, or wrote only before they joined.`,
    ],
    registrationDiffers: (groups) =>
      `For ${formatCount(groups)} ${groupsWord(groups)} the files told last name another registration date, or none; the oldest groups are chosen by the date told first.`,
    smallBase: (names, limit) => [
      ...partsOf(listed(names)),
      `: fewer than ${limit} people joined, so the share may be chance.`,
    ],
    held: (rows) =>
      `${formatCount(rows)} ${rowsWord(rows)} ${rows === 1 ? 'waits' : 'wait'} for a user, group or message that is not loaded and ${rows === 1 ? 'does' : 'do'} not count yet.`,
    late: (rows) => `${formatCount(rows)} ${rowsWord(rows)} arrived late.`,
    conflict: (rows) =>
      `${formatCount(rows)} ${rowsWord(rows)} ${rows === 1 ? 'contradicts' : 'contradict'} another one and ${rows === 1 ? 'does' : 'do'} not count.`,
    noGroups: 'The report is empty: the vault holds no group.',
    fewerGroups: (found, asked) =>
      `Only ${formatCount(found)} ${groupsWord(found)} exist${found === 1 ? 's' : ''}; ${formatCount(asked)} were asked for.`,
    checkFailed: (check) => ['A check failed: ', ...partsOf(check), '.'],
  },
  definitions: {
    choice: {
      term: 'Which groups',
      text: 'The oldest by the registration date told first, chosen before anything is counted; groups without a date come last, ties go to the smaller id.',
    },
    order: {
      term: 'Order',
      text: 'Highest conversion first, compared exactly; groups nobody joined come last; ties go to the smaller id.',
    },
  },
  optionEffects: {
    asOf: (time) => `Events and messages after ${formatTimestamp(time, 'en')} are left out.`,
    currentMembers: 'Users whose last event in the group is “leave” are left out.',
    excludeFounder: 'Users who created the group are left out.',
    strict: 'Ranked by the strict conversion: only people who wrote after joining count.',
    term: 'Restrictions',
  },
  checks: {
    reconciled: 'rows read = loaded + rejected + blank',
    one_row_per_group: 'every group is listed once',
    strict_within_joiners: 'those who joined and then wrote are not more than those who joined',
    writers_add_up:
      'those who joined then wrote, and those who never joined, are not more than all who wrote',
  },
  held: (link, hub) => heldTexts[`${link} ${hub}`] ?? `${link} waits for ${hub}`,
};
