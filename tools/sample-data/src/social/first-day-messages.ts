import { SECOND } from '../calendar.ts';
import { permuted } from '../random/affine-permutation.ts';
import { draw, drawBelow } from '../random/draw.ts';
import { chosenIndex } from '../random/weighted-choice.ts';
import { messageKind, messageText } from './message-text.ts';
import { activityPeriod } from './social-period.ts';
import type { MessageKind } from './message-text.ts';
import type { SocialNetwork } from './social-network.ts';
import type { DialogRow } from './social-row.ts';

/** Outside the golden preset these writers are special: not a member, writing before joining, writing while joining. */
const STRANGER = { every: 40, at: 39 };
const EARLY = { every: 25, at: 24 };
const SAME_INSTANT = { every: 97, at: 50 };

/** The message with this number: messages in groups come first, group by group, then private ones. */
export function firstDayMessage(network: SocialNetwork, message: number, version: number): DialogRow {
  const { messages } = network.plan;
  if (message >= messages.total) return privateMessage(network, message, version);
  const group = chosenIndex(messages, message);
  return groupMessage(network, message, group, message - messages.starts[group]!, version);
}

function privateMessage(network: SocialNetwork, message: number, version: number): DialogRow {
  const key = network.dialogKey;
  const { users, unknownKeys } = network.recipe.preset;
  const choice = draw(key, message, 20);
  const unknown = unknownKeys ? drawBelow(key, message, 21, 1600) : -1;
  const sender = unknown === 0 ? network.unknownUser(1, choice) : drawBelow(key, message, 22, users);
  const receiver =
    unknown === 1 || unknown === 2 ? network.unknownUser(1, choice) : drawBelow(key, message, 23, users);
  const { start, end } = activityPeriod(1);
  return {
    messageId: network.messageId(message),
    messageTs:
      (start + drawBelow(key, message, 24, end - start)) * SECOND + drawBelow(key, message, 25, SECOND),
    messageFrom: network.userId(sender),
    messageTo: network.userId(receiver),
    message: messageText(key, message, version, messageKind(draw(key, message, 26))),
    messageGroup: null,
  };
}

/** The first message of each writer comes first; the writers of the others are drawn. */
function groupMessage(
  network: SocialNetwork,
  message: number,
  group: number,
  number: number,
  version: number,
): DialogRow {
  const key = network.dialogKey;
  const { writers } = network.plan.size[group]!;
  const first = number < writers;
  const writer = first ? number : drawBelow(key, message, 27, writers);
  const unknown = network.recipe.preset.unknownKeys && !first && drawBelow(key, message, 21, 1600) === 0;
  const sender = unknown
    ? network.unknownUser(1, draw(key, message, 20))
    : writerUser(network, group, writer);
  return {
    messageId: network.messageId(message),
    messageTs: groupMessageTime(network, message, group, writer),
    messageFrom: network.userId(sender),
    messageTo: null,
    message: messageText(key, message, version, groupMessageKind(network, message, group, writer, first)),
    messageGroup: network.groupId(group),
  };
}

const isSpecial = (network: SocialNetwork, writer: number, rule: { every: number; at: number }): boolean =>
  !network.recipe.preset.golden && writer % rule.every === rule.at;

function writerUser(network: SocialNetwork, group: number, writer: number): number {
  if (isSpecial(network, writer, STRANGER)) return network.strangerUser(group, writer);
  return network.memberUser(group, permuted(network.plan.writer[group]!, writer));
}

/** Units: microseconds. */
function groupMessageTime(network: SocialNetwork, message: number, group: number, writer: number): number {
  const key = network.dialogKey;
  const born = network.plan.registrationSecond[group]! + 1;
  const { end } = activityPeriod(1);
  const micro = drawBelow(key, message, 25, SECOND);
  if (isSpecial(network, writer, STRANGER)) {
    return (born + drawBelow(key, message, 24, end - born)) * SECOND + micro;
  }
  const joined = network.joinSecond(group, permuted(network.plan.writer[group]!, writer));
  if (isSpecial(network, writer, EARLY) && joined > born) {
    return (born + drawBelow(key, message, 24, joined - born)) * SECOND + micro;
  }
  if (isSpecial(network, writer, SAME_INSTANT)) return joined * SECOND;
  return (joined + 1 + drawBelow(key, message, 24, end - joined - 1)) * SECOND + micro;
}

/**
 * In the golden preset commas decide the answer of a loader without a quote clause: a comma writer uses one in every
 * message, nobody else ever does, and everybody else's first message keeps to one line.
 */
function groupMessageKind(
  network: SocialNetwork,
  message: number,
  group: number,
  writer: number,
  first: boolean,
): MessageKind {
  const kind = messageKind(draw(network.dialogKey, message, 26));
  if (!network.recipe.preset.golden) return kind;
  if (writer < network.plan.size[group]!.commaWriters) return 'comma';
  return kind === 'comma' || (first && kind === 'newline') ? 'plain' : kind;
}
