import type { SourceContract } from '@vaultwright/datavault-core/model';
import type { ByteTap } from '@vaultwright/datavault-core/warehouse';
import { contentDecoder } from './content-decoder.ts';
import type { ContentDecoder } from './content-decoder.ts';
import { CsvFraming } from './csv-framing.ts';
import type { CsvOptions } from './csv-options.ts';
import { fileFault } from './file-fault.ts';
import { mapHeader } from './header-mapping.ts';
import type { HeaderMapping } from './header-mapping.ts';
import { headerRecord } from './header-record.ts';
import { RecordCheck } from './record-check.ts';
import type { RecordFaultCode } from './record-check.ts';
import type { RecordSink, RecordView } from './record-view.ts';
import { isWrittenOtherwise } from './written-form.ts';

/** What an engine may not be trusted to read as the canonical parser does. */
export type IrregularityCode =
  | RecordFaultCode
  | 'GZIP'
  | 'OTHER_ENCODING'
  | 'OTHER_VALUES'
  | 'JSON_LINES'
  | 'PARQUET'
  | 'BYTE_ORDER_MARK'
  | 'NEWLINE_MIXED'
  | 'BLANK_LINE'
  | 'BACKSLASH_DOT';

/** All irregularities of one code in a file. */
export interface Irregularity {
  readonly code: IrregularityCode;
  /** Line of the first one, 1-based, header counted. */
  readonly line: number;
  /** Records or lines concerned. */
  readonly count: number;
}

/**
 * What one pass over the bytes of a file found; of a gzip file, over the inflated ones.
 *
 * Units: the length is of the bytes before, places are of the bytes after they became UTF-8.
 */
export interface CsvScan {
  /** Units: bytes. */
  readonly byteLength: number;
  /** First line without byte order mark and newline. */
  readonly rawHeader: string;
  readonly header: HeaderMapping;
  /** Position of the first byte after the header's newline. Units: bytes. */
  readonly firstDataByte: number;
  /** Records after the header, blank lines included: what a load must account for. */
  readonly records: number;
  readonly blank: number;
  /** Bytes of the longest record without its newline; the header counts. */
  readonly longestRecord: number;
  /** Newline of the first record that has one; `lf` for a file without any. */
  readonly newline: 'lf' | 'crlf';
  /** Empty for a file whose every record is whole; one entry per code, by first line. */
  readonly irregularities: readonly Irregularity[];
}

/** A tap that scans what passes through it. */
export interface CsvScanner extends ByteTap {
  /**
   * Ends the file.
   *
   * Errors: `E-DATA-HEADER`, `E-DATA-QUOTE`, `E-DATA-EMPTY`, `E-DATA-FILE`: the file as a whole cannot be loaded;
   * `write` never throws them, so that a transfer is not mistaken for broken.
   */
  finish(): CsvScan;
}

/** Scans one file against a contract while its plain bytes go by. Example: `fetch(object, { tap: () => createCsvScanner(c) })` */
export function createCsvScanner(contract: SourceContract, options: CsvOptions = {}): CsvScanner {
  return new Scanner(contract, options);
}

const newlineBytes = { lf: 1, crlf: 2 };
const noHeader: HeaderMapping = { names: [], fileColumns: [], absent: [] };

class Scanner implements CsvScanner, RecordSink {
  readonly #object: string;
  readonly #decoder: ContentDecoder;
  readonly #framing: CsvFraming;
  readonly #found = new Map<IrregularityCode, { code: IrregularityCode; line: number; count: number }>();
  #failure: unknown;
  #byteLength = 0;
  #rawHeader = '';
  #header = noHeader;
  #check: RecordCheck | undefined;
  #firstDataByte = 0;
  #records = 0;
  #longestRecord = 0;
  #newline: 'lf' | 'crlf' | undefined;

  constructor(
    readonly contract: SourceContract,
    readonly options: CsvOptions,
  ) {
    this.#object = options.object ?? contract.name;
    this.#decoder = contentDecoder(contract.csv.encoding, this.#object);
    this.#framing = new CsvFraming(contract.csv, this.#object, this);
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
    if (this.#check === undefined && this.options.onEmptyObject !== 'accept') {
      throw fileFault('OBJECT_EMPTY', { object: this.#object, line: 1, found: `${this.#byteLength} bytes` });
    }
    this.#noteDeclared();
    if (this.#framing.byteOrderMark) this.#note('BYTE_ORDER_MARK', 1);
    return {
      byteLength: this.#byteLength,
      rawHeader: this.#rawHeader,
      header: this.#header,
      firstDataByte: this.#firstDataByte,
      records: this.#records,
      blank: this.#found.get('BLANK_LINE')?.count ?? 0,
      longestRecord: this.#longestRecord,
      newline: this.#newline ?? 'lf',
      irregularities: [...this.#found.values()].sort((one, other) => one.line - other.line),
    };
  }

  record(view: RecordView): void {
    if (view.length > this.#longestRecord) this.#longestRecord = view.length;
    if (view.newline !== this.#newline) this.#compareNewline(view);
    if (this.#check === undefined) this.#takeHeader(view);
    else {
      this.#records += 1;
      const verdict = this.#check.verdict(view);
      if (verdict === 'whole') {
        if (view.length === 2 && view.text.startsWith('\\.', view.start))
          this.#note('BACKSLASH_DOT', view.line);
      } else if (verdict === 'blank') this.#note('BLANK_LINE', view.line);
      else for (const code of verdict) this.#note(code, view.line);
    }
  }

  #noteDeclared(): void {
    const { encoding = 'utf-8' } = this.contract.csv;
    if (encoding !== 'utf-8') this.#note('OTHER_ENCODING', 1);
    if (isWrittenOtherwise(this.contract)) this.#note('OTHER_VALUES', 1);
  }

  #takeHeader(view: RecordView): void {
    const { contract, options } = this;
    const header = headerRecord(view, contract, options);
    this.#rawHeader = header.bytes.toString();
    this.#header = mapHeader(contract, header.names, options);
    this.#check = new RecordCheck(this.#object, header);
    this.#firstDataByte =
      view.offset + view.length + (view.newline === null ? 0 : newlineBytes[view.newline]);
  }

  #compareNewline(view: RecordView): void {
    if (view.newline === null) return;
    if (this.#newline === undefined) this.#newline = view.newline;
    else this.#note('NEWLINE_MIXED', view.line);
  }

  #note(code: IrregularityCode, line: number): void {
    const entry = this.#found.get(code);
    if (entry === undefined) this.#found.set(code, { code, line, count: 1 });
    else entry.count += 1;
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
