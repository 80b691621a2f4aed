import type { LintRule, StatementClass } from './lint-rule.ts';
import type { PlannerRule } from './planner/planner-rules.ts';

/**
 * Planner rules that our rendered SQL still breaks: found by `lintPlanner`, applied nowhere else.
 *
 * The list goes when the SQL is rewritten; then every planner rule applies, as all the others do. With it go its use in
 * `analyze-statement.ts`, the loop over it in `lint-planner.test.ts`, and a sentence
 * of `docs/reference/vertica-compatibility.md`.
 */
export const awaitingRewrite: readonly PlannerRule[] = [
  'correlated-inequality',
  'correlated-or',
  'correlated-expression',
  'predicate-place',
];

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
   * Rules that do not apply, for example `ksafe`, `native-hash`, `order-nulls` for queries written by hand, or
   * `copy-source` where objects of an S3 store are read too.
   */
  readonly allow?: readonly LintRule[];
}
