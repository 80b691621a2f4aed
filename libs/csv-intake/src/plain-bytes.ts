const zero = 0x30;
const dash = 0x2d;
const colon = 0x3a;
const space = 0x20;

/** Whether no byte is above 0x7f. */
export function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (bytes[i]! > 0x7f) return false;
  return true;
}

/** An integer above zero of at most `digits` digits: its own canonical text as an int or decimal. */
export function isPlainInteger(bytes: Uint8Array, from: number, to: number, digits: number): boolean {
  if (from === to || to - from > digits || bytes[from] === zero) return false;
  for (let i = from; i < to; i += 1) {
    const digit = bytes[i]! - zero;
    if (digit < 0 || digit > 9) return false;
  }
  return true;
}

/** `YYYY-MM-DD HH:MM:SS` of a day that every month has: lacks only its fraction for the canonical text of a timestamp. */
export function isPlainTimestamp(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== 19) return false;
  const separated =
    bytes[from + 4] === dash &&
    bytes[from + 7] === dash &&
    bytes[from + 10] === space &&
    bytes[from + 13] === colon &&
    bytes[from + 16] === colon;
  const century = pair(bytes, from);
  const year = pair(bytes, from + 2);
  return (
    separated &&
    century >= 0 &&
    year >= 0 &&
    century + year > 0 &&
    isWithin(pair(bytes, from + 5), 1, 12) &&
    isWithin(pair(bytes, from + 8), 1, 28) &&
    isWithin(pair(bytes, from + 11), 0, 23) &&
    isWithin(pair(bytes, from + 14), 0, 59) &&
    isWithin(pair(bytes, from + 17), 0, 59)
  );
}

const isWithin = (value: number, least: number, most: number): boolean => value >= least && value <= most;

/** Value of two decimal digits; -1 when they are not digits. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - zero;
  const ones = bytes[at + 1]! - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
