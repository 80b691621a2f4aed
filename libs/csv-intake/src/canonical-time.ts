const microsecondDigits = 6;
/** Widest offset that engines take. Units: minutes. */
const widestOffset = 15 * 60 + 59;
/** Days of each month, February without its leap day. */
export const commonYear = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The text itself when its day exists. */
export function canonicalDate(text: string): string | null {
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const leapDay = month === 2 && (year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0)) ? 1 : 0;
  return Number(text.slice(8, 10)) <= commonYear[month - 1]! + leapDay ? text : null;
}

/** `HH:MM:SS.ffffff`, from a text without seconds or with any number of fraction digits whose surplus is zeros. */
export function canonicalTime(text: string): string {
  const minutes = text.slice(0, 5);
  const seconds = text.slice(6, 8) || '00';
  const fraction = text.slice(9).slice(0, microsecondDigits).padEnd(microsecondDigits, '0');
  return `${minutes}:${seconds}.${fraction}`;
}

/** `YYYY-MM-DD HH:MM:SS.ffffff`. */
export function canonicalTimestamp(text: string): string | null {
  const date = canonicalDate(text.slice(0, 10));
  return date === null ? null : `${date} ${canonicalTime(text.slice(11))}`;
}

/** `YYYY-MM-DD HH:MM:SS.ffffffZ` in UTC; null also when UTC falls outside the years 0001-9999. */
export function canonicalTimestamptz(text: string): string | null {
  const zoneAt = text.search(/(?:Z|[+-][0-9:]+)$/);
  const local = canonicalTimestamp(text.slice(0, zoneAt));
  const offset = offsetMinutes(text.slice(zoneAt));
  if (local === null || offset === null) return null;
  if (offset === 0) return `${local}Z`;

  // A millisecond clock serves: an offset moves whole minutes, so the fraction is carried over as text.
  const instant = new Date(`${local.slice(0, 10)}T${local.slice(11, 19)}Z`);
  instant.setUTCMinutes(instant.getUTCMinutes() - offset);
  const year = instant.getUTCFullYear();
  if (year < 1 || year > 9999) return null;
  const utc = instant.toISOString();
  return `${utc.slice(0, 10)} ${utc.slice(11, 19)}${local.slice(19)}Z`;
}

function offsetMinutes(zone: string): number | null {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2)) * (zone.length > 3 ? 1 : 0);
  const total = hours * 60 + minutes;
  if (minutes > 59 || total > widestOffset) return null;
  return zone.startsWith('-') ? -total : total;
}
