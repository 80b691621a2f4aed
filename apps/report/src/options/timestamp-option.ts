import { RefusedValue } from './report-options.ts';

/**
 * Reads a point in time without a zone into canonical text with six fraction digits.
 *
 * A bare day means its last microsecond, so that a cutoff includes the whole day.
 * Example: `2021-05-28` is `2021-05-28 23:59:59.999999`; `2021-05-28 10:00` is `2021-05-28 10:00:00.000000`.
 */
export function readTimestamp(text: string): string | RefusedValue {
  const refused = new RefusedValue('YYYY-MM-DD, or YYYY-MM-DD HH:MM[:SS[.ffffff]] without a time zone');
  const match =
    /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?)?$/.exec(
      text,
    );
  if (match === null) return refused;
  const [, year = '', month = '', day = '', hour, minute = '', second = '00', fraction = ''] = match;
  if (!isCalendarDay(Number(year), Number(month), Number(day))) return refused;
  if (hour === undefined) return `${year}-${month}-${day} 23:59:59.999999`;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return refused;
  return `${year}-${month}-${day} ${hour}:${minute}:${second}.${fraction.padEnd(6, '0')}`;
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (lengths[month - 1] ?? 0);
}
