/**
 * Introduces known errors one by one and proves that the test named after each goes red.
 *
 * Usage: node tools/workspace-checks/mutants.mjs [--root <folder>] [--only <name>]
 * Without --root it works in a fresh clone of this repository, so that no working tree ever holds a mutant.
 * Exit code: 0 = every mutant was killed, 1 = one survived or could not be made.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { commonErrors } from './mutants/common-errors.mjs';
import { deliveryErrors } from './mutants/delivery-errors.mjs';
import { formatErrors } from './mutants/format-errors.mjs';
import { kindErrors } from './mutants/kind-errors.mjs';
import { lintErrors } from './mutants/lint-errors.mjs';

const mutants = [...commonErrors, ...kindErrors, ...deliveryErrors, ...formatErrors, ...lintErrors];
const { values } = parseArgs({ options: { root: { type: 'string' }, only: { type: 'string' } } });
const temporary = values.root === undefined ? mkdtempSync(join(tmpdir(), 'vaultwright-mutants-')) : null;
const root = values.root ?? join(temporary, 'clone');

function run(command, args, cwd) {
  return spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, CI: '' },
  });
}

function isKilled([name, file, from, to, test, title]) {
  const path = join(root, file);
  const original = readFileSync(path, 'utf8');
  const at = original.indexOf(from);
  if (at < 0) return [name, false, `${file} does not hold: ${from}`];
  writeFileSync(path, `${original.slice(0, at)}${to}${original.slice(at + from.length)}`);
  try {
    const args = ['vitest', 'run', test, ...(title === '' ? [] : ['-t', title]), '--bail', '1'];
    const { status, stdout } = run('npx', args, root);
    const ran = /Tests .*(?:passed|failed)/.test(stdout);
    return [name, status !== 0 && ran, status === 0 ? `survived ${test} ${title}` : 'no test ran'];
  } finally {
    writeFileSync(path, original);
  }
}

const chosen = mutants.filter(([name]) => values.only === undefined || name.includes(values.only));
let survivors = 0;
try {
  if (temporary !== null) {
    const source = fileURLToPath(new URL('../../', import.meta.url));
    run('git', ['clone', '--quiet', '--no-hardlinks', source, root], temporary);
    const { status } = run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], root);
    if (status !== 0) throw new Error('npm ci failed in the clone');
  }
  for (const mutant of chosen) {
    const [name, killed, why] = isKilled(mutant);
    if (!killed) survivors += 1;
    console.log(killed ? `killed    ${name}` : `SURVIVED  ${name}: ${why}`);
  }
  console.log(`mutants: ${chosen.length - survivors} killed, ${survivors} survived`);
} finally {
  if (temporary !== null) rmSync(temporary, { recursive: true, force: true });
}
process.exitCode = survivors === 0 ? 0 : 1;
