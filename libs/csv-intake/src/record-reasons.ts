import { isUtf8 } from 'node:buffer';
import type { CsvFormat } from '@vaultwright/datavault-core/model';
import { csvLimits } from './csv-limits.ts';
import type { RejectReason } from './csv-reject.ts';
import { fieldOf, fieldRange } from './field-text.ts';
import type { HeaderMapping } from './header-mapping.ts';
import type { RecordFaultCode } from './record-check.ts';
import type { RecordView } from './record-view.ts';
import type { RowReader } from './row-reader.ts';

const expectations = {
  RECORD_TOO_LONG: 'a record of at most 2 MiB',
  HEADER_REPEATED: 'a data record, not the header again',
  NUL_BYTE: 'text without the byte 0x00',
  CONTROL_BYTE: 'text without the bytes 0x01-0x03',
  QUOTE_STRAY: 'quotes only around a whole field',
  FIELD_TOO_LONG: 'a field of at most 1 MiB',
} satisfies Record<Exclude<RecordFaultCode, 'FIELD_COUNT' | 'ENCODING'>, string>;

/** A fault of a record without columns to blame. */
export function wholeRecordReason(
  code: 'RECORD_TOO_LONG' | 'ENCODING',
  { encoding }: CsvFormat,
): RejectReason {
  const expected = code === 'ENCODING' ? textIn(encoding) : expectations[code];
  return { columnNo: null, column: null, code, value: null, expected };
}

/** Why a record as a whole is rejected; its values are then not judged. */
export function recordReasons(
  view: RecordView,
  codes: readonly RecordFaultCode[],
  header: HeaderMapping,
  { quote, encoding }: CsvFormat,
): RejectReason[] {
  return codes.map((code) => {
    const whole = { columnNo: null, column: null, code, value: null };
    if (code === 'FIELD_COUNT') {
      return { ...whole, value: `${view.fieldCount} fields`, expected: `${header.names.length} fields` };
    }
    const expected = code === 'ENCODING' ? textIn(encoding) : expectations[code];
    const index = firstField(view, code, quote);
    if (index < 0) return { ...whole, expected };
    const column = header.fileColumns[index] ?? header.names[index] ?? null;
    return { columnNo: index + 1, column, code, value: fieldOf(view, index, quote).text, expected };
  });
}

function textIn(encoding: CsvFormat['encoding']): string {
  return encoding === undefined
    ? 'valid UTF-8; csv.encoding of the contract declares another'
    : `text in ${encoding}, as csv.encoding says`;
}

/** Why the values of a whole record do not fit, in contract order. */
export function valueReasons(view: RecordView, reader: RowReader, quote: string | null): RejectReason[] {
  return reader.columns.flatMap((column) => {
    if (column.fileIndex < 0) return [];
    const field = fieldOf(view, column.fileIndex, quote);
    const problem = column.problem(field);
    if (problem === null) return [];
    const value = column.isNull(field) ? null : field.text;
    return [
      {
        columnNo: column.fileIndex + 1,
        column: column.name,
        code: problem.code,
        value,
        expected: problem.expected,
      },
    ];
  });
}

/** Index of the first field with the fault, -1 when it cannot be told. */
function firstField(view: RecordView, code: RecordFaultCode, quote: string | null): number {
  const shows = (field: Buffer): boolean => {
    switch (code) {
      case 'ENCODING':
        return !isUtf8(field);
      case 'NUL_BYTE':
        return field.includes(0);
      case 'CONTROL_BYTE':
        return field.includes(1) || field.includes(2) || field.includes(3);
      case 'QUOTE_STRAY':
        return quote !== null && field.includes(quote) && !field.subarray(0, 1).equals(Buffer.from(quote));
      case 'FIELD_TOO_LONG':
        return field.length > csvLimits.fieldBytes;
      default:
        return false;
    }
  };
  const known = Math.min(view.fieldCount, view.fieldEnds.length);
  for (let index = 0; index < known; index += 1) {
    const [from, to] = fieldRange(view, index);
    if (shows(view.bytes.subarray(from, to))) return index;
  }
  return -1;
}
