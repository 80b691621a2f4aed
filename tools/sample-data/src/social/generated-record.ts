import type { Cell } from '../files/csv-text.ts';
import type { DefectMark, RejectReason } from './social-defects.ts';

/** A record that a loader must take. */
export interface AcceptedRecord<Row> {
  readonly row: Row;
  readonly cells: readonly Cell[];
  readonly marks: readonly DefectMark[];
}

/** A record that a loader must refuse, and why. */
export interface RejectedRecord {
  readonly reject: RejectReason;
  readonly cells: readonly Cell[];
  readonly marks: readonly DefectMark[];
}

export type GeneratedRecord<Row> = AcceptedRecord<Row> | RejectedRecord;

export function isAccepted<Row>(record: GeneratedRecord<Row>): record is AcceptedRecord<Row> {
  return 'row' in record;
}
