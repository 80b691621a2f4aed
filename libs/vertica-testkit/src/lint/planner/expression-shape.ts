import { allTokens, isNode, ownTokens, printNode, type SyntaxNode } from '../syntax-node.ts';

const aggregates: ReadonlySet<string> = new Set(['count', 'sum', 'min', 'max', 'avg']);

/** True for a call that makes one value of many rows. */
export function isAggregate(node: SyntaxNode): boolean {
  const name = ownTokens(node)[0]?.text.toLowerCase() ?? '';
  return node.kind === 'call' && aggregates.has(name) && !isAnalytic(node);
}

/** True for a call with OVER. */
export function isAnalytic(node: SyntaxNode): boolean {
  return node.kind === 'call' && node.children.some((child) => isNode(child) && child.kind === 'window');
}

/** Calls of some sort in an expression, those of queries within it left out. */
export function callsWithin(node: SyntaxNode, isWanted: (call: SyntaxNode) => boolean): SyntaxNode[] {
  if (node.kind === 'query') return [];
  const own = isWanted(node) ? [node] : [];
  return [...own, ...node.children.flatMap((child) => (isNode(child) ? callsWithin(child, isWanted) : []))];
}

/** True when a node is an operator of this spelling. */
export function isOperator(node: SyntaxNode, ...spellings: readonly string[]): boolean {
  return node.kind === 'binary' && ownTokens(node).some(({ text }) => spellings.includes(text.toLowerCase()));
}

/** The expression inside any number of brackets. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  const [only, ...others] = node.children.filter(isNode);
  return node.kind === 'group' && only !== undefined && others.length === 0 && only.kind !== 'query'
    ? unwrapped(only)
    : node;
}

/** The tokens of a node in one case, to compare expressions by. */
export function spelling(node: SyntaxNode): string {
  return allTokens(unwrapped(node))
    .map(({ text }) => text.toLowerCase())
    .join(' ');
}

/** The text of a node on one line, cut to what a message needs. */
export function excerpt(node: SyntaxNode): string {
  return printNode(node).trim().replaceAll(/\s+/g, ' ').slice(0, 60);
}
