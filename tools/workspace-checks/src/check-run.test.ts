import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vaultwright-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, text: string): void {
  const path = join(folder, 'bin', name);
  writeFileSync(path, `#!/usr/bin/env bash\n${text}`);
  chmodSync(path, 0o755);
}

/** The check run with programs that only note their calls; `FAILING` names the call that fails. */
function checkRun(failing: string) {
  const results = { testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }] };
  rmSync(join(folder, '.vaultwright'), { recursive: true, force: true });
  mkdirSync(join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'tools/workspace-checks'), { recursive: true });
  cpSync(join(root, '.ci'), join(folder, '.ci'), { recursive: true });
  cpSync(
    join(root, 'tools/workspace-checks/test-counts.mjs'),
    join(folder, 'tools/workspace-checks/test-counts.mjs'),
  );
  const fail = `[[ "$*" == *"$FAILING"* ]] && exit 3\n`;
  const write = `mkdir -p .vaultwright && echo '${JSON.stringify(results)}' > .vaultwright/test-results.json\n`;
  program('npm', `echo "call npm $*"\n${fail}[[ "$1" == test ]] && ${write}exit 0\n`);
  program(
    'node',
    `[[ "$1" == *test-counts.mjs ]] && exec '${process.execPath}' "$@"\necho "call node $*"\n${fail}exit 0\n`,
  );
  program('git', 'echo abc1234\n');
  program('apt-get', 'exit 1\n');
  program('sudo', 'exit 1\n');
  const { status, stdout } = spawnSync(join(folder, '.ci/run'), {
    encoding: 'utf8',
    env: {
      PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
      FAILING: failing,
      CHROMIUM_PATH: join(folder, 'no-browser'),
    },
  });
  const lines = stdout.trimEnd().split('\n');
  return { status, lines, last: lines.at(-1), calls: lines.filter((line) => line.startsWith('call ')) };
}

describe('the check run', () => {
  const passed = checkRun('nothing at all');

  it('runs every part, goes on without a browser and ends with the counted tests', () => {
    expect(passed.calls.map((line) => line.replace('call ', ''))).toEqual([
      'npm ci --no-audit --no-fund',
      'npm run --silent format:check',
      'npm run --silent lint',
      'npm run --silent typecheck',
      'npm test',
      'npm run --silent build',
      'npm run --silent types',
      'node tools/workspace-checks/packages.mjs',
      'node tools/workspace-checks/secrets.mjs',
      'node tools/workspace-checks/sqlfluff.mjs',
      'node tools/workspace-checks/correlated.mjs',
      'node tools/workspace-checks/vertica-python.mjs',
      'node tools/workspace-checks/client-suites.mjs nodejs',
      'node tools/workspace-checks/client-suites.mjs python',
      'node tools/workspace-checks/client-suites.mjs dbt',
      'node tools/workspace-checks/client-suites.mjs go',
      'node tools/workspace-checks/platforms.mjs',
      'node tools/workspace-checks/licences.mjs',
      'node tools/workspace-checks/first-command.mjs',
    ]);
    expect(passed.lines.join('\n')).toContain('the browser test will be skipped');
    expect(passed.last).toBe('tests: 1 passed, 0 failed, 0 skipped');
    expect(passed.status).toBe(0);
  });

  it.each([
    'lint',
    'typecheck',
    'types',
    'packages.mjs',
    'secrets.mjs',
    'client-suites.mjs dbt',
    'platforms.mjs',
    'first-command.mjs',
  ])('fails when %s fails, after all other parts and with the same last line', (failing) => {
    const run = checkRun(failing);
    expect(run.status).toBe(1);
    expect(run.calls).toEqual(passed.calls);
    expect(run.last).toBe('tests: 1 passed, 0 failed, 0 skipped');
    expect(run.lines.some((line) => / s {2}\S+ +FAILED \(code 3\)$/.test(line))).toBe(true);
  });

  it('counts tests that never reported as one failure', () => {
    const run = checkRun('test');
    expect(run.status).toBe(1);
    expect(run.last).toBe('tests: 0 passed, 1 failed, 0 skipped');
  });

  it('stops when nothing could be installed, with the same last line', () => {
    const run = checkRun('ci --no-audit');
    expect(run.calls).toHaveLength(1);
    expect(run.status).toBe(1);
    expect(run.last).toBe('tests: 0 passed, 1 failed, 0 skipped');
  });
});
