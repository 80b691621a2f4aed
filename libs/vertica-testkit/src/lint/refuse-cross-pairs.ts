import type { Parser } from './parser.ts';
import { allTokens, isNode, ownTokens, type SyntaxNode } from './syntax-node.ts';

/** Finds `a in (..) and b in (..)` over columns of one relation: pairs that were never together would match. */
export function refuseCrossPairs(conjunction: SyntaxNode, parser: Parser): void {
  const seen = new Map<string, string>();
  for (const part of conjunction.children) {
    if (!isNode(part) || part.kind !== 'predicate') continue;
    const words = ownTokens(part).map(({ text }) => text.toLowerCase());
    const [operand] = part.children;
    if (words[0] !== 'in' || operand === undefined || !isNode(operand) || operand.kind !== 'column') continue;
    const tokens = allTokens(operand);
    const relation = tokens
      .slice(0, -2)
      .map(({ text }) => text)
      .join('')
      .toLowerCase();
    const name = tokens.at(-1)?.text.toLowerCase() ?? '';
    const other = seen.get(relation);
    if (other !== undefined && other !== name)
      parser.report('key-in-lists', `${other} and ${name}`, tokens[0] ?? null);
    seen.set(relation, name);
  }
}
