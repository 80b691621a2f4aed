import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { ByteTap } from '@vaultwright/datavault-core/warehouse';
import type { PrivateFile } from './private-file.ts';

/**
 * One transfer of an object's bytes from zero on: each byte once, in order, to the file, the digests and the tap.
 */
export class Reception {
  /** Received so far. Units: bytes. */
  bytes = 0;
  readonly #file: PrivateFile;
  readonly #tap: ByteTap | undefined;
  readonly #sha256: Hash = createHash('sha256');
  #md5: Hash | undefined;

  constructor(file: PrivateFile, tap: ByteTap | undefined, withMd5: boolean) {
    this.#file = file;
    this.#tap = tap;
    this.#md5 = withMd5 ? createHash('md5') : undefined;
  }

  async write(chunk: Uint8Array): Promise<void> {
    const written = this.#file.write(chunk);
    try {
      this.#sha256.update(chunk);
      this.#md5?.update(chunk);
      this.#tap?.write(chunk);
    } finally {
      await written;
    }
    this.bytes += chunk.length;
  }

  /** The ETag has turned out not to be an md5. */
  ignoreMd5(): void {
    this.#md5 = undefined;
  }

  /** Ends the digests. Units: lower-case hex. */
  digests(): { readonly sha256: string; readonly md5: string | undefined } {
    return { sha256: this.#sha256.digest('hex'), md5: this.#md5?.digest('hex') };
  }
}
