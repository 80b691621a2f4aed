import { affinePermutation } from '../random/affine-permutation.ts';
import { draw, drawBelow, streamKey } from '../random/draw.ts';
import { weightedChoice } from '../random/weighted-choice.ts';
import { goldenSizes } from './golden-sizes.ts';
import { logRowsOf, SILENT_GROUP } from './group-size.ts';
import { scaledSizes } from './scaled-sizes.ts';
import { OLDEST_GROUPS, SECOND_DAY_GROUPS, THIRD_DAY_GROUPS, YOUNGER_GROUPS } from './social-period.ts';
import type { AffinePermutation } from '../random/affine-permutation.ts';
import type { WeightedChoice } from '../random/weighted-choice.ts';
import type { GroupSize } from './group-size.ts';
import type { Period } from './social-period.ts';
import type { SocialRecipe } from './social-recipe.ts';

/** Everything that is decided per group, before any row exists; the only table that grows with the data set. */
export interface GroupPlan {
  /** How many groups arrive on each day; indexes run over all days, oldest group first. */
  readonly arrivals: readonly [number, number, number];
  /** Units: seconds since 1970. Invariant: strictly increasing, but for a tie asked for. */
  readonly registrationSecond: Float64Array;
  /** Units: microseconds within the second. */
  readonly registrationMicro: Float64Array;
  readonly size: readonly GroupSize[];
  /** Member number -> user index, without repetition inside a group. */
  readonly member: readonly AffinePermutation[];
  /** Writer number -> member number. */
  readonly writer: readonly AffinePermutation[];
  readonly key: Float64Array;
  /** Messages of the first day per group. */
  readonly messages: WeightedChoice;
  /** Joiners of the first day per group. */
  readonly joiners: WeightedChoice;
  /** Rows of the first day's log. */
  readonly logRows: number;
}

/** Share of the dialogs that go to a group. Units: percent. */
const GROUP_MESSAGES = 60;
const OLDEST = 12;

/** New rows of a later day: 5 %. */
export const newRowsOf = (firstDay: number): number => Math.floor(firstDay / 20);

export function groupPlan(recipe: SocialRecipe): GroupPlan {
  const { preset, seed } = recipe;
  const key = streamKey(seed, 'group-plan');
  const later = newRowsOf(preset.groups);
  const arrivals = [preset.groups, later, later] as const;
  const size = sizesOf(recipe, arrivals, key);
  const keys = Float64Array.from(size, (_, index) => draw(key, index, 20));
  const permutation = (index: number, range: number, field: number): AffinePermutation =>
    affinePermutation(range, draw(keys[index]!, 0, field), draw(keys[index]!, 1, field));
  return {
    arrivals,
    ...registrations(arrivals, recipe.tie, key),
    size,
    member: size.map((_, index) => permutation(index, preset.users, 21)),
    writer: size.map(({ added }, index) => permutation(index, added, 22)),
    key: keys,
    messages: weightedChoice(messagesOf(size, Math.floor((preset.dialogs * GROUP_MESSAGES) / 100))),
    joiners: weightedChoice(size.map(({ added }) => added)),
    logRows: size
      .slice(0, preset.unknownKeys ? preset.groups + later : preset.groups)
      .reduce((rows, group) => rows + logRowsOf(group), 0),
  };
}

function sizesOf(recipe: SocialRecipe, arrivals: GroupPlan['arrivals'], key: number): GroupSize[] {
  const { preset } = recipe;
  const [groups, second, third] = arrivals;
  const silent = (count: number): GroupSize[] => Array.from({ length: count }, () => SILENT_GROUP);
  if (preset.groupLog === 'derived') return [...goldenSizes(groups, key), ...silent(second + third)];
  const earlyGroups = preset.unknownKeys ? second : 0;
  const active = scaledSizes({ groups, earlyGroups, logRows: preset.groupLog, key });
  return [...active, ...silent(second - earlyGroups + third)];
}

/** Each writer has one message; the others are shared out by the number of writers. */
function messagesOf(size: readonly GroupSize[], total: number): number[] {
  const writers = size.reduce((sum, group) => sum + group.writers, 0);
  const others = total - writers;
  const messages = size.map((group) => group.writers + Math.floor((others * group.writers) / writers));
  let missing = total - messages.reduce((sum, count) => sum + count, 0);
  for (let index = 0; missing > 0; index = (index + 1) % size.length) {
    if (size[index]!.writers === 0) continue;
    messages[index]! += 1;
    missing -= 1;
  }
  return messages;
}

function registrations(
  [first, second, third]: GroupPlan['arrivals'],
  tie: boolean,
  key: number,
): Pick<GroupPlan, 'registrationSecond' | 'registrationMicro'> {
  const oldest = Math.min(OLDEST, first);
  const seconds = [
    ...spread(oldest, OLDEST_GROUPS, key, 0),
    ...spread(first - oldest, YOUNGER_GROUPS, key, oldest),
    ...spread(second, SECOND_DAY_GROUPS, key, first),
    ...spread(third, THIRD_DAY_GROUPS, key, first + second),
  ];
  const registrationSecond = Float64Array.from(seconds);
  const registrationMicro = Float64Array.from(seconds, (_, index) => drawBelow(key, index, 31, 1_000_000));
  if (tie) {
    registrationSecond[10] = registrationSecond[9]!;
    registrationMicro[10] = registrationMicro[9]!;
  }
  return { registrationSecond, registrationMicro };
}

/** Strictly increasing seconds, one in each equal part of the period. */
function spread(count: number, period: Period, key: number, firstIndex: number): number[] {
  const span = period.end - period.start;
  return Array.from({ length: count }, (_, part) => {
    const from = Math.floor((part * span) / count);
    const width = Math.floor(((part + 1) * span) / count) - from;
    return period.start + from + drawBelow(key, firstIndex + part, 30, width);
  });
}
