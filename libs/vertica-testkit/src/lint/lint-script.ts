import { analyzeStatement } from './analyze-statement.ts';
import type { LintOptions } from './lint-options.ts';
import type { StatementLint } from './lint-statement.ts';
import { nameText } from './literal-text.ts';
import { childNode, hasWords, ownTokens, type SyntaxNode } from './syntax-node.ts';
import { isTrivia, tokenize } from './tokenize.ts';

/** Offsets count from the start of the script. */
export interface ScriptStatement extends StatementLint {
  readonly sql: string;
  readonly offset: number;
}

/**
 * Lints the statements of a file, which are parted by `;`.
 *
 * Shape: one item per statement, in order. When work tables are given, local temporary tables created earlier in the
 * script count besides them.
 */
export function lintScript(script: string, options: LintOptions = {}): ScriptStatement[] {
  const workTables = new Set(options.workTables ?? []);
  const known = options.workTables === undefined ? options : { ...options, workTables };
  return splitScript(script).map(({ sql, offset }) => {
    const { root, findings, ...rest } = analyzeStatement(sql, known);
    const created = root === null ? null : temporaryTableName(root);
    if (created !== null) workTables.add(created);
    return {
      sql,
      offset,
      class: rest.class,
      parameters: rest.parameters,
      findings: findings.map((finding) => ({ ...finding, offset: finding.offset + offset })),
    };
  });
}

/** Name of the local temporary table that a statement creates, or null. */
function temporaryTableName(root: SyntaxNode): string | null {
  if (!hasWords(root, 'create', 'local')) return null;
  const name = childNode(root, 'name');
  const token = name === null ? undefined : ownTokens(name)[0];
  return token === undefined ? null : nameText(token);
}

function splitScript(script: string): { readonly sql: string; readonly offset: number }[] {
  const statements: { sql: string; offset: number }[] = [];
  let sql = '';
  let offset = 0;
  let isEmpty = true;
  for (const token of tokenize(script)) {
    if (token.kind === 'symbol' && token.text === ';') {
      statements.push({ sql, offset });
      [sql, offset, isEmpty] = ['', token.offset + 1, true];
      continue;
    }
    sql += token.text;
    isEmpty &&= isTrivia(token);
  }
  return isEmpty ? statements : [...statements, { sql, offset }];
}
