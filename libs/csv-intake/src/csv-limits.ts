/** Sizes beyond which a header, field or record is refused. Units: bytes, except `columns`. */
export interface CsvLimits {
  readonly recordBytes: number;
  readonly fieldBytes: number;
  readonly headerBytes: number;
  readonly columns: number;
  /** How much of a rejected record is kept. */
  readonly rawBytes: number;
  /**
   * Input is worked in blocks that end at multiples of this offset, and open quotes are measured only there and at
   * record ends: so a verdict depends on the bytes, never on how they were cut into chunks. At most `recordBytes`.
   */
  readonly blockBytes: number;
}

const kibibyte = 1024;

/** The limits of every file. */
export const csvLimits: CsvLimits = {
  recordBytes: 2048 * kibibyte,
  fieldBytes: 1024 * kibibyte,
  headerBytes: 1024 * kibibyte,
  columns: 1600,
  rawBytes: 4 * kibibyte,
  blockBytes: 64 * kibibyte,
};
