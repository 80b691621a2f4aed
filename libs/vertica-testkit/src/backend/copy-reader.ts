/** Marks of a stream as the COPY statement states them; each is one octet. */
export interface CopyMarks {
  readonly field: string;
  readonly record: string;
  readonly null: string;
}

/** A record of the stream; `null` fields are NULL. Units: `number` is 1-based. */
export interface CopyRecord {
  readonly number: bigint;
  /** Null when the octets are no UTF-8. */
  readonly fields: readonly (string | null)[] | null;
}

/** Takes a stream apart. */
export interface RecordReader {
  /** Records that are complete with this piece. */
  read(chunk: Uint8Array): CopyRecord[];
  /** What is left when the stream ends. */
  finish(): CopyRecord[];
}

/**
 * Reads the stream of a COPY with one-octet marks and NO ESCAPE.
 *
 * Written from the manual's description of the options, apart from any encoder: an empty field is an empty text, a field
 * that is the NULL mark is NULL, every other octet stands for itself. A last record needs no terminator.
 */
export class CopyReader implements RecordReader {
  #rest = Buffer.alloc(0);
  #count = 0n;
  readonly #record: number;

  constructor(readonly marks: CopyMarks) {
    this.#record = marks.record.charCodeAt(0);
  }

  /** Records that are complete with this piece. */
  read(chunk: Uint8Array): CopyRecord[] {
    const octets = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk]);
    const end = octets.lastIndexOf(this.#record);
    // A copy, because the caller may use the chunk's memory again.
    this.#rest = Buffer.from(octets.subarray(end + 1));
    return end < 0 ? [] : this.#split(octets.subarray(0, end));
  }

  /** The record without a terminator, if there is one. */
  finish(): CopyRecord[] {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest.length === 0 ? [] : this.#split(rest);
  }

  #split(octets: Buffer): CopyRecord[] {
    const text = decode(octets);
    // The marks are below 0x80 and so never a part of another character.
    if (text !== null) return text.split(this.marks.record).map((record) => this.#one(record));
    const records: CopyRecord[] = [];
    let start = 0;
    for (;;) {
      const end = octets.indexOf(this.#record, start);
      records.push(this.#one(decode(octets.subarray(start, end < 0 ? octets.length : end))));
      if (end < 0) return records;
      start = end + 1;
    }
  }

  #one(record: string | null): CopyRecord {
    this.#count += 1n;
    const fields = record?.split(this.marks.field) ?? null;
    return {
      number: this.#count,
      fields: fields?.map((field) => (field === this.marks.null ? null : field)) ?? null,
    };
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(octets: Uint8Array): string | null {
  try {
    return decoder.decode(octets);
  } catch {
    return null;
  }
}
