import type { CsvReject } from '@vaultwright/csv-intake';
import type { CsvRejectLine } from '../run-event.ts';

/** Rejects of one object as the run's log and `rejects.csv` show them. */
export function rejectLines(object: string, rejects: readonly CsvReject[]): CsvRejectLine[] {
  return rejects.map(({ recordNo, lineNo, column, code, value, expected, byteStart, byteLength, raw }) => ({
    object,
    record: recordNo,
    line: lineNo,
    column,
    code,
    value,
    expected,
    byteStart,
    byteLength,
    raw,
  }));
}
