/** What a part of a date in a name tells. */
export type DateField = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'week';

const tokens: Readonly<Record<string, DateField>> = {
  yyyy: 'year',
  MM: 'month',
  dd: 'day',
  HH: 'hour',
  mm: 'minute',
  ss: 'second',
  ww: 'week',
};

/** The pieces of a format in order; `field` is null for text that stands for itself. */
export function readFormat(format: string): { readonly field: DateField | null; readonly text: string }[] {
  return (format.match(/yyyy|MM|dd|HH|mm|ss|ww|./gs) ?? []).map((text) => ({
    field: tokens[text] ?? null,
    text,
  }));
}

export function isDateFormat(format: string): boolean {
  return readFormat(format).some(({ field }) => field !== null);
}

/**
 * The day and time that the captured digits name, as clocks of their zone show it; null when there is no such day.
 *
 * Shape: `YYYY-MM-DD` and `HH:MM:SS`; missing smaller parts begin at their first value, a week at its Monday.
 */
export function dateOf(
  fields: Readonly<Partial<Record<DateField, string>>>,
): { readonly day: string; readonly time: string } | null {
  const { year, month = '01', day = '01', hour = '00', minute = '00', second = '00', week } = fields;
  if (year === undefined) return null;
  const date = week === undefined ? `${year}-${month}-${day}` : mondayOf(Number(year), Number(week));
  const time = `${hour}:${minute}:${second}`;
  const instant = date === null ? Number.NaN : Date.parse(`${date}T${time}Z`);
  const exists = !Number.isNaN(instant) && new Date(instant).toISOString() === `${date}T${time}.000Z`;
  return exists && date !== null ? { day: date, time } : null;
}

/** Week 1 of ISO 8601 is the one with 4 January; a year has 52 or 53. */
function mondayOf(year: number, week: number): string | null {
  const fourth = new Date(0);
  fourth.setUTCFullYear(year, 0, 4);
  const first = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * dayLength;
  const monday = first + (week - 1) * dayLength * 7;
  const thursday = new Date(monday + 3 * dayLength);
  return week < 1 || thursday.getUTCFullYear() !== year ? null : new Date(monday).toISOString().slice(0, 10);
}

const dayLength = 86_400_000;
