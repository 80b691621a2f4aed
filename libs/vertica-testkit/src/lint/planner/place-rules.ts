import type { PlannerRule } from './planner-rules.ts';
import { childNode, childNodes, hasWords, ownTokens, type SyntaxNode } from '../syntax-node.ts';
import { isAggregate, isOperator } from './expression-shape.ts';
import type { PlannerRefusal } from './planner-refusal.ts';
import type { QueryReading, Subquery } from './query-reading.ts';

/** Subqueries at places where none may stand, correlated or not, and names that nothing in sight has. */
export function refusePlaces({ blocks, subqueries, unplaced }: QueryReading): PlannerRefusal[] {
  return [
    ...subqueries.flatMap((subquery) => placeRules(subquery).map((rule) => ({ rule, node: subquery.node }))),
    ...blocks.flatMap(({ node }) =>
      childNodes(node, 'relation')
        .filter(isUnnamedQuery)
        .map((relation) => ({ rule: 'unnamed-query' as const, node: relation })),
    ),
    ...unplaced.map((node) => ({ rule: 'unknown-relation' as const, node })),
  ];
}

function placeRules({ form, clause, above, block }: Subquery): PlannerRule[] {
  const isFilter = (clause === 'where' || clause === 'having') && above.every(isConnective);
  const isUpdated = clause === 'change' && hasWords(block.node, 'update');
  const rules: readonly (readonly [PlannerRule, boolean])[] = [
    ['subquery-in-on', clause === 'on'],
    ['subquery-in-set', isUpdated],
    ['subquery-in-aggregate', above.some(isAggregate)],
    ['predicate-place', form !== 'scalar' && !isFilter && clause !== 'on' && !isUpdated],
  ];
  return rules.filter(([, isBroken]) => isBroken).map(([rule]) => rule);
}

function isUnnamedQuery(relation: SyntaxNode): boolean {
  return childNode(relation, 'query') !== null && ownTokens(relation).every(({ kind }) => kind === 'symbol');
}

/** Brackets, AND, OR and NOT: what may stand around a condition. */
function isConnective(node: SyntaxNode): boolean {
  if (node.kind === 'group') return true;
  return isOperator(node, 'and', 'or') || (node.kind === 'unary' && hasWords(node, 'not'));
}
