import { VaultwrightError } from '@vaultwright/datavault-core';
import type { BulkLoad, RegularCsvFile } from '@vaultwright/datavault-core/warehouse';
import { firstLine, messageOf } from './engine-error.ts';

/**
 * The engine read a file but refused a record or a value.
 *
 * Invariant: carries no value of the file; the engine's own message would show the record.
 */
export function guardMissed(load: BulkLoad, file: RegularCsvFile, cause: unknown): VaultwrightError {
  const message = firstLine(messageOf(cause));
  const column = /guard missed in column [^"]*/.exec(message)?.[0];
  return dataGuard(load, {
    found: column ?? message.replace(/(["'])(?:.*)\1/, '(value not shown)'),
    allowed: `${file.records} records whose values all pass their guards`,
  });
}

/** The number of stored rows is not the number of records. */
export function storedCountDiffers(load: BulkLoad, stored: bigint, expected: bigint): VaultwrightError {
  return dataGuard(load, { found: `${stored} rows stored`, allowed: `${expected} rows, one per record` });
}

function dataGuard({ target, source }: BulkLoad, what: { found: string; allowed: string }): VaultwrightError {
  return new VaultwrightError({
    code: 'E-DATA-GUARD',
    family: 'data',
    title: 'the engine cannot load this file as it is',
    where: `source ${source.name} into ${target.schema === null ? '' : `${target.schema}.`}${target.name}`,
    ...what,
    fix: 'roll back and send the file through the canonical parser, which names rejected records',
  });
}
