const zero = 0x30;
const dash = 0x2d;
const colon = 0x3a;

/** `''` for an unsigned integer of at most `digits` digits without leading zeros, else null. */
export function plainInteger(bytes: Uint8Array, from: number, to: number, digits: number): string | null {
  if (to - from > digits) return null;
  const first = bytes[from]! - zero;
  if (first < 1 || first > 9) return null;
  for (let i = from + 1; i < to; i += 1) {
    const digit = bytes[i]! - zero;
    if (digit < 0 || digit > 9) return null;
  }
  return '';
}

/** `.000000` for a `YYYY-MM-DD HH:MM:SS` of a day that every month has, else null. */
export function plainTimestamp(bytes: Uint8Array, from: number, to: number): string | null {
  if (to - from !== 19) return null;
  const year = pair(bytes, from) * 100 + pair(bytes, from + 2);
  const month = pair(bytes, from + 5);
  const day = pair(bytes, from + 8);
  const hour = pair(bytes, from + 11);
  const minute = pair(bytes, from + 14);
  const second = pair(bytes, from + 17);
  const inRange =
    year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= 28 &&
    hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59; // prettier-ignore
  const separated =
    bytes[from + 4] === dash && bytes[from + 7] === dash && bytes[from + 10] === 0x20 &&
    bytes[from + 13] === colon && bytes[from + 16] === colon; // prettier-ignore
  return inRange && separated ? '.000000' : null;
}

/** Value of two decimal digits; far below zero when they are not digits. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - zero;
  const ones = bytes[at + 1]! - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1_000_000;
}
