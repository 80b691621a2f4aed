import type { RejectReason } from '../social/social-defects.ts';

/** What becomes of the records of one file, before any vault is involved. */
export interface IntakeCounts {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly rejectedByReason: Readonly<Partial<Record<RejectReason, number>>>;
  /** Accepted rows that repeat an earlier row of the same file in every value. */
  readonly collapsedDuplicates: number;
}

/** Counts the records of one table over the batches. */
export class IntakeTruth {
  #accepted = 0;
  #duplicates = 0;
  readonly #reasons = new Map<RejectReason, number>();

  accept(): void {
    this.#accepted += 1;
  }

  duplicate(): void {
    this.#duplicates += 1;
  }

  reject(reason: RejectReason): void {
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
  }

  counts(): IntakeCounts {
    const reasons = [...this.#reasons].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const rejected = reasons.reduce((sum, [, count]) => sum + count, 0);
    return {
      read: this.#accepted + rejected,
      accepted: this.#accepted,
      rejected,
      rejectedByReason: Object.fromEntries(reasons),
      collapsedDuplicates: this.#duplicates,
    };
  }
}
