import type { SourceContract } from '@vaultwright/datavault-core/model';
import type { CsvOptions } from './csv-options.ts';
import { fieldOf } from './field-text.ts';
import { fileFault, jsonHint } from './file-fault.ts';
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
    const hint = isJson ? jsonHint : '';
    throw fileFault('HEADER_BYTES', { object, line: 1, found: `bytes that no column name may hold${hint}` });
  }
  return {
    bytes: Buffer.from(view.bytes.subarray(view.start, view.start + view.length)),
    names: Array.from(
      { length: view.fieldCount },
      (_, index) => fieldOf(view, index, contract.csv.quote).text,
    ),
  };
}
