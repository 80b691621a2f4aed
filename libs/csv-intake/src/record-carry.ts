import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';

/**
 * The part of a record that earlier blocks held.
 *
 * Invariant: holds a record of up to `recordBytes` whole; of a longer one its beginning and a running digest.
 */
export class RecordCarry {
  /** Bytes appended, also those no longer held. */
  length = 0;
  bytes: Buffer = Buffer.alloc(0);
  #digest: Hash | undefined;

  constructor(readonly recordBytes: number) {}

  get overflowed(): boolean {
    return this.#digest !== undefined;
  }

  append(piece: Buffer): void {
    if (this.#digest === undefined) {
      if (this.length + piece.length > this.recordBytes) {
        this.#digest = createHash('sha256').update(this.bytes.subarray(0, this.length));
      }
      this.#hold(piece);
    }
    this.#digest?.update(piece);
    this.length += piece.length;
  }

  /** Digest of an overflowed record once its last byte was appended. */
  sha256(): string {
    return (this.#digest as Hash).copy().digest('hex');
  }

  clear(): void {
    this.length = 0;
    this.#digest = undefined;
  }

  #hold(piece: Buffer): void {
    const needed = this.length + piece.length;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafe(needed * 2);
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    piece.copy(this.bytes, this.length);
  }
}
