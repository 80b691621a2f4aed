import { affinePermutation, permuted } from '../random/affine-permutation.ts';
import { draw, drawBelow, streamKey } from '../random/draw.ts';
import { chosenIndex } from '../random/weighted-choice.ts';
import { eventTime } from './event-series.ts';
import { groupPlan, newRowsOf } from './group-plan.ts';
import { activityPeriod } from './social-period.ts';
import type { AffinePermutation } from '../random/affine-permutation.ts';
import type { EventSeries } from './event-series.ts';
import type { GroupPlan } from './group-plan.ts';
import type { SocialDay, SocialRecipe } from './social-recipe.ts';

/** Users that are named by somebody but never exported. */
const NEVER_EXPORTED = 1_000;
/** Every 500th user and every 1000th message carries an id above 32 bits when that oddity is switched on. */
const WIDE = 2 ** 33;

/**
 * Who exists, who joins what and when: the facts that all four files agree on.
 *
 * Users, groups and messages are addressed by index; `*Id` gives the number that is printed.
 */
export class SocialNetwork {
  readonly recipe: SocialRecipe;
  readonly plan: GroupPlan;
  /** Users that arrive on each day. */
  readonly userArrivals: readonly [number, number, number];
  readonly userKey: number;
  readonly groupKey: number;
  readonly dialogKey: number;
  readonly logKey: number;
  readonly #userIds: AffinePermutation;
  readonly #groupIds: AffinePermutation;
  readonly #wideIds: boolean;

  constructor(recipe: SocialRecipe) {
    const { preset, seed } = recipe;
    this.recipe = recipe;
    this.plan = groupPlan(recipe);
    this.userArrivals = [preset.users, newRowsOf(preset.users), newRowsOf(preset.users)];
    this.userKey = streamKey(seed, 'users');
    this.groupKey = streamKey(seed, 'groups');
    this.dialogKey = streamKey(seed, 'dialogs');
    this.logKey = streamKey(seed, 'group_log');
    const ids = streamKey(seed, 'ids');
    this.#userIds = affinePermutation(this.exportedUsers + NEVER_EXPORTED, draw(ids, 0, 0), draw(ids, 1, 0));
    this.#groupIds = affinePermutation(this.plan.size.length, draw(ids, 0, 1), draw(ids, 1, 1));
    this.#wideIds = recipe.defects.has('id-over-32-bits');
  }

  get exportedUsers(): number {
    return this.userArrivals[0] + this.userArrivals[1] + this.userArrivals[2];
  }

  /** Groups whose log starts on the first day, whether exported by then or not. */
  get activeGroups(): number {
    const [first, second] = this.plan.arrivals;
    return this.recipe.preset.unknownKeys ? first + second : first;
  }

  /** Ids lie in fours, two of which no user has. */
  userId(index: number): number {
    const id = 1 + 4 * permuted(this.#userIds, index) + (draw(this.userKey, index, 50) & 1);
    return this.#wideIds && index % 500 === 77 ? WIDE + id : id;
  }

  groupId(index: number): number {
    return 1 + 3 * permuted(this.#groupIds, index) + (draw(this.groupKey, index, 50) & 1);
  }

  messageId(index: number): number {
    const id = 101 + 4 * index + (draw(this.dialogKey, index, 50) & 1);
    return this.#wideIds && index % 1000 === 501 ? WIDE + id : id;
  }

  /** Units: microseconds. */
  groupRegistration(group: number): number {
    return this.plan.registrationSecond[group]! * 1_000_000 + this.plan.registrationMicro[group]!;
  }

  adminOf(group: number): number {
    if (this.recipe.preset.unknownKeys && group % 500 === 12) return this.unknownUser(1, group);
    return drawBelow(this.groupKey, group, 51, this.userArrivals[0]);
  }

  /** A user of the day after `day`, or one that never arrives. */
  unknownUser(day: SocialDay, choice: number): number {
    if (day === 3 || choice % 2 === 1) return this.exportedUsers + (Math.floor(choice / 2) % NEVER_EXPORTED);
    const known = day === 1 ? this.userArrivals[0] : this.userArrivals[0] + this.userArrivals[1];
    return known + (Math.floor(choice / 2) % this.userArrivals[day]);
  }

  /** One of the users that arrive on `day`. */
  userOfDay(day: SocialDay, choice: number): number {
    const before = this.userArrivals.slice(0, day - 1).reduce((sum, users) => sum + users, 0);
    return before + (choice % this.userArrivals[day - 1]!);
  }

  /** User index of the member with this number; numbers beyond the group's joiners are people who have not joined. */
  memberUser(group: number, member: number): number {
    return permuted(this.plan.member[group]!, member);
  }

  /** User index of somebody who never joins the group; different numbers are different people. */
  strangerUser(group: number, number: number): number {
    return this.memberUser(group, this.recipe.preset.users - 1 - number);
  }

  /** A member number that nobody uses on the first day. */
  laterMember(group: number, choice: number): number {
    const { added } = this.plan.size[group]!;
    return added + (choice % (20 + Math.floor(added / 10)));
  }

  /** A group and one of its joiners, groups with more joiners more often. */
  someMember(choice: number): { readonly group: number; readonly member: number } {
    const point = choice % this.plan.joiners.total;
    const group = chosenIndex(this.plan.joiners, point);
    return { group, member: point - this.plan.joiners.starts[group]! };
  }

  /** First joinings fill 94 % of the group's life until the end of the first day. */
  joinings(group: number): EventSeries {
    return this.#series(group, this.plan.size[group]!.added, 0, 940, 60);
  }

  leavings(group: number): EventSeries {
    return this.#series(group, this.plan.size[group]!.leavers, 590, 950, 61);
  }

  rejoinings(group: number): EventSeries {
    return this.#series(group, this.plan.size[group]!.rejoins, 820, 970, 62);
  }

  /** Units: seconds. */
  joinSecond(group: number, member: number): number {
    return eventTime(this.joinings(group), member);
  }

  #series(group: number, count: number, from: number, to: number, field: number): EventSeries {
    const start = this.plan.registrationSecond[group]! + 1;
    const life = activityPeriod(1).end - start;
    const offset = Math.floor((life * from) / 1000);
    const span = Math.floor((life * to) / 1000) - offset;
    return { count, start: start + offset, span, key: draw(this.plan.key[group]!, 0, field) };
  }
}
