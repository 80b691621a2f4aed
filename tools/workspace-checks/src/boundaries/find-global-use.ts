import ts from 'typescript';
import { lineOf, parseSource, walkNodes } from '../parse-source.ts';
import type { SourceText } from './workspace-package.ts';

/** A place where a file touches a forbidden global. */
export interface GlobalUse {
  readonly line: number;
  /** As the rule writes it: `process`, `Date.now`, `new Date()`. */
  readonly name: string;
}

/**
 * Uses of forbidden globals: a name, a member such as `Date.now`, or `new Date()` without arguments.
 *
 * Invariant: names of members, properties and declarations do not count, only values that are read.
 */
export function findGlobalUse({ path, text }: SourceText, forbidden: readonly string[]): GlobalUse[] {
  const found: GlobalUse[] = [];
  const add = (node: ts.Node, name: string): void => {
    if (forbidden.includes(name)) found.push({ line: lineOf(node), name });
  };
  walkNodes(parseSource(path, text), (node) => {
    if (ts.isIdentifier(node) && isRead(node)) add(node, node.text);
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      add(node, `${node.expression.text}.${node.name.text}`);
    }
    if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && !node.arguments?.length) {
      add(node, `new ${node.expression.text}()`);
    }
  });
  return found;
}

function isRead(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  return !(
    ts.isTypeElement(parent) ||
    ts.isClassElement(parent) ||
    ts.isTypeReferenceNode(parent) ||
    isName(node)
  );
}

function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isQualifiedName(parent)) return true;
  return 'name' in parent && parent.name === node;
}
