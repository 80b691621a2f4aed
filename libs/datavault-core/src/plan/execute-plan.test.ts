import { describe, expect, it } from 'vitest';
import { ansiDialect } from '../../test/ansi-dialect.ts';
import { cardVault } from '../../test/card-vault.ts';
import type { Session } from '../warehouse/warehouse.ts';
import { executeLoad } from './execute-plan.ts';
import { planLoad } from './plan-load.ts';
import type { CheckStep } from './step.ts';

const checks = planLoad(cardVault, { dialect: ansiDialect }).steps.filter(
  (step): step is CheckStep => step.kind === 'check',
);

/** A session to which every check finds a row. */
const finding = {
  query: () => Promise.resolve([{ id: 1n }]),
} as unknown as Session;

describe('a check that finds rows', () => {
  it.each([
    [
      'E-HASH-COLLISION',
      "plan a move to a profile with algorithm 'sha256' (planRehash), or let h_customer keep the first and warn: collisions: 'count'",
    ],
    ['E-CHECK-FAILED', 'look at the rows below; nothing of the batch was stored'],
  ] as const)('fails with the code that its kind gave it, however it is worded: %s', async (code, fix) => {
    const check = checks.find((step) => step.code === code);
    expect(check).toBeDefined();
    const reworded = { ...(check as CheckStep), finding: 'two of a thing' };
    await expect(executeLoad(finding, [reworded], {})).rejects.toMatchObject({ code, fix });
  });
});

describe('what a listener hears', () => {
  it('is the beginning and the end of each step, the failing one included', async () => {
    const [check] = checks;
    const heard: string[] = [];
    const session = { query: () => Promise.resolve([]) } as unknown as Session;
    const listener = {
      started: ({ id }: { readonly id: string }) => void heard.push(`started ${id}`),
      ended: ({ id }: { readonly id: string }) => void heard.push(`ended ${id}`),
      checked: ({ status }: { readonly status: string }) => void heard.push(status),
    };
    const id = check?.id ?? '';
    await executeLoad(session, [check as CheckStep], {}, listener);
    expect(heard).toEqual([`started ${id}`, 'passed', `ended ${id}`]);
    heard.length = 0;
    await expect(executeLoad(finding, [check as CheckStep], {}, listener)).rejects.toThrow();
    expect(heard).toEqual([`started ${id}`, `ended ${id}`]);
  });
});
