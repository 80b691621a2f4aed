import { childNode, hasWords, isNode, ownTokens, type SyntaxNode } from '../syntax-node.ts';
import { callsWithin, isAggregate, isAnalytic, spelling } from './expression-shape.ts';
import type { PlannerRefusal } from './planner-refusal.ts';
import type { Block, QueryReading, Subquery } from './query-reading.ts';
import { columnName, nameParts, selectItems } from './select-items.ts';

/** What GROUP BY, HAVING and ORDER BY of a query may not say. */
export function refuseGroupings(reading: QueryReading): PlannerRefusal[] {
  return [
    ...reading.blocks.flatMap(havingAliases),
    ...reading.subqueries
      .filter(isUngrouped)
      .map(({ node }) => ({ rule: 'ungrouped-subquery' as const, node })),
    ...reading.queries.flatMap(unionOrder),
  ];
}

/** Columns in HAVING that are names given in the select list. */
function havingAliases({ node }: Block): PlannerRefusal[] {
  const having = clauseNodes(node, 'having');
  const named = (selectItems(node) ?? []).filter(
    ({ expression, name }) => expression.kind !== 'column' || columnName(expression) !== name,
  );
  const names = new Set(named.map(({ name }) => name));
  return having
    .flatMap((clause) => bareColumns(clause))
    .filter((column) => nameParts(column).length === 1 && names.has(columnName(column)))
    .map((column) => ({ rule: 'having-alias' as const, node: column }));
}

/** Columns of an expression outside aggregates and queries. */
function bareColumns(node: SyntaxNode): SyntaxNode[] {
  if (node.kind === 'column') return [node];
  if (node.kind === 'query' || isAggregate(node)) return [];
  return node.children.flatMap((child) => (isNode(child) ? bareColumns(child) : []));
}

/** A subquery in the select list or the order of a query that groups by something else. */
function isUngrouped({ clause, node, above, block }: Subquery): boolean {
  if ((clause !== 'select' && clause !== 'order') || above.some(isAggregate)) return false;
  const grouped = clauseNodes(block.node, 'group');
  const items = selectItems(block.node) ?? [];
  const isGrouped =
    grouped.length > 0 || items.some(({ expression }) => callsWithin(expression, isAggregate).length > 0);
  return isGrouped && grouped.every((term) => spelling(term) !== spelling(node));
}

/** Analytic functions in the ORDER BY of a UNION. */
function unionOrder(query: SyntaxNode): PlannerRefusal[] {
  const order = childNode(query, 'orderTerms');
  if (order === null || ownTokens(query).every(({ text }) => text.toLowerCase() !== 'union')) return [];
  return callsWithin(order, isAnalytic).map((node) => ({ rule: 'union-order-analytic' as const, node }));
}

/** The expressions right below one clause of a SELECT. */
function clauseNodes(select: SyntaxNode, clause: 'group' | 'having'): SyntaxNode[] {
  if (!hasWords(select, clause)) return [];
  const start = select.children.findIndex((child) => !isNode(child) && isWord(child.token.text, clause));
  const end = select.children.findIndex(
    (child, place) => place > start && !isNode(child) && isWord(child.token.text, 'having'),
  );
  return select.children.slice(start + 1, end < 0 ? undefined : end).filter(isNode);
}

function isWord(text: string, word: string): boolean {
  return text.toLowerCase() === word;
}
