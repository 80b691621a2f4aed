import type { WorkPhase } from './run-profile.ts';

/** A stretch of a run's work: what somebody who looks on wants to know. */
export interface Work {
  readonly phase: WorkPhase;
  /** Entity, source or object; null where it is about the whole run. */
  readonly subject: string | null;
  /** Rows that it is going to read; absent where nobody knows. */
  readonly expected?: number;
}

/** Work that has begun. */
export interface OngoingWork {
  /** Units: rows read since it began. */
  readonly reached: (rows: number) => void;
  readonly ended: () => void;
}

/**
 * Is told what a run begins, and by what it returns when that ends.
 *
 * Invariant: synchronous, never throws. Work may begin within other work, which then goes on when it ends; only `fetch`
 * may go on beside everything else.
 */
export type Watch = (work: Work) => OngoingWork;

const unseen: OngoingWork = { reached: () => {}, ended: () => {} };

/** Nobody looks on. */
export const unwatched: Watch = () => unseen;

/** Tells each watch in turn. */
export function composeWatches(...watches: readonly Watch[]): Watch {
  return (work) => {
    const ongoing = watches.map((watch) => watch(work));
    return {
      reached: (rows) => ongoing.forEach((one) => one.reached(rows)),
      ended: () => ongoing.forEach((one) => one.ended()),
    };
  };
}

/** Does something under a watch, which is told the end of it in any case. */
export async function watched<Result>(
  watch: Watch,
  work: Work,
  action: (ongoing: OngoingWork) => Promise<Result>,
): Promise<Result> {
  const ongoing = watch(work);
  try {
    return await action(ongoing);
  } finally {
    ongoing.ended();
  }
}
