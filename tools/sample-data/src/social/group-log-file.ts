import { SECOND } from '../calendar.ts';
import { draw, drawBelow } from '../random/draw.ts';
import { eventSection } from './first-day-events.ts';
import { groupCreation } from './group-creation.ts';
import { newRowsOf } from './group-plan.ts';
import { joinedSections, rangeSection } from './row-section.ts';
import { activityPeriod } from './social-period.ts';
import type { Period } from './social-period.ts';
import type { RowSection } from './row-section.ts';
import type { SocialNetwork } from './social-network.ts';
import type { SocialDay } from './social-recipe.ts';
import type { GroupLogRow } from './social-row.ts';

const LATE_ROW = 2 ** 31;
const NEW_ROW = 2 ** 30;

/**
 * Day 1: every event, by time.
 *
 * Later days: a stretch of the first day's events again, events older than the first delivery, the birth of groups that
 * are exported a day later, and 5 % new events.
 */
export function groupLogRows(network: SocialNetwork, day: SocialDay): RowSection<GroupLogRow> {
  if (day === 1) return eventSection(network, activityPeriod(1));
  const { plan, recipe } = network;
  const [first, second, third] = plan.arrivals;
  const fresh = newRowsOf(plan.logRows);
  const births = recipe.preset.unknownKeys && day === 2 ? third : 0;
  return joinedSections([
    eventSection(network, repeatedPeriod(day)),
    rangeSection(Math.floor(plan.logRows / 500), (at) => lateEvent(network, at, day)),
    rangeSection(births, (at) => groupCreation(network, first + second + at)),
    rangeSection(fresh, (at) => newEvent(network, at, fresh, day)),
  ]);
}

/** About a fiftieth of the first day's time, late in it. */
function repeatedPeriod(day: SocialDay): Period {
  const { start, end } = activityPeriod(1);
  const part = Math.floor((end - start) / 50);
  return { start: start + (42 + day) * part, end: start + (43 + day) * part };
}

/** Every other one moves the first joining of a known member back, the others bring people nobody knew of. */
function lateEvent(network: SocialNetwork, at: number, day: SocialDay): GroupLogRow {
  const key = network.logKey;
  const row = LATE_ROW + day * (LATE_ROW / 4) + at;
  const { group, member } = network.someMember(draw(key, row, 1));
  const born = network.plan.registrationSecond[group]! + 1;
  const known = at % 2 === 0;
  const latest = known ? network.joinSecond(group, member) : activityPeriod(1).end;
  const number = known ? member : network.laterMember(group, draw(key, row, 2));
  return {
    groupId: network.groupId(group),
    userId: network.userId(network.memberUser(group, number)),
    userIdFrom: null,
    event: 'add',
    datetime: (born + drawBelow(key, row, 3, Math.max(1, latest - born))) * SECOND,
  };
}

function newEvent(network: SocialNetwork, at: number, count: number, day: SocialDay): GroupLogRow {
  const key = network.logKey;
  const row = NEW_ROW + day * (NEW_ROW / 4) + at;
  const { group, member } = network.someMember(draw(key, row, 1));
  const choice = draw(key, row, 2);
  const manner = drawBelow(key, row, 4, 100);
  const { start, end } = activityPeriod(day);
  const from = Math.floor((at * (end - start)) / count);
  const width = Math.floor(((at + 1) * (end - start)) / count) - from;
  const datetime = (start + from + (width === 0 ? 0 : drawBelow(key, row, 3, width))) * SECOND;
  const event = (inGroup: number, user: number, leaves: boolean): GroupLogRow => ({
    groupId: network.groupId(inGroup),
    userId: network.userId(user),
    userIdFrom: leaves ? null : newInviter(network, inGroup, row),
    event: leaves ? 'leave' : 'add',
    datetime,
  });
  if (manner < 5) return event(group, network.memberUser(group, member), true);
  if (manner < 15) return event(group, network.userOfDay(day, choice), false);
  if (manner < 17 && day === 2 && network.recipe.preset.unknownKeys) {
    const [first, second, third] = network.plan.arrivals;
    return event(first + second + (choice % third), network.memberUser(group, member), false);
  }
  return event(group, network.memberUser(group, network.laterMember(group, choice)), false);
}

function newInviter(network: SocialNetwork, group: number, row: number): number | null {
  const { inviters } = network.plan.size[group]!;
  if (inviters === 0 || drawBelow(network.logKey, row, 5, 5) !== 0) return null;
  return network.userId(network.memberUser(group, drawBelow(network.logKey, row, 6, inviters)));
}
