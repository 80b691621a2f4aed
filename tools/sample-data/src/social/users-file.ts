import { SECOND } from '../calendar.ts';
import { draw, drawBelow } from '../random/draw.ts';
import { versionOn } from './changing-value.ts';
import { chatName } from './chat-name.ts';
import { countryOf } from './country.ts';
import { joinedSections, rangeSection } from './row-section.ts';
import { activityPeriod, USER_REGISTRATIONS } from './social-period.ts';
import type { RowSection } from './row-section.ts';
import type { SocialNetwork } from './social-network.ts';
import type { SocialDay } from './social-recipe.ts';
import type { UserRow } from './social-row.ts';

/** Every 500th user is exported with another registration on day 2, which the stored key must not take over. */
const CONFLICT = { every: 500, at: 123 };
/** Of ten users this one is missing from the delivery; nothing may be deleted for that. */
const ABSENT: Readonly<Record<SocialDay, number>> = { 1: -1, 2: 7, 3: 4 };

/** Day 1: all users. Later days: nine of ten users again, some changed, and 5 % new ones. */
export function userRows(network: SocialNetwork, day: SocialDay): RowSection<UserRow> {
  const row = (index: number): UserRow => userRow(network, index, day);
  const [first, second, third] = network.userArrivals;
  if (day === 1) return rangeSection(first, row);
  const known = day === 2 ? first : first + second;
  const newcomers = day === 2 ? second : third;
  const present = known - Math.ceil((known - ABSENT[day]) / 10);
  return joinedSections([
    rangeSection(present, (at) => row(presentUser(at, ABSENT[day]))),
    rangeSection(newcomers, (at) => row(known + at)),
  ]);
}

/** The `at`-th of the users that are not absent. */
function presentUser(at: number, absent: number): number {
  const place = at % 9;
  return Math.floor(at / 9) * 10 + place + (place >= absent ? 1 : 0);
}

export function userRow(network: SocialNetwork, user: number, day: SocialDay): UserRow {
  const key = network.userKey;
  const name = versionOn(day, key, user, 1, 30);
  const registered = registration(network, user);
  const conflict = day === 2 && registered !== null && user % CONFLICT.every === CONFLICT.at;
  return {
    id: network.userId(user),
    chatName: chatName(key, user, name, !network.recipe.preset.golden),
    registrationDt: conflict ? registered + 86_400 * SECOND : registered,
    country: countryOf(draw(key, user, 2)),
    age: age(key, user, versionOn(day, key, user, 3, 30)),
  };
}

function registration(network: SocialNetwork, user: number): number | null {
  const key = network.userKey;
  if (drawBelow(key, user, 4, 100) === 0) return null;
  const [first, second] = network.userArrivals;
  const period =
    user < first ? USER_REGISTRATIONS : user < first + second ? activityPeriod(2) : activityPeriod(3);
  return (period.start + drawBelow(key, user, 5, period.end - period.start)) * SECOND;
}

/** 45 % are 18 to 22, 30 % are 55 to 64, the others 14 to 80; 0.5 % unknown, 0.05 % impossible. */
function age(key: number, user: number, version: number): number | null {
  const choice = drawBelow(key, user, 6, 10_000);
  if (choice < 50) return null;
  if (choice < 55) return [0, 101, -1][choice % 3]!;
  const band = drawBelow(key, user, 7, 100);
  const bits = draw(key, user, 8);
  if (band < 45) return 18 + (bits % 5) + version;
  if (band < 75) return 55 + (bits % 10) + version;
  return 14 + (bits % 67) + version;
}
