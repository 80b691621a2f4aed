import { fileFault } from './file-fault.ts';
import type { HeaderRecord } from './header-record.ts';
import { recordFault } from './record-view.ts';
import type { RecordView } from './record-view.ts';

/** Why a record is rejected as a whole, in the order of listing. */
export const recordFaultCodes = [
  'RECORD_TOO_LONG',
  'HEADER_REPEATED',
  'FIELD_COUNT',
  'ENCODING',
  'NUL_BYTE',
  'CONTROL_BYTE',
  'QUOTE_STRAY',
  'FIELD_TOO_LONG',
] as const;
export type RecordFaultCode = (typeof recordFaultCodes)[number];

const byteFaults: readonly (readonly [bit: number, code: RecordFaultCode])[] = [
  [recordFault.encoding, 'ENCODING'],
  [recordFault.nulByte, 'NUL_BYTE'],
  [recordFault.controlByte, 'CONTROL_BYTE'],
  [recordFault.quoteStray, 'QUOTE_STRAY'],
  [recordFault.fieldTooLong, 'FIELD_TOO_LONG'],
];

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** What becomes of a record: it is read, skipped, or rejected for these reasons. */
export type RecordVerdict = 'whole' | 'blank' | readonly RecordFaultCode[];

/** Judges data records against their header; the scan and the parser share its verdicts. */
export class RecordCheck {
  readonly #columns: number;
  readonly #header: Buffer;

  constructor(
    readonly object: string,
    header: HeaderRecord,
  ) {
    this.#columns = header.names.length;
    this.#header = header.bytes;
  }

  /** Errors: `E-DATA-FILE` for a blank line in a file of one column. */
  verdict(view: RecordView): RecordVerdict {
    if (view.length === 0) {
      if (this.#columns > 1) return 'blank';
      throw fileFault('BLANK_AMBIGUOUS', { object: this.object, line: view.line, found: 'a blank line' });
    }
    if (view.faults === 0 && view.fieldCount === this.#columns && !this.#repeatsHeader(view)) return 'whole';
    if ((view.faults & recordFault.recordTooLong) !== 0) return ['RECORD_TOO_LONG'];
    if (this.#repeatsHeader(view)) return ['HEADER_REPEATED'];
    const codes = byteFaults.filter(([bit]) => (view.faults & bit) !== 0).map(([, code]) => code);
    return view.fieldCount === this.#columns ? codes : ['FIELD_COUNT', ...codes];
  }

  /** Concatenated files repeat the header, perhaps behind another byte order mark. */
  #repeatsHeader(view: RecordView): boolean {
    const surplus = view.length - this.#header.length;
    if (surplus !== 0 && surplus !== byteOrderMark.length) return false;
    const { bytes, start } = view;
    if (bytes[start + surplus] !== this.#header[0]) return false;
    const from = start + surplus;
    return (
      bytes.compare(this.#header, 0, this.#header.length, from, start + view.length) === 0 &&
      (surplus === 0 || bytes.subarray(start, from).equals(byteOrderMark))
    );
  }
}
