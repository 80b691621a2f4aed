import type { SourceContract } from '@vaultwright/datavault-core/model';
import { CsvFraming } from './csv-framing.ts';
import { csvLimits } from './csv-limits.ts';
import type { CsvLimits } from './csv-limits.ts';
import type { CsvOptions } from './csv-options.ts';
import { fileFault } from './file-fault.ts';
import type { RecordSink } from './record-view.ts';

/** No quote, and a delimiter that JSON allows nowhere: a record is a line. */
const lineFormat = { delimiter: '\u001f', quote: null };
const lineLimits: CsvLimits = {
  ...csvLimits,
  fieldBytes: csvLimits.recordBytes,
  headerBytes: Number.POSITIVE_INFINITY,
};

/** The framing of CSV, for files of which every line is a record and none is a header. */
export function lineFraming(contract: SourceContract, options: CsvOptions, sink: RecordSink): CsvFraming {
  return new CsvFraming(lineFormat, options.object ?? contract.name, sink, lineLimits);
}

/** Errors: `E-DATA-EMPTY`. */
export function refuseEmpty(records: number, object: string, { onEmptyObject }: CsvOptions): void {
  if (records > 0 || onEmptyObject === 'accept') return;
  throw fileFault('OBJECT_EMPTY', { object, line: 1, found: 'no record' });
}
