import { describe, expect, it } from 'vitest';
import { ansiDialect } from '../../test/ansi-dialect.ts';
import { cardVault } from '../../test/card-vault.ts';
import type { Session } from '../warehouse/warehouse.ts';
import { executeDefinitions, executeLoad } from './execute-plan.ts';
import { planLoad } from './plan-load.ts';
import { renderPlan } from './render-plan.ts';
import { phases } from './step.ts';

const plan = planLoad(cardVault, { dialect: ansiDialect });

/** A session that remembers what it is sent and counts nothing but the rows held in these tables. */
function recordingSession(held: readonly string[]): { readonly session: Session; readonly sent: string[] } {
  const sent: string[] = [];
  const waiting = held.map((name) => ({ name, waiting: 1n }));
  const session = {
    execute: ({ sql }: { sql: string }) => Promise.resolve((sent.push(sql), 0n)),
    query: ({ sql }: { sql: string }) =>
      Promise.resolve((sent.push(sql), sql.includes('"waiting"') ? waiting : [])),
  } as unknown as Session;
  return { session, sent };
}

describe('a load plan', () => {
  it('is what is executed and rendered, in one order', async () => {
    const { session, sent } = recordingSession(['l_use_pending', 's_use_pending']);
    await executeDefinitions(session, plan.steps);
    await executeLoad(session, plan.steps, {});
    const all = plan.steps.map(({ compiled }) => compiled.sql);
    expect(sent).toEqual(all);
    const rendered = renderPlan(plan)
      .map(({ text }) => text)
      .join('\n');
    for (const sql of all) expect(rendered).toContain(`${sql};`);
  });

  it('tries held rows again only where some wait', async () => {
    const { session, sent } = recordingSession(['s_use_pending']);
    const { loads } = await executeLoad(session, plan.steps, {});
    const tries = (name: string) => sent.filter((sql) => sql.includes(`"released_${name}"`));
    expect(tries('l_use')).toEqual([]);
    expect(tries('s_use').length).toBeGreaterThan(2);
    // Their counts are known all the same: nothing was read.
    expect(loads.filter(({ source }) => source === null).map(({ entity }) => entity)).toEqual([
      'l_use',
      's_use',
    ]);
  });

  it('runs hubs before links before satellites before checks, and names every step once', () => {
    const order = plan.steps.map(({ phase }) => phases.indexOf(phase));
    expect(order).toEqual([...order].sort((left, right) => left - right));
    expect(new Set(plan.steps.map(({ id }) => id)).size).toBe(plan.steps.length);
  });

  it('is the same for the same vault, and reads only the sources of the batch', () => {
    expect(planLoad(cardVault, { dialect: ansiDialect })).toEqual(plan);
    const cards = planLoad(cardVault, { dialect: ansiDialect, sources: ['cards'] });
    const staged = cards.steps.filter((step) => step.kind === 'write' && step.action === 'prepare-stage');
    expect(staged.map(({ id }) => id)).toEqual(['stage/cards']);
    const tried = cards.steps.filter((step) => step.kind === 'tally' && step.source === null);
    expect(tried.map(({ id }) => id)).toEqual(['links/l_use/held/tally', 'satellites/s_use/held/tally']);
  });

  it('hashes once: the same key of two entities is one column of the stage', () => {
    const stage = plan.steps.find(({ id }) => id === 'stage/customers')?.compiled.sql ?? '';
    expect(stage.match(/as "hk_customer_id"/g)).toHaveLength(1);
  });

  it('never updates or deletes, and inserts into the vault only by insert-select', () => {
    for (const { compiled } of plan.steps)
      expect(compiled.sql).not.toMatch(/\b(update|delete|merge|drop|truncate)\b/i);
  });

  it('refuses names the engine would cut', () => {
    const narrow = { ...ansiDialect, identifierBytes: 12 };
    expect(() => planLoad(cardVault, { dialect: narrow })).toThrow(/longer than 12 bytes/);
  });
});
