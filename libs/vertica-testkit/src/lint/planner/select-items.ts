import { nameText } from '../literal-text.ts';
import { isNode, ownTokens, type SyntaxNode } from '../syntax-node.ts';
import type { Token } from '../token.ts';

/** One item of a select list. */
export interface SelectItem {
  readonly expression: SyntaxNode;
  /** Folded; null for an expression without a name. */
  readonly name: string | null;
}

/** The items of a SELECT in order; null when the list holds `*`. */
export function selectItems(select: SyntaxNode): SelectItem[] | null {
  const items: SelectItem[] = [];
  for (const child of select.children) {
    if (isNode(child)) {
      if (child.kind === 'relation') break;
      items.push({ expression: child, name: child.kind === 'column' ? columnName(child) : null });
      continue;
    }
    const { token } = child;
    if (token.kind === 'symbol' && token.text === '*') return null;
    if (isClauseStart(token)) break;
    const last = items.at(-1);
    const isAlias = token.kind === 'quoted' || (token.kind === 'word' && !isKeyword(token));
    if (last !== undefined && isAlias) items[items.length - 1] = { ...last, name: folded(token) };
  }
  return items;
}

/** Folded parts of a column's name, the column last. */
export function nameParts(name: SyntaxNode): string[] {
  return ownTokens(name)
    .filter(({ kind }) => kind !== 'symbol')
    .map(folded);
}

/** The folded name of a column without what qualifies it. */
export function columnName(column: SyntaxNode): string {
  return nameParts(column).at(-1) ?? '';
}

/** A name as it is compared. */
export function folded(token: Token): string {
  return nameText(token).toLowerCase();
}

function isClauseStart(token: Token): boolean {
  return token.kind === 'word' && ['from', 'where', 'group', 'having'].includes(token.text.toLowerCase());
}

function isKeyword(token: Token): boolean {
  return ['select', 'distinct', 'all', 'as'].includes(token.text.toLowerCase());
}
