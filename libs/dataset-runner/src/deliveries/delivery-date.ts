import { microsecondsOf, timestampText } from '../timestamp-text.ts';

/** What decides the load date of a delivery that is loaded for the first time. */
export interface DateFacts {
  /** Units: microseconds since 1970; null takes the clock. */
  readonly told: bigint | null;
  /** Units: microseconds since 1970. */
  readonly now: bigint;
  /** Date of the version of the same delivery before this one. */
  readonly previous: string | null;
  /** Latest date of a source that is dated by arrival. */
  readonly latestArrival: string | null;
  /** Null for a date that no batch has; else the latest one just after it that some batch has. */
  readonly takenUntil: (date: string) => Promise<string | null>;
}

/**
 * The load date of a delivery: what it tells, else now; after the version before it, and no other batch's.
 *
 * Shape: canonical text. Dates that are taken are left by microseconds.
 */
export async function deliveryDate({
  told,
  now,
  previous,
  latestArrival,
  takenUntil,
}: DateFacts): Promise<string> {
  const after = (date: string | null): bigint => (date === null ? 0n : microsecondsOf(date) + 1n);
  const floors = [after(previous), told === null ? after(latestArrival) : 0n];
  let date = timestampText(floors.reduce((latest, floor) => (floor > latest ? floor : latest), told ?? now));
  for (let taken = await takenUntil(date); taken !== null; taken = await takenUntil(date))
    date = timestampText(microsecondsOf(taken) + 1n);
  return date;
}
