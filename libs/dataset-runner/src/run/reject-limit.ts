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
  { name, columns, csv }: SourceContract,
): VaultwrightError {
  const allowed = 'records' in limit ? String(limit.records) : `${limit.percent}%`;
  return new VaultwrightError({
    code: 'E-DATA-REJECTS',
    family: 'data',
    title: `${counts.rejected} of ${counts.read} records rejected, the limit is ${allowed}; nothing of this file was loaded`,
    where: object,
    found: `${counts.rejected} rejected records`,
    allowed,
    fix: formFix(first, name, csv) ?? `correct the file, or accept them: --max-rejects ${counts.rejected}`,
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

/** What mends a file that is read in the wrong way, so that accepting its rejects would only lose rows; null for wrong values. */
function formFix(
  first: readonly CsvReject[],
  source: string,
  { delimiter, quote }: SourceContract['csv'],
): string | null {
  const all = (...codes: readonly string[]): boolean =>
    first.length > 0 && first.every(({ code }) => codes.includes(code));
  const split = JSON.stringify(delimiter);
  const declare = (encoding: string): string =>
    `set csv: { encoding: '${encoding}' } in source ${source}, or the encoding that the file has`;
  if (all('ENCODING')) return declare('windows-1251');
  if (all('NUL_BYTE', 'FIELD_COUNT') && !all('FIELD_COUNT')) return declare('utf-16le');
  if (all('QUOTE_STRAY', 'FIELD_COUNT') && !all('FIELD_COUNT'))
    return `set csv: { quote: null } in source ${source} for files that never quote, or quote whole fields only`;
  if (!all('FIELD_COUNT')) return null;
  return quote === null
    ? `set csv: { quote: '"' } in source ${source} if the file quotes values with ${split}, or correct the file`
    : `correct the file: a value that holds ${split} stands in quotes ${quote}; if it uses other ones, set csv: { delimiter, quote } in source ${source}`;
}
