import { microText } from '../calendar.ts';
import { exactRatio } from './exact-ratio.ts';
import { PairExtremes } from './pair-extremes.ts';
import type { HubTruth } from './hub-truth.ts';
import type { KeySpace } from './key-space.ts';

/** One expected line of the report; ratios are decimal text, null where nobody joined. */
export interface ReportRow {
  /** 1 = registered first. */
  readonly age_rank: number;
  readonly group_id: number;
  readonly group_name: string;
  readonly registration_dt: string | null;
  readonly cnt_added_users: number;
  readonly cnt_users_in_group_with_messages: number;
  readonly group_conversion: string | null;
  readonly cnt_joined_writers: number;
  readonly group_conversion_strict: string | null;
  readonly cnt_writers_not_added: number;
}

/** What the report needs to know of the vault. */
export interface ReportInput {
  readonly users: HubTruth;
  readonly groups: HubTruth;
  readonly groupKeys: KeySpace;
  readonly groupName: (group: number) => string;
  /** How many of the oldest groups are listed. */
  readonly limit: number;
}

interface Counts {
  added: number;
  writers: number;
  joinedWriters: number;
  writersNotAdded: number;
}

/**
 * The conversion report, computed straight from its definition.
 *
 * Writers need not have joined; the strict companions count joiners with a message at or after their first `add`.
 */
export class ReportTruth {
  /** First `add` by (group, user). */
  readonly #joined = new PairExtremes('earliest');
  /** Last message by (group, user). */
  readonly #wrote = new PairExtremes('latest');

  add(group: number, user: number, instant: number): void {
    this.#joined.note(group, user, instant);
  }

  message(group: number, user: number, instant: number): void {
    this.#wrote.note(group, user, instant);
  }

  /** Highest conversion first, groups nobody joined last, ties by group id. */
  rows(input: ReportInput): ReportRow[] {
    const oldest = oldestGroups(input);
    const counts = this.#counts(input.users, oldest);
    return oldest
      .map((group, at) => ({
        group,
        ageRank: at + 1,
        id: input.groupKeys.keyOf(group),
        ...counts.get(group)!,
      }))
      .toSorted((a, b) => byConversion(a, b) || a.id - b.id)
      .map(({ group, ageRank, id, added, writers, joinedWriters, writersNotAdded }) => {
        const registered = input.groups.attributeOf(group);
        return {
          age_rank: ageRank,
          group_id: id,
          group_name: input.groupName(group),
          registration_dt: registered === null ? null : microText(registered),
          cnt_added_users: added,
          cnt_users_in_group_with_messages: writers,
          group_conversion: exactRatio(writers, added),
          cnt_joined_writers: joinedWriters,
          group_conversion_strict: exactRatio(joinedWriters, added),
          cnt_writers_not_added: writersNotAdded,
        };
      });
  }

  #counts(users: HubTruth, listed: readonly number[]): Map<number, Counts> {
    const none: Counts = { added: 0, writers: 0, joinedWriters: 0, writersNotAdded: 0 };
    const counts = new Map(listed.map((group) => [group, { ...none }]));
    for (const { first: group, second: user, instant: joined } of this.#joined.entries()) {
      const count = counts.get(group);
      if (count === undefined || !users.has(user)) continue;
      count.added += 1;
      if ((this.#wrote.instantOf(group, user) ?? -Infinity) >= joined) count.joinedWriters += 1;
    }
    for (const { first: group, second: user } of this.#wrote.entries()) {
      const count = counts.get(group);
      if (count === undefined || !users.has(user)) continue;
      count.writers += 1;
      if (this.#joined.instantOf(group, user) === undefined) count.writersNotAdded += 1;
    }
    return counts;
  }
}

/** Highest ratio first, compared by cross products, which are exact integers; without joiners last. */
function byConversion(a: Counts, b: Counts): number {
  if (a.added === 0 || b.added === 0) return (a.added === 0 ? 1 : 0) - (b.added === 0 ? 1 : 0);
  return b.writers * a.added - a.writers * b.added;
}

/** The oldest groups first, unknown registrations last, ties by group id; chosen before any event is looked at. */
function oldestGroups({ groups, groupKeys, limit }: ReportInput): number[] {
  const age = (group: number): number => groups.attributeOf(group) ?? Infinity;
  return [...groups.keys()]
    .toSorted((a, b) => (age(a) === age(b) ? groupKeys.keyOf(a) - groupKeys.keyOf(b) : age(a) - age(b)))
    .slice(0, limit);
}
