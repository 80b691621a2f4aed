import { describe, expect, it } from 'vitest';
import { fakeProgram, jsonLineOf, leastCommands } from '../fixtures/fake-program.ts';
import type { Commands } from './commands.ts';

const context = {} as Parameters<Commands['verify']>[1];

describe('verify', () => {
  it('prints each claim, and says that a test server proves nothing', async () => {
    const program = fakeProgram();
    expect(await program.run('verify', '--target', 'dwh', '--only', 'concat')).toBe(0);
    expect(program.calls).toEqual([
      { verb: 'verify', request: { target: 'dwh', only: ['concat'], explain: false, out: null } },
    ]);
    expect(program.out()).toContain('confirmed  concat  the claim\n1 confirmed, 0 refuted');
    expect(program.err()).toContain('this is a test server');
  });

  it.each(['refuted', 'error'] as const)('fails on a claim that ends in %s', async (status) => {
    const least = await leastCommands.verify({ only: [], explain: false, out: null }, context);
    const [claim] = least.results;
    if (claim === undefined) throw new Error('no claim');
    const program = fakeProgram({
      commands: {
        verify: async () => ({
          ...least,
          server: { version: 'v25.1', nodes: 3, emulator: false },
          results: [{ ...claim, status, observed: 'b' }],
          summary: { confirmed: 0, refuted: 0, skipped: 0, error: 0, [status]: 1 },
        }),
      },
    });
    expect(await program.run('verify', '--json')).toBe(1);
    expect(jsonLineOf(program.out())).toMatchObject({ results: [{ id: 'concat', status, observed: 'b' }] });
    expect(program.err()).not.toContain('test server');
  });

  it('asks for plans, shows a refusal with its state, and says what the report then names', async () => {
    const least = await leastCommands.verify({ only: [], explain: true, out: null }, context);
    const [claim] = least.results;
    if (claim === undefined) throw new Error('no claim');
    const refused = {
      ...claim,
      id: 'explain/every-kind/hubs/h_person',
      status: 'refuted' as const,
      expected: 'accepted',
      observed: 'not supported',
      sqlState: '0A000',
    };
    const summary = { confirmed: 0, refuted: 1, skipped: 0, error: 0 };
    const program = fakeProgram({
      commands: { verify: async () => ({ ...least, results: [refused], summary }) },
    });
    expect(await program.run('verify', '--explain')).toBe(1);
    expect(program.out()).toContain(
      'refuted    explain/every-kind/hubs/h_person  expected accepted, observed 0A000 not supported',
    );
    expect(program.err()).toContain('names tables of your data sets');
  });
});
