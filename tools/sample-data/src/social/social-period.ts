import { secondsOf } from '../calendar.ts';
import type { SocialDay } from './social-recipe.ts';

/** Half-open stretch of time. Units: seconds since 1970-01-01. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** Registrations of the users of the first delivery. */
export const USER_REGISTRATIONS: Period = { start: secondsOf(2004, 7, 1), end: secondsOf(2023, 1, 1) };
/** The twelve oldest groups. */
export const OLDEST_GROUPS: Period = { start: secondsOf(2004, 8, 30), end: secondsOf(2005, 5, 9) };
export const YOUNGER_GROUPS: Period = { start: secondsOf(2005, 6, 1), end: secondsOf(2022, 12, 1) };
/** Groups that exist on the first day but are exported on the second. */
export const SECOND_DAY_GROUPS: Period = { start: secondsOf(2022, 12, 1), end: secondsOf(2022, 12, 16) };
export const THIRD_DAY_GROUPS: Period = { start: secondsOf(2023, 1, 2), end: secondsOf(2023, 1, 7) };

const activity: Readonly<Record<SocialDay, Period>> = {
  1: { start: secondsOf(2004, 8, 30), end: secondsOf(2023, 1, 1) },
  2: { start: secondsOf(2023, 1, 1), end: secondsOf(2023, 1, 8) },
  3: { start: secondsOf(2023, 1, 8), end: secondsOf(2023, 1, 15) },
};

/** When the new messages and events of a delivery happened. */
export function activityPeriod(day: SocialDay): Period {
  return activity[day];
}
