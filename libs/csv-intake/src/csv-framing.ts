import { isAscii, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { CsvFormat } from '@vaultwright/datavault-core/model';
import { byteClass, byteClasses } from './byte-classes.ts';
import type { ByteClasses } from './byte-classes.ts';
import { refuseOtherBeginning } from './content-decoder.ts';
import { csvLimits } from './csv-limits.ts';
import type { CsvLimits } from './csv-limits.ts';
import { fileFault, jsonHint } from './file-fault.ts';
import type { FileFaultCode } from './file-fault.ts';
import { RecordCarry } from './record-carry.ts';
import { recordFault } from './record-view.ts';
import type { RecordSink, RecordView } from './record-view.ts';
import { Utf8Gate } from './utf8-gate.ts';

const { delimiter, lineFeed, carriageReturn, quote, nul } = byteClass;

/** Outside quotes; a quote opens a field only as its first byte. */
const unquoted = 0;
const quoted = 1;
/** After a quote inside a quoted field: it closes the field, or is the first of a doubled one. */
const quoteSeen = 2;
/** After a carriage return outside quotes: only a line feed may follow. */
const carriageReturnSeen = 3;

const newlineByte = 0x0a;

/**
 * The one state machine that finds the records and fields of a file; scan, parser and peek all drive it.
 *
 * Invariant: what the sink sees and which error is thrown do not depend on how the bytes are cut into chunks.
 * Errors: `E-DATA-QUOTE`, `E-DATA-FILE`, `E-DATA-HEADER` from `write` and `end`; nothing may be written afterwards.
 */
export class CsvFraming implements RecordView {
  ordinal = 0;
  line = 1;
  offset = 0;
  length = 0;
  newline: 'lf' | 'crlf' | null = null;
  faults = 0;
  bytes: Buffer = Buffer.alloc(0);
  start = 0;
  fieldCount = 0;
  readonly fieldEnds: Int32Array;
  escaped = false;
  ascii = true;
  /** The file began with a byte order mark, which belongs to no record. */
  byteOrderMark = false;

  readonly #classes: ByteClasses;
  readonly #carry: RecordCarry;
  readonly #gate = new Utf8Gate();
  #beginsAsJson = false;
  #prologue: Buffer | undefined = Buffer.alloc(0);
  /** File position behind the last byte worked. */
  #position = 0;
  #block: Buffer = Buffer.alloc(0);
  #blockText: string | undefined;
  #blockAscii = true;
  #blockValid = true;
  /** False when the current record may hold invalid UTF-8. */
  #valid = true;
  #carryAscii = true;
  #carryValid = true;
  #state = unquoted;
  #fields = 0;
  /** Position in the record of the current field's first byte. */
  #fieldStart = 0;
  #currentLine = 1;
  #quoteLine = 1;
  #lengthBeforeReturn = 0;

  constructor(
    format: CsvFormat,
    readonly object: string,
    readonly sink: RecordSink,
    readonly limits: CsvLimits = csvLimits,
  ) {
    this.#classes = byteClasses(format);
    this.#carry = new RecordCarry(limits.recordBytes);
    this.fieldEnds = new Int32Array(limits.columns);
  }

  write(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.#prologue === undefined) this.#writeBlocks(bytes);
    else {
      this.#prologue = Buffer.concat([this.#prologue, bytes]);
      if (this.#prologue.length >= 3) this.#leavePrologue(this.#prologue);
    }
  }

  /** Takes a last record that no newline ended. */
  end(): void {
    if (this.#prologue !== undefined) this.#leavePrologue(this.#prologue);
    if (this.#state === carriageReturnSeen) this.#failReturn();
    if (this.#state === quoted) {
      this.#checkQuote(this.#carry.length);
      this.#fail('QUOTE_OPEN', this.#quoteLine, 'the end of the file inside quotes');
    }
    if (this.#carry.length === 0) return;
    if (this.#state === quoteSeen) this.#checkQuote(this.#carry.length);
    this.#block = Buffer.alloc(0);
    this.#blockAscii = true;
    this.#blockValid = this.#gate.complete;
    this.#emit(0 - this.#carry.length, this.#carry.length, this.#fields, null, this.#position);
  }

  get text(): string {
    if (this.bytes !== this.#block) return this.bytes.toString('latin1', 0, this.length);
    return (this.#blockText ??= this.#block.toString('latin1'));
  }

  sha256(): string {
    if (this.#carry.overflowed) return this.#carry.sha256();
    return createHash('sha256')
      .update(this.bytes.subarray(this.start, this.start + this.length))
      .digest('hex');
  }

  #leavePrologue(bytes: Buffer): void {
    this.#prologue = undefined;
    refuseOtherBeginning(bytes, 'utf-8', this.object);
    this.byteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    const skipped = this.byteOrderMark ? 3 : 0;
    this.#beginsAsJson = bytes[skipped] === 0x7b;
    this.#position = this.offset = skipped;
    this.#writeBlocks(bytes.subarray(skipped));
  }

  #writeBlocks(bytes: Buffer): void {
    const { blockBytes } = this.limits;
    for (let from = 0; from < bytes.length;) {
      const block = bytes.subarray(from, from + blockBytes - (this.#position % blockBytes));
      this.#run(block);
      from += block.length;
      this.#position += block.length;
      if (this.#position % blockBytes === 0) this.#checkOpenRecord();
    }
  }

  #run(block: Buffer): void {
    const { outside, inside, quote: quoteByte } = this.#classes;
    const ends = this.fieldEnds;
    const columns = ends.length;
    const size = block.length;
    this.#enterBlock(block);

    // Not `-length`: a negative zero would turn every position below into a float.
    let origin = 0 - this.#carry.length;
    let state = this.#state;
    let fields = this.#fields;
    let fieldStart = this.#fieldStart;
    let i = 0;
    while (i < size) {
      if (state === unquoted) {
        let kind = 0;
        while (i < size && (kind = outside[block[i]!]!) === 0) i += 1;
        if (i === size) break;
        if (kind === delimiter) {
          if (fields < columns) ends[fields] = i - origin;
          fields += 1;
          fieldStart = i + 1 - origin;
        } else if (kind === lineFeed) {
          this.#emit(origin, i - origin, fields, 'lf', this.#position + i + 1);
          origin = i + 1;
          fields = fieldStart = 0;
        } else if (kind === carriageReturn) {
          this.#lengthBeforeReturn = i - origin;
          state = carriageReturnSeen;
        } else if (kind === quote) {
          if (i - origin === fieldStart) {
            state = quoted;
            this.#quoteLine = this.#currentLine;
          } else this.faults |= recordFault.quoteStray;
        } else this.faults |= kind === nul ? recordFault.nulByte : recordFault.controlByte;
        i += 1;
      } else if (state === quoted) {
        let kind = 0;
        while (i < size && (kind = inside[block[i]!]!) === 0) i += 1;
        if (i === size) break;
        if (kind === quote) state = quoteSeen;
        else if (kind === lineFeed) this.#currentLine += 1;
        else this.faults |= kind === nul ? recordFault.nulByte : recordFault.controlByte;
        i += 1;
      } else if (state === quoteSeen) {
        const byte = block[i]!;
        if (byte === quoteByte) {
          this.escaped = true;
          state = quoted;
          i += 1;
        } else {
          if (i - origin > this.limits.recordBytes) this.#checkQuote(i - origin, fieldStart);
          const kind = outside[byte]!;
          if (kind !== delimiter && kind !== lineFeed && kind !== carriageReturn) {
            this.#fail(
              'QUOTE_TRAILING',
              this.#currentLine,
              `text after the closing quote of field ${fields + 1}`,
            );
          }
          state = unquoted;
        }
      } else {
        if (block[i] !== newlineByte) this.#failReturn();
        this.#emit(origin, this.#lengthBeforeReturn, fields, 'crlf', this.#position + i + 1);
        origin = i + 1;
        fields = fieldStart = 0;
        state = unquoted;
        i += 1;
      }
    }
    this.#state = state;
    this.#fields = fields;
    this.#fieldStart = fieldStart;
    this.#carryFrom(origin, state === carriageReturnSeen ? size - 1 : size);
  }

  /** @param next File position behind the newline. */
  #emit(origin: number, length: number, fields: number, newline: 'lf' | 'crlf' | null, next: number): void {
    if (fields < this.fieldEnds.length) this.fieldEnds[fields] = length;
    this.start = origin;
    this.length = length;
    this.fieldCount = fields + 1;
    this.newline = newline;
    if (origin < 0) this.#enterCarry(length + origin);
    if (!this.#valid || length > this.limits.fieldBytes) this.#examine();
    if (this.ordinal === 0) this.#checkHeader(length);

    this.sink.record(this);

    if (origin < 0) this.#leaveCarry();
    this.ordinal += 1;
    this.offset = next;
    this.faults = 0;
    this.escaped = false;
    if (newline !== null) this.#currentLine += 1;
    this.line = this.#currentLine;
  }

  #enterBlock(block: Buffer): void {
    this.bytes = this.#block = block;
    this.#blockText = undefined;
    this.ascii = this.#blockAscii = isAscii(block);
    this.#valid = this.#blockValid = (this.ascii && this.#gate.complete) || this.#gate.accepts(block);
  }

  /** Completes a record that began in an earlier block with the first `rest` bytes of this one. */
  #enterCarry(rest: number): void {
    if (rest > 0) this.#carry.append(this.#block.subarray(0, rest));
    this.bytes = this.#carry.bytes;
    this.start = 0;
    this.ascii = this.#blockAscii && this.#carryAscii;
    this.#valid = this.#blockValid && this.#carryValid;
  }

  #leaveCarry(): void {
    this.#carry.clear();
    this.bytes = this.#block;
    this.ascii = this.#blockAscii;
    this.#valid = this.#blockValid;
  }

  /** Keeps the bytes of a record that this block does not end. */
  #carryFrom(origin: number, to: number): void {
    const continued = this.#carry.length > 0;
    this.#carry.append(this.#block.subarray(Math.max(origin, 0), to));
    this.#carryAscii = this.#blockAscii && (!continued || this.#carryAscii);
    this.#carryValid = this.#blockValid && (!continued || this.#carryValid);
  }

  /** Faults that need the whole record. */
  #examine(): void {
    if (this.length > this.limits.recordBytes) {
      this.faults |= recordFault.recordTooLong;
      return;
    }
    if (!isUtf8(this.bytes.subarray(this.start, this.start + this.length)))
      this.faults |= recordFault.encoding;
    let from = 0;
    for (const end of this.fieldEnds.subarray(0, this.fieldCount)) {
      if (end - from > this.limits.fieldBytes) this.faults |= recordFault.fieldTooLong;
      from = end + 1;
    }
  }

  #checkOpenRecord(): void {
    if (this.#state === quoted) this.#checkQuote(this.#carry.length);
    if (this.ordinal === 0) this.#checkHeader(this.#carry.length);
  }

  #checkQuote(length: number, fieldStart = this.#fieldStart): void {
    if (length - fieldStart <= this.limits.recordBytes) return;
    this.#fail(
      'QUOTE_RUNAWAY',
      this.#quoteLine,
      `a quoted field of more than ${this.limits.recordBytes} bytes`,
    );
  }

  #checkHeader(length: number): void {
    const { headerBytes, columns } = this.limits;
    if (length > headerBytes)
      this.#fail('HEADER_LIMIT', 1, `more than ${headerBytes} bytes in the first line`);
    if (this.fieldCount > columns) this.#fail('HEADER_LIMIT', 1, `${this.fieldCount} columns`);
  }

  #failReturn(): never {
    this.#fail('NEWLINE_CR', this.#currentLine, 'a carriage return without a line feed');
  }

  #fail(code: FileFaultCode, line: number, found: string): never {
    const hint = this.ordinal === 0 && this.#beginsAsJson && code.startsWith('QUOTE_') ? jsonHint : '';
    throw fileFault(code, { object: this.object, line, found: `${found}${hint}` });
  }
}
