/** Puts numbers and texts behind one another, big-endian. */
export class ByteWriter {
  readonly #pieces: Uint8Array[] = [];

  byte(value: number): this {
    return this.bytes(Uint8Array.of(value & 0xff));
  }

  int16(value: number): this {
    const piece = Buffer.alloc(2);
    piece.writeInt16BE(value);
    return this.bytes(piece);
  }

  int32(value: number): this {
    const piece = Buffer.alloc(4);
    piece.writeInt32BE(value);
    return this.bytes(piece);
  }

  int64(value: bigint): this {
    const piece = Buffer.alloc(8);
    piece.writeBigInt64BE(value);
    return this.bytes(piece);
  }

  text(value: string): this {
    return this.bytes(Buffer.from(value, 'utf8'));
  }

  /** Text and a zero byte. */
  cstr(value: string): this {
    return this.text(value).byte(0);
  }

  bytes(value: Uint8Array): this {
    this.#pieces.push(value);
    return this;
  }

  /** The bytes as they are, without a frame. */
  packet(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  /** A message: code, length with itself but without the code, body. */
  message(code: string): Buffer {
    const body = this.packet();
    const head = Buffer.alloc(5);
    head.write(code, 0, 1, 'latin1');
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  }
}
