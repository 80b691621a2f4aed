/** Faults that leave a record's boundaries certain; bits of {@link RecordView.faults}. */
export const recordFault = {
  recordTooLong: 1,
  fieldTooLong: 2,
  encoding: 4,
  nulByte: 8,
  controlByte: 16,
  quoteStray: 32,
} as const;

/**
 * One record between two certain boundaries.
 *
 * Shape: field `f` is `bytes[start + (f ? fieldEnds[f - 1] + 1 : 0) .. start + fieldEnds[f])`, quotes included.
 * Invariant: valid only during {@link RecordSink.record}; buffers are reused afterwards.
 */
export interface RecordView {
  /** 0 is the header. */
  readonly ordinal: number;
  /** Physical line of the first byte, 1-based. */
  readonly line: number;
  /** Position of the first byte in the file. */
  readonly offset: number;
  /** Bytes without the newline; 0 for a blank line. */
  readonly length: number;
  /** Newline that ended the record; null at the end of the file. */
  readonly newline: 'lf' | 'crlf' | null;
  /** Bits of {@link recordFault}; with `recordTooLong`, `bytes` holds the record's beginning only. */
  readonly faults: number;
  readonly bytes: Buffer;
  readonly start: number;
  readonly fieldCount: number;
  readonly fieldEnds: Int32Array;
  /** Some quoted field holds a doubled quote. */
  readonly escaped: boolean;
  /** True when no byte of the record is above 0x7f; false may be too careful. */
  readonly ascii: boolean;
  /** `bytes` as text of one character per byte, so that byte positions index it. */
  readonly text: string;
  /** Lower-case hex over the record's bytes. */
  sha256(): string;
}

export interface RecordSink {
  record(view: RecordView): void;
}
