import type { SourceContract } from '@vaultwright/datavault-core/model';
import type { CsvOptions } from './csv-options.ts';
import { fieldOf } from './field-text.ts';
import { fileFault, jsonHint } from './file-fault.ts';
import { recordFault } from './record-view.ts';
import type { RecordView } from './record-view.ts';

/** The first record of a file, kept beyond its view. */
export interface HeaderRecord {
  /** Without byte order mark and newline. */
  readonly bytes: Buffer;
  readonly names: readonly string[];
}

const openingBrace = 0x7b;

/** Reads the header record. Errors: `E-DATA-HEADER` when it is not clean text. */
export function headerRecord(view: RecordView, contract: SourceContract, options: CsvOptions): HeaderRecord {
  if (view.faults !== 0) {
    const object = options.object ?? contract.name;
    const isJson = view.bytes[view.start] === openingBrace;
    const { found, fix } = byteCause(view.faults, contract);
    const hint = isJson ? jsonHint : '';
    throw fileFault('HEADER_BYTES', { object, line: 1, found: `${found}${hint}`, fix });
  }
  return {
    bytes: Buffer.from(view.bytes.subarray(view.start, view.start + view.length)),
    names: Array.from(
      { length: view.fieldCount },
      (_, index) => fieldOf(view, index, contract.csv.quote).text,
    ),
  };
}

/** What the bytes of a header tell of the file's encoding or quotes, and what mends it. */
function byteCause(
  faults: number,
  { name, csv: { encoding, quote } }: SourceContract,
): { readonly found: string; readonly fix: string } {
  const declare = (other: string) =>
    `set csv: { encoding: '${other}' } in source ${name}, or the encoding that the file has`;
  if ((faults & recordFault.nulByte) !== 0)
    return { found: 'bytes 0x00, as a file in UTF-16 has', fix: declare('utf-16le') };
  if ((faults & recordFault.encoding) !== 0)
    return { found: `bytes that are not ${encoding ?? 'UTF-8'}`, fix: declare('windows-1251') };
  if ((faults & recordFault.quoteStray) !== 0) {
    return {
      found: `a quote ${quote} inside a name`,
      fix: `set csv: { quote: null } in source ${name} for files that never quote, or correct the header line`,
    };
  }
  return { found: 'bytes that no column name may hold', fix: 'correct the header line' };
}
