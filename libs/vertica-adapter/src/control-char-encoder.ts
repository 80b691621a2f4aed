import { VaultwrightError } from '@vaultwright/datavault-core';
import type { CanonicalRow } from '@vaultwright/datavault-core/warehouse';

/** Marks of the stream; their bytes occur inside no other UTF-8 sequence. Assumption: copy-control-chars. */
export const fieldMark = '\u0001';
export const recordMark = '\u0002';
/** Stands for NULL; an empty field is an empty text. Assumption: copy-empty-null. */
export const nullMark = '\u0003';

/** Units: UTF-16 units; about one piece of the stream. */
const blockLength = 1 << 16;

// NUL as well: no text of the warehouse may hold it.
const forbidden = /[\u0000-\u0003]/;

/** A record that cannot be written, by its 1-based number among those that were given. */
export interface RefusedRecord {
  readonly record: bigint;
  /** 0-based place of the value. */
  readonly field: number;
}

/**
 * Writes canonical rows in the one form that our COPY statements read.
 *
 * Invariant: a value with a byte 0x00 to 0x03 never reaches the stream; what happens to its record, `refuse` decides by
 * throwing or by returning, which leaves it out.
 */
export class ControlCharEncoder {
  /** Records that were given and records that were written. */
  given = 0n;
  written = 0n;
  readonly #leftOut: bigint[] = [];

  constructor(
    readonly width: number,
    readonly refuse: (refused: RefusedRecord) => void,
  ) {}

  async *encode(rows: AsyncIterable<readonly CanonicalRow[]>): AsyncGenerator<Uint8Array> {
    let block = '';
    for await (const batch of rows) {
      for (const row of batch) {
        block += this.#record(row);
        if (block.length < blockLength) continue;
        yield bytesOf(block);
        block = '';
      }
    }
    if (block !== '') yield bytesOf(block);
  }

  /** The number, among the given records, of the n-th written one; both 1-based. */
  recordOf(written: bigint): bigint {
    return this.#leftOut.reduce((record, left) => (left <= record ? record + 1n : record), written);
  }

  #record(row: CanonicalRow): string {
    if (row.length !== this.width) throw wrongWidth(row.length, this.width);
    this.given += 1n;
    let record = '';
    for (let field = 0; field < row.length; field += 1) {
      const value = row[field] ?? null;
      if (value !== null && forbidden.test(value)) {
        this.refuse({ record: this.given, field });
        this.#leftOut.push(this.given);
        return '';
      }
      record += `${field === 0 ? '' : fieldMark}${value ?? nullMark}`;
    }
    this.written += 1n;
    return record + recordMark;
  }
}

function bytesOf(block: string): Uint8Array {
  // An unpaired surrogate would silently become another character.
  if (!block.isWellFormed()) throw notText();
  return Buffer.from(block, 'utf8');
}

function wrongWidth(found: number, width: number): VaultwrightError {
  return new VaultwrightError({
    code: 'E-INTERNAL-ROW',
    family: 'internal',
    title: 'a row to store is not canonical',
    where: 'canonical rows',
    found: `${found} values`,
    allowed: `${width} values`,
    fix: 'report this as a defect of the parser that made the row',
  });
}

function notText(): VaultwrightError {
  return new VaultwrightError({
    code: 'E-DATA-TEXT',
    family: 'data',
    title: 'a value holds half of a character',
    where: 'canonical rows',
    found: 'an unpaired surrogate',
    allowed: 'text that UTF-8 can express',
    fix: 'read the file as UTF-8',
  });
}
