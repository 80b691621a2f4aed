import { describe, expect, it } from 'vitest';
import { judgeSuite, printVerdict, type SuiteCase } from '../client-suites/judge-suite.mjs';

const cases: readonly SuiteCase[] = [
  { name: 'reads', outcome: 'passed', detail: '' },
  { name: 'writes', outcome: 'failed', detail: 'no such table' },
  { name: 'arrays', outcome: 'failed', detail: 'not run' },
  { name: 'cluster of three', outcome: 'skipped', detail: '' },
];
const rules = [[/arrays/, 'arrays are not emulated']] as const;

describe('the judgement on suites of public clients', () => {
  it('counts what is in scope, and says what is not and why', () => {
    const verdict = judgeSuite(cases, rules, 1);
    expect(verdict).toMatchObject({ passed: 1, inScope: 2, isAccepted: true });
    expect([...verdict.outOfScope]).toEqual([
      ['arrays are not emulated', 1],
      ['skipped by the suite itself', 1],
    ]);
    expect(printVerdict('x', verdict, 1)).toEqual([
      'x: out of scope    1  arrays are not emulated',
      'x: out of scope    1  skipped by the suite itself',
      'x: not passed  writes: no such table',
      'x: 1 of 2 in scope passed (50 %), at least 1',
    ]);
  });

  it('fails below the floor, and when nothing ran', () => {
    expect(judgeSuite(cases, rules, 2).isAccepted).toBe(false);
    const nothing = judgeSuite([], rules, 1);
    expect(nothing.isAccepted).toBe(false);
    expect(printVerdict('x', nothing, 1)).toEqual(['x: 0 of 0 in scope passed (0 %), BELOW the floor of 1']);
  });
});
