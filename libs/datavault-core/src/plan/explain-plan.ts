import { phases, type Step } from './step.ts';

/** The plan as lines for people: one per phase, then one per step. */
export function explainPlan(steps: readonly Step[]): string[] {
  return phases.flatMap((phase) => {
    const own = steps.filter((step) => step.phase === phase);
    return own.length === 0
      ? []
      : [`${phase} (${own.length})`, ...own.map((step) => `  ${step.id}  ${step.title}`)];
  });
}
