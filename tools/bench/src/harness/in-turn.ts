/**
 * Runs every side of every phase in turn, as often as asked: a, b, a, b, so that what else the machine does hits all alike.
 *
 * Shape: results by phase and side, in the order of the runs. `settled` is called once all sides have done a phase.
 */
export async function inTurn<Phase extends string, Side extends string, Result>(plan: {
  readonly runs: number;
  readonly phases: readonly Phase[];
  readonly sides: readonly Side[];
  readonly measure: (phase: Phase, side: Side, run: number) => Promise<Result>;
  readonly settled?: (phase: Phase, run: number) => Promise<void>;
}): Promise<Record<Phase, Record<Side, Result[]>>> {
  const results = Object.fromEntries(
    plan.phases.map((phase) => [phase, Object.fromEntries(plan.sides.map((side) => [side, [] as Result[]]))]),
  ) as Record<Phase, Record<Side, Result[]>>;
  for (let run = 0; run < plan.runs; run += 1) {
    for (const phase of plan.phases) {
      for (const side of plan.sides) results[phase][side].push(await plan.measure(phase, side, run));
      await plan.settled?.(phase, run);
    }
  }
  return results;
}
