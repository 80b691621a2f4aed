/** Units of all instants in this package: microseconds since 1970-01-01 00:00:00, without a zone. */
export const SECOND = 1_000_000;
/** Units: seconds. */
const DAY_SECONDS = 86_400;

/** Days since 1970-01-01 of a date of the Gregorian calendar. */
function daysOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Seconds since 1970-01-01 at the start of a date. */
export function secondsOf(year: number, month: number, day: number): number {
  return daysOf(year, month, day) * DAY_SECONDS;
}

const two = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));
const dateTexts = new Map<number, string>();

function dateText(days: number): string {
  const known = dateTexts.get(days);
  if (known !== undefined) return known;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const text = `${String(year).padStart(4, '0')}-${two[month]!}-${two[day]!}`;
  dateTexts.set(days, text);
  return text;
}

/** `YYYY-MM-DD HH:MM:SS`; parts of a second are left out. */
export function secondText(micros: number): string {
  const seconds = Math.floor(micros / SECOND);
  const days = Math.floor(seconds / DAY_SECONDS);
  const rest = seconds - days * DAY_SECONDS;
  const hour = Math.floor(rest / 3600);
  const minute = Math.floor((rest - hour * 3600) / 60);
  return `${dateText(days)} ${two[hour]!}:${two[minute]!}:${two[rest % 60]!}`;
}

/** `YYYY-MM-DD HH:MM:SS.ffffff`. */
export function microText(micros: number): string {
  return `${secondText(micros)}.${String(micros % SECOND).padStart(6, '0')}`;
}
