import { VaultwrightError } from '@vaultwright/datavault-core';
import type { SourceContract } from '@vaultwright/datavault-core/model';
import type { CsvReject } from '@vaultwright/csv-intake';

/** How many records of one object may be rejected: a number of records, or a share of them. */
export type RejectLimit = { readonly records: number } | { readonly percent: number };

export function exceedsLimit(limit: RejectLimit, rejected: number, read: number): boolean {
  return 'records' in limit ? rejected > limit.records : rejected * 100 > limit.percent * read;
}

/** The failure of an object with too many rejects. Personal values are masked. */
export function tooManyRejects(
  object: string,
  counts: { readonly rejected: number; readonly read: number },
  limit: RejectLimit,
  first: readonly CsvReject[],
  { columns }: SourceContract,
): VaultwrightError {
  const allowed = 'records' in limit ? String(limit.records) : `${limit.percent}%`;
  return new VaultwrightError({
    code: 'E-DATA-REJECTS',
    family: 'data',
    title: `${counts.rejected} of ${counts.read} records rejected, the limit is ${allowed}; nothing of this file was loaded`,
    where: object,
    found: `${counts.rejected} rejected records`,
    allowed,
    fix: `correct the file, or accept them: --max-rejects ${counts.rejected}`,
    details: first.slice(0, 5).map((reject) => describe(reject, columns)),
  });
}

function describe(
  { lineNo, column, code, value, expected }: CsvReject,
  columns: SourceContract['columns'],
): string {
  const shown =
    value === null ? 'nothing' : column !== null && columns[column]?.pii ? '***' : JSON.stringify(value);
  return `line ${lineNo}  ${column ?? '(record)'}  ${code}: found ${shown}, expected ${expected}`;
}
