import type { PlannerRule } from './planner-rules.ts';
import { childNode, childNodes, hasWords, isNode, ownTokens, type SyntaxNode } from '../syntax-node.ts';
import { callsWithin, isAggregate, isAnalytic, isOperator, unwrapped } from './expression-shape.ts';
import type { PlannerRefusal } from './planner-refusal.ts';
import type { OuterReference, QueryReading, Subquery } from './query-reading.ts';
import { columnName, nameParts, selectItems } from './select-items.ts';

/** What is wrong with correlated subqueries; each rule once for each of them. */
export function refuseCorrelations({ subqueries }: QueryReading): PlannerRefusal[] {
  return subqueries
    .filter(({ references }) => references.length > 0)
    .flatMap((subquery) => {
      const refusals = [
        ...subquery.references.flatMap(referenceRefusals),
        ...subqueryRules(subquery, subqueries).map((rule) => ({ rule, node: subquery.node })),
      ];
      return refusals.filter(({ rule }, place) => refusals.findIndex((one) => one.rule === rule) === place);
    });
}

function referenceRefusals(reference: OuterReference): PlannerRefusal[] {
  return referenceRules(reference).map((rule) => ({ rule, node: reference.column }));
}

function referenceRules(reference: OuterReference): PlannerRule[] {
  if (reference.levels > 1) return ['correlated-levels'];
  if (reference.isNested) return ['correlated-nested'];
  const { above, clause } = reference;
  if (above.some((node) => isAggregate(node) || isAnalytic(node))) return ['correlated-aggregate'];
  if (clause !== 'where') return ['correlated-elsewhere'];
  const chain = belowConjunctions(above);
  if (isPlainEquality(reference, chain)) return [];
  const found = comparisonRules.filter(([, isKind]) => chain.some(isKind)).map(([rule]) => rule);
  return found.length > 0 ? found : ['correlated-expression'];
}

const comparisonRules: readonly (readonly [PlannerRule, (node: SyntaxNode) => boolean])[] = [
  ['correlated-or', (node) => isOperator(node, 'or') || node.kind === 'case'],
  ['correlated-null-safe', (node) => isOperator(node, '<=>')],
  ['correlated-inequality', isOtherComparison],
];

function isOtherComparison(node: SyntaxNode): boolean {
  if (isOperator(node, '<>', '!=', '<', '<=', '>', '>=')) return true;
  return node.kind === 'predicate' && ['between', 'like', 'ilike'].some((word) => hasWords(node, word));
}

/** The nodes around a column from the first that is neither brackets nor AND. */
function belowConjunctions(above: readonly SyntaxNode[]): readonly SyntaxNode[] {
  const start = above.findIndex((node) => node.kind !== 'group' && !isOperator(node, 'and'));
  return start < 0 ? [] : above.slice(start);
}

function isPlainEquality({ column, block }: OuterReference, chain: readonly SyntaxNode[]): boolean {
  const [comparison, ...rest] = chain;
  if (comparison === undefined || !isOperator(comparison, '=')) return false;
  if (rest.some(({ kind }) => kind !== 'group')) return false;
  const sides = comparison.children.filter(isNode).map(unwrapped);
  const other = sides.find((side) => side !== column);
  if (sides.length !== 2 || other?.kind !== 'column') return false;
  const qualifier = nameParts(other).at(-2);
  if (qualifier !== undefined) return block.relations.has(qualifier);
  return [...block.relations.values()].some((columns) => columns === null || columns.has(columnName(other)));
}

function subqueryRules(subquery: Subquery, all: readonly Subquery[]): PlannerRule[] {
  const { form, above, clause, query } = subquery;
  const isAggregating = aggregates(query);
  const holdsPredicate = all.some((one) => one.form !== 'scalar' && one.block.subquery === subquery);
  const rules: readonly (readonly [PlannerRule, boolean])[] = [
    ['correlated-or', above.some((node) => isOperator(node, 'or'))],
    ['correlated-in', form === 'in'],
    ['correlated-limited', isLimited(query)],
    ['correlated-aggregate', isAggregating],
    ['correlated-select-list', form === 'scalar' && clause === 'select' && !isAggregating],
    ['correlated-predicate', holdsPredicate],
  ];
  return rules.filter(([, isBroken]) => isBroken).map(([rule]) => rule);
}

function aggregates(query: SyntaxNode): boolean {
  return childNodes(query, 'select').some((select) =>
    selectItems(select)?.some(({ expression }) => callsWithin(expression, isAggregate).length > 0),
  );
}

function isLimited(query: SyntaxNode): boolean {
  const words = new Set(ownTokens(query).map(({ text }) => text.toLowerCase()));
  if (words.has('union') || words.has('limit') || words.has('offset')) return true;
  const nested = childNode(query, 'group');
  const inner = nested === null ? null : childNode(nested, 'query');
  if (inner !== null && isLimited(inner)) return true;
  return childNodes(query, 'select').some(
    (select) => hasWords(select, 'distinct') || hasWords(select, 'group', 'by'),
  );
}
