import type { Finding } from '../lint-rule.ts';
import { allTokens, type SyntaxNode } from '../syntax-node.ts';
import { refuseCorrelations } from './correlation-rules.ts';
import { excerpt } from './expression-shape.ts';
import { refuseGroupings } from './grouping-rules.ts';
import type { PlannerRule } from './planner-rules.ts';
import { refusePlaces } from './place-rules.ts';
import { readQueries } from './read-queries.ts';

/** A finding about what the planner is expected to refuse. */
export interface PlannerFinding extends Finding {
  readonly rule: PlannerRule;
}

/** Holds a statement that was read against the planner's rules; every finding is there, allowed or not. */
export function findPlannerRefusals(root: SyntaxNode): PlannerFinding[] {
  const reading = readQueries(root);
  const refusals = [...refuseCorrelations(reading), ...refusePlaces(reading), ...refuseGroupings(reading)];
  return refusals
    .map(({ rule, node }) => ({
      rule,
      offset: allTokens(node)[0]?.offset ?? 0,
      message: excerpt(node),
    }))
    .toSorted((left, right) => left.offset - right.offset);
}
