import type { TypeParsers } from './driver-module.ts';
import { bytesFromOctal } from './octal-bytes.ts';

/** Type numbers of the wire protocol. */
export const typeNumber = {
  boolean: 5,
  int: 6,
  float: 7,
  date: 10,
  time: 11,
  timestamp: 12,
  timestamptz: 13,
  numeric: 16,
  varbinary: 17,
  uuid: 20,
  longVarbinary: 116,
  binary: 117,
} as const;

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [typeNumber.boolean, (text) => text === 't' || text === 'true' || text === '1'],
  [typeNumber.int, (text) => BigInt(text)],
  [typeNumber.float, (text) => numberOf(text)],
  [typeNumber.varbinary, bytesFromOctal],
  [typeNumber.longVarbinary, bytesFromOctal],
  [typeNumber.binary, bytesFromOctal],
]);

const asSent = (text: string): string => text;

/**
 * How each client reads values; the driver's own parsers lose digits of 64-bit integers and fail on intervals.
 *
 * Shape: integers bigint, floats number, booleans boolean, bytes Buffer; all else is the text the server sent.
 */
export const valueParsers: TypeParsers = {
  getTypeParser: (oid) => parsers.get(oid) ?? asSent,
};

function numberOf(text: string): number {
  const spelled = /^([+-]?)inf(?:inity)?$/i.exec(text);
  return spelled === null ? Number(text) : spelled[1] === '-' ? -Infinity : Infinity;
}
