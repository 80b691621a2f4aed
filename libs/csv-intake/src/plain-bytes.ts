import { commonYear } from './canonical-time.ts';

const zero = 0x30;
const dash = 0x2d;
const point = 0x2e;
const colon = 0x3a;
const space = 0x20;
const seconds = 'YYYY-MM-DD HH:MM:SS'.length;
const microseconds = 'YYYY-MM-DD HH:MM:SS.ffffff'.length;

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

/**
 * What a timestamp of the form `YYYY-MM-DD HH:MM:SS` or `YYYY-MM-DD HH:MM:SS.ffffff` lacks for its canonical text; null
 * for any other form, for days that do not exist, and for 29 February, which the calendar must decide.
 */
export function plainTimestampSuffix(bytes: Uint8Array, from: number, to: number): string | null {
  const length = to - from;
  if (length !== seconds && length !== microseconds) return null;
  if (bytes[from + 4] !== dash || bytes[from + 7] !== dash || bytes[from + 10] !== space) return null;
  if (bytes[from + 13] !== colon || bytes[from + 16] !== colon) return null;
  const month = pair(bytes, from + 5);
  const day = pair(bytes, from + 8);
  if (month < 1 || month > 12 || day < 1 || day > commonYear[month - 1]!) return null;
  const hour = pair(bytes, from + 11);
  const minute = pair(bytes, from + 14);
  const second = pair(bytes, from + 17);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
  const century = pair(bytes, from);
  const year = pair(bytes, from + 2);
  if (century < 0 || year < 0 || century + year === 0) return null;
  if (length === seconds) return '.000000';
  const fraction = bytes[from + 19] === point && pair(bytes, from + 20) >= 0 && pair(bytes, from + 22) >= 0;
  return fraction && pair(bytes, from + 24) >= 0 ? '' : null;
}

/** Value of two decimal digits; -1 when they are not digits. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - zero;
  const ones = bytes[at + 1]! - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
