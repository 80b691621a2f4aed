import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** What was written. */
export interface WrittenFile {
  readonly bytes: number;
  readonly sha256: string;
}

const BUFFER_CHARACTERS = 1 << 18;

/**
 * Writes one text file front to back with a small buffer, and knows its size and digest at the end.
 *
 * Invariant: the file appears under its name only when `close` has run; until then it is `<name>.part`.
 */
export class HashedFileWriter {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  #pending = '';
  #bytes = 0;

  private constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  static async open(path: string): Promise<HashedFileWriter> {
    return new HashedFileWriter(path, await open(`${path}.part`, 'w'));
  }

  /** Adds text; resolves when the buffer has room again. */
  async write(text: string): Promise<void> {
    this.#pending += text;
    if (this.#pending.length >= BUFFER_CHARACTERS) await this.#flush();
  }

  async close(): Promise<WrittenFile> {
    await this.#flush();
    await this.#handle.close();
    await rename(`${this.#path}.part`, this.#path);
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** Gives the file up; nothing is left under its name. */
  async abandon(): Promise<void> {
    await this.#handle.close();
    await rm(`${this.#path}.part`, { force: true });
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.from(this.#pending, 'utf8');
    this.#pending = '';
    this.#hash.update(bytes);
    for (let at = 0; at < bytes.length;) at += (await this.#handle.write(bytes, at)).bytesWritten;
    this.#bytes += bytes.length;
  }
}

/** Writes a short text in one go. */
export async function writeHashedText(path: string, text: string): Promise<WrittenFile> {
  const writer = await HashedFileWriter.open(path);
  await writer.write(text);
  return writer.close();
}
