import type { SourceContract } from '@vaultwright/datavault-core/model';
import { CsvFraming } from './csv-framing.ts';
import { decodedPieces } from './csv-input.ts';
import type { CsvInput } from './csv-input.ts';
import type { CsvOptions } from './csv-options.ts';
import { rejectsOf } from './csv-reject.ts';
import type { RejectReason } from './csv-reject.ts';
import { fileFault } from './file-fault.ts';
import type { HeaderMapping } from './header-mapping.ts';
import { headerRecord } from './header-record.ts';
import { RecordBatch } from './record-batch.ts';
import type { CsvBatch } from './record-batch.ts';
import { RecordCheck } from './record-check.ts';
import { recordReasons, valueReasons } from './record-reasons.ts';
import type { RecordSink, RecordView } from './record-view.ts';
import { RowReader } from './row-reader.ts';

/**
 * The canonical parser: every record of a file becomes a row, a reject, or is blank.
 *
 * Invariant: finds the same records as the scan; memory is bounded by the batch, whatever the file.
 * Errors: `E-DATA-HEADER`, `E-DATA-QUOTE`, `E-DATA-EMPTY`, `E-DATA-FILE` at the place in the file, after earlier
 * batches: store them in a transaction.
 * Example: `for await (const { rows, rejects } of parseCsv(users.contract, scan.header, path)) ...`
 */
export async function* parseCsv(
  contract: SourceContract,
  header: HeaderMapping,
  input: CsvInput,
  options: CsvOptions = {},
): AsyncGenerator<CsvBatch, void, undefined> {
  const records = new RecordReader(contract, header, options);
  const { batch, object } = records;
  const framing = new CsvFraming(contract.csv, object, records);
  for await (const piece of decodedPieces(input, contract.csv.encoding, object)) {
    framing.write(piece);
    if (batch.isFull) yield batch.take();
  }
  framing.end();
  records.checkComplete(framing.ordinal);
  yield batch.take();
}

class RecordReader implements RecordSink {
  readonly object: string;
  readonly batch = new RecordBatch();
  readonly #reader: RowReader;
  #check: RecordCheck | undefined;

  constructor(
    readonly contract: SourceContract,
    readonly header: HeaderMapping,
    readonly options: CsvOptions,
  ) {
    this.object = options.object ?? contract.name;
    this.#reader = new RowReader(contract, header);
  }

  record(view: RecordView): void {
    if (this.#check === undefined) {
      this.#check = this.#takeHeader(view);
      return;
    }
    const verdict = this.#check.verdict(view);
    if (verdict === 'whole') {
      const row = this.#reader.read(view);
      if (row === null) this.#reject(view, valueReasons(view, this.#reader, this.contract.csv.quote));
      else this.batch.load(row);
    } else if (verdict === 'blank') this.batch.skipBlank();
    else this.#reject(view, recordReasons(view, verdict, this.header, this.contract.csv));
  }

  /** @param framed Records found by the framing, the header included. */
  checkComplete(framed: number): void {
    const { object, options } = this;
    if (this.#check !== undefined) this.batch.checkComplete(framed - 1, object);
    else if (options.onEmptyObject !== 'accept') {
      throw fileFault('OBJECT_EMPTY', { object, line: 1, found: 'no header' });
    }
  }

  #takeHeader(view: RecordView): RecordCheck {
    const { contract, header, object, options } = this;
    const record = headerRecord(view, contract, options);
    const same =
      record.names.length === header.names.length &&
      record.names.every((name, at) => name === header.names[at]);
    if (!same)
      throw fileFault('HEADER_CHANGED', { object, line: 1, found: `${record.names.length} other columns` });
    return new RecordCheck(object, record);
  }

  #reject(view: RecordView, reasons: readonly RejectReason[]): void {
    this.batch.reject(rejectsOf(view, view.ordinal, reasons));
  }
}
