import { builtinModules } from 'node:module';
import ts from 'typescript';
import { lineOf, parseSource, walkNodes } from '../parse-source.ts';
import type { SourceText } from './workspace-package.ts';

/** One place where a file asks for another module. */
export interface ImportEdge {
  readonly file: string;
  readonly line: number;
  /** As written; null when it is computed and nobody can know it without running the code. */
  readonly specifier: string | null;
}

/**
 * Every module a file asks for: import, export from, `import()`, `require`, `require.resolve`,
 * `import.meta.resolve`, `import x = require()`, types written as `import('x').T`, and calls of what
 * `createRequire` returned.
 */
export function readImports(source: SourceText): readonly ImportEdge[] {
  const known = readBefore.get(source) ?? readAnew(source);
  readBefore.set(source, known);
  return known;
}

const readBefore = new WeakMap<SourceText, readonly ImportEdge[]>();

function readAnew({ path, text }: SourceText): ImportEdge[] {
  const source = parseSource(path, text);
  const edges: ImportEdge[] = [];
  const requireNames = new Set(['require']);
  const add = (node: ts.Node, target: ts.Node | undefined): void => {
    const specifier = target !== undefined && ts.isStringLiteralLike(target) ? target.text : null;
    edges.push({ file: path, line: lineOf(node), specifier });
  };
  walkNodes(source, (node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && isCreateRequire(node.initializer)) {
      requireNames.add(node.name.text);
    }
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier);
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node, node.moduleSpecifier);
    else if (ts.isExternalModuleReference(node)) add(node, node.expression);
    else if (ts.isImportTypeNode(node)) {
      add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined);
    } else if (ts.isCallExpression(node) && asksForModule(node, requireNames)) add(node, node.arguments[0]);
  });
  return edges;
}

function asksForModule({ expression }: ts.CallExpression, requireNames: ReadonlySet<string>): boolean {
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (isCreateRequire(expression)) return true;
  if (ts.isIdentifier(expression)) return requireNames.has(expression.text);
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'resolve') return false;
  const owner = expression.expression;
  return ts.isMetaProperty(owner) || (ts.isIdentifier(owner) && requireNames.has(owner.text));
}

function isCreateRequire(node: ts.Expression | undefined): boolean {
  if (node === undefined || !ts.isCallExpression(node)) return false;
  const called = node.expression;
  const name = ts.isPropertyAccessExpression(called) ? called.name : called;
  return ts.isIdentifier(name) && name.text === 'createRequire';
}

/** What a specifier points at: a file of the same package, a module of Node, or a package. */
export type ImportTarget =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'builtin'; readonly name: string; readonly prefixed: boolean }
  | { readonly kind: 'package'; readonly name: string; readonly entry: string };

const nodeModules = new Set(builtinModules.map((name) => name.replace(/^node:/, '')));

/** Tells files, modules of Node and packages apart. */
export function readTarget(specifier: string): ImportTarget {
  if (
    /^\.{0,2}\//.test(specifier) ||
    specifier === '.' ||
    specifier === '..' ||
    specifier.startsWith('file:')
  ) {
    return { kind: 'file', path: specifier };
  }
  const bare = specifier.replace(/^node:/, '');
  if (specifier.startsWith('node:') || nodeModules.has(bare)) {
    return { kind: 'builtin', name: `node:${bare}`, prefixed: specifier.startsWith('node:') };
  }
  const parts = specifier.split('/');
  const name = parts.splice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  return { kind: 'package', name, entry: parts.length === 0 ? '.' : `./${parts.join('/')}` };
}
