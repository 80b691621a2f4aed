/** One group of the published answer. */
export interface GoldenGroup {
  /** 1 = the oldest group by registration. */
  readonly ageRank: number;
  /** Distinct users with an `add` event. */
  readonly added: number;
  /** Distinct senders of a message in the group. */
  readonly writers: number;
  /** What a loader without a quote clause is left with, because it rejects every message that holds a comma. */
  readonly writersWithoutQuotes: number;
  /** Distinct members who invited somebody; the wrong denominator of a known mistake. */
  readonly inviters: number;
  /** The conversion as published: rounded half-up to three digits. */
  readonly conversion: string;
}

/**
 * The published answer for the ten oldest groups, in its own order: by conversion, highest first.
 *
 * Only counts and ranks are reproduced; the real files behind them are not public.
 */
export const GOLDEN_ANSWER: readonly GoldenGroup[] = [
  { ageRank: 7, added: 4794, writers: 2760, writersWithoutQuotes: 2140, inviters: 930, conversion: '0.576' },
  { ageRank: 5, added: 4311, writers: 2450, writersWithoutQuotes: 1925, inviters: 901, conversion: '0.568' },
  { ageRank: 10, added: 4172, writers: 2363, writersWithoutQuotes: 1831, inviters: 848, conversion: '0.566' },
  { ageRank: 9, added: 3781, writers: 2126, writersWithoutQuotes: 1612, inviters: 725, conversion: '0.562' },
  { ageRank: 4, added: 4298, writers: 2387, writersWithoutQuotes: 1827, inviters: 791, conversion: '0.555' },
  { ageRank: 8, added: 3575, writers: 1968, writersWithoutQuotes: 1539, inviters: 694, conversion: '0.550' },
  { ageRank: 6, added: 3725, writers: 2046, writersWithoutQuotes: 1605, inviters: 720, conversion: '0.549' },
  { ageRank: 2, added: 3405, writers: 1779, writersWithoutQuotes: 1361, inviters: 628, conversion: '0.522' },
  { ageRank: 1, added: 2505, writers: 1138, writersWithoutQuotes: 880, inviters: 365, conversion: '0.454' },
  { ageRank: 3, added: 1914, writers: 861, writersWithoutQuotes: 646, inviters: 279, conversion: '0.450' },
];
