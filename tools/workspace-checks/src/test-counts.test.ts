import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runScript } from './run-script.ts';

describe('the last line of a check run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vaultwright-counts-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const printed = (...files: readonly [status: string, ...tests: string[]][]) => {
    const testResults = files.map(([status, ...tests]) => ({
      status,
      assertionResults: tests.map((test) => ({ status: test })),
    }));
    const path = join(folder, 'results.json');
    writeFileSync(path, JSON.stringify({ testResults }));
    return runScript('test-counts.mjs', [path]);
  };

  it('counts passed, failed and skipped tests', () => {
    const all = printed(['passed', 'passed', 'skipped', 'todo', 'pending'], ['failed', 'failed', 'passed']);
    expect(all).toEqual({ code: 1, lines: ['tests: 2 passed, 1 failed, 3 skipped'] });
    expect(printed(['passed', 'passed'])).toEqual({
      code: 0,
      lines: ['tests: 1 passed, 0 failed, 0 skipped'],
    });
  });

  it('counts a file that broke before its first test', () => {
    expect(printed(['passed', 'passed'], ['failed']).lines).toEqual(['tests: 1 passed, 1 failed, 0 skipped']);
  });

  it('never passes without a passed test', () => {
    expect(printed(['passed', 'skipped'])).toEqual({
      code: 1,
      lines: ['tests: 0 passed, 0 failed, 1 skipped'],
    });
    const missing = runScript('test-counts.mjs', [join(folder, 'missing.json')]);
    expect(missing).toEqual({ code: 1, lines: ['tests: 0 passed, 1 failed, 0 skipped'] });
  });
});
