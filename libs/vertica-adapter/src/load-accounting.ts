import { VaultwrightError } from '@vaultwright/datavault-core';
import type { BulkLoad } from '@vaultwright/datavault-core/warehouse';
import { ProtocolViolation } from './connection-failure.ts';
import type { ControlCharEncoder, RefusedRecord } from './control-char-encoder.ts';
import type { CopyResult } from './copy-from.ts';

/** A record that is not in the table: `control` bytes that no stream can carry, or refused by the `engine`. */
export interface RejectedRecord {
  /** 1-based number among the records that were given. */
  readonly record: bigint;
  readonly reason: 'control' | 'engine';
}

/** Invariant: read = stored + rejected. */
export interface LoadReport {
  readonly read: bigint;
  readonly stored: bigint;
  readonly rejected: readonly RejectedRecord[];
}

/**
 * Compares what was sent with what the server says it did.
 *
 * Errors: `E-DATA-RECONCILE`; `ProtocolViolation` for row numbers that were never sent.
 */
export function reconcile(
  load: Pick<BulkLoad, 'target'>,
  encoder: ControlCharEncoder,
  { loaded, rejectedRows }: CopyResult,
  leftOut: readonly RefusedRecord[],
): LoadReport {
  const distinct = new Set(rejectedRows);
  if (distinct.size !== rejectedRows.length || rejectedRows.some((row) => row < 1n || row > encoder.written))
    throw new ProtocolViolation('the server refused rows that it was never sent');
  const report: LoadReport = {
    read: encoder.given,
    stored: loaded,
    rejected: [
      ...leftOut.map(({ record }): RejectedRecord => ({ record, reason: 'control' })),
      ...rejectedRows.map((row): RejectedRecord => ({ record: encoder.recordOf(row), reason: 'engine' })),
    ].sort((a, b) => (a.record < b.record ? -1 : 1)),
  };
  if (report.read !== loaded + BigInt(report.rejected.length)) {
    throw countsDiffer(
      load,
      `${encoder.written} rows sent, ${loaded} stored, ${rejectedRows.length} refused`,
    );
  }
  return report;
}

/** Errors: `E-DATA-RECONCILE`. */
export function countsDiffer({ target }: Pick<BulkLoad, 'target'>, found: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-DATA-RECONCILE',
    family: 'data',
    title: 'the counts of a COPY do not add up; roll it back',
    where: `${target.schema}.${target.name}`,
    found,
    allowed: 'sent = stored + refused',
    fix: 'please report this with the run folder',
  });
}

/** Errors: `E-DATA-CONTROL`; names the place, not the value. */
export function controlByte(load: BulkLoad, { record, field }: RefusedRecord): VaultwrightError {
  const name = Object.keys(load.source.columns)[field] ?? load.constants[0]?.column ?? `value ${field + 1}`;
  return new VaultwrightError({
    code: 'E-DATA-CONTROL',
    family: 'data',
    title: 'a value holds a control character that no stream to Vertica can carry',
    where: `source ${load.source.name}, record ${record}, column ${name}`,
    found: 'one of the characters U+0000 to U+0003',
    allowed: 'any other character',
    fix: 'remove the character from the file and load it again',
  });
}
