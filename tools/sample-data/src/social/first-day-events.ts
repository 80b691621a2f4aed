import { SECOND } from '../calendar.ts';
import { draw, drawBelow } from '../random/draw.ts';
import { eventsBefore, eventTime } from './event-series.ts';
import { groupCreation } from './group-creation.ts';
import type { EventSeries } from './event-series.ts';
import type { RowSection } from './row-section.ts';
import type { SocialNetwork } from './social-network.ts';
import type { Period } from './social-period.ts';
import type { GroupLogRow } from './social-row.ts';

/** One of these many rows changes places with a near neighbour, which disturbs the order of 1 % of the rows. */
const SWAPPED = 200;
const CHUNK_EVENTS = 65_536;
const UNKNOWN_INVITER = 200;

type EventKind = 'create' | 'join' | 'leave' | 'rejoin';
const KIND_ORDER: readonly EventKind[] = ['create', 'join', 'leave', 'rejoin'];

/** An event before its row is written out. Units: `time` in seconds. */
interface PlannedEvent {
  readonly time: number;
  readonly group: number;
  readonly kind: number;
  readonly number: number;
}

/**
 * The first day's log between two instants, by time with a little disorder.
 *
 * Invariant: a chunk is a stretch of time, and the events before any instant can be counted group by group, so that
 * every chunk knows its own first row.
 */
export function eventSection(network: SocialNetwork, period: Period): RowSection<GroupLogRow> {
  const before = eventsBeforeAll(network, period.start);
  const rowCount = eventsBeforeAll(network, period.end) - before;
  const chunkCount = rowCount === 0 ? 0 : Math.ceil(rowCount / CHUNK_EVENTS);
  const boundary = (index: number): number =>
    period.start + Math.floor(((period.end - period.start) * index) / chunkCount);
  return {
    rowCount,
    chunkCount,
    chunk: (index) => {
      const { skipped, events } = eventsBetween(network, boundary(index), boundary(index + 1));
      const firstRow = skipped - before;
      disturb(network, events, skipped);
      return { firstRow, rows: events.map((event) => logRow(network, event)) };
    },
  };
}

function seriesOf(network: SocialNetwork, group: number): readonly EventSeries[] {
  return [network.joinings(group), network.leavings(group), network.rejoinings(group)];
}

function eventsBeforeAll(network: SocialNetwork, instant: number): number {
  let count = 0;
  for (let group = 0; group < network.activeGroups; group += 1) {
    if (network.plan.registrationSecond[group]! < instant) count += 1;
    for (const series of seriesOf(network, group)) count += eventsBefore(series, instant);
  }
  return count;
}

function eventsBetween(
  network: SocialNetwork,
  from: number,
  to: number,
): { readonly skipped: number; readonly events: PlannedEvent[] } {
  const events: PlannedEvent[] = [];
  let skipped = 0;
  for (let group = 0; group < network.activeGroups; group += 1) {
    const born = network.plan.registrationSecond[group]!;
    if (born < from) skipped += 1;
    else if (born < to) events.push({ time: born, group, kind: 0, number: 0 });
    seriesOf(network, group).forEach((series, at) => {
      const first = eventsBefore(series, from);
      skipped += first;
      for (let number = first; number < series.count; number += 1) {
        const time = eventTime(series, number);
        if (time >= to) break;
        events.push({ time, group, kind: at + 1, number });
      }
    });
  }
  events.sort((a, b) => a.time - b.time || a.group - b.group || a.kind - b.kind || a.number - b.number);
  return { skipped, events };
}

function disturb(network: SocialNetwork, events: PlannedEvent[], firstRow: number): void {
  for (let at = 0; at < events.length; at += 1) {
    const choice = draw(network.logKey, firstRow + at, 7);
    const other = at + 1 + (Math.floor(choice / SWAPPED) % 6);
    if (choice % SWAPPED !== 0 || other >= events.length) continue;
    [events[at], events[other]] = [events[other]!, events[at]!];
  }
}

function logRow(network: SocialNetwork, { time, group, kind, number }: PlannedEvent): GroupLogRow {
  const kindName = KIND_ORDER[kind]!;
  if (kindName === 'create') return groupCreation(network, group);
  const member =
    kindName === 'join'
      ? number
      : leaver(network, group, kindName === 'leave' ? number : rejoiner(network, group, number));
  return {
    groupId: network.groupId(group),
    userId: network.userId(network.memberUser(group, member)),
    userIdFrom: kindName === 'join' ? inviter(network, group, member) : null,
    event: kindName === 'leave' ? 'leave' : 'add',
    datetime: time * SECOND,
  };
}

/** Takes one of the earliest five eighths, part by part, so that it happened before and is not taken twice. */
function earlierOne(total: number, parts: number, part: number, choice: number): number {
  const eligible = Math.floor((total * 5) / 8);
  const from = Math.floor((part * eligible) / parts);
  const width = Math.floor(((part + 1) * eligible) / parts) - from;
  return from + (choice % width);
}

/** Member number of the one who leaves. */
function leaver(network: SocialNetwork, group: number, number: number): number {
  const { added, leavers } = network.plan.size[group]!;
  return earlierOne(added, leavers, number, draw(network.plan.key[group]!, number, 70));
}

/** Number of the leaving after which somebody joins again. */
function rejoiner(network: SocialNetwork, group: number, number: number): number {
  const { leavers, rejoins } = network.plan.size[group]!;
  return earlierOne(leavers, rejoins, number, draw(network.plan.key[group]!, number, 71));
}

/** Invitations are spread evenly over the members after the inviters; the inviters take turns. */
function inviter(network: SocialNetwork, group: number, member: number): number | null {
  const { added, inviters, invites } = network.plan.size[group]!;
  if (invites === 0 || member < inviters) return null;
  const turn = (number: number): number =>
    Math.floor(((number + 1 - inviters) * invites) / (added - inviters));
  const invitation = turn(member - 1);
  if (turn(member) === invitation) return null;
  const key = network.plan.key[group]!;
  if (network.recipe.preset.unknownKeys && drawBelow(key, invitation, 72, UNKNOWN_INVITER) === 0) {
    return network.userId(network.unknownUser(1, draw(key, invitation, 73)));
  }
  return network.userId(network.memberUser(group, invitation % inviters));
}
