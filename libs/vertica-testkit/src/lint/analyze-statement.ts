import { Parser, Refusal } from './parser.ts';
import { parseStatement } from './parse-statement.ts';
import type { LintOptions } from './lint-options.ts';
import { lintRules, type Finding, type LintRule, type StatementClass } from './lint-rule.ts';
import { findPlannerRefusals } from './planner/find-planner-refusals.ts';
import { descendants, ownTokens, type SyntaxNode } from './syntax-node.ts';
import type { Token } from './token.ts';

/** A statement that was read, and what is wrong with it. */
export interface StatementAnalysis {
  /** Null when the statement is none of the listed forms. */
  readonly class: StatementClass | null;
  /** The command tag of a server's answer. */
  readonly tag: string;
  readonly findings: readonly Finding[];
  /** Number of `?`. */
  readonly parameters: number;
  /** Null when the statement could not be read to its end. */
  readonly root: SyntaxNode | null;
}

/** Reads one statement by the list of forms, then applies the rules. */
export function analyzeStatement(sql: string, options: LintOptions = {}): StatementAnalysis {
  const parser = new Parser(sql, options);
  const foreign = foreignToken(parser);
  if (foreign !== null) return refused(parser, foreign);
  if (parser.atEnd) return refused(parser, { rule: 'empty', offset: 0, message: 'nothing' });
  try {
    const form = parseStatement(parser);
    parser.accept(';');
    if (!parser.atEnd) refuseRest(parser);
    checkPlace(parser, form.class);
    const isSystem = readsSystemOnly(parser.root);
    const findings = [...parser.findings, ...plannerFindings(parser)]
      .filter(({ rule }) => !(isSystem && rule === 'unquoted-name'))
      .map(explained);
    return { ...form, parameters: parser.parameters, root: parser.root, findings };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refused(parser, named(error.finding, parser));
  }
}

function plannerFindings({ root, options }: Parser): Finding[] {
  const allowed = new Set<LintRule>(options.allow);
  return findPlannerRefusals(root).filter(({ rule }) => !allowed.has(rule));
}

const tokenRules: Partial<Record<Token['kind'], LintRule>> = {
  unterminated: 'unterminated',
  unknown: 'character',
  foreignParameter: 'foreign-parameter',
};

/** The server's own names are lower case, and the manual writes them without quotes. */
function readsSystemOnly(root: SyntaxNode): boolean {
  const names = descendants(root, 'name').map((name) => ownTokens(name)[0]?.text.toLowerCase() ?? '');
  return names.length > 0 && names.every((name) => name === 'v_catalog' || name === 'v_monitor');
}

function foreignToken(parser: Parser): Finding | null {
  for (let place = 0; ; place += 1) {
    const token = parser.peek(place);
    if (token === null) return null;
    const rule = tokenRules[token.kind];
    if (rule !== undefined) return { rule, offset: token.offset, message: token.text.slice(0, 40) };
  }
}

function refuseRest(parser: Parser): never {
  const isAfterEnd = parser.root.children.at(-1);
  const isSecond = isAfterEnd !== undefined && 'token' in isAfterEnd && isAfterEnd.token.text === ';';
  parser.refuse(isSecond ? 'several-statements' : 'shape', parser.peek()?.text ?? '');
}

/** Words which, where a statement stops making sense, tell what its writer had in mind. */
const telling: readonly (readonly [LintRule, ...string[]])[] = [
  ['on-conflict', 'on', 'conflict'],
  ['returning', 'returning'],
  ['qualify', 'qualify'],
];

function named(finding: Finding, parser: Parser): Finding {
  if (finding.rule !== 'shape') return finding;
  const rule = telling.find(([, ...words]) => parser.is(...words))?.[0];
  return rule === undefined ? finding : { ...finding, rule };
}

function checkPlace(parser: Parser, statementClass: StatementClass): void {
  const { classes, parameters } = parser.options;
  if (classes !== undefined && !classes.includes(statementClass))
    parser.report('statement-class', statementClass, null);
  if (parameters !== undefined && parameters !== parser.parameters)
    parser.report('parameter-count', `${parser.parameters} places, ${parameters} values`, null);
}

function refused(parser: Parser, finding: Finding): StatementAnalysis {
  return { class: null, tag: '', findings: [explained(finding)], parameters: parser.parameters, root: null };
}

function explained(finding: Finding): Finding {
  return { ...finding, message: `${lintRules[finding.rule].reason} (found ${finding.message})` };
}
