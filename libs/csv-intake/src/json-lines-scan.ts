import type { SourceContract } from '@vaultwright/datavault-core/model';
import { contentDecoder } from './content-decoder.ts';
import type { ContentDecoder } from './content-decoder.ts';
import type { CsvFraming } from './csv-framing.ts';
import type { CsvOptions } from './csv-options.ts';
import type { CsvScan, CsvScanner } from './csv-scan.ts';
import { lineFraming, refuseEmpty } from './line-framing.ts';
import type { RecordSink, RecordView } from './record-view.ts';

const headerless = { names: [], fileColumns: [], absent: [] };
/**
 * Scans one file of JSON lines while its plain bytes go by.
 *
 * Invariant: an engine never reads such a file itself; the scan counts what the parser must account for.
 */
export function createJsonLinesScanner(contract: SourceContract, options: CsvOptions = {}): CsvScanner {
  return new JsonLinesScanner(contract, options);
}

class JsonLinesScanner implements CsvScanner, RecordSink {
  readonly #object: string;
  readonly #decoder: ContentDecoder;
  readonly #framing: CsvFraming;
  #failure: unknown;
  #byteLength = 0;
  #records = 0;
  #blank = 0;
  #longestRecord = 0;
  #newline: 'lf' | 'crlf' | null = null;

  constructor(
    contract: SourceContract,
    readonly options: CsvOptions,
  ) {
    this.#object = options.object ?? contract.name;
    this.#decoder = contentDecoder(contract.csv.encoding, this.#object);
    this.#framing = lineFraming(contract, options, this);
  }

  write(chunk: Uint8Array): void {
    this.#byteLength += chunk.length;
    this.#guarded(() => this.#framing.write(this.#decoder.write(chunk)));
  }

  finish(): CsvScan {
    this.#guarded(() => {
      this.#framing.write(this.#decoder.end());
      this.#framing.end();
    });
    if (this.#failure !== undefined) throw this.#failure;
    refuseEmpty(this.#records, this.#object, this.options);
    return {
      byteLength: this.#byteLength,
      rawHeader: '',
      header: headerless,
      firstDataByte: 0,
      records: this.#records,
      blank: this.#blank,
      longestRecord: this.#longestRecord,
      newline: this.#newline ?? 'lf',
      irregularities: [{ code: 'JSON_LINES', line: 1, count: 1 }],
    };
  }

  record(view: RecordView): void {
    this.#records += 1;
    if (view.length === 0) this.#blank += 1;
    if (view.length > this.#longestRecord) this.#longestRecord = view.length;
    this.#newline ??= view.newline;
  }

  #guarded(work: () => void): void {
    if (this.#failure !== undefined) return;
    try {
      work();
    } catch (error) {
      this.#failure = error;
    }
  }
}
