import ts from 'typescript';
import { isSourceFile, lineOf, walkNodes } from '../parse-source.ts';
import type { HouseRule, RuleBreak } from './house-rule.ts';

const dialectNames = new Set(['duckdb', 'vertica', 'postgres', 'postgresql', 'clickhouse']);
const quotedName = new RegExp(`['"\`](?:${[...dialectNames].join('|')})['"\`]`, 'i');
const engineFolder = /^libs\/[^/]+-(adapter|testkit)\//;
const comparisons = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);
const textTests = new Set(['includes', 'startsWith', 'endsWith', 'indexOf']);

/** Engines differ through capability values and overrides of the dialect object, never through its name. */
export const dialectNameRule: HouseRule = {
  name: 'no-dialect-name-comparison',
  appliesTo: (path) => isSourceFile(path) && !engineFolder.test(path),
  findBreaks: (file) => {
    const breaks: RuleBreak[] = [];
    if (!quotedName.test(file.text)) return breaks;
    walkNodes(file.tree(), (node) => {
      const name = comparedNames(node).find((text) => dialectNames.has(text.toLowerCase()));
      if (name === undefined) return;
      const message = `compares with the dialect name '${name}'; give the dialect a capability instead`;
      breaks.push({ line: lineOf(node), message });
    });
    return breaks;
  },
};

function comparedNames(node: ts.Node): string[] {
  if (ts.isBinaryExpression(node) && comparisons.has(node.operatorToken.kind)) {
    return [...textOf(node.left), ...textOf(node.right)];
  }
  if (ts.isCaseClause(node)) return textOf(node.expression);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  if (!textTests.has(node.expression.name.text)) return [];
  const list = node.expression.expression;
  const listed = ts.isArrayLiteralExpression(list) ? list.elements.flatMap(textOf) : [];
  return [...listed, ...node.arguments.flatMap(textOf)];
}

function textOf(node: ts.Expression): string[] {
  return ts.isStringLiteralLike(node) ? [node.text] : [];
}
