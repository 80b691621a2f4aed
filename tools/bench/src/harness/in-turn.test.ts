import { expect, it } from 'vitest';
import { inTurn } from './in-turn.ts';

it('lets the sides take turns in every phase of every run, and settles after all of them', async () => {
  const order: string[] = [];
  const results = await inTurn({
    runs: 2,
    phases: ['first', 'again'],
    sides: ['a', 'b'],
    measure: async (phase, side, run) => {
      order.push(`${phase} ${side}${run}`);
      return `${side}${run}`;
    },
    settled: async (phase, run) => void order.push(`compared ${phase}${run}`),
  });
  expect(order).toEqual([
    'first a0',
    'first b0',
    'compared first0',
    'again a0',
    'again b0',
    'compared again0',
    'first a1',
    'first b1',
    'compared first1',
    'again a1',
    'again b1',
    'compared again1',
  ]);
  expect(results).toEqual({
    first: { a: ['a0', 'a1'], b: ['b0', 'b1'] },
    again: { a: ['a0', 'a1'], b: ['b0', 'b1'] },
  });
});
