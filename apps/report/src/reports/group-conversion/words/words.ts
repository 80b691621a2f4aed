import type { Lang, Sentence } from '../../../text/phrase.ts';
import { english } from './english.ts';
import { russian } from './russian.ts';

/** A group as sentences name it: its name in quotes, or its number. */
export interface NamedShare {
  readonly name: Sentence;
  readonly percent: string;
}

/** Names of the columns of the report, all of which need a label and a meaning. */
export type GroupConversionColumn =
  | 'hk_group_id'
  | 'cnt_added_users'
  | 'cnt_users_in_group_with_messages'
  | 'group_conversion'
  | 'group_id'
  | 'group_name'
  | 'registration_dt'
  | 'is_private'
  | 'cnt_joined_writers'
  | 'group_conversion_strict'
  | 'cnt_writers_not_added';

/** Everything `group_conversion` says; a language that lacks a key does not compile. */
export interface GroupConversionWords {
  readonly group: string;
  readonly columns: Readonly<
    Record<GroupConversionColumn, { readonly label: string; readonly meaning: string }>
  >;
  /** Under `--metric strict` two columns count fewer people. */
  readonly strictWriters: { readonly label: string; readonly meaning: string };
  readonly strictConversion: string;
  title(groups: number): Sentence;
  readonly answer: {
    best(best: NamedShare): Sentence;
    bestIsStrict(best: NamedShare): Sentence;
    alsoTarget(others: readonly NamedShare[]): Sentence;
    ranking(aboveOverall: number, groups: number, overall: string): Sentence;
    readonly noGroups: string;
    readonly noGroupsDetail: string;
    readonly nobodyJoined: string;
    nobodyJoinedDetail(asOf: string | null): Sentence;
    readonly nobodyWrote: string;
    readonly nobodyWroteDetail: string;
  };
  readonly figures: {
    readonly best: string;
    readonly median: string;
    readonly overall: string;
    readonly groups: string;
    overallNote(writers: string, added: string): Sentence;
    groupsNote(asked: number): Sentence;
    readonly medianNote: string;
  };
  readonly chart: { title: string; description(best: NamedShare | null, groups: number): Sentence };
  readonly notices: {
    rejected(records: number, read: number, share: string): Sentence;
    strictDiffers(
      groups: number,
      threshold: string,
      largest: NamedShare & { readonly strictPercent: string },
    ): Sentence;
    /** Groups whose registration date was last told otherwise. */
    registrationDiffers(groups: number): Sentence;
    smallBase(names: readonly Sentence[], limit: number): Sentence;
    held(rows: number): Sentence;
    late(rows: number): Sentence;
    conflict(rows: number): Sentence;
    readonly noGroups: string;
    fewerGroups(found: number, asked: number): Sentence;
    checkFailed(check: Sentence): Sentence;
  };
  readonly definitions: Readonly<
    Record<'choice' | 'order', { readonly term: string; readonly text: string }>
  >;
  readonly optionEffects: {
    asOf(time: string): Sentence;
    readonly currentMembers: string;
    readonly excludeFounder: string;
    readonly strict: string;
    readonly term: string;
  };
  readonly checks: Readonly<
    Record<'reconciled' | 'one_row_per_group' | 'strict_within_joiners' | 'writers_add_up', string>
  >;
  held(link: string, hub: string): string;
}

export const groupConversionWords: Readonly<Record<Lang, GroupConversionWords>> = {
  en: english,
  ru: russian,
};
