import { hasWords, isNode, type SyntaxNode } from '../syntax-node.ts';
import { callsWithin, isAggregate, spelling } from './expression-shape.ts';
import { columnName, nameParts, selectItems } from './select-items.ts';

/** The clauses of a SELECT that have expressions right below them; `on` holds those of all joins. */
type SelectClause = 'on' | 'where' | 'group' | 'having';

const clauses: ReadonlySet<string> = new Set(['on', 'where', 'group', 'having']);

/** The expressions right below one clause of a SELECT. */
export function clauseNodes(select: SyntaxNode, wanted: SelectClause): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let clause = '';
  for (const child of select.children) {
    if (isNode(child)) {
      if (clause === wanted && child.kind !== 'relation') found.push(child);
      continue;
    }
    const { kind, text } = child.token;
    if (kind === 'word' && clauses.has(text.toLowerCase())) clause = text.toLowerCase();
  }
  return found;
}

/** True for a SELECT that makes one row of many. */
export function isGrouped(select: SyntaxNode): boolean {
  if (hasWords(select, 'group', 'by') || hasWords(select, 'having')) return true;
  return (selectItems(select) ?? []).some(
    ({ expression }) => callsWithin(expression, isAggregate).length > 0,
  );
}

/** The GROUP BY terms of a SELECT; places and names of the select list stand for its expressions. */
export function groupTerms(select: SyntaxNode): SyntaxNode[] {
  const items = selectItems(select) ?? [];
  return clauseNodes(select, 'group').flatMap((term) => {
    const named = items.filter(
      ({ name }, place) =>
        spelling(term) === String(place + 1) ||
        (term.kind === 'column' && nameParts(term).length === 1 && columnName(term) === name),
    );
    return [term, ...named.map(({ expression }) => expression)];
  });
}

/** True when an expression is one of these terms, or a column of the same name with fewer or more of its qualifiers. */
export function isTerm(node: SyntaxNode, terms: readonly SyntaxNode[]): boolean {
  return terms.some(
    (term) =>
      spelling(term) === spelling(node) ||
      (term.kind === 'column' &&
        node.kind === 'column' &&
        columnName(term) === columnName(node) &&
        Math.min(nameParts(term).length, nameParts(node).length) === 1),
  );
}
