import ts from 'typescript';
import { lineOf, walkNodes } from '../parse-source.ts';
import type { HouseRule, ProjectFile, RuleBreak } from './house-rule.ts';

const testWords = new Set(['it', 'test', 'describe', 'suite', 'bench']);
const skippingWords = new Set(['skip', 'skipIf', 'runIf', 'todo']);

/**
 * No test runs alone, and a skipped one says why.
 *
 * The reason is text behind the word "skipped" or "needs", in the title or in a comment of the same statement or of the
 * line above; `context.skip` takes it as its argument.
 */
export const skippedTestRule: HouseRule = {
  name: 'no-silent-skip',
  appliesTo: (path) => /\.(test|bench)\.[cm]?[jt]sx?$/.test(path),
  findBreaks: (file) => {
    const breaks: RuleBreak[] = [];
    if (!/\.(?:only|skip|skipIf|runIf|todo)\b/.test(file.text)) return breaks;
    walkNodes(file.tree(), (node) => {
      if (ts.isCallExpression(node) && isSilentContextSkip(node)) {
        breaks.push({ line: lineOf(node), message: 'skip() takes the reason as its argument' });
      }
      if (!ts.isPropertyAccessExpression(node) || !testWords.has(rootName(node))) return;
      const member = node.name.text;
      if (member === 'only') {
        breaks.push({ line: lineOf(node), message: 'a focused test hides all others' });
      } else if (skippingWords.has(member) && !saysWhy(file, node)) {
        breaks.push({
          line: lineOf(node),
          message: `${member} without "skipped …" or "needs …" and how to enable it`,
        });
      }
    });
    return breaks;
  },
};

function rootName(node: ts.Expression): string {
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return rootName(node.expression);
  return ts.isIdentifier(node) ? node.text : '';
}

function isSilentContextSkip({ expression, arguments: given }: ts.CallExpression): boolean {
  if (given.length > 0 || !ts.isPropertyAccessExpression(expression)) return false;
  return expression.name.text === 'skip' && ['context', 'ctx'].includes(rootName(expression));
}

function saysWhy(file: ProjectFile, node: ts.Node): boolean {
  const lines = file.text.split('\n');
  const first = lineOf(node) - 1;
  const around = lines.slice(Math.max(0, first - 2), first + 3).join('\n');
  return /(?:skipped|needs)\s+[a-z]+\s+\w+/i.test(around);
}
