import { VaultwrightError } from '@vaultwright/datavault-core';
import type { CanonicalRow } from '@vaultwright/datavault-core/warehouse';
import type { CsvReject } from './csv-reject.ts';

/** Counts of records. Invariant: `read = loaded + rejected + blank`. */
export interface CsvTotals {
  readonly read: number;
  readonly loaded: number;
  readonly rejected: number;
  readonly blank: number;
}

export interface CsvBatch {
  /** In file order. */
  readonly rows: readonly CanonicalRow[];
  readonly rejects: readonly CsvReject[];
  /** Of all batches so far; the last batch, which always comes, has those of the file. */
  readonly totals: CsvTotals;
}

const batchRows = 1024;

/** Collects what became of the records of a file. */
export class RecordBatch {
  #rows: CanonicalRow[] = [];
  #rejects: CsvReject[] = [];
  #loaded = 0;
  #rejected = 0;
  #blank = 0;

  get isFull(): boolean {
    return this.#rows.length >= batchRows || this.#rejects.length >= batchRows;
  }

  load(row: CanonicalRow): void {
    this.#rows.push(row);
    this.#loaded += 1;
  }

  reject(reasons: readonly CsvReject[]): void {
    this.#rejects.push(...reasons);
    this.#rejected += 1;
  }

  skipBlank(): void {
    this.#blank += 1;
  }

  take(): CsvBatch {
    const [loaded, rejected, blank] = [this.#loaded, this.#rejected, this.#blank];
    const totals = { read: loaded + rejected + blank, loaded, rejected, blank };
    const batch = { rows: this.#rows, rejects: this.#rejects, totals };
    this.#rows = [];
    this.#rejects = [];
    return batch;
  }

  /** @param framed Data records found by the framing. Errors: `E-DATA-RECONCILE`. */
  checkComplete(framed: number, object: string): void {
    const accounted = this.#loaded + this.#rejected + this.#blank;
    if (accounted === framed) return;
    throw new VaultwrightError({
      code: 'E-DATA-RECONCILE',
      family: 'internal',
      title: 'records got lost between framing and rows',
      where: object,
      found: `${framed} read, ${accounted} accounted for`,
      allowed: 'read = loaded + rejected + blank',
      fix: 'please report this defect with the header of the file',
    });
  }
}
