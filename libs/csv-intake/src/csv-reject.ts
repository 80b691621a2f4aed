import { isUtf8 } from 'node:buffer';
import { csvLimits } from './csv-limits.ts';
import type { RecordView } from './record-view.ts';

/**
 * One problem of one rejected record.
 *
 * Invariant: at most 10 per record, faults of the record before those of its columns; counts of rejects count distinct
 * `recordNo`. Values are as written in the file: mask personal data before showing them.
 */
export interface CsvReject {
  /** Records of data, 1-based, blank lines counted. */
  readonly recordNo: number;
  /** Physical line of the record's first byte, 1-based, header counted. */
  readonly lineNo: number;
  /** Position in the file, 1-based; null where columns have none, and when no single column is to blame. */
  readonly columnNo: number | null;
  /** Contract column, or the file's own name of a column left out. */
  readonly column: string | null;
  readonly code: string;
  /** The field as written, without quotes, at most 200 characters; null for NULL. */
  readonly value: string | null;
  /** Completes "expected ...". */
  readonly expected: string;
  /** Place of the record without its newline. Units: bytes. */
  readonly byteStart: number;
  readonly byteLength: number;
  /** The record's first 4 KiB; `base64:` and Base64 when they are not UTF-8. */
  readonly raw: string;
  /** Lower-case hex over the whole record without its newline. */
  readonly rawSha256: string;
}

/** What a reject says beyond the place of its record. */
export type RejectReason = Pick<CsvReject, 'columnNo' | 'column' | 'code' | 'value' | 'expected'>;

const reasonsPerRecord = 10;
const shownCharacters = 200;

/** @param recordNo Number of the record among those of data. */
export function rejectsOf(view: RecordView, recordNo: number, reasons: readonly RejectReason[]): CsvReject[] {
  const record = {
    recordNo,
    lineNo: view.line,
    byteStart: view.offset,
    byteLength: view.length,
    raw: rawText(view),
    rawSha256: view.sha256(),
  };
  return reasons
    .slice(0, reasonsPerRecord)
    .map((reason) => ({ ...reason, ...record, value: shortened(reason.value) }));
}

function shortened(value: string | null): string | null {
  if (value === null || value.length <= shownCharacters) return value;
  return Array.from(value.slice(0, 2 * shownCharacters))
    .slice(0, shownCharacters)
    .join('');
}

function rawText(view: RecordView): string {
  const { bytes, start, length } = view;
  let end = start + Math.min(length, csvLimits.rawBytes);
  // The cut must not halve a character.
  if (length > csvLimits.rawBytes) while (end > start && (bytes[end]! & 0xc0) === 0x80) end -= 1;
  const kept = bytes.subarray(start, end);
  return isUtf8(kept) ? kept.toString() : `base64:${kept.toString('base64')}`;
}
