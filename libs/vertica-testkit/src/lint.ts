export { lintStatement, type StatementLint } from './lint/lint-statement.ts';
export { lintScript, type ScriptStatement } from './lint/lint-script.ts';
export { lintRules, type Finding, type LintRule, type StatementClass } from './lint/lint-rule.ts';
export type { LintOptions } from './lint/lint-options.ts';
export { tokenize } from './lint/tokenize.ts';
export type { Token, TokenKind } from './lint/token.ts';
