import type { PlannerRule } from './planner-rules.ts';
import type { SyntaxNode } from '../syntax-node.ts';

/** A place that the planner is expected to refuse. */
export interface PlannerRefusal {
  readonly rule: PlannerRule;
  readonly node: SyntaxNode;
}
