import { SECOND } from '../calendar.ts';
import { affinePermutation, permuted } from '../random/affine-permutation.ts';
import { draw, drawBelow } from '../random/draw.ts';
import { groupName } from './group-name.ts';
import { rangeSection } from './row-section.ts';
import type { RowSection } from './row-section.ts';
import type { SocialNetwork } from './social-network.ts';
import type { SocialDay } from './social-recipe.ts';
import type { GroupRow } from './social-row.ts';

/** Day 1: all groups. Later days: nine of ten again, some changed, and 5 % new ones; always in mixed order. */
export function groupRows(network: SocialNetwork, day: SocialDay): RowSection<GroupRow> {
  const [first, second, third] = network.plan.arrivals;
  const known = day === 1 ? 0 : day === 2 ? first : first + second;
  const newcomers = day === 1 ? first : day === 2 ? second : third;
  const listed: number[] = [];
  for (let group = 0; group < known + newcomers; group += 1) {
    if (group >= known || group % 10 !== absentOn(day)) listed.push(group);
  }
  const key = network.groupKey;
  const order = affinePermutation(listed.length, draw(key, day, 1), draw(key, day, 2));
  return rangeSection(listed.length, (at) => groupRow(network, listed[permuted(order, at)]!, day));
}

/** Day 2 leaves out the winner of the golden answer among others, day 3 the oldest group. */
const absentOn = (day: SocialDay): number => (day === 2 ? 6 : 0);

export function groupRow(network: SocialNetwork, group: number, day: SocialDay): GroupRow {
  const registered = network.groupRegistration(group);
  const isPrivate = drawBelow(network.groupKey, group, 3, 10) < 3;
  return {
    id: network.groupId(group),
    adminId: network.userId(network.adminOf(group)),
    groupName: groupName(network.groupKey, group, changed(group, day, 8, 3)),
    // A loader that took this over would push the group out of the ten oldest.
    registrationDt: day === 2 && group % 20 === 4 ? registered + 7 * 366 * 86_400 * SECOND : registered,
    isPrivate: changed(group, day, 6, 2) === 0 ? isPrivate : !isPrivate,
  };
}

/** 1 for one group in `every` on day 2; every other one of these is back at 0 on day 3. */
function changed(group: number, day: SocialDay, every: number, at: number): 0 | 1 {
  if (day === 1 || group % every !== at) return 0;
  return day === 3 && Math.floor(group / every) % 2 === 0 ? 0 : 1;
}
