import { affinePermutation, permuted } from '../random/affine-permutation.ts';
import { draw, drawBelow } from '../random/draw.ts';
import { invitesOf, leaversOf, logRowsOf, rejoinsOf } from './group-size.ts';
import type { GroupSize } from './group-size.ts';

/** Log rows per thousand joiners: 120 leave, 18 of those join again. */
const ROWS_PER_1000_JOINERS = 1138;

/** A group that is exported a day later than its first events. */
const EARLY_ACTIVITY: GroupSize = {
  added: 10,
  leavers: 1,
  rejoins: 0,
  writers: 4,
  commaWriters: 0,
  inviters: 1,
  invites: 2,
};

/** Integer square root, exact. */
function integerRoot(value: bigint): bigint {
  let root = BigInt(Math.floor(Math.sqrt(Number(value))));
  while (root * root > value) root -= 1n;
  while ((root + 1n) * (root + 1n) <= value) root += 1n;
  return root;
}

/** 2^20 / rank^(3/8), the Zipf weight of a rank from 1, in whole numbers. */
function zipfWeight(rank: number): number {
  const power = BigInt(rank) ** 3n;
  const half = integerRoot(power << 48n);
  const quarter = integerRoot(half << 24n);
  const eighth = integerRoot(quarter << 24n);
  return Number((1n << 44n) / eighth);
}

/**
 * Groups in age order whose log rows add up to exactly `logRows`.
 *
 * Shape: `groups` sizes by Zipf's law, the ten oldest being the ten largest in mixed order, then `earlyGroups` small
 * ones that are known only from the next day on.
 */
export function scaledSizes(options: {
  readonly groups: number;
  readonly earlyGroups: number;
  readonly logRows: number;
  readonly key: number;
}): GroupSize[] {
  const { groups, earlyGroups, logRows, key } = options;
  const budget = logRows - groups - earlyGroups * logRowsOf(EARLY_ACTIVITY);
  const joiners = Math.floor((budget * 1000) / ROWS_PER_1000_JOINERS);
  const weights = weightsByAge(groups, key);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const base = weights.map((weight) => Math.floor((joiners * weight) / total));
  const rows = base.reduce((sum, added) => sum + added + leaversOf(added) + rejoinsOf(leaversOf(added)), 0);
  const missing = budget - rows;
  const sizes = base.map((added, ageIndex) => {
    const turn = (ageIndex - 10 + groups) % groups;
    const extra = Math.floor(missing / groups) + (turn < missing % groups ? 1 : 0);
    return sizeOf(key, ageIndex, added + extra, leaversOf(added));
  });
  return [...sizes, ...Array.from({ length: earlyGroups }, () => EARLY_ACTIVITY)];
}

function weightsByAge(groups: number, key: number): number[] {
  const largest = affinePermutation(Math.min(10, groups), draw(key, 0, 10), draw(key, 1, 10));
  const others = affinePermutation(Math.max(0, groups - 10), draw(key, 2, 10), draw(key, 3, 10));
  return Array.from({ length: groups }, (_, age) =>
    zipfWeight(1 + (age < 10 ? permuted(largest, age) : 10 + permuted(others, age - 10))),
  );
}

function sizeOf(key: number, ageIndex: number, added: number, leavers: number): GroupSize {
  const conversion = 300 + drawBelow(key, ageIndex, 11, 301);
  const share = 15 + drawBelow(key, ageIndex, 12, 7);
  return {
    added,
    leavers,
    rejoins: rejoinsOf(leavers),
    writers: Math.min(Math.ceil((added * conversion) / 1000), Math.floor((added * 600) / 1000)),
    commaWriters: 0,
    inviters: added < 10 ? 0 : Math.ceil((added * share) / 100),
    invites: invitesOf(added),
  };
}
