import { VaultwrightError } from '@vaultwright/datavault-core';
import type { SourceContract } from '@vaultwright/datavault-core/model';
import type { CanonicalRow } from '@vaultwright/datavault-core/warehouse';
import { CsvFraming } from './csv-framing.ts';
import { decodedPieces } from './csv-input.ts';
import type { CsvInput } from './csv-input.ts';
import type { CsvOptions } from './csv-options.ts';
import { rejectsOf } from './csv-reject.ts';
import type { CsvReject } from './csv-reject.ts';
import { fileFault } from './file-fault.ts';
import type { HeaderMapping } from './header-mapping.ts';
import { headerRecord } from './header-record.ts';
import { RecordCheck } from './record-check.ts';
import { recordReasons, valueReasons } from './record-reasons.ts';
import type { RecordSink, RecordView } from './record-view.ts';
import { RowReader } from './row-reader.ts';

/** Counts of records. Invariant: `read = loaded + rejected + blank`. */
export interface CsvTotals {
  readonly read: number;
  readonly loaded: number;
  readonly rejected: number;
  readonly blank: number;
}

export interface CsvBatch {
  /** In file order. */
  readonly rows: readonly CanonicalRow[];
  readonly rejects: readonly CsvReject[];
  /** Of all batches so far; the last batch, which always comes, has those of the file. */
  readonly totals: CsvTotals;
}

const batchRows = 1024;

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
  const batch = new BatchBuilder(contract, header, options);
  const framing = new CsvFraming(contract.csv, batch.object, batch);
  for await (const piece of decodedPieces(input, contract.csv.encoding, batch.object)) {
    framing.write(piece);
    if (batch.isFull) yield batch.take();
  }
  framing.end();
  batch.checkComplete(framing.ordinal);
  yield batch.take();
}

class BatchBuilder implements RecordSink {
  readonly object: string;
  readonly #reader: RowReader;
  #check: RecordCheck | undefined;
  #rows: CanonicalRow[] = [];
  #rejects: CsvReject[] = [];
  #read = 0;
  #loaded = 0;
  #rejected = 0;
  #blank = 0;

  constructor(
    readonly contract: SourceContract,
    readonly header: HeaderMapping,
    readonly options: CsvOptions,
  ) {
    this.object = options.object ?? contract.name;
    this.#reader = new RowReader(contract, header);
  }

  get isFull(): boolean {
    return this.#rows.length >= batchRows || this.#rejects.length >= batchRows;
  }

  take(): CsvBatch {
    const totals = { read: this.#read, loaded: this.#loaded, rejected: this.#rejected, blank: this.#blank };
    const batch = { rows: this.#rows, rejects: this.#rejects, totals };
    this.#rows = [];
    this.#rejects = [];
    return batch;
  }

  record(view: RecordView): void {
    if (this.#check === undefined) {
      this.#check = this.#takeHeader(view);
      return;
    }
    this.#read += 1;
    const verdict = this.#check.verdict(view);
    if (verdict === 'whole') {
      const row = this.#reader.read(view);
      if (row === null) this.#reject(view, valueReasons(view, this.#reader, this.contract.csv.quote));
      else {
        this.#rows.push(row);
        this.#loaded += 1;
      }
    } else if (verdict === 'blank') this.#blank += 1;
    else this.#reject(view, recordReasons(view, verdict, this.header, this.contract.csv));
  }

  /** @param framed Records found by the framing, the header included. */
  checkComplete(framed: number): void {
    const { object, options } = this;
    if (this.#check === undefined) {
      if (options.onEmptyObject === 'accept') return;
      throw fileFault('OBJECT_EMPTY', { object, line: 1, found: 'no header' });
    }
    const accounted = this.#loaded + this.#rejected + this.#blank;
    if (accounted === framed - 1) return;
    throw new VaultwrightError({
      code: 'E-DATA-RECONCILE',
      family: 'internal',
      title: 'records got lost between framing and rows',
      where: object,
      found: `${framed - 1} read, ${accounted} accounted for`,
      allowed: 'read = loaded + rejected + blank',
      fix: 'please report this defect with the header of the file',
    });
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

  #reject(view: RecordView, reasons: readonly ReturnType<typeof valueReasons>[number][]): void {
    this.#rejects.push(...rejectsOf(view, reasons));
    this.#rejected += 1;
  }
}
