import { analyzeStatement } from './analyze-statement.ts';
import type { LintOptions } from './lint-options.ts';
import { lintRules } from './lint-rule.ts';
import { findPlannerRefusals, type PlannerFinding } from './planner/find-planner-refusals.ts';

/**
 * What Vertica's planner is expected to refuse in one statement, whatever `allow` says.
 *
 * Shape: null when the statement could not be read, so that nothing is known of it. No finding is no proof: the rules are
 * modelled from documents, not from a server.
 */
export function lintPlanner(sql: string, options: LintOptions = {}): readonly PlannerFinding[] | null {
  const { root } = analyzeStatement(sql, options);
  if (root === null) return null;
  return findPlannerRefusals(root).map((finding) => ({
    ...finding,
    message: `${lintRules[finding.rule].reason} (found ${finding.message})`,
  }));
}
