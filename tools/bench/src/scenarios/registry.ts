import { BenchError } from '../bench-error.ts';
import type { Scenario } from '../scenario.ts';
import { dailyFilesScenario } from './daily-files.ts';
import { growthScenario } from './growth.ts';
import { helpScenario } from './help.ts';
import { kindsScenario } from './kinds.ts';
import { logScenario } from './log.ts';
import { memoryScenario } from './memory.ts';
import { planScenario } from './plan.ts';
import { pointInTimeScenario } from './point-in-time.ts';
import { smallFilesScenario } from './small-files.ts';
import { socialScenario } from './social.ts';

/** Everything that can be measured, in the order it is measured. */
export const scenarios: readonly Scenario[] = [
  logScenario,
  socialScenario,
  growthScenario,
  kindsScenario,
  planScenario,
  helpScenario,
  smallFilesScenario,
  dailyFilesScenario,
  pointInTimeScenario,
  memoryScenario,
];

/** The scenarios of these names, or all that run unasked. Errors: a name that none has. */
export function chooseScenarios(
  names: readonly string[] | null,
  known: readonly Scenario[] = scenarios,
): readonly Scenario[] {
  if (names === null) return known.filter(({ onRequest }) => onRequest !== true);
  const unknown = names.filter((name) => !known.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    const list = known.map(({ name }) => name).join(', ');
    throw new BenchError(`--only: no scenario ${unknown.join(', ')}; there are ${list}`);
  }
  return known.filter(({ name }) => names.includes(name));
}
