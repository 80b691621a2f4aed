import { WireError } from './wire-error.ts';

/** Takes numbers and texts from the front of a body, big-endian. Errors: `WireError` when the body is too short. */
export class ByteReader {
  readonly #body: Buffer;
  #at = 0;

  constructor(body: Uint8Array) {
    this.#body = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  }

  get left(): number {
    return this.#body.length - this.#at;
  }

  byte(): number {
    return this.#take(1).readUInt8();
  }

  char(): string {
    return String.fromCharCode(this.byte());
  }

  int16(): number {
    return this.#take(2).readInt16BE();
  }

  int32(): number {
    return this.#take(4).readInt32BE();
  }

  int64(): bigint {
    return this.#take(8).readBigInt64BE();
  }

  cstr(): string {
    const end = this.#body.indexOf(0, this.#at);
    if (end < 0) throw new WireError('a text without its zero byte');
    const text = this.#body.toString('utf8', this.#at, end);
    this.#at = end + 1;
    return text;
  }

  bytes(length: number): Buffer {
    return this.#take(length);
  }

  rest(): Buffer {
    return this.#take(this.left);
  }

  /** Calls `read` as often as a count says. */
  list<T>(count: number, read: () => T): T[] {
    if (count < 0) throw new WireError(`a negative count: ${count}`);
    // Every element has at least one byte: a count beyond the body must not fill the memory first.
    if (count > this.left) throw new WireError(`a count of ${count} in ${this.left} bytes`);
    return Array.from({ length: count }, read);
  }

  /** Errors: `WireError` when bytes are left over. */
  end(): void {
    if (this.left > 0) throw new WireError(`${this.left} bytes behind the end of a message`);
  }

  #take(length: number): Buffer {
    if (length < 0 || length > this.left) throw new WireError(`${length} bytes wanted, ${this.left} left`);
    const piece = this.#body.subarray(this.#at, this.#at + length);
    this.#at += length;
    return piece;
  }
}
