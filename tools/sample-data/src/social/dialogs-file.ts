import { SECOND } from '../calendar.ts';
import { affinePermutation, permuted } from '../random/affine-permutation.ts';
import { draw, drawBelow } from '../random/draw.ts';
import { firstDayMessage } from './first-day-messages.ts';
import { newRowsOf } from './group-plan.ts';
import { messageKind, messageText, unquotableText } from './message-text.ts';
import { joinedSections, rangeSection } from './row-section.ts';
import { activityPeriod } from './social-period.ts';
import type { RowSection } from './row-section.ts';
import type { SocialNetwork } from './social-network.ts';
import type { SocialDay } from './social-recipe.ts';
import type { DialogRow } from './social-row.ts';

/** Of the first day's messages this share comes again on days 2 and 3: one in 50. */
const REPEATED = { every: 50, at: 13 };

/** Day 1: all messages in mixed order. Later days: 2 % of those again, some edited, and 5 % new ones. */
export function dialogRows(network: SocialNetwork, day: SocialDay): RowSection<DialogRow> {
  const first = network.recipe.preset.dialogs;
  const key = network.dialogKey;
  if (day === 1) {
    const order = affinePermutation(first, draw(key, 0, 1), draw(key, 1, 1));
    return rangeSection(first, (at) => writable(network, firstDayMessage(network, permuted(order, at), 0)));
  }
  const added = newRowsOf(first);
  return joinedSections([
    rangeSection(Math.floor(first / REPEATED.every), (at) =>
      writable(network, repeatedMessage(network, REPEATED.every * at + REPEATED.at, day)),
    ),
    rangeSection(added, (at) => writable(network, newMessage(network, first + (day - 2) * added + at, day))),
  ]);
}

/** One in 20 is edited on day 2; half of the edits are undone on day 3. One in 100 shows another instant on day 2. */
function repeatedMessage(network: SocialNetwork, message: number, day: SocialDay): DialogRow {
  const choice = draw(network.dialogKey, message, 2);
  const undone = day === 3 && (choice >>> 16) % 2 === 0;
  const row = firstDayMessage(network, message, choice % 20 === 0 && !undone ? 1 : 0);
  const conflict = day === 2 && draw(network.dialogKey, message, 3) % 100 === 0;
  return conflict ? { ...row, messageTs: row.messageTs + SECOND } : row;
}

/** 60 % in groups, by old and new members; one in 20 was written before the first delivery and arrives late. */
function newMessage(network: SocialNetwork, message: number, day: SocialDay): DialogRow {
  const key = network.dialogKey;
  const inGroup = drawBelow(key, message, 5, 10) < 6;
  const { group, user } = newSender(network, message, day);
  const born = network.plan.registrationSecond[group]!;
  const late = drawBelow(key, message, 4, 20) === 0 && born < activityPeriod(1).end;
  const period = activityPeriod(late ? 1 : day);
  const earliest = late && inGroup ? born + 1 : period.start;
  const second = earliest + drawBelow(key, message, 6, period.end - earliest);
  return {
    messageId: network.messageId(message),
    messageTs: second * SECOND + drawBelow(key, message, 7, SECOND),
    messageFrom: network.userId(user),
    messageTo: inGroup ? null : network.userId(drawBelow(key, message, 8, network.recipe.preset.users)),
    message: messageText(key, message, 0, messageKind(draw(key, message, 9))),
    messageGroup: inGroup ? network.groupId(group) : null,
  };
}

function newSender(
  network: SocialNetwork,
  message: number,
  day: SocialDay,
): { readonly group: number; readonly user: number } {
  const key = network.dialogKey;
  const { group, member } = network.someMember(draw(key, message, 10));
  const choice = draw(key, message, 11);
  const manner = draw(key, message, 12) % 1000;
  const { unknownKeys } = network.recipe.preset;
  if (unknownKeys && manner === 0) return { group, user: network.unknownUser(day, choice) };
  if (unknownKeys && manner < 4 && day === 2) {
    const [first, second, third] = network.plan.arrivals;
    return { group: first + second + (choice % third), user: network.memberUser(group, member) };
  }
  if (manner < 125) return { group, user: network.userOfDay(day, choice) };
  if (manner < 250) return { group, user: network.memberUser(group, network.laterMember(group, choice)) };
  return { group, user: network.memberUser(group, member) };
}

function writable(network: SocialNetwork, row: DialogRow): DialogRow {
  return network.recipe.quotes ? row : { ...row, message: unquotableText(row.message) };
}
