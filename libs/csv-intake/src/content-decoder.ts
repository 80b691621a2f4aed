import { isAscii } from 'node:buffer';
import type { CsvEncoding } from '@vaultwright/datavault-core/model';
import { fileFault } from './file-fault.ts';
import { singleByteTable } from './single-byte-table.ts';
import type { SingleByteEncoding } from './single-byte-table.ts';

/**
 * Turns the bytes of a file into UTF-8 while they go by.
 *
 * Invariant: what is no character of the encoding becomes the byte 0xFF, which UTF-8 does not know, so that the record
 * around it is rejected; the result does not depend on how the bytes are cut.
 */
export interface ContentDecoder {
  /** Errors: `E-DATA-FILE` when the first bytes are those of another encoding or of gzip. */
  write(chunk: Uint8Array): Uint8Array;
  /** What the last bytes, an incomplete character, become. */
  end(): Uint8Array;
}

const noCharacter = Buffer.from([0xff]);
const nothing = Buffer.alloc(0);

/** @param object What errors call the file. */
export function contentDecoder(encoding: CsvEncoding | undefined, object: string): ContentDecoder {
  if (encoding === undefined || encoding === 'utf-8') return { write: (chunk) => chunk, end: () => nothing };
  const decoder =
    encoding === 'utf-16le' || encoding === 'utf-16be'
      ? new Utf16Decoder(encoding === 'utf-16be')
      : new SingleByteDecoder(encoding);
  return new CheckedBeginning(decoder, encoding, object);
}

class SingleByteDecoder implements ContentDecoder {
  readonly #characters: readonly Buffer[];

  constructor(encoding: SingleByteEncoding) {
    this.#characters = singleByteTable(encoding).map((text) =>
      text === null ? noCharacter : Buffer.from(text),
    );
  }

  write(chunk: Uint8Array): Uint8Array {
    if (isAscii(chunk)) return chunk;
    const decoded = Buffer.allocUnsafe(3 * chunk.length);
    let length = 0;
    for (const byte of chunk) {
      if (byte < 0x80) decoded[length++] = byte;
      else for (const part of this.#characters[byte]!) decoded[length++] = part;
    }
    return decoded.subarray(0, length);
  }

  end(): Uint8Array {
    return nothing;
  }
}

class Utf16Decoder implements ContentDecoder {
  /** Bytes of a character that the next chunk completes. */
  #rest: Buffer = nothing;

  constructor(readonly bigEndian: boolean) {}

  write(chunk: Uint8Array): Uint8Array {
    const bytes = Buffer.concat([this.#rest, chunk]);
    const units = bytes.subarray(0, bytes.length - (bytes.length % 2));
    const highAt = this.bigEndian ? units.length - 2 : units.length - 1;
    const cut = units.length > 0 && (units[highAt]! & 0xfc) === 0xd8 ? units.length - 2 : units.length;
    this.#rest = Buffer.from(bytes.subarray(cut));
    const whole = units.subarray(0, cut);
    return utf8((this.bigEndian ? whole.swap16() : whole).toString('utf16le'));
  }

  end(): Uint8Array {
    return this.#rest.length === 0 ? nothing : noCharacter;
  }
}

/** UTF-8 of a text in which lone surrogates are no characters. */
function utf8(text: string): Buffer {
  const [first = '', ...others] = text.split(/\p{Surrogate}/u);
  const parts = others.flatMap((part) => [noCharacter, Buffer.from(part)]);
  return parts.length === 0 ? Buffer.from(first) : Buffer.concat([Buffer.from(first), ...parts]);
}

const beginningBytes = 3;

/** Looks at the first bytes of a file before a decoder makes text of anything. */
class CheckedBeginning implements ContentDecoder {
  #beginning: Buffer | undefined = nothing;

  constructor(
    readonly decoder: ContentDecoder,
    readonly encoding: CsvEncoding,
    readonly object: string,
  ) {}

  write(chunk: Uint8Array): Uint8Array {
    if (this.#beginning === undefined) return this.decoder.write(chunk);
    this.#beginning = Buffer.concat([this.#beginning, chunk]);
    return this.#beginning.length < beginningBytes ? nothing : this.#leaveBeginning(this.#beginning);
  }

  end(): Uint8Array {
    const before = this.#beginning === undefined ? nothing : this.#leaveBeginning(this.#beginning);
    return Buffer.concat([before, this.decoder.end()]);
  }

  #leaveBeginning(bytes: Buffer): Uint8Array {
    this.#beginning = undefined;
    refuseOtherBeginning(bytes, this.encoding, this.object);
    return this.decoder.write(bytes);
  }
}

const isSingleByte = (encoding: CsvEncoding): boolean => !encoding.startsWith('utf-');

/** Errors: `E-DATA-FILE` for gzip, and for a byte order mark of an encoding other than `encoding`. */
export function refuseOtherBeginning(bytes: Buffer, encoding: CsvEncoding, object: string): void {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw fileFault('COMPRESSION_MISMATCH', { object, line: 1, found: 'the first bytes of a gzip member' });
  }
  const marked = markedEncoding(bytes);
  // Two letters of a single-byte encoding look like a mark of UTF-16.
  if (marked === null || marked === encoding || (marked !== 'utf-8' && isSingleByte(encoding))) return;
  throw fileFault('ENCODING_MISMATCH', {
    object,
    line: 1,
    found: `the byte order mark of ${marked}, while csv.encoding is ${encoding}`,
  });
}

function markedEncoding(bytes: Buffer): CsvEncoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}
