import { describe, expect, it } from 'vitest';
import { fakeProgram } from '../fixtures/fake-program.ts';

describe('apply', () => {
  const digests = (program: ReturnType<typeof fakeProgram>): unknown[] =>
    program.calls.map(({ request }) => (request as { readonly digest: string | null }).digest);

  it('without a terminal changes nothing and names the flag', async () => {
    const program = fakeProgram();
    expect(await program.run('apply', 'users')).toBe(1);
    expect(digests(program)).toEqual([null]);
    expect(program.err()).toContain('add --yes');
    expect(program.err()).toContain('alter table');
  });

  it('with --yes makes the very changes it has shown', async () => {
    const program = fakeProgram();
    expect(await program.run('apply', 'users', '--yes')).toBe(0);
    expect(digests(program)).toEqual([null, 'digest of the plan']);
    expect(program.out()).toBe('made 1 changes\n');
  });

  it.each([
    ['yes', 0, [null, 'digest of the plan']],
    ['y', 1, [null]],
  ])('asked and answered %j', async (answer, exitCode, calls) => {
    const program = fakeProgram({ answers: [answer] });
    expect(await program.run('apply', 'users')).toBe(exitCode);
    expect(digests(program)).toEqual(calls);
  });
});
