import { inTurn } from '../harness/in-turn.ts';
import { medianCost } from '../harness/median.ts';
import { measureJob } from '../jobs.ts';
import type { Scenario } from '../scenario.ts';

const entities = 1000;

/** From metadata to text, without any engine. */
export const planScenario: Scenario = {
  name: 'plan',
  about: 'planning 1,000 entities down to the text of their SQL',
  ratios: ['plan1000EntitiesSeconds'],
  run: async ({ runs, programs }) => {
    const { plan } = await inTurn({
      runs,
      phases: ['plan'],
      sides: ['ours'],
      measure: async () => {
        const { cost, found } = await measureJob(programs, 'plan-entities', { entities });
        return { wall: found.wall, cpu: found.cpu, peak: cost.peak };
      },
    });
    const cost = medianCost(plan.ours);
    return {
      measurements: [{ what: `${entities} entities`, rows: null, cost, file: null }],
      ratios: { plan1000EntitiesSeconds: cost.wall },
      notes: ['the planning only; the process had loaded its modules and declared the vault'],
    };
  },
};
