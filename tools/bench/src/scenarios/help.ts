import { inTurn } from '../harness/in-turn.ts';
import { measureProcess } from '../harness/measured-process.ts';
import { medianCost } from '../harness/median.ts';
import type { Scenario } from '../scenario.ts';

/** Starting a process is short and uneven, so it is done more often than anything else. */
const least = 5;

/** What somebody waits who asks the command what it can do. */
export const helpScenario: Scenario = {
  name: 'help',
  about: 'the command with --help beside a Node that does nothing, five runs at least',
  ratios: ['helpSeconds'],
  run: async ({ runs, programs }) => {
    const nothing = { ...programs.command, words: ['--eval', ''] };
    const { start } = await inTurn({
      runs: Math.max(least, runs),
      phases: ['start'],
      sides: ['vaultwright --help', 'node alone'],
      measure: async (_phase, side) =>
        side === 'node alone'
          ? (await measureProcess(nothing, [])).cost
          : (await measureProcess(programs.command, ['--help'])).cost,
    });
    const measurements = Object.entries(start).map(([what, costs]) => ({
      what,
      rows: null,
      cost: medianCost(costs),
      file: null,
    }));
    return { measurements, ratios: { helpSeconds: measurements[0]?.cost.wall ?? null } };
  },
};
