import { internalError } from '../sample-data-error.ts';

/**
 * Recognises rows that repeat a row of the same file.
 *
 * Two different rows of one key in one file have no order that a loader could know, so the generator must not make them.
 */
export class BatchMemory {
  readonly #table: string;
  readonly #batches: number[] = [];
  readonly #contents: number[] = [];

  constructor(table: string) {
    this.#table = table;
  }

  /** True for every row of a key after its first one in the batch. Shape: `content` stands for all values of the row. */
  repeats(key: number, batch: number, content: number): boolean {
    while (this.#batches.length <= key) {
      this.#batches.push(0);
      this.#contents.push(0);
    }
    if (this.#batches[key] !== batch) {
      this.#batches[key] = batch;
      this.#contents[key] = content;
      return false;
    }
    if (this.#contents[key] !== content) {
      throw internalError(
        `a file of ${this.#table}`,
        `two different rows of key number ${key}`,
        'one version in a file',
      );
    }
    return true;
  }
}
