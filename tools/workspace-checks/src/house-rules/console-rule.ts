import ts from 'typescript';
import { lineOf, walkNodes } from '../parse-source.ts';
import type { HouseRule, RuleBreak } from './house-rule.ts';

const consoleRooms = ['libs/dataset-runner/src/console/', 'libs/dataset-runner/src/cli/'];

/** Libraries do not print: only the runner's console and command line talk to a person. */
export const consoleRule: HouseRule = {
  name: 'no-console',
  appliesTo: (path) =>
    /^libs\/[^/]+\/src\/.*\.[cm]?[jt]s$/.test(path) && !consoleRooms.some((room) => path.startsWith(room)),
  findBreaks: (file) => {
    const breaks: RuleBreak[] = [];
    if (!file.text.includes('console')) return breaks;
    walkNodes(file.tree(), (node) => {
      const isAccess = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
      if (isAccess && ts.isIdentifier(node.expression) && node.expression.text === 'console') {
        breaks.push({ line: lineOf(node), message: 'a library does not print; report an event or throw' });
      }
    });
    return breaks;
  },
};
