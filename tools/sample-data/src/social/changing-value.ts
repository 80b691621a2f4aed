import { draw } from '../random/draw.ts';
import type { SocialDay } from './social-recipe.ts';

/**
 * Which version of a value a day shows: 0 on the first day.
 *
 * About `perThousand` of the values change on day 2; on day 3 half of those are back at version 0 (A, B, A) and about as
 * many others change for the first time.
 */
export function versionOn(
  day: SocialDay,
  key: number,
  row: number,
  field: number,
  perThousand: number,
): number {
  if (day === 1) return 0;
  const choice = draw(key, row, field);
  const turn = choice % 1000;
  if (turn < perThousand) return day === 3 && (choice >>> 16) % 2 === 0 ? 0 : 1;
  return day === 3 && turn < 2 * perThousand ? 2 : 0;
}
