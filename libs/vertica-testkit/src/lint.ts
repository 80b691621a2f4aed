export { lintStatement, type StatementLint } from './lint/lint-statement.ts';
export { lintScript, type ScriptStatement } from './lint/lint-script.ts';
export { lintPlanner } from './lint/lint-planner.ts';
export {
  lintRules,
  type Finding,
  type LintRule,
  type RuleKind,
  type RuleText,
  type StatementClass,
} from './lint/lint-rule.ts';
export type { LintOptions } from './lint/lint-options.ts';
export {
  engineMessages,
  messageSources,
  type EngineMessage,
  type MessageSource,
} from './lint/planner/engine-messages.ts';
export type { PlannerFinding } from './lint/planner/find-planner-refusals.ts';
export type { PlannerRule } from './lint/planner/planner-rules.ts';
export { tokenize } from './lint/tokenize.ts';
export type { Token, TokenKind } from './lint/token.ts';
