import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

/** Of content that is kept unpacked; a larger one is inflated again where it is needed. Units: bytes. */
export const keptBytes = 2 ** 30;

/**
 * A copy of the content of a packed file, which takes the file's place once it is whole.
 *
 * Invariant: mode 0600, never an existing file; a copy that grows too large or cannot be written is given up without an
 * error, and the packed file stays.
 */
export class UnpackedCopy {
  #file: FileHandle | null;
  #bytes = 0;

  private constructor(
    readonly path: string,
    readonly most: number,
    file: FileHandle | null,
  ) {
    this.#file = file;
  }

  /** @param path Of the packed file. */
  static async beside(path: string, most = keptBytes): Promise<UnpackedCopy> {
    return new UnpackedCopy(path, most, await open(`${path}.unpacked`, 'wx', 0o600).catch(() => null));
  }

  async write(piece: Uint8Array): Promise<void> {
    this.#bytes += piece.length;
    if (this.#bytes > this.most) await this.drop();
    else await this.#file?.appendFile(piece).catch(() => this.drop());
  }

  /** Puts the copy in the place of the packed file; false when it was given up. */
  async replace(): Promise<boolean> {
    if (this.#file === null) return false;
    await this.#file.close();
    this.#file = null;
    await rename(`${this.path}.unpacked`, this.path);
    return true;
  }

  /** Removes what was written; does nothing after {@link replace}. */
  async drop(): Promise<void> {
    const file = this.#file;
    if (file === null) return;
    this.#file = null;
    await file.close().catch(() => undefined);
    await rm(`${this.path}.unpacked`, { force: true });
  }
}
