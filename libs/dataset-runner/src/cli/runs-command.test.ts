import { describe, expect, it } from 'vitest';
import { aPastRun } from '../fixtures/a-past-run.ts';
import { aRunProfile } from '../fixtures/a-run-profile.ts';
import { fakeProgram } from '../fixtures/fake-program.ts';
import type { PastDelivery } from '../runs/past-run.ts';

const delivery: PastDelivery = {
  source: 'users',
  delivery: 'users_1.csv',
  status: 'new',
  date: '2026-01-01 00:00:00.000000',
  objects: 2,
  bytes: 4_100_000,
  sameAs: 'users_0.csv',
};

describe('runs', () => {
  it('ls prints a line for each run, and how many more there are', async () => {
    const { deliveries: _deliveries, warnings: _warnings, ...run } = aPastRun({ absent: ['towns'] });
    const program = fakeProgram({
      commands: {
        listRuns: async ({ limit, dataSet }) => ({
          schema: 'vaultwright.runs/1',
          target: `${limit} ${dataSet}`,
          total: 30,
          runs: [{ ...run, deliveries: { new: 2, known: 1 } }],
          warnings: ['the ledger was not read'],
        }),
      },
    });
    expect(await program.run('runs', 'ls')).toBe(0);
    expect(program.out()).toBe(
      '01RUN  2026-01-01 00:00:00 UTC  ok  users/main  3 rows  2 new, 1 known, 1 absent\nand 29 older runs: --all\n',
    );
    expect(program.err()).toBe('the ledger was not read\n');
    const json = fakeProgram();
    await json.run('runs', 'ls', '--all', '--json');
    expect(json.calls).toEqual([{ verb: 'listRuns', request: { limit: null } }]);
    const fixed = fakeProgram({ program: { name: 'users-etl', fixedDataSet: 'users' } });
    await fixed.run('runs', 'ls');
    expect(fixed.calls).toEqual([{ verb: 'listRuns', request: { dataSet: 'users', limit: 20 } }]);
  });

  it('show prints what became of each delivery', async () => {
    const program = fakeProgram({
      commands: {
        showRun: async ({ runId }) => ({
          schema: 'vaultwright.past-run/1',
          target: 'demo',
          run: aPastRun({
            runId,
            deliveries: [delivery],
            absent: ['towns'],
            warnings: ['watch out'],
            error: 'E-X  broken',
          }),
          warnings: [],
        }),
      },
    });
    expect(await program.run('runs', 'show', '01R')).toBe(0);
    expect(program.out().split('\n')).toEqual([
      'run 01R  users/main  target=demo  ok',
      'started 2026-01-01 00:00:00 UTC',
      'rows 3 read = 3 loaded + 0 rejected + 0 blank',
      'deliveries 1 new, 1 absent',
      '  new     users  users_1.csv  4.1 MB in 2 objects, dated 2026-01-01 00:00:00.000000, same content as users_0.csv',
      '  absent  towns  no object',
      'warning watch out',
      'error E-X  broken',
      'its folder is not here: this is what the ledger tells',
      '',
    ]);
  });

  it('show prints where the time of a run went, if that was measured', async () => {
    const program = fakeProgram({
      commands: {
        showRun: async ({ runId }) => ({
          schema: 'vaultwright.past-run/1',
          target: 'demo',
          run: aPastRun({ runId, profile: aRunProfile() }),
          warnings: [],
        }),
      },
    });
    expect(await program.run('runs', 'show', 'last')).toBe(0);
    expect(program.out()).toContain('\nphase      statements  rows read');
    expect(program.out()).toMatch(/\nrun +4\.000 +100\.0 %\nits folder is not here/);
  });
});
