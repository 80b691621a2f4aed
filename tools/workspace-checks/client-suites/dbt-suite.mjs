import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonHome } from './python-home.mjs';
import { firstLine } from './run-program.mjs';

const version = '1.8.5';
const steps = [['debug'], ['run'], ['run'], ['test']];

/** dbt-core with its Vertica adapter over three plain models, which are ours: a table, a view, an incremental one. */
export const dbtSuite = {
  name: 'dbt',
  title: `dbt-core and dbt-vertica ${version}: debug, run, run again, test`,
  floor: 13,
  outOfScope: [],
  async prepare() {
    return pythonHome(`dbt-${version}`, [
      `dbt-vertica==${version}`,
      `dbt-core==${version}`,
      'dbt-adapters==1.9.0',
    ]);
  },
  async run(port, { home, program }, runProgram) {
    const project = join(home, 'project');
    rmSync(project, { recursive: true, force: true });
    cpSync(fileURLToPath(new URL('dbt', import.meta.url)), project, { recursive: true });
    const cases = [];
    for (const [index, step] of steps.entries()) {
      const { code, out, err } = await runProgram(
        program('dbt'),
        ['--no-use-colors', ...step, '--profiles-dir', '.', '--project-dir', '.'],
        { cwd: project, env: { TESTKIT_PORT: String(port), DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' } },
      );
      cases.push(...casesOf(`${index + 1} ${step.join(' ')}`, code, out + err));
    }
    return cases;
  },
};

/** dbt counts in its last line; `debug` counts nothing and is one case. */
function casesOf(step, code, text) {
  const counted = /PASS=(\d+) WARN=\d+ ERROR=(\d+) SKIP=(\d+)/.exec(text);
  if (counted === null) {
    const failed = firstLine(text.split('\n').reverse().join('\n'), 'nothing was said');
    return [{ name: step, outcome: code === 0 ? 'passed' : 'failed', detail: code === 0 ? '' : failed }];
  }
  const [, passed, errors, skipped] = counted.map(Number);
  const detail = /(?:Database Error|Compilation Error|Runtime Error)[^\n]*\n?[^\n]*/.exec(text)?.[0] ?? '';
  const many = (count, outcome) =>
    Array.from({ length: count }, (_, index) => ({
      name: `${step}, ${index + 1}`,
      outcome,
      detail: outcome === 'passed' ? '' : detail,
    }));
  return [...many(passed, 'passed'), ...many(errors + skipped, 'failed')];
}
