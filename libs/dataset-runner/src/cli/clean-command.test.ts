import { describe, expect, it } from 'vitest';
import { fakeProgram } from '../fixtures/fake-program.ts';

describe('clean', () => {
  const confirmations = (program: ReturnType<typeof fakeProgram>): unknown[] =>
    program.calls.map(({ request }) => (request as { readonly confirmed: boolean }).confirmed);

  it('without a terminal drops nothing and names the flag', async () => {
    const program = fakeProgram();
    expect(await program.run('clean', 'users')).toBe(1);
    expect(confirmations(program)).toEqual([false]);
    expect(program.err()).toContain('E-USAGE-CONFIRM');
    expect(program.err()).toContain('add --yes');
    expect(program.err()).toContain('dds.h_users');
  });

  it('with --yes lists, then drops', async () => {
    const program = fakeProgram();
    expect(await program.run('clean', 'users', '--yes')).toBe(0);
    expect(confirmations(program)).toEqual([false, true]);
    expect(program.out()).toBe('dropped 2 tables and views\n');
  });

  it.each<readonly [string | null, number, readonly boolean[]]>([
    ['yes', 0, [false, true]],
    ['y', 1, [false]],
    ['', 1, [false]],
    ['no', 1, [false]],
    [null, 1, [false]],
  ])('asked and answered %j', async (answer, exitCode, calls) => {
    const program = fakeProgram({ answers: [answer] });
    expect(await program.run('clean', 'users')).toBe(exitCode);
    expect(confirmations(program)).toEqual(calls);
    expect(program.questions[0]).toContain('target "demo"');
  });

  it('has nothing to ask when there is nothing to drop', async () => {
    const program = fakeProgram({
      commands: {
        clean: async () => ({
          schema: 'vaultwright.clean/1',
          target: 'demo',
          objects: [],
          rows: [],
          kept: [],
          dropped: false,
        }),
      },
    });
    expect([await program.run('clean', 'users'), program.out()]).toEqual([0, 'nothing to drop\n']);
  });
});
