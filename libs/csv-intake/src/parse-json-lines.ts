import type { SourceContract } from '@vaultwright/datavault-core/model';
import { decodedPieces } from './csv-input.ts';
import type { CsvInput } from './csv-input.ts';
import type { CsvOptions } from './csv-options.ts';
import { rejectsOf } from './csv-reject.ts';
import type { RejectReason } from './csv-reject.ts';
import { jsonMembers } from './json-line.ts';
import { JsonRowReader } from './json-row-reader.ts';
import { lineFraming, refuseEmpty } from './line-framing.ts';
import { RecordBatch } from './record-batch.ts';
import type { CsvBatch } from './record-batch.ts';
import { wholeRecordReason } from './record-reasons.ts';
import { recordFault } from './record-view.ts';
import type { RecordSink, RecordView } from './record-view.ts';

/**
 * The canonical parser of JSON lines: every line becomes a row, a reject, or is blank.
 *
 * Errors: `E-DATA-EMPTY`, `E-DATA-FILE`, as those of CSV.
 */
export async function* parseJsonLines(
  contract: SourceContract,
  input: CsvInput,
  options: CsvOptions = {},
): AsyncGenerator<CsvBatch, void, undefined> {
  const lines = new LineBatch(contract, options);
  const object = options.object ?? contract.name;
  const framing = lineFraming(contract, options, lines);
  for await (const piece of decodedPieces(input, contract.csv.encoding, object)) {
    framing.write(piece);
    if (lines.batch.isFull) yield lines.batch.take();
  }
  framing.end();
  refuseEmpty(framing.ordinal, object, options);
  lines.batch.checkComplete(framing.ordinal, object);
  yield lines.batch.take();
}

class LineBatch implements RecordSink {
  readonly batch = new RecordBatch();
  readonly #reader: JsonRowReader;

  constructor(
    readonly contract: SourceContract,
    options: CsvOptions,
  ) {
    this.#reader = new JsonRowReader(contract, options);
  }

  record(view: RecordView): void {
    if (view.length === 0) {
      this.batch.skipBlank();
      return;
    }
    const outcome = this.#read(view);
    if ('row' in outcome) this.batch.load(outcome.row);
    else this.batch.reject(rejectsOf(view, view.ordinal + 1, outcome.reasons));
  }

  #read(view: RecordView): ReturnType<JsonRowReader['read']> {
    const fault = this.#lineFault(view);
    if (fault !== null) return { reasons: [fault] };
    const line = view.bytes.toString('utf8', view.start, view.start + view.length);
    const members = jsonMembers(line);
    if (typeof members !== 'string') return this.#reader.read(members);
    const code = members === 'no JSON' ? 'JSON_SYNTAX' : 'JSON_OBJECT';
    const expected = 'one JSON object on each line';
    return { reasons: [{ columnNo: null, column: null, code, value: null, expected }] };
  }

  #lineFault({ faults }: RecordView): RejectReason | null {
    if ((faults & recordFault.recordTooLong) !== 0) {
      return wholeRecordReason('RECORD_TOO_LONG', this.contract.csv);
    }
    return (faults & recordFault.encoding) === 0 ? null : wholeRecordReason('ENCODING', this.contract.csv);
  }
}
