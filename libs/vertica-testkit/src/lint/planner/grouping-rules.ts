import { allTokens, childNode, isNode, ownTokens, type SyntaxNode } from '../syntax-node.ts';
import { callsWithin, isAggregate, isAnalytic } from './expression-shape.ts';
import type { PlannerRefusal } from './planner-refusal.ts';
import type { Block, QueryReading, Subquery } from './query-reading.ts';
import { clauseNodes, groupTerms, isGrouped, isTerm } from './select-clauses.ts';
import { columnName, nameParts, selectItems } from './select-items.ts';

/** What a grouped query may not say, and where aggregates and analytic functions may not stand. */
export function refuseGroupings(reading: QueryReading): PlannerRefusal[] {
  return [
    ...reading.blocks.flatMap(havingAliases),
    ...reading.blocks.flatMap(ungroupedColumns),
    ...reading.blocks.flatMap(groupedValues),
    ...reading.blocks.flatMap(misplacedCalls),
    ...reading.subqueries
      .filter(isUngrouped)
      .map(({ node }) => ({ rule: 'ungrouped-subquery' as const, node })),
    ...reading.subqueries.flatMap(ungroupedReferences),
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

/** Columns of an expression outside aggregates, queries and these terms. */
function bareColumns(node: SyntaxNode, terms: readonly SyntaxNode[] = []): SyntaxNode[] {
  if (node.kind === 'query' || isAggregate(node) || isTerm(node, terms)) return [];
  if (node.kind === 'column') return [node];
  return node.children.flatMap((child) => (isNode(child) ? bareColumns(child, terms) : []));
}

/** A subquery in the select list or the order of a query that groups by something else. */
function isUngrouped({ clause, node, above, block }: Subquery): boolean {
  if ((clause !== 'select' && clause !== 'order') || above.some(isAggregate)) return false;
  return isGrouped(block.node) && !isTerm(node, groupTerms(block.node));
}

function ungroupedColumns({ node }: Block): PlannerRefusal[] {
  if (node.kind !== 'select' || !isGrouped(node)) return [];
  const items = selectItems(node);
  if (items === null) return [];
  const terms = groupTerms(node);
  const names = new Set(items.map(({ name }) => name));
  const selected = items.flatMap(({ expression }) => bareColumns(expression, terms));
  // A name of the select list has a rule of its own.
  const filtered = clauseNodes(node, 'having')
    .flatMap((clause) => bareColumns(clause, terms))
    .filter((column) => nameParts(column).length > 1 || !names.has(columnName(column)));
  return [...selected, ...filtered].map((column) => ({ rule: 'ungrouped-column' as const, node: column }));
}

/** Columns of a query's own HAVING, select list or order that a subquery there uses without their being grouped. */
function ungroupedReferences({ clause, block, references }: Subquery): PlannerRefusal[] {
  if (clause === 'where' || clause === 'on' || clause === 'change' || !isGrouped(block.node)) return [];
  const terms = groupTerms(block.node);
  return references
    .filter(({ column, levels }) => levels === 1 && !isTerm(column, terms))
    .map(({ column }) => ({ rule: 'correlated-ungrouped' as const, node: column }));
}

/** Bound values in GROUP BY, and aggregates that no column is part of. */
function groupedValues({ node }: Block): PlannerRefusal[] {
  if (node.kind !== 'select') return [];
  const bound = clauseNodes(node, 'group').filter((term) => allTokens(term).some(({ text }) => text === '?'));
  const aggregates = [
    ...(selectItems(node) ?? []).map(({ expression }) => expression),
    ...clauseNodes(node, 'having'),
  ].flatMap((part) => callsWithin(part, isAggregate));
  return [
    ...bound.map((term) => ({ rule: 'group-by-parameter' as const, node: term })),
    ...aggregates
      .filter((call) => ownTokens(call)[0]?.text.toLowerCase() !== 'count' && !holdsColumn(call))
      .map((call) => ({ rule: 'aggregate-of-value' as const, node: call })),
  ];
}

function holdsColumn(node: SyntaxNode): boolean {
  return (
    node.kind === 'column' ||
    node.kind === 'query' ||
    node.children.some((child) => isNode(child) && holdsColumn(child))
  );
}

function misplacedCalls({ node }: Block): PlannerRefusal[] {
  if (node.kind !== 'select') return [];
  const filters = [...clauseNodes(node, 'on'), ...clauseNodes(node, 'where'), ...clauseNodes(node, 'group')];
  const calls = (isWanted: (call: SyntaxNode) => boolean, within: readonly SyntaxNode[]): SyntaxNode[] =>
    within.flatMap((clause) => callsWithin(clause, isWanted));
  const listed = (selectItems(node) ?? []).map(({ expression }) => expression);
  const having = clauseNodes(node, 'having');
  return [
    ...[...calls(isAggregate, filters), ...nestedCalls(isAggregate, [...listed, ...having])].map((call) => ({
      rule: 'aggregate-place' as const,
      node: call,
    })),
    ...[...calls(isAnalytic, [...filters, ...having]), ...nestedCalls(isAnalytic, listed)].map((call) => ({
      rule: 'analytic-place' as const,
      node: call,
    })),
  ];
}

/** Calls within calls of the same sort. */
function nestedCalls(isWanted: (call: SyntaxNode) => boolean, within: readonly SyntaxNode[]): SyntaxNode[] {
  return within
    .flatMap((clause) => callsWithin(clause, isWanted))
    .flatMap((call) => call.children.filter(isNode).flatMap((child) => callsWithin(child, isWanted)));
}

/** Analytic functions in the ORDER BY of a UNION. */
function unionOrder(query: SyntaxNode): PlannerRefusal[] {
  const order = childNode(query, 'orderTerms');
  if (order === null || ownTokens(query).every(({ text }) => text.toLowerCase() !== 'union')) return [];
  return callsWithin(order, isAnalytic).map((node) => ({ rule: 'union-order-analytic' as const, node }));
}
