import { isUtf8 } from 'node:buffer';

/** Validity of a UTF-8 stream, block by block; a sequence cut by a block's end is judged with the next block. */
export class Utf8Gate {
  #unfinished: Buffer = Buffer.alloc(0);

  /** True when the stream ended between two characters so far. */
  get complete(): boolean {
    return this.#unfinished.length === 0;
  }

  /** False when this block, or the sequence it finishes, is not valid. */
  accepts(block: Buffer): boolean {
    const bytes = this.complete ? block : Buffer.concat([this.#unfinished, block]);
    const whole = wholeLength(bytes);
    this.#unfinished = Buffer.from(bytes.subarray(whole));
    return isUtf8(bytes.subarray(0, whole));
  }
}

/** Length without a last sequence that lacks continuation bytes. */
function wholeLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const sequence = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return sequence > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
