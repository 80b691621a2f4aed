import type { LintRule, StatementClass } from './lint-rule.ts';

/** What a lint takes for granted about the place a statement comes from. */
export interface LintOptions {
  /** Number of values that come with the statement. */
  readonly parameters?: number;
  /** Classes allowed here; all by default. */
  readonly classes?: readonly StatementClass[];
  /** The work tables of the session; without it any unqualified quoted name may be one. */
  readonly workTables?: Iterable<string>;
  /** Schemas whose tables may lose rows, and whose tables named `..lock` may be updated; `ops` by default. */
  readonly bookkeepingSchemas?: readonly string[];
  /** Tables that a load may empty in part or whole, because it computes them anew; none by default. */
  readonly replaceable?: (table: { readonly schema: string; readonly name: string }) => boolean;
  /**
   * Rules that do not apply, for example `ksafe`, `native-hash`, or
   * `copy-source` where objects of an S3 store are read too.
   */
  readonly allow?: readonly LintRule[];
}
