import type { Token } from './token.ts';

export type NodeKind =
  | 'statement'
  | 'query'
  | 'select'
  | 'commonTable'
  | 'relation'
  | 'name'
  | 'column'
  | 'literal'
  | 'parameter'
  | 'typedLiteral'
  | 'call'
  | 'arguments'
  | 'window'
  | 'castCall'
  | 'cast'
  | 'tryCast'
  | 'binary'
  | 'unary'
  | 'predicate'
  | 'case'
  | 'group'
  | 'type'
  | 'orderTerms'
  | 'columnList'
  | 'columnDefinition'
  | 'columnConstraint'
  | 'tableConstraint'
  | 'tableClause'
  | 'temporaryRows'
  | 'values'
  | 'assignment'
  | 'copyColumn'
  | 'copyOption'
  | 'setting'
  | 'newName';

/** A significant token with the white space and comments before it. */
export interface Leaf {
  readonly token: Token;
  readonly leading: string;
}

/** Concrete syntax: printing every leaf in order gives the statement back. */
export interface SyntaxNode {
  readonly kind: NodeKind;
  readonly children: (SyntaxNode | Leaf)[];
}

export function isNode(item: SyntaxNode | Leaf): item is SyntaxNode {
  return 'kind' in item;
}

/** Children of one kind. */
export function childNodes(node: SyntaxNode, kind: NodeKind): SyntaxNode[] {
  return node.children.filter((item): item is SyntaxNode => isNode(item) && item.kind === kind);
}

/** First child of one kind, or null. */
export function childNode(node: SyntaxNode, kind: NodeKind): SyntaxNode | null {
  return childNodes(node, kind)[0] ?? null;
}

/** Tokens that stand directly in a node. */
export function ownTokens(node: SyntaxNode): Token[] {
  return node.children.flatMap((item) => (isNode(item) ? [] : [item.token]));
}

/** All tokens of a node, its descendants' too. */
export function allTokens(node: SyntaxNode): Token[] {
  return node.children.flatMap((item) => (isNode(item) ? allTokens(item) : [item.token]));
}

/** Every node of some kind, outer ones first. */
export function descendants(node: SyntaxNode, kind: NodeKind): SyntaxNode[] {
  const own = node.kind === kind ? [node] : [];
  return [...own, ...node.children.flatMap((item) => (isNode(item) ? descendants(item, kind) : []))];
}

/** True when a node holds these words in this order, side by side. */
export function hasWords(node: SyntaxNode, ...words: readonly string[]): boolean {
  const tokens = ownTokens(node).map(({ text }) => text.toLowerCase());
  return tokens.some((_, start) => words.every((word, index) => tokens[start + index] === word));
}

/** The text as it was. */
export function printNode(item: SyntaxNode | Leaf): string {
  return isNode(item) ? item.children.map(printNode).join('') : item.leading + item.token.text;
}
